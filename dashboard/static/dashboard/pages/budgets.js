// What may be spent, and how much of it is.
import { fill, h } from "../core/dom.js";
import { booksToday } from "../core/books.js";
import { month as monthName } from "../core/format.js";
import { getAll, remove } from "../core/http.js";
import { icon } from "../core/icons.js";
import { remember } from "../core/router.js";
import { card } from "./budgets/card.js";
import { editBudget } from "./budgets/editing.js";
import { monthIn, monthSwitch } from "./budgets/months.js";
import { readSpending, suggestions, unplanned } from "./budgets/suggestions.js";
import { done, telling } from "../parts/acting.js";
import { renewing } from "../parts/renewing.js";

export const title = "Budgets";

/** How each budget fares in the month; the budgets themselves say what for, and their version. */
async function read(month, signal) {
  const [rows, budgets, spending] = await Promise.all([
    getAll("/api/budgets/progress/", { month }, { signal }),
    getAll("/api/budgets/", {}, { signal }),
    readSpending(signal),
  ]);
  return { rows, budgets: new Map(budgets.map((each) => [each.id, each])), spending };
}

const removeBudget = telling(async (budget) => {
  const { operation } = await remove(`/api/budgets/${budget.id}/`);
  done("The budget is deleted.", operation);
});

const makeButton = (key, make) =>
  h("button", { class: "button primary", type: "button", dataset: { key }, onclick: () => make({}) }, icon("plus"), "New budget");

function nothing(month, make, hasSuggestions) {
  const words = hasSuggestions
    ? "Say what may be spent on a category, or on everything. What was spent last month is a good start."
    : "Say what may be spent on a category, or on everything, and see here how it goes.";
  return h("div", { class: "state" },
    h("div", { class: "state-picture", "aria-hidden": "true" }, "🎯"),
    h("h2", {}, `No budgets for ${monthName(month)}`), h("p", {}, words),
    h("p", { class: "state-ways" }, makeButton("first", make)));
}

function content({ rows, budgets, spending }, month, acts) {
  const open = unplanned(spending, [...budgets.values()]);
  const known = rows.filter((row) => budgets.has(row.budget)); // one made between the two answers comes next time
  return [
    known.length > 0
      ? h("ul", { class: "budget-grid" }, known.map((row) => card(row, budgets.get(row.budget), acts)))
      : nothing(month, acts.make, open.length > 0),
    open.length > 0 && suggestions(open, spending.currency, acts.make),
  ];
}

export async function show(main, { url, signal }) {
  const now = (await booksToday()).slice(0, 7);
  let month = monthIn(url, now);
  const place = h("div", { class: "budget-list" });
  let budgets;
  const draw = (found) => {
    budgets = found.budgets;
    fill(place, content(found, month, acts));
  };
  const { renew, settled } = renewing(main, { read: () => read(month, signal), draw }, signal);
  const open = async (row) => {
    if (await editBudget(row, month, signal)) await renew();
  };
  const edit = async (budget) => {
    await settled();
    await open(budgets.get(budget.id) ?? budget);
  };
  const acts = { make: open, edit, remove: removeBudget };
  const months = monthSwitch(now, (next) => {
    month = next;
    remember(new URLSearchParams(month === now ? {} : { month }));
    months.draw(month);
    renew();
  });
  months.draw(month);
  draw(await read(month, signal));
  fill(main, h("div", { class: "page" },
    h("header", { class: "page-head" }, h("h1", { tabindex: "-1" }, title), h("div", { class: "page-ways" }, months.element, makeButton("make", acts.make))),
    place));
}
