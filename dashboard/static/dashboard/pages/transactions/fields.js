// The fields of one transaction: those of the quick add, and of the window to edit one.
import { fill, h } from "../../core/dom.js";
import { checkbox, field, input, select } from "../../core/forms.js";
import { amountAsTyped, typedAmount } from "../../core/format.js";
import { categoryChoice } from "../../parts/category_choice.js";

const TYPES = [["expense", "Expense"], ["income", "Income"]];

function typeChoice(value) {
  const option = ([key, label]) => h("label", {}, h("input", { type: "radio", name: "type", value: key, checked: key === value }), h("span", {}, label));
  return h("div", { class: "field", dataset: { field: "type" } },
    h("div", { class: "segments", role: "radiogroup", "aria-label": "Type" }, TYPES.map(option)),
    h("p", { class: "error" }));
}

function refundChoice(value) {
  return h("div", { class: "field", dataset: { field: "refund" } },
    checkbox("Refund: money of an expense that came back", "refund", { checked: value }),
    h("p", { class: "error" }));
}

/** An income is never a refund; amounts in another currency than usual say so. */
function keepTogether({ type, amount, currency, refund }, usual) {
  const box = refund.querySelector("input");
  const code = currency.querySelector("input");
  const say = () => {
    box.disabled = type.querySelector(":checked").value === "income";
    const other = code.value.trim().toUpperCase();
    fill(amount.querySelector("label"), other && other !== usual ? `Amount in ${other}` : "Amount");
  };
  for (const each of [type, currency]) each.addEventListener("input", say);
  say();
}

/** Each field by its name, filled in from a row or the beginnings of one. */
export async function entryFields(row, usual) {
  const category = await categoryChoice({ value: row.category ?? "" });
  const fields = {
    type: typeChoice(row.type),
    amount: field("Amount", input("amount", { value: amountAsTyped(row.amount ?? ""), inputmode: "decimal", class: "amount", maxlength: 30 })),
    category: field("Category", category),
    date: field("Date", input("date", { type: "date", value: row.date, min: "1900-01-01", max: "2199-12-31" })),
    description: field("Description", input("description", { value: row.description ?? "", maxlength: 255 })),
    currency: field("Currency", input("currency", { value: row.currency, maxlength: 3, autocapitalize: "characters", spellcheck: "false" }), { hint: "Three letters, such as EUR" }),
    refund: refundChoice(row.refund ?? false),
    notes: field("Notes", h("textarea", { name: "notes", rows: 2, maxlength: 10000, value: row.notes ?? "" })),
  };
  keepTogether(fields, usual);
  return fields;
}

/** What was typed, as the API takes it. */
export function entryOf(values) {
  return {
    type: values.type,
    amount: typedAmount(values.amount),
    category: values.category ? Number(values.category) : null,
    date: values.date,
    description: values.description.trim(),
    currency: values.currency.trim().toUpperCase(),
    refund: values.refund === "on",
    notes: values.notes,
  };
}

/** Amounts are alike with and without zeros at their end. */
const plain = (name, value) => (name === "amount" && value.includes(".") ? value.replace(/\.?0+$/, "") : value);

export const isAlike = (name, one, other) => plain(name, one) === plain(name, other);

/** Of an entry, what is not as in the row. */
export function changesOf(entry, row) {
  return Object.fromEntries(Object.entries(entry).filter(([name, value]) => !isAlike(name, value, row[name])));
}

/** Puts a row's value where it is typed. */
export function put(fields, name, value) {
  const control = fields[name].querySelector("input, select, textarea");
  if (name === "type") fields.type.querySelector(`[value="${value}"]`).checked = true;
  else if (name === "refund") control.checked = value;
  else control.value = name === "amount" ? amountAsTyped(value) : (value ?? "");
  control.dispatchEvent(new Event("input", { bubbles: true }));
}
