// What was made goes, then the account with all the rest. Only rows of this run are named here:
// whoever put the token of their own books in loses none of those.

import { ifMatch } from "./steps.mjs";

const SIGN_IN = { username: "{{username}}", password: "{{password}}" };

export const LEAVING = {
  name: "Leave",
  about: "Deletes what was made, signs out, and deletes the account.",
  steps: [
    {
      call: "transactions_destroy",
      name: "Delete the expense",
      path: { id: "{{expense_id}}" },
      headers: ifMatch("expense_version"),
    },
    { call: "budgets_destroy", name: "Delete the budget", path: { id: "{{budget_id}}" } },
    {
      call: "categories_destroy",
      name: "Delete the category, and leave what is in it without one",
      path: { id: "{{category_id}}" },
      query: { move_to: "none" },
      headers: ifMatch("category_version"),
    },
    { call: "logout", body: { refresh: "{{refresh}}" } },
    {
      call: "me",
      name: "Ask with the token that is signed out",
      refused: { status: 401, code: "token_not_valid" },
    },
    { call: "login", name: "Sign in again", body: SIGN_IN, save: { token: "answer.token" } },
    { call: "logout_all" },
    {
      call: "login",
      name: "Sign in a last time",
      body: SIGN_IN,
      save: { token: "answer.token" },
    },
    { call: "me_delete", body: { password: "{{password}}" } },
    {
      call: "login",
      name: "Sign in to an account that is deleted",
      body: SIGN_IN,
      refused: { status: 401, code: "invalid_credentials" },
    },
  ],
};
