// A button that opens a small box below it: Escape and a click elsewhere close it.
import { h } from "../../core/dom.js";

export function menu(words, label, content, signal) {
  const summary = h("summary", { class: "button" }, words);
  const element = h("details", { class: "menu" }, summary, h("div", { class: "menu-box", role: "group", "aria-label": label }, content));
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !element.open) return;
    element.open = false;
    summary.focus();
  });
  document.addEventListener("click", (event) => {
    if (!element.contains(event.target)) element.open = false;
  }, { signal });
  return element;
}
