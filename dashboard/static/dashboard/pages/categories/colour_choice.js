// A category's colour: one of those that go well together, any other, or none.
import { h, newId } from "../../core/dom.js";

const COLOURS = {
  "#e07a5f": "Terracotta", "#d45d9e": "Pink", "#9b5de5": "Violet", "#c77dff": "Lilac", "#3a86ff": "Blue", "#577590": "Slate",
  "#e9b44c": "Yellow", "#43aa8b": "Sea green", "#4d908e": "Teal", "#00a6d6": "Sky blue", "#2a9d5c": "Green", "#8d99ae": "Grey",
};
const FIRST_OTHER = "#b5651d";

/** A colour's name, or its own notation; "" for none. */
export const colourName = (value) => COLOURS[value] ?? value;

function swatch(value, label, checked, attributes) {
  return h("input", { class: "swatch", type: "radio", name: "color", value, checked, "aria-label": label, title: label, vars: { "--swatch": value || "transparent" }, ...attributes });
}

/** Any other colour: its own window opens from the square beside the choice. */
function other(value) {
  const isChosen = Boolean(value) && !(value in COLOURS);
  const choice = swatch(isChosen ? value : FIRST_OTHER, "Another colour", isChosen, { class: "swatch other" });
  const picker = h("input", { type: "color", value: isChosen ? value : FIRST_OTHER, "aria-label": "Which other colour" });
  picker.addEventListener("input", () => {
    choice.value = picker.value;
    choice.style.setProperty("--swatch", picker.value);
    choice.checked = true;
  });
  return [choice, picker];
}

/** A field named `color`. */
export function colourChoice(value) {
  const id = newId("colour");
  return h("div", { class: "field", dataset: { field: "color" } },
    h("span", { class: "field-name", id }, "Colour"),
    h("div", { class: "swatches", role: "radiogroup", "aria-labelledby": id },
      swatch("", "No colour", !value, { class: "swatch none" }),
      Object.entries(COLOURS).map(([each, label]) => swatch(each, label, each === value)),
      other(value)),
    h("p", { class: "error" }));
}
