// Windows above the page: the browser's own, which keep the focus in and give it back.
import { h, newId } from "./dom.js";
import { icon } from "./icons.js";

/** Shows `content`; resolves, when it is closed, to what `close(value)` was given. */
export function dialog(title, content, { wide = false, closable = true, signal } = {}) {
  return new Promise((resolve) => {
    let answer;
    const id = newId("dialog");
    const close = (value) => {
      answer = value;
      element.close();
    };
    const body = content(close);
    const element = h("dialog", { class: wide ? "dialog wide" : "dialog", "aria-labelledby": id },
      h("header", { class: "dialog-head" },
        h("h2", { id }, title),
        closable && h("button", { class: "button ghost", type: "button", "aria-label": "Close", onclick: () => close() }, icon("close"))),
      body);
    element.addEventListener("cancel", (event) => closable || event.preventDefault());
    element.addEventListener("close", () => {
      element.remove();
      resolve(answer);
    });
    signal?.addEventListener("abort", () => element.close());
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
