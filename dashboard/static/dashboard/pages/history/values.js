// The fields of a row, and what stands in them, in words.
import { h } from "../../core/dom.js";
import { date, money, month } from "../../core/format.js";
import { shown } from "../../parts/category_choice.js";

const LABELS = {
  type: "Type",
  amount: "Amount",
  currency: "Currency",
  refund: "Refund",
  category: "Category",
  category_name: "Category",
  date: "Date",
  description: "Description",
  notes: "Notes",
  external_id: "The bank's id",
  import: "Import",
  name: "Name",
  emoji: "Emoji",
  color: "Colour",
  archived: "Archived",
  month: "Month",
  timezone: "Time zone",
};

export const labelOf = (name) => LABELS[name] ?? name;

const TYPES = { expense: "Expense", income: "Income" };

function categoryName(id, { categories, resource }) {
  if (!id) return resource === "budget" ? "All expenses" : "No category";
  const found = categories.get(id);
  return found ? shown(found) : `A category that is gone (${id})`;
}

const WAYS = {
  type: (value) => TYPES[value] ?? value,
  amount: (value, part, { currency }) => (part.currency ?? currency ? money(value, part.currency ?? currency) : value),
  category: (value, part, context) => categoryName(value, context),
  date: (value) => date(value, { year: true }),
  month: (value) => (value ? month(value) : "Every month"),
  color: (value) => value && [h("span", { class: "history-colour", vars: { "--colour": value } }), value],
  import: (value) => value && h("a", { href: `/imports/${value}/` }, `Import ${value}`),
};

/** `part` is the whole side (before or after) that the value is of. */
export function valueOf(name, value, part, context) {
  const words = WAYS[name] ? WAYS[name](value, part, context) : value;
  if (words === true) return "Yes";
  if (words === false) return "No";
  return words === null || words === undefined || words === "" ? h("span", { class: "muted" }, "nothing") : typeof words === "number" ? String(words) : words;
}
