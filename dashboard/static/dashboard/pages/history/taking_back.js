// Undo, and the undo of an undo; and what stands in the way of one.
import { h } from "../../core/dom.js";
import { counted } from "../../core/format.js";
import { confirmed, dialog } from "../../core/dialogs.js";
import { Problem, undo } from "../../core/http.js";
import { notice } from "../../core/notices.js";
import { nounOf, pathOfRow } from "./kinds.js";

function inTheWay(rows) {
  return h("ul", { class: "history-rows" }, rows.map(({ resource, id }) =>
    h("li", {}, h("a", { href: pathOfRow(resource, id) }, `The ${nounOf(resource)} ${id}`))));
}

/** Says why it could not be, and which rows are in the way. */
function explain(error, signal) {
  return dialog(error.title ?? "It could not be undone", (close) => {
    const body = h("div", { class: "dialog-body" },
      h("p", {}, error.code === "changed_since" ? "Nothing was undone, because these were changed by something later, or are gone. Undo that first, or correct them by hand." : error.message),
      error.rows?.length > 0 && inTheWay(error.rows),
      h("div", { class: "form-ways" }, h("button", { class: "button primary", type: "button", onclick: () => close() }, "All right")));
    // A link in it leads to another page, which the window must not cover.
    body.addEventListener("click", (event) => event.target.closest("a") && close());
    return body;
  }, { signal });
}

async function carryOut(id, shown, list, words) {
  try {
    const { data } = await undo(id);
    notice(words.done, { action: { label: words.back, run: () => carryOut(data.id, shown, list, words.other) } });
    if (!list.signal.aborted) await list.renew(shown);
  } catch (error) {
    if (list.signal.aborted) return;
    if (error instanceof Problem) await explain(error, list.signal);
    else notice(error.message, { tone: "error" });
  }
}

const UNDO = { done: "Undone.", back: "Redo" };
const REDO = { done: "Done again.", back: "Undo", other: UNDO };
UNDO.other = REDO;

/** Asks first where it is about several rows. */
export async function takeBack(operation, words, list) {
  const count = operation.change_count;
  const text = `${words}: ${counted(count, "change")} would be taken back, or none if one of them stands in the way.`;
  const label = operation.kind === "undo" ? "Redo" : "Undo";
  if (count > 1 && !(await confirmed(`${label} this?`, text, { action: label, danger: false }))) return;
  await carryOut(operation.id, operation.id, list, operation.kind === "undo" ? REDO : UNDO);
}
