// What was spent last month where there is no budget yet: a good amount to begin with.
import { h } from "../../core/dom.js";
import { isNegative, isZero, money } from "../../core/format.js";
import { get } from "../../core/http.js";

const MOST = 6;

export const readSpending = (signal) => get("/api/reports/by-category/", { period: "last_month" }, { signal });

const isPlanned = (budgets, row, currency) => budgets.some((each) => each.category === row.category && each.currency === currency);

export function unplanned({ results, currency }, budgets) {
  return results
    .filter((row) => row.category !== null && !isZero(row.total) && !isNegative(row.total) && !isPlanned(budgets, row, currency))
    .slice(0, MOST);
}

/** A list, each of which begins a budget by `make(preset)`. */
export function suggestions(rows, currency, make) {
  const one = (row) =>
    h("li", {},
      h("span", { class: "suggestion-name" }, row.category_emoji && h("span", { "aria-hidden": "true" }, row.category_emoji), row.category_name),
      h("span", { class: "amount" }, money(row.total, currency)),
      h("button", { class: "button small", type: "button", "aria-label": `Plan ${row.category_name}`, dataset: { key: `plan-${row.category}` }, onclick: () => make({ category: row.category, amount: row.total, currency }) }, "Plan"));
  return h("section", { class: "card suggestions" },
    h("div", { class: "card-head" }, h("h2", {}, "Spent last month, without a budget")),
    h("ul", {}, rows.map(one)));
}
