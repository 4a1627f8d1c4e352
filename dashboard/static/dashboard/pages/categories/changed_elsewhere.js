// Somebody else saved the same row meanwhile: whoever edits it sees both, and decides.
import { h } from "../../core/dom.js";
import { dialog } from "../../core/dialogs.js";
import { get, patch } from "../../core/http.js";

function both(differences) {
  const row = ([label, mine, theirs]) => h("tr", {}, h("th", { scope: "row" }, label), h("td", {}, mine || "nothing"), h("td", {}, theirs || "nothing"));
  return h("table", { class: "differences" },
    h("thead", {}, h("tr", {}, h("td"), h("th", { scope: "col" }, "Yours"), h("th", { scope: "col" }, "Theirs"))),
    h("tbody", {}, differences.map(row)));
}

/** "mine", "theirs", or undefined where it was left open. */
function asked(differences) {
  return dialog("Changed elsewhere", (close) =>
    h("div", { class: "dialog-body" },
      h("p", {}, "While you were editing, this was saved from another place. What shall stay?"),
      both(differences),
      h("div", { class: "form-ways" },
        h("button", { class: "button", type: "button", onclick: () => close("theirs") }, "Take theirs"),
        h("button", { class: "button primary", type: "button", onclick: () => close("mine") }, "Keep mine"))));
}

/**
 * Saves `values` over `row`, the version that was read. `told(values, theirs)` is what differs as
 * `[label, mine, theirs]`. Resolves as `patch`; without an operation where theirs was taken.
 */
export async function saveOver(path, row, values, told) {
  try {
    return await patch(path, values, { version: row.version });
  } catch (error) {
    if (error.code !== "stale") throw error;
    const theirs = await get(path);
    const differences = told(values, theirs);
    const answer = differences.length ? await asked(differences) : "mine";
    if (answer === "theirs") return { data: theirs, operation: null };
    if (answer !== "mine") throw error;
    return saveOver(path, theirs, values, told);
  }
}
