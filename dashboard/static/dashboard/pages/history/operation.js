// One thing done to the books: what, when, what changed, and the way back.
import { h } from "../../core/dom.js";
import { icon } from "../../core/icons.js";
import { clock, counted, number } from "../../core/format.js";
import { changesOf } from "./changes.js";
import { wordsOf } from "./kinds.js";
import { takeBack } from "./taking_back.js";

const other = (id, words) => h("a", { href: `/history/?operation=${id}` }, words);

function marks(operation) {
  return [
    operation.undone_by && h("span", { class: "history-mark" }, "Undone · ", other(operation.undone_by, "see the undo")),
    operation.undoes && h("span", { class: "history-mark" }, other(operation.undoes, "See what it undid")),
  ];
}

function disclosure(operation, list) {
  if (!operation.change_count) return undefined;
  const element = h("details", { class: "history-changes" }, h("summary", {}, "What changed"));
  element.addEventListener("toggle", () => {
    if (element.open && element.children.length === 1) element.append(changesOf(operation, list.signal));
  });
  return element;
}

export function operationItem(operation, times, list) {
  const words = wordsOf(operation, list.targets.get(operation.undoes));
  const isUndo = operation.kind === "undo";
  const label = isUndo ? "Redo" : "Undo";
  const back = operation.undoable &&
    h("button", { class: "button small", type: "button", "aria-label": `${label}: ${words}`, onclick: () => takeBack(operation, words, list) }, icon("undo"), label);
  return h("li", { class: operation.undone_by ? "operation undone" : "operation", id: `operation-${operation.id}` },
    h("time", { class: "muted small", datetime: operation.created_at }, clock(operation.created_at, list.timezone)),
    h("div", { class: "operation-text" },
      h("h3", { tabindex: "-1" }, times > 1 ? `${words}, ${number(times)} times` : words),
      h("p", { class: "muted small" }, operation.change_count ? counted(operation.change_count, "change") : "No rows of the books", ...marks(operation).map((mark) => mark && [" · ", mark]).flat())),
    back,
    disclosure(operation, list));
}
