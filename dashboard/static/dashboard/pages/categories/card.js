// One category: what it looks like, and what can be done with it.
import { h } from "../../core/dom.js";
import { icon } from "../../core/icons.js";
import { colourName } from "./colour_choice.js";

function way(row, act, label, picture, run) {
  return h("button", { class: "button ghost small", type: "button", "aria-label": `${label} ${row.name}`, title: label, dataset: { key: `${act}-${row.id}` }, onclick: run }, icon(picture));
}

const dot = (row) => row.color && h("span", { class: "dot", role: "img", "aria-label": `Colour: ${colourName(row.color)}`, vars: { "--swatch": row.color } });

/** `acts` has `edit`, `merge`, `archive` and `remove`, each called with the row. */
export function card(row, acts) {
  return h("li", { class: "card category" },
    h("span", { class: "category-picture", "aria-hidden": "true", vars: { "--swatch": row.color || "var(--muted)" } }, row.emoji || [...row.name][0].toUpperCase()),
    h("div", { class: "category-words" },
      h("h2", {}, h("a", { class: "category-name", href: `/transactions/?category=${row.id}`, title: "Its transactions" }, row.name), dot(row)),
      row.description && h("p", { class: "muted small" }, row.description)),
    h("div", { class: "category-ways" },
      way(row, "edit", "Edit", "edit", () => acts.edit(row)),
      way(row, "merge", "Merge", "merge", () => acts.merge(row)),
      row.archived ? way(row, "archive", "Bring back", "unarchive", () => acts.archive(row)) : way(row, "archive", "Archive", "archive", () => acts.archive(row)),
      way(row, "delete", "Delete", "trash", () => acts.remove(row))));
}
