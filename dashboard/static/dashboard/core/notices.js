// Short words about what has just happened, read out by screen readers, with the way back.
import { h } from "./dom.js";
import { icon } from "./icons.js";

const SECONDS = { plain: 6, action: 12 };
const region = document.getElementById("notices");

/** `action` is `{label, run}`. Stays while it is pointed at, or has the focus. */
export function notice(text, { action, tone = "plain" } = {}) {
  let before;
  const close = () => {
    clearTimeout(timer);
    const hadFocus = box.contains(document.activeElement);
    box.remove();
    if (hadFocus) (before?.isConnected ? before : document.querySelector("h1"))?.focus();
  };
  let timer;
  const wait = () => {
    clearTimeout(timer);
    if (box.matches(":hover") || box.contains(document.activeElement)) return;
    timer = setTimeout(close, SECONDS[action ? "action" : "plain"] * 1000);
  };
  const stay = ({ relatedTarget }) => {
    clearTimeout(timer);
    if (relatedTarget && !region.contains(relatedTarget)) before = relatedTarget;
  };
  const box = h("div", { class: `notice ${tone}`, role: tone === "error" ? "alert" : "status", onpointerenter: () => clearTimeout(timer), onpointerleave: wait, onfocusin: stay, onfocusout: wait },
    h("span", {}, text),
    action && h("button", { class: "button small", type: "button", onclick: () => { close(); action.run(); } }, action.label),
    h("button", { class: "button ghost small", type: "button", "aria-label": "Dismiss", onclick: close }, icon("close")));
  region.append(box);
  wait();
  return close;
}
