// A subject of the settings: its heading, what it is about, and often a form that is saved alone.
import { fill, h, newId } from "../../core/dom.js";
import { form, ways } from "../../core/forms.js";

export function card(title, words, ...content) {
  const id = newId("subject");
  return h("section", { class: "card subject", "aria-labelledby": id },
    h("h2", { id }, title),
    words && h("p", { class: "hint" }, words),
    content);
}

/** Calls `act(values, form)`, which resolves to what to say when it is done. */
export function saving(label, act, ...fields) {
  const done = h("p", { class: "done", role: "status" });
  const element = form(
    async (values) => {
      fill(done);
      fill(done, await act(values, element));
    },
    {},
    fields,
    ways(label, done));
  element.addEventListener("input", () => fill(done));
  return element;
}
