// One transaction as it stands in the list, and what it is called in a sentence.
import { h } from "../../core/dom.js";
import { date, money, relativeDay } from "../../core/format.js";
import { icon } from "../../core/icons.js";

export const nameOf = (row) => row.description || row.category_name || (row.type === "income" ? "Income" : "Expense");

/** `Bakery, $17.25`. */
export const called = (row) => `${nameOf(row)}, ${money(row.amount, row.currency)}`;

function round(row, category) {
  const vars = category?.color ? { "--tint": category.color } : {};
  const picture = row.category_emoji || [...(row.category_name ?? "?")][0].toUpperCase();
  return h("span", { class: "round", "aria-hidden": "true", vars }, picture);
}

function words(row, showsDate) {
  const under = [row.description && (row.category_name ?? "No category"), row.notes && row.notes.split("\n", 1)[0]].filter(Boolean);
  const day = h("span", { class: showsDate ? "" : "unseen" }, date(row.date));
  return h("span", { class: "row-words" },
    h("span", { class: "row-name" }, nameOf(row)),
    h("span", { class: "row-under" }, day, `${showsDate && under.length ? " · " : " "}${under.join(" · ")}`));
}

function amount(row) {
  const isIncome = row.type === "income";
  const isPlus = isIncome || row.refund;
  return h("span", { class: "row-amount", role: "gridcell" },
    h("span", { class: isPlus ? "amount income" : "amount" }, money(row.amount, row.currency, { sign: isPlus ? "always" : "auto" })),
    row.refund && h("span", { class: "badge" }, "Refund"),
    h("span", { class: "unseen" }, isIncome ? " income" : " expense"));
}

const way = (label, picture, name, act) =>
  h("button", { class: "button ghost", type: "button", tabindex: "-1", "aria-label": label, dataset: { act: name }, onclick: act }, icon(picture));

/** `category` is the whole one, for its colour; `on` has what its parts do: edit, remove, select. */
export function drawRow(row, { category, showsDate, selected, on }) {
  const box = h("input", { type: "checkbox", tabindex: "-1", checked: selected, "aria-label": `Select ${called(row)}`, onclick: (event) => on.select(row, box.checked, event.shiftKey) });
  return h("div", { class: "row", role: "row", tabindex: "-1", "aria-selected": String(selected), dataset: { id: row.id } },
    h("span", { class: "row-check", role: "gridcell" }, h("label", {}, box)),
    h("span", { class: "row-main", role: "gridcell" }, round(row, category), words(row, showsDate)),
    amount(row),
    h("span", { class: "row-ways", role: "gridcell" },
      way(`Edit ${called(row)}`, "edit", "edit", () => on.edit(row)),
      way(`Delete ${called(row)}`, "trash", "delete", () => on.remove(row))));
}

export function drawDay(iso, today) {
  return h("div", { class: "day", "aria-hidden": "true" }, relativeDay(iso, today));
}
