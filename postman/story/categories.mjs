// What money is spent on; and what becomes of it when a category goes.

import { equals, header, ifMatch, number, saveRow, variable } from "./steps.mjs";

const CATEGORY = { id: "{{category_id}}" };

export const CATEGORIES = {
  name: "Categories",
  about: "An account begins with twelve. Names are unique, whatever their case.",
  steps: [
    {
      call: "categories_list",
      query: { ordering: "name" },
      checks: { "The starter categories are there": equals("answer.count", "12") },
      save: { food_id: 'answer.results.find((row) => row.name === "Food").id' },
    },
    { call: "categories_create", save: saveRow("category") },
    {
      call: "categories_retrieve",
      path: CATEGORY,
      checks: { "It is the one that was made": equals("answer.id", variable("category_id")) },
    },
    {
      call: "categories_partial_update",
      path: CATEGORY,
      headers: ifMatch("category_version"),
      body: { description: "Markets, and what they sell" },
      save: saveRow("category"),
      checks: { "The name stays": equals("answer.name", '"Groceries"') },
    },
    {
      call: "categories_update",
      path: CATEGORY,
      headers: ifMatch("category_version"),
      save: saveRow("category"),
      checks: { "What is not sent is empty now": equals("answer.description", '""') },
    },
    {
      call: "categories_list",
      name: "Search categories",
      query: { search: "groc" },
      checks: {
        "It is found": equals("answer.results.map((row) => row.name)", '["Groceries"]'),
      },
    },
    {
      call: "categories_dependents",
      path: CATEGORY,
      checks: {
        "Nothing refers to it yet": equals("answer", "{ transactions: 0, budgets: 0 }"),
      },
    },
  ],
};

/** A category of that name, with one expense in it. */
function used(name, variableName) {
  return [
    {
      call: "categories_create",
      name: `Create the category ${name}`,
      body: { name },
      save: saveRow(variableName),
    },
    {
      call: "expenses_create",
      name: `Spend something on ${name}`,
      body: { amount: "4.20", category: number(`${variableName}_id`), date: "{{day}}" },
    },
  ];
}

export const TIDYING = {
  name: "Tidy the categories",
  about: "A category that is in use is merged into another one, or its transactions move first.",
  steps: [
    ...used("Snacks", "snacks"),
    {
      call: "categories_merge",
      path: { id: "{{snacks_id}}" },
      body: { into: number("category_id") },
      checks: {
        "Its expense moved": equals("answer.moved_transactions", "1"),
        "The other category stays": equals("answer.category.id", variable("category_id")),
      },
      save: { category_version: "answer.category.version" },
    },
    ...used("Takeaway", "takeaway"),
    {
      call: "categories_destroy",
      name: "Delete a category that is in use",
      path: { id: "{{takeaway_id}}" },
      refused: { status: 409, code: "in_use" },
      checks: {
        "It counts what refers to it": equals("[answer.transactions, answer.budgets]", "[1, 0]"),
      },
    },
    {
      call: "categories_destroy",
      name: "Move what is in it, and delete it",
      path: { id: "{{takeaway_id}}" },
      query: { move_to: "{{food_id}}" },
      headers: ifMatch("takeaway_version"),
      save: { move_operation: header("Operation-Id") },
    },
  ],
};
