// One budget in one month: how it fares, and what can be done with it.
import { h } from "../../core/dom.js";
import { counted, isNegative, money } from "../../core/format.js";
import { pathOf } from "../../core/http.js";
import { icon } from "../../core/icons.js";
import { budgetBar, budgetName } from "../../parts/budget_bar.js";
import { forMonth } from "./editing.js";

/** The rows of a figure, as the page has them: the same question as to the API. */
export const rowsPath = (url) => pathOf(url).replace(/^\/api/, "");

function way(row, label, picture, run) {
  const name = `${label} budget: ${budgetName(row)}, ${row.currency}`;
  return h("button", { class: "button ghost small", type: "button", "aria-label": name, title: label, dataset: { key: `${label}-${row.budget}` }, onclick: run }, icon(picture));
}

function figure(label, amount, currency, attributes) {
  return amount !== null && h("div", {}, h("dt", attributes, label), h("dd", { class: isNegative(amount) && "expense" }, money(amount, currency)));
}

function spent(row) {
  const rows = `${counted(row.count, "transaction")} of ${budgetName(row)}`;
  return h("p", { class: "budget-spent" },
    h("a", { href: rowsPath(row.transactions_url), title: rows }, h("strong", {}, money(row.spent, row.currency))),
    h("span", { class: "muted" }, ` of ${money(row.limit, row.currency)}`));
}

/** `budget` is the budget of the progress's row; `acts` has `edit` and `remove`. */
export function card(row, budget, acts) {
  const isGoingOn = row.safe_to_spend_per_day !== null;
  return h("li", { class: row.category === null ? "card budget whole" : "card budget" },
    h("div", { class: "budget-head" },
      h("span", { class: "budget-picture", "aria-hidden": "true" }, row.category === null ? "💰" : row.category_emoji || [...row.category_name][0].toUpperCase()),
      h("div", { class: "budget-name" }, h("h2", {}, budgetName(row)), h("span", { class: "muted small" }, forMonth(budget.month))),
      h("div", { class: "budget-ways" },
        way(row, "Edit", "edit", () => acts.edit(budget)),
        way(row, "Delete", "trash", () => acts.remove(budget)))),
    spent(row),
    budgetBar(row),
    h("dl", { class: "budget-figures" },
      figure("Remaining", row.remaining, row.currency),
      figure("Safe to spend per day", row.safe_to_spend_per_day, row.currency),
      isGoingOn && figure("Expected by today", row.expected_by_today, row.currency, { class: "marked" }),
      isGoingOn && figure("Projected", row.projected, row.currency)));
}
