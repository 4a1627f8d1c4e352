// How the API says no: in words, with a code, and nothing is written.

import { equals, number, variable } from "./steps.mjs";

const EXPENSE = { id: "{{expense_id}}" };
const VALID = { type: "expense", amount: "5.00" };

export const REFUSALS = {
  name: "What is refused",
  about: "Every error has one form (RFC 9457), and names each input that is at fault.",
  steps: [
    {
      call: "transactions_list",
      name: "Ask without a token",
      auth: "",
      refused: { status: 401, code: "not_authenticated" },
    },
    {
      call: "me",
      name: "Ask with a token that nobody was given",
      auth: "Token ext_1_x",
      refused: { status: 401, code: "token_not_valid" },
    },
    {
      call: "login",
      name: "Sign in with a wrong password",
      body: { username: "{{username}}", password: "not-the-password" },
      refused: { status: 401, code: "invalid_credentials" },
    },
    {
      call: "transactions_create",
      name: "Misspell a field",
      body: { ...VALID, categroy: "Food" },
      refused: { status: 400, code: "invalid", attr: "categroy" },
    },
    {
      call: "transactions_create",
      name: "Record more decimals than the currency has",
      body: { ...VALID, amount: "12.345" },
      refused: { status: 400, code: "invalid", attr: "amount" },
    },
    {
      call: "transactions_list",
      name: "Misspell a filter",
      query: { start: "{{day}}" },
      refused: { status: 400, code: "invalid", attr: "start" },
    },
    {
      call: "transactions_retrieve",
      name: "Read what is not there",
      path: { id: "999999999" },
      refused: { status: 404, code: "not_found" },
    },
    {
      call: "income_retrieve",
      name: "Read an expense as income",
      path: EXPENSE,
      refused: { status: 404, code: "not_found" },
    },
    {
      call: "categories_create",
      name: "Create a category that is there",
      body: { name: "groceries" },
      refused: { status: 409, code: "duplicate" },
      checks: {
        "It says whose the name is": equals("answer.existing", variable("category_id")),
      },
    },
    {
      call: "expenses_bulk_delete",
      name: "Delete another number than was meant",
      body: { filter: { search: "night out" }, expected_count: 40 },
      refused: { status: 409, code: "count_mismatch" },
      checks: { "It says how many there are": equals("answer.count", "2") },
    },
    {
      call: "transactions_partial_update",
      name: "Edit what somebody edited meanwhile",
      path: EXPENSE,
      headers: { "If-Match": '"1"' },
      body: { category: number("food_id") },
      refused: { status: 412, code: "stale" },
      checks: {
        "It says the version there is": equals("answer.current", variable("expense_version")),
      },
    },
    {
      call: "transactions_create",
      name: "Use an Idempotency-Key for something else",
      headers: { "Idempotency-Key": "{{expense_key}}" },
      body: VALID,
      refused: { status: 422, code: "key_reused" },
    },
  ],
};
