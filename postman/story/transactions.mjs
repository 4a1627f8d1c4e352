// Money comes in and goes out, one by one and many at a time.

import { equals, header, ifMatch, number, saveRow, variable } from "./steps.mjs";

const DAYS = { start_date: "{{month_ago}}", end_date: "{{day}}" };
const MARKET = { search: "corner market", period: "all" };
const EXPENSE = { id: "{{expense_id}}" };
const KEY = { "Idempotency-Key": "{{expense_key}}" };
const AN_EXPENSE = {
  call: "transactions_create",
  example: "An expense, in a category by its id",
  change: { category: number("food_id"), date: "{{day}}" },
  headers: KEY,
};

export const TRANSACTIONS = {
  name: "Transactions",
  about:
    "Amounts are text with the currency's decimals; a number is taken, too, and never rounded.",
  steps: [
    {
      call: "transactions_create",
      name: "Record an income, in a category by its name",
      note: "There is no category Work yet: naming it makes it.",
      example: "Income, in a category by its name",
      change: { date: "{{day_before}}" },
      checks: { "The category is made": equals("answer.category_name", '"Work"') },
      save: { work_id: "answer.category" },
    },
    {
      ...AN_EXPENSE,
      name: "Record an expense, in a category by its id",
      note: "Its Idempotency-Key is kept, for the next request.",
      before: [`pm.collectionVariables.set("expense_key", pm.variables.replaceIn("{{$guid}}"));`],
      checks: { "The amount is text": equals("answer.amount", '"75.50"') },
      save: { ...saveRow("expense"), expense_operation: header("Operation-Id") },
    },
    {
      ...AN_EXPENSE,
      name: "Send the same again: it is booked once",
      checks: {
        "It is the first answer": equals("answer.id", variable("expense_id")),
        "The answer says so": equals(header("Idempotent-Replayed"), '"true"'),
      },
    },
    {
      call: "transactions_create",
      name: "Record a refund",
      example: "A refund",
      checks: {
        "It is an expense": equals("[answer.type, answer.refund]", '["expense", true]'),
      },
      save: saveRow("refund"),
    },
    {
      call: "transactions_create",
      name: "Record an expense in another currency",
      example: "In another currency, with an id of your own",
      checks: { "Yen have no decimals": equals("answer.amount", '"1980"') },
    },
    {
      call: "transactions_list",
      query: { ...DAYS, currency: "USD" },
      checks: { "Income and expense are in it": equals("answer.count", "2") },
    },
    {
      call: "transactions_totals",
      query: { ...DAYS, currency: "USD" },
      checks: { "They add up": equals("answer.results[0].net", '"1124.50"') },
    },
    {
      call: "transactions_retrieve",
      path: EXPENSE,
      save: { expense_tag: header("ETag") },
      checks: {
        "It has a tag, for the next request": equals("answer.id", variable("expense_id")),
      },
    },
    {
      call: "transactions_retrieve",
      name: "Read it again: nothing has changed",
      path: EXPENSE,
      headers: { "If-None-Match": "{{expense_tag}}" },
      status: 304,
    },
    {
      call: "transactions_update",
      path: EXPENSE,
      headers: ifMatch("expense_version"),
      change: { category: number("food_id"), date: "{{day}}" },
      checks: { "The amount is the new one": equals("answer.amount", '"80.00"') },
      save: saveRow("expense"),
    },
    {
      call: "transactions_partial_update",
      path: EXPENSE,
      headers: ifMatch("expense_version"),
      body: { category: number("category_id") },
      checks: {
        "It is in the other category": equals("answer.category_name", '"Groceries"'),
      },
      save: saveRow("expense"),
    },
    {
      call: "transactions_bulk",
      body: {
        create: [
          {
            type: "expense",
            amount: "38.00",
            date: "{{day}}",
            description: "Corner market, Friday",
          },
          {
            type: "expense",
            amount: "12.50",
            date: "{{day}}",
            description: "Corner market, Saturday",
          },
          {
            type: "expense",
            amount: "3.00",
            date: "{{day}}",
            description: "Corner market, by mistake",
          },
        ],
        update: [{ id: number("refund_id"), notes: "The socks were too small" }],
      },
      checks: {
        "Three are new, one is edited": equals(
          "[answer.created.length, answer.updated.length]",
          "[3, 1]",
        ),
      },
      save: { refund_version: "answer.updated[0].version" },
    },
    {
      call: "transactions_bulk_edit",
      name: "Count what an edit would change",
      body: {
        filter: { ...MARKET, category: "none" },
        set: { category: number("category_id") },
        dry_run: true,
      },
      checks: { "Nothing is changed": equals("answer.dry_run", "true") },
      save: { matching_count: "answer.count" },
    },
    {
      call: "transactions_bulk_edit",
      name: "Edit all that a filter chooses",
      body: {
        filter: { ...MARKET, category: "none" },
        set: { category: number("category_id") },
        expected_count: number("matching_count"),
      },
      checks: { "Three got a category": equals("answer", "{ dry_run: false, count: 3 }") },
    },
    {
      call: "transactions_bulk_delete",
      body: { filter: { search: "by mistake" }, expected_count: 1 },
      checks: { "One is gone": equals("answer", "{ dry_run: false, count: 1 }") },
    },
    {
      call: "transactions_destroy",
      path: { id: "{{refund_id}}" },
      headers: ifMatch("refund_version"),
    },
  ],
};

