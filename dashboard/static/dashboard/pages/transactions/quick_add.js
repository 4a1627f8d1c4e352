// The shortest way to a new transaction: an amount and Enter.
import { h } from "../../core/dom.js";
import { form } from "../../core/forms.js";
import { post } from "../../core/http.js";
import { entryFields, entryOf, put } from "./fields.js";

const REST = ["currency", "refund", "notes"];

function openFor(rest, error) {
  if (error.errors?.some(({ attr }) => REST.includes(attr))) rest.open = true;
}

/** What belongs to one transaction alone is not for the next. */
function forget(fields) {
  for (const name of ["amount", "description", "notes"]) put(fields, name, "");
  put(fields, "refund", false);
}

/** `onadded(row, operation)`. Resolves to the element, and the way to begin typing. */
export async function quickAdd({ profile, today, onadded }) {
  const fields = await entryFields({ type: "expense", date: today, currency: profile.currency }, profile.currency);
  const rest = h("details", { class: "add-rest" }, h("summary", {}, "More"), h("div", { class: "form" }, h("div", { class: "form-row" }, fields.currency, fields.refund), fields.notes));
  const amount = fields.amount.querySelector("input");
  const act = async (values) => {
    try {
      const { data, operation } = await post("/api/transactions/", entryOf(values));
      forget(fields);
      amount.focus();
      onadded(data, operation);
    } catch (error) {
      openFor(rest, error);
      throw error;
    }
  };
  const element = form(act, { class: "form card add", "aria-label": "Add a transaction" },
    h("div", { class: "add-line" },
      fields.type, fields.amount, fields.category, fields.date, fields.description,
      h("button", { class: "button primary", type: "submit" }, "Add")),
    rest);
  const begin = (type) => {
    if (type) put(fields, "type", type);
    amount.focus();
    amount.select();
  };
  return { element, begin };
}
