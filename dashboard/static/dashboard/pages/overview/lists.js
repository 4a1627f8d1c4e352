// Budgets and insights: what asks for attention.
import { h } from "../../core/dom.js";
import { icon } from "../../core/icons.js";
import { rowsPath } from "../../core/links.js";
import { budgetBar } from "../../parts/budget_bar.js";
import { money, month } from "../../core/format.js";

const MOST = 6;
const PICTURES = { info: "💡", warning: "⚠️", alert: "🚨" };
const SEVERITIES = { info: "Good to know", warning: "Warning", alert: "Alert" };

const head = (title, way) => h("header", { class: "card-head" }, h("h2", {}, title), way);

function nothing(picture, words, way) {
  return h("div", { class: "card-nothing" }, h("span", { "aria-hidden": "true" }, picture), h("p", { class: "muted" }, words), way);
}

/** The fullest first: those that warn are never below the fold. */
const byFullness = (one, other) => Number(other.percent) - Number(one.percent);

function budget(row) {
  const name = row.category === null ? "All expenses" : [row.category_emoji, row.category_name].filter(Boolean).join(" ");
  const figures = `${money(row.spent, row.currency)} of ${money(row.limit, row.currency)}`;
  return h("li", {}, h("a", { class: "budget-line", href: rowsPath(row.transactions_url) }, h("span", {}, name), h("span", { class: "muted small amount" }, figures)), budgetBar(row));
}

export function drawBudgets({ results }, { wanted }) {
  const rows = results.filter((row) => row.currency === wanted.currency).sort(byFullness).slice(0, MOST);
  const when = rows.length ? month(rows[0].month) : "";
  return h("section", { class: "card" },
    head(when ? `Budgets, ${when}` : "Budgets", h("a", { href: "/budgets/" }, "All budgets")),
    rows.length
      ? h("ul", { class: "stack" }, rows.map(budget))
      : nothing("🎯", "A budget tells in time when a month gets expensive.", h("a", { class: "button small", href: "/budgets/" }, icon("plus"), "Set a budget")));
}

function insight({ severity, message, transactions_url: url }) {
  const words = h("span", {}, h("span", { class: "unseen" }, `${SEVERITIES[severity]}: `), message);
  const inside = [h("span", { class: "insight-picture", "aria-hidden": "true" }, PICTURES[severity]), words];
  return h("li", { class: `insight ${severity}` }, url ? h("a", { class: "insight-link", href: rowsPath(url) }, inside) : h("div", { class: "insight-link" }, inside));
}

export function drawInsights({ results }) {
  const order = ["alert", "warning", "info"];
  const rows = [...results].sort((one, other) => order.indexOf(one.severity) - order.indexOf(other.severity));
  return h("section", { class: "card" },
    head("Insights"),
    rows.length
      ? h("ul", { class: "stack insights", tabindex: "0", "aria-label": "Insights" }, rows.map(insight))
      : nothing("🔎", "With a few weeks of entries, patterns are found here."));
}
