// How much of a budget is spent, as a bar with its words: a row of `/api/budgets/progress/`.
import { h } from "../core/dom.js";
import { height, isZero, money, percent } from "../core/format.js";
import { icon } from "../core/icons.js";

const WARNS_FROM = 80;
const ALARMS_FROM = 100;

/** Of one category, or of everything. */
export const budgetName = (row) => row.category_name ?? "All expenses";

/** Never by the colour alone: each level has a picture and words as well. */
function levelOf(row) {
  if (row.over_budget) return { tone: "alarm", picture: "alarm", words: "Over budget" };
  if (row.percent >= ALARMS_FROM) return { tone: "alarm", picture: "alarm", words: isZero(row.remaining) ? "Used up" : "Nearly used up" };
  if (row.percent >= WARNS_FROM) return { tone: "warn", picture: "warning", words: "Close to the limit" };
  return { tone: "calm", picture: "check", words: "Within budget" };
}

const within = (value) => Math.min(100, Math.max(0, value));

/** Where spending would be by now, day by day alike; only a month that is going on has such a place. */
function mark(row) {
  if (row.safe_to_spend_per_day === null) return undefined;
  const place = within((height(row.expected_by_today) * 100) / height(row.limit));
  return h("span", { class: "budget-mark", vars: { "--at": `${place}%` }, title: `Expected by today: ${money(row.expected_by_today, row.currency)}` });
}

/** An element for one row. */
export function budgetBar(row) {
  const { tone, picture, words } = levelOf(row);
  const used = `${percent(row.percent)} used`;
  const sums = `${money(row.spent, row.currency)} of ${money(row.limit, row.currency)}`;
  return h("div", { class: `budget-bar ${tone}` },
    h("div", {
      class: "budget-track", role: "meter", "aria-label": `Spent of the budget: ${budgetName(row)}`,
      "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": within(row.percent), "aria-valuetext": `${used}, ${sums}. ${words}.`,
    }, h("span", { class: "budget-fill", vars: { "--filled": `${within(row.percent)}%` } }), mark(row)),
    h("p", { class: "budget-level small" },
      h("span", { class: "budget-percent" }, used),
      h("span", { class: "budget-words" }, icon(picture), words)));
}
