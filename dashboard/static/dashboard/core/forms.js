// Forms: labelled fields, and the API's own words beside the field that they are about.
import { fill, h, newId } from "./dom.js";
import { Problem } from "./http.js";

/** A label, its control, a hint and room for an error. `control` has the `name` of the API's field. */
export function field(label, control, { hint, hidden = false } = {}) {
  const id = control.id || newId("field");
  control.id = id;
  control.setAttribute("aria-describedby", `${id}-error${hint ? ` ${id}-hint` : ""}`);
  return h("div", { class: "field", dataset: { field: control.name } },
    h("label", { for: id, class: hidden && "unseen" }, label),
    control,
    hint && h("p", { class: "hint", id: `${id}-hint` }, hint),
    h("p", { class: "error", id: `${id}-error` }));
}

export const input = (name, attributes) => h("input", { name, type: "text", autocomplete: "off", ...attributes });

/** `options` are `[value, text]`, or `[group, [options]]`. */
export function select(name, options, { value, ...attributes } = {}) {
  const made = ([key, text]) => (Array.isArray(text) ? h("optgroup", { label: key }, text.map(made)) : h("option", { value: key }, text));
  return h("select", { name, ...attributes, value: value ?? undefined }, options.map(made));
}

export function checkbox(label, name, attributes) {
  return h("label", { class: "beside" }, h("input", { type: "checkbox", name, ...attributes }), h("span", {}, label));
}

const wordsOf = (form, attr) => form.querySelector(`[data-field="${CSS.escape(attr)}"]`);

function clear(form) {
  form.querySelectorAll("[aria-invalid]").forEach((control) => control.removeAttribute("aria-invalid"));
  form.querySelectorAll(".error").forEach((place) => fill(place));
  fill(form.querySelector(".complaint"));
}

/** Says at each field what is wrong with it, and on top what belongs to none. */
export function complain(form, error) {
  clear(form);
  const rest = [];
  for (const { attr, detail } of error.errors ?? []) {
    const place = wordsOf(form, attr) ?? wordsOf(form, attr.split(".")[0]);
    if (place) {
      const words = place.querySelector(".error");
      fill(words, [words.textContent, detail].filter(Boolean).join(" "));
      place.querySelector("input, select, textarea").setAttribute("aria-invalid", "true");
    } else rest.push(attr ? `${attr}: ${detail}` : detail);
  }
  if (!error.errors?.length) rest.push(error.message);
  fill(form.querySelector(".complaint"), rest.join(" "));
  (form.querySelector("[aria-invalid]") ?? form.querySelector(".complaint")).focus();
}

/**
 * A form that calls `act(values, form, signal)` when it is sent, once at a time. What the API refuses
 * is shown, and what was typed stays. The signal says that its window was closed: what still waits to
 * be sent must not be.
 */
export function form(act, attributes, ...children) {
  const element = h("form", { class: "form", novalidate: true, ...attributes }, h("p", { class: "complaint", role: "alert", tabindex: "-1" }), children);
  let busy = false;
  element.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    element.setAttribute("aria-busy", "true");
    clear(element);
    const closed = new AbortController();
    element.closest("dialog")?.addEventListener("close", () => closed.abort(new DOMException("The window was closed.", "AbortError")));
    try {
      await act(Object.fromEntries(new FormData(element)), element, closed.signal);
    } catch (error) {
      if (error.name === "AbortError") return;
      complain(element, error);
      if (!(error instanceof Problem)) console.error(error);
    } finally {
      busy = false;
      element.removeAttribute("aria-busy");
    }
  });
  return element;
}

/** The button that sends it, and what else there is to do. */
export function ways(label, ...others) {
  return h("div", { class: "form-ways" }, others, h("button", { class: "button primary", type: "submit" }, label));
}
