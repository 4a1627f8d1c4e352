// The window for a budget, new or there already.
import { h, newId } from "../../core/dom.js";
import { me } from "../../core/books.js";
import { dialog } from "../../core/dialogs.js";
import { amountAsTyped, month as monthName, typedAmount } from "../../core/format.js";
import { field, form, input, select, ways } from "../../core/forms.js";
import { get, post } from "../../core/http.js";
import { categoryChoice } from "../../parts/category_choice.js";
import { changed, saveOver } from "../../parts/changed_elsewhere.js";
import { done } from "../../parts/acting.js";

const EVERY_MONTH = "";

export const forMonth = (month) => (month ? `Only ${monthName(month)}` : "Every month");

/** As the API takes it. */
function valuesOf(row, { category, amount, currency, month }) {
  return {
    category: category ? Number(category) : null,
    amount: typedAmount(amount),
    currency: currency.trim().toUpperCase(),
    month: month || null,
  };
}

/** An amount without its currency says nothing: one goes with the other. */
function changedOf(row, values) {
  const { amount, currency } = values;
  const found = changed(row, values);
  return "amount" in found || "currency" in found ? { ...found, amount, currency } : found;
}

/** `chosen` is the category's name as the form has it. */
function clashes(mine, theirs, chosen) {
  const rows = {
    category: ["Category", chosen, theirs.category_name ?? "All expenses"],
    amount: ["Amount", `${mine.amount} ${mine.currency}`, `${theirs.amount} ${theirs.currency}`],
    month: ["For", forMonth(mine.month), forMonth(theirs.month)],
  };
  return Object.keys(rows).filter((name) => name in changedOf(theirs, mine)).map((name) => rows[name]);
}

/** For one month alone there is a budget of its own beside the one for every month. */
function save(row, values, { chosen, signal }) {
  const isBeside = row.id && row.month === null && values.month !== null;
  if (!row.id || isBeside) return post("/api/budgets/", values, { signal });
  return saveOver(`/api/budgets/${row.id}/`, row, changedOf(row, values), { told: (mine, theirs) => clashes(mine, theirs, chosen), signal });
}

async function currencyField(value) {
  const id = newId("currencies");
  const codes = Intl.supportedValuesOf?.("currency") ?? [];
  const control = input("currency", { value: value ?? (await me()).currency, maxlength: 3, list: id, required: true, spellcheck: "false" });
  const place = field("Currency", control);
  place.append(h("datalist", { id }, codes.map((code) => h("option", { value: code }))));
  return place;
}

function monthChoice(row, shown) {
  const months = [...new Set([row.month ?? shown, shown])];
  const options = [[EVERY_MONTH, "Every month"], ...months.map((each) => [each, forMonth(each)])];
  const hint = row.id && row.month === null
    ? "For one month alone: the budget for every month stays, and gives way in that one."
    : "Every month means past ones too.";
  return field("For", select("month", options, { value: row.month ?? EVERY_MONTH }), { hint });
}

/** A second budget for the same thing is refused: the way to the first one, with what was typed. */
function existingWay(close) {
  const button = h("button", { class: "button small", type: "button", hidden: true }, "Open the existing budget");
  const offer = (error, typed) => {
    error.errors = [{ attr: "category", detail: error.message }];
    button.hidden = false;
    button.onclick = async () => close({ open: { ...await get(`/api/budgets/${error.existing}/`), typed } });
  };
  return { button, offer };
}

async function fields(row, shown) {
  const category = await categoryChoice({ value: row.category ?? "", none: "All expenses" });
  const amount = input("amount", { value: row.typed ?? amountAsTyped(row.amount ?? ""), inputmode: "decimal", required: true, autofocus: true, placeholder: "0.00" });
  return [
    field("Category", category),
    h("div", { class: "form-row" }, field("Amount", amount), await currencyField(row.currency)),
    monthChoice(row, shown),
  ];
}

function saving(row, existing, close) {
  return async (typed, element, signal) => {
    existing.button.hidden = true;
    const chosen = element.elements.category.selectedOptions[0].textContent;
    try {
      const { data, operation } = await save(row, valuesOf(row, typed), { chosen, signal });
      if (operation) done("The budget is saved.", operation);
      close({ saved: data });
    } catch (error) {
      if (error.code === "duplicate") existing.offer(error, typed.amount);
      throw error;
    }
  };
}

/** `row` is a budget, or what a new one begins with; `shown` the month that is looked at. */
export async function editBudget(row, shown, signal) {
  const parts = await fields(row, shown);
  const answer = await dialog(row.id ? `Edit budget: ${row.category_name ?? "All expenses"}` : "New budget", (close) => {
    const existing = existingWay(close);
    parts[0].append(existing.button);
    return form(saving(row, existing, close), { class: "form dialog-body" }, parts,
      ways(row.id ? "Save" : "Create", h("button", { class: "button", type: "button", onclick: () => close() }, "Cancel")));
  }, { signal });
  return answer?.open ? editBudget(answer.open, shown, signal) : answer?.saved;
}
