// The window for a category, new or there already.
import { h } from "../../core/dom.js";
import { dialog } from "../../core/dialogs.js";
import { field, form, input, ways } from "../../core/forms.js";
import { post } from "../../core/http.js";
import { emojiChoice } from "../../parts/emoji_choice.js";
import { changed, saveOver } from "../../parts/changed_elsewhere.js";
import { colourChoice, colourName } from "./colour_choice.js";
import { done } from "../../parts/acting.js";

const FIELDS = { name: "Name", emoji: "Emoji", color: "Colour", description: "Description" };
const EMPTY = { name: "", emoji: "", color: "", description: "" };

const told = (name, value) => (name === "color" ? colourName(value) : value);

function clashes(mine, theirs) {
  return Object.entries(FIELDS)
    .filter(([name]) => name in mine && mine[name] !== theirs[name])
    .map(([name, label]) => [label, told(name, mine[name]), told(name, theirs[name])]);
}

function save(row, values, signal) {
  if (!row.id) return post("/api/categories/", values, { signal });
  return saveOver(`/api/categories/${row.id}/`, row, changed(row, values), { told: clashes, signal });
}

/** A name that is taken is the name's fault. */
function atName(error) {
  if (error.code === "duplicate") error.errors = [{ attr: "name", detail: error.message }];
  return error;
}

async function saved(row, values, signal) {
  try {
    return await save(row, values, signal);
  } catch (error) {
    throw atName(error);
  }
}

/** Resolves to the row as it is then, or to nothing. `preset` is what a new one begins with. */
export function editCategory(preset = {}, signal) {
  const row = { ...EMPTY, ...preset };
  const act = (close) => async ({ name, emoji, color, description }, _, closed) => {
    const { data, operation } = await saved(row, { name, emoji, color, description }, closed);
    if (operation) done(row.id ? `${data.name} is saved.` : `${data.name} is there.`, operation);
    close(data);
  };
  return dialog(row.id ? `Edit ${row.name}` : "New category", (close) =>
    form(act(close), { class: "form dialog-body" },
      field("Name", input("name", { value: row.name, required: true, maxlength: 100, autofocus: true })),
      emojiChoice(row.emoji),
      colourChoice(row.color),
      field("Description", h("textarea", { name: "description", rows: 2, value: row.description })),
      ways(row.id ? "Save" : "Create", h("button", { class: "button", type: "button", onclick: () => close() }, "Cancel"))), { signal });
}
