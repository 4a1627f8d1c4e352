// Single keys, for hands that stay on the keyboard. They never fire where something is typed.
import { h } from "../../core/dom.js";
import { dialog } from "../../core/dialogs.js";
import { checkbox } from "../../core/forms.js";

const KEYS = [
  [["n"], "New transaction"],
  [["/"], "Search"],
  [["j", "↓"], "Next row"],
  [["k", "↑"], "Row before"],
  [["e", "Enter"], "Edit the row"],
  [["x", "Delete"], "Delete the row, with the way back"],
  [["Space"], "Select the row"],
  [["?"], "These words"],
];
const OFF = "no-shortcuts";

function showKeys() {
  const box = checkbox("Use single keys on this device", "keys", { checked: !localStorage.getItem(OFF) });
  box.addEventListener("change", (event) => {
    if (event.target.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
  const line = ([keys, words]) => [h("dt", {}, keys.map((key) => h("kbd", {}, key))), h("dd", {}, words)];
  return dialog("Keyboard shortcuts", () => h("div", { class: "dialog-body" }, h("dl", { class: "keys" }, KEYS.map(line)), box));
}

export const keysButton = () => h("button", { class: "button ghost keys-button", type: "button", "aria-label": "Keyboard shortcuts", onclick: showKeys }, "?");

const isCharacter = (key) => key.length === 1 && key !== " ";
const isTyping = (target) => target.closest("input:not([type=checkbox]), select, textarea, dialog, [contenteditable]");

/** On the row itself, when none of its parts has the focus; false leaves the key to the browser. */
const onRow = (act) => (event) => (event.target.matches(".row") ? act() : false);
const inRow = (act) => (event) => (event.target.closest(".row") ? act() : false);

function actsOf({ add, search, rows, edit, remove, select }) {
  return {
    n: () => add(),
    "/": () => search(),
    j: () => rows.move(1),
    k: () => rows.move(-1),
    ArrowDown: inRow(() => rows.move(1)),
    ArrowUp: inRow(() => rows.move(-1)),
    e: inRow(() => edit(rows.active)),
    Enter: onRow(() => edit(rows.active)),
    x: inRow(() => remove(rows.active)),
    Delete: inRow(() => remove(rows.active)),
    " ": onRow(() => select(rows.active)),
    "?": () => showKeys(),
  };
}

/** `on` has what the keys do. */
export function listenToKeys(on, signal) {
  const acts = actsOf(on);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]") || (isCharacter(event.key) && localStorage.getItem(OFF))) return;
    if (Object.hasOwn(acts, event.key) && acts[event.key](event) !== false) event.preventDefault();
  }, { signal });
}
