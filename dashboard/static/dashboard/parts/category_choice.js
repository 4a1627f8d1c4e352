// Choosing a category, or making one on the way.
import { h } from "../core/dom.js";
import { categories } from "../core/books.js";
import { dialog } from "../core/dialogs.js";
import { field, form, input, select, ways } from "../core/forms.js";
import { post } from "../core/http.js";
import { emojiChoice } from "./emoji_choice.js";

const NEW = "new";

/** `🍔 Food`. */
export const shown = (category) => (category.emoji ? `${category.emoji} ${category.name}` : category.name);

/** Asks for a name and an emoji; resolves to the new category, or to nothing. */
function makeCategory() {
  return dialog("New category", (close) =>
    form(
      async ({ name, emoji }, _, signal) => close((await post("/api/categories/", { name, emoji }, { signal })).data),
      { class: "form dialog-body" },
      field("Name", input("name", { required: true, maxlength: 100, autofocus: true })),
      emojiChoice(""),
      ways("Create", h("button", { class: "button", type: "button", onclick: () => close() }, "Cancel")),
    ));
}

/**
 * A select named `category`: ids, and "none" where `none` is a text. Archived ones are offered only
 * where they are chosen already. `make` adds the way to a new one.
 */
export async function categoryChoice({ value = "", none = "No category", all, make = true, ...attributes } = {}) {
  const rows = [...(await categories()).values()].filter((row) => !row.archived || String(row.id) === String(value));
  const options = [
    ...(all ? [["", all]] : []),
    ...(none ? [[all ? "none" : "", none]] : []),
    ...rows.map((row) => [String(row.id), shown(row)]),
    ...(make ? [[NEW, "＋ New category…"]] : []),
  ];
  const control = select("category", options, { value: value === null ? "" : String(value), ...attributes });
  let before = control.value;
  control.addEventListener("change", async (event) => {
    if (control.value !== NEW) {
      before = control.value;
      return;
    }
    event.stopImmediatePropagation();
    control.value = before;
    const made = await makeCategory();
    if (made) {
      control.lastElementChild.before(h("option", { value: String(made.id) }, shown(made)));
      control.value = before = String(made.id);
      control.dispatchEvent(new Event("change", { bubbles: true }));
    }
    control.focus();
  });
  return control;
}
