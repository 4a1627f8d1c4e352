// What may be spent each month, and what was.

import { equals, ifMatch, number, saveRow } from "./steps.mjs";

const BUDGET = { id: "{{budget_id}}" };

export const BUDGETS = {
  name: "Budgets",
  about: "For a category or over all expenses; for every month, or for one, which overrides.",
  steps: [
    {
      call: "budgets_create",
      name: "Create a budget for every month",
      example: "For a category, every month",
    },
    {
      call: "budgets_create",
      name: "Create a budget for one month",
      example: "For a category, in one month",
      change: { category: number("category_id"), month: "{{month}}" },
      save: saveRow("budget"),
    },
    {
      call: "budgets_create",
      name: "Create a budget over all expenses",
      example: "Over all expenses",
      save: saveRow("overall"),
    },
    {
      call: "budgets_list",
      query: { currency: "USD" },
      checks: { "All three are there": equals("answer.count", "3") },
    },
    { call: "budgets_retrieve", path: BUDGET },
    {
      call: "budgets_update",
      path: BUDGET,
      headers: ifMatch("budget_version"),
      change: { category: number("category_id"), month: "{{month}}" },
      save: saveRow("budget"),
    },
    {
      call: "budgets_partial_update",
      path: BUDGET,
      headers: ifMatch("budget_version"),
      checks: { "The amount is the new one": equals("answer.amount", '"420.00"') },
      save: saveRow("budget"),
    },
    {
      call: "budgets_progress",
      query: { month: "{{month}}", category: "{{category_id}}" },
      checks: {
        "It is that month's": equals("answer.results[0].limit", '"420.00"'),
        "What was spent counts": equals("answer.results[0].spent", '"130.50"'),
      },
    },
    {
      call: "budgets_destroy",
      path: { id: "{{overall_id}}" },
      headers: ifMatch("overall_version"),
    },
  ],
};
