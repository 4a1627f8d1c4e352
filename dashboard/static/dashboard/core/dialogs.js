// Windows above the page: the browser's own, which keep the focus in and give it back.
import { h, newId } from "./dom.js";
import { hear } from "./events.js";
import { icon } from "./icons.js";

/** Shows `content`; resolves, when it is closed, to what `close(value)` was given. */
export function dialog(title, content, { closable = true, signal } = {}) {
  return new Promise((resolve) => {
    let answer;
    let isDone = closable; // otherwise only `close` closes it: browsers let a second Escape pass
    const id = newId("dialog");
    const close = (value) => {
      answer = value;
      isDone = true;
      element.close();
    };
    const body = content(close);
    const element = h("dialog", { class: "dialog", "aria-labelledby": id },
      h("header", { class: "dialog-head" },
        h("h2", { id }, title),
        closable && h("button", { class: "button ghost", type: "button", "aria-label": "Close", onclick: () => close() }, icon("close"))),
      body);
    element.addEventListener("cancel", (event) => closable || event.preventDefault());
    const over = new AbortController();
    element.addEventListener("close", () => {
      if (!isDone) {
        element.showModal();
        return;
      }
      over.abort();
      element.remove();
      resolve(answer);
    });
    signal?.addEventListener("abort", () => close(), { signal: over.signal });
    // It belongs to the page that opened it.
    if (closable) hear("page", () => close(), over.signal);
    document.body.append(element);
    element.showModal();
  });
}

/** Whether whoever is asked says yes. */
export async function confirmed(title, text, { action, danger = true } = {}) {
  const answer = await dialog(title, (close) =>
    h("div", { class: "dialog-body" },
      h("p", {}, text),
      h("div", { class: "form-ways" },
        h("button", { class: "button", type: "button", onclick: () => close(false) }, "Cancel"),
        h("button", { class: danger ? "button danger" : "button primary", type: "button", onclick: () => close(true) }, action))));
  return answer === true;
}
