// Two people, or two tabs, and one row: what is typed here beside what the books have by now.
import { fill, h } from "../../core/dom.js";
import { date, money } from "../../core/format.js";
import { isAlike, put } from "./fields.js";

const LABELS = { type: "Type", amount: "Amount", category: "Category", date: "Date", description: "Description", currency: "Currency", refund: "Refund", notes: "Notes" };

/** As people read it; what was typed may be anything. */
function shown(name, value, row, form) {
  if (name === "category") return row?.category_name ?? [...form.elements.category.options].find((each) => each.value === String(value ?? ""))?.text ?? "No category";
  if (name === "refund") return value ? "Yes" : "No";
  try {
    if (name === "amount") return money(value, row?.currency ?? form.elements.currency.value);
    if (name === "date") return date(value, { year: true });
  } catch {
    return value;
  }
  return value || "–";
}

/** What nobody touched here is theirs by now; the rest is what there is to choose about. */
function merge(fields, changes, row, theirs) {
  for (const name of Object.keys(LABELS)) {
    if (!(name in changes) && !isAlike(name, row[name], theirs[name])) put(fields, name, theirs[name]);
  }
  return Object.keys(changes).filter((name) => !isAlike(name, changes[name], theirs[name]));
}

/** Draws both in `place`. `ontheirs` leaves it at what the books have; sending the form keeps mine. */
export function drawConflict(place, { fields, changes, row, theirs, form, ontheirs }) {
  const names = merge(fields, changes, row, theirs);
  const line = (name) => h("tr", {},
    h("th", { scope: "row" }, LABELS[name]),
    h("td", {}, shown(name, changes[name], null, form)),
    h("td", {}, shown(name, theirs[name], theirs, form)));
  fill(place,
    h("p", {}, h("strong", {}, "This was changed elsewhere meanwhile."), " Nothing of yours is lost: choose what stays."),
    names.length > 0 && h("table", {},
      h("thead", {}, h("tr", {}, ["", "Yours", "Theirs"].map((each) => (each ? h("th", { scope: "col" }, each) : h("td"))))),
      h("tbody", {}, names.map(line))),
    h("div", { class: "form-ways" },
      h("button", { class: "button", type: "button", onclick: ontheirs }, "Take theirs"),
      h("button", { class: "button primary", type: "submit" }, "Keep mine")));
  // Not on a button: whoever presses Enter once more must not choose by that.
  place.focus();
}

/** The row is gone: what is typed becomes a new one by sending it again. */
export function drawGone(place) {
  fill(place,
    h("p", {}, h("strong", {}, "This was deleted elsewhere meanwhile."), " What you typed is still here."),
    h("div", { class: "form-ways" }, h("button", { class: "button primary", type: "submit" }, "Add it again as new")));
  place.focus();
}