/** The same for one type: its path stands for the type. */
function ofOneType(name, about, words) {
  const one = { id: `{{${name}_row_id}}` };
  const row = `${name}_row`;
  const filter = { search: words.search };
  return {
    name: name[0].toUpperCase() + name.slice(1),
    about,
    steps: [
      {
        call: `${name}_create`,
        change: { ...words.first, date: "{{day}}" },
        checks: { "The path is its type": equals("answer.type", `"${words.type}"`) },
        save: saveRow(row),
      },
      {
        call: `${name}_list`,
        query: { ...DAYS, ordering: "-amount" },
        checks: {
          "There is no other type": `pm.expect(answer.results.every((row) => row.type === "${words.type}")).to.be.true`,
        },
      },
      { call: `${name}_retrieve`, path: one },
      {
        call: `${name}_update`,
        path: one,
        headers: ifMatch(`${row}_version`),
        change: { ...words.anew, date: "{{day}}" },
        save: saveRow(row),
      },
      {
        call: `${name}_partial_update`,
        path: one,
        headers: ifMatch(`${row}_version`),
        save: saveRow(row),
        checks: { "The amount is the new one": equals("answer.amount", '"80.00"') },
      },
      { call: `${name}_totals`, query: DAYS },
      {
        call: `${name}_bulk`,
        body: { create: words.many.map((each) => ({ ...each, date: "{{day}}" })) },
        checks: { "Two are new": equals("answer.created.length", "2") },
      },
      {
        call: `${name}_bulk_edit`,
        body: { filter, set: { notes: "Seen on the statement" }, expected_count: 2 },
        checks: { "Both are edited": equals("answer.count", "2") },
      },
      {
        call: `${name}_bulk_delete`,
        body: { filter, dry_run: true },
        checks: { "Both would go": equals("answer", "{ dry_run: true, count: 2 }") },
      },
      { call: `${name}_export`, query: { ...DAYS, format: "csv" } },
      { call: `${name}_destroy`, path: one, headers: ifMatch(`${row}_version`) },
    ],
  };
}

export const EXPENSES = ofOneType(
  "expenses",
  "The transactions of type `expense`; no other is found here.",
  {
    type: "expense",
    search: "night out",
    first: {},
    anew: {},
    many: [
      { amount: "38.00", category: "Food", description: "Night out: dinner" },
      { amount: "12.50", category: "Transport", description: "Night out: taxi" },
    ],
  },
);

export const INCOME = ofOneType(
  "income",
  "The transactions of type `income`; no other is found here.",
  {
    type: "income",
    search: "flea market",
    first: { description: "Sold an old bicycle" },
    anew: { description: "Sold an old bicycle, with a basket" },
    many: [
      { amount: "15.00", category: "Other", description: "Flea market: books" },
      { amount: "22.00", category: "Other", description: "Flea market: a lamp" },
    ],
  },
);
