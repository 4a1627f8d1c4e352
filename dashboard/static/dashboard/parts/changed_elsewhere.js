// Somebody else saved the same row meanwhile: whoever edits it sees both, and decides.
import { h } from "../core/dom.js";
import { dialog } from "../core/dialogs.js";
import { get, patch } from "../core/http.js";

function both(clashes) {
  const row = ([label, mine, theirs]) => h("tr", {}, h("th", { scope: "row" }, label), h("td", {}, mine || "nothing"), h("td", {}, theirs || "nothing"));
  return h("table", { class: "clashes" },
    h("thead", {}, h("tr", {}, h("td"), h("th", { scope: "col" }, "Yours"), h("th", { scope: "col" }, "Theirs"))),
    h("tbody", {}, clashes.map(row)));
}

/** "mine", "theirs", or undefined where it was left open. */
function asked(clashes) {
  return dialog("Changed elsewhere", (close) =>
    h("div", { class: "dialog-body" },
      h("p", {}, "While you were editing, this was saved from another place. What shall stay?"),
      both(clashes),
      h("div", { class: "form-ways" },
        h("button", { class: "button", type: "button", onclick: () => close("theirs") }, "Take theirs"),
        h("button", { class: "button primary", type: "button", onclick: () => close("mine") }, "Keep mine"))));
}

/** Of `values` those that are others than the row's: what nobody touched is never written over. */
export function changed(row, values) {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== row[name]));
}

/**
 * Saves `values` over `row`, the version that was read. `told(values, theirs)` is where the two clash,
 * as `[label, mine, theirs]`. Resolves as `patch`; without an operation where theirs was taken, or
 * nothing was to be saved.
 */
export async function saveOver(path, row, values, { told, signal }) {
  if (Object.keys(values).length === 0) return { data: row, operation: null };
  try {
    return await patch(path, values, { version: row.version, signal });
  } catch (error) {
    if (error.code !== "stale") throw error;
    const theirs = await get(path);
    const clashes = told(values, theirs);
    const answer = clashes.length ? await asked(clashes) : "mine";
    if (answer === "theirs") return { data: theirs, operation: null };
    if (answer !== "mine") throw error;
    return saveOver(path, theirs, values, { told, signal });
  }
}
