// Four figures, each against the period before.
import { h } from "../../core/dom.js";
import { isNegative, isZero, money, month as monthName, percent, range } from "../../core/format.js";
import { rowsPath } from "../../core/links.js";
import { plusMonths } from "../../parts/period.js";

function card({ name, figure, tone = "", words, href, label }) {
  return h("li", {}, h("a", { class: "card card-link", href, "aria-label": label },
    h("span", { class: "card-name" }, name),
    h("span", { class: `card-figure ${tone}` }, figure),
    h("span", { class: "muted small" }, words)));
}

/** How much more or less than before, and whether that is good news. */
function change(difference, currency, isGoodUp) {
  if (!difference) return ["of all time"];
  const { amount, percent: part } = difference;
  if (isZero(amount)) return ["as much as before"];
  const isUp = !isNegative(amount);
  const tone = isUp === isGoodUp ? "income" : "expense";
  const words = part === null ? money(amount, currency, { sign: "always" }) : percent(part, "always");
  return [h("span", { class: tone }, `${isUp ? "▲" : "▼"} ${words}`), " on the period before"];
}

/** What the month before cost: the months are those up to the budgets' own. */
function monthBefore(row, months) {
  const before = plusMonths(row.month, -1);
  const found = months.find((each) => each.start_date.startsWith(before));
  return found ? `; ${money(found.expense, row.currency)} went in ${monthName(before, "short")}` : "";
}

function safe(rows, months, { wanted }) {
  const row = rows.find((each) => each.currency === wanted.currency && (wanted.category ? String(each.category) === wanted.category : each.category === null));
  if (!row) return card({ name: "Safe to spend", figure: "–", words: "Set a budget to see what a day may cost.", href: "/budgets/" });
  const { currency } = row;
  const isOver = row.over_budget;
  const figure = row.safe_to_spend_per_day === null ? money(row.remaining, currency) : money(row.safe_to_spend_per_day, currency);
  const unit = row.safe_to_spend_per_day === null ? " left" : " a day";
  return card({
    name: "Safe to spend",
    figure: [figure, h("span", { class: "card-unit" }, unit)],
    tone: isOver ? "expense" : "",
    words: `${money(row.remaining, currency)} of ${money(row.limit, currency)} left${monthBefore(row, months)}`,
    href: rowsPath(row.transactions_url),
  });
}

export function drawCards([analytics, budgets, trends], context) {
  const { currency, current, change: changes, balance, transactions_url: all } = analytics;
  const days = range(analytics.start_date, analytics.end_date);
  return h("ul", { class: "cards" },
    card({ name: "Balance", figure: money(balance, currency), tone: isNegative(balance) ? "expense" : "", words: [h("span", { class: isNegative(current.net) ? "expense" : "income" }, money(current.net, currency, { sign: "always" })), ` in ${days}`], href: rowsPath(all) }),
    card({ name: "Income", figure: money(current.income, currency), words: change(changes?.income, currency, true), href: rowsPath(current.transactions_url, { type: "income" }) }),
    card({ name: "Expenses", figure: money(current.expense, currency), words: change(changes?.expense, currency, false), href: rowsPath(current.transactions_url, { type: "expense" }) }),
    safe(budgets.results, trends.results, context));
}
