// What was done to the books, and how to take it back; and how a phone keeps up.

import { equals, variable } from "./steps.mjs";

const MOVED = { id: "{{move_operation}}" };

export const HISTORY = {
  name: "History, undo, sync",
  about: "Every write is an operation, and every operation can be undone.",
  steps: [
    {
      call: "operations_list",
      query: { page_size: "5" },
      checks: {
        "The last one comes first": equals(
          "answer.results[0].id",
          `Number(${variable("move_operation")})`,
        ),
      },
    },
    { call: "operations_retrieve", path: MOVED },
    {
      call: "operations_changes",
      path: MOVED,
      checks: {
        "A transaction moved, a category went": "pm.expect(answer.count).to.be.at.least(2)",
      },
    },
    {
      call: "operations_undo",
      name: "Undo it: the category is back",
      path: MOVED,
      checks: {
        "It names what it took back": equals(
          "answer.undoes",
          `Number(${variable("move_operation")})`,
        ),
      },
      save: { undo_operation: "answer.id" },
    },
    {
      call: "categories_retrieve",
      name: "Read the category that came back",
      path: { id: "{{takeaway_id}}" },
      checks: { "It has its old id": equals("answer.id", variable("takeaway_id")) },
    },
    {
      call: "operations_undo",
      name: "Undo the undo: that is a redo",
      path: { id: "{{undo_operation}}" },
      checks: {
        "It names what it took back": equals("answer.undoes", variable("undo_operation")),
      },
    },
    {
      call: "operations_undo",
      name: "Undo what is undone already",
      path: { id: "{{undo_operation}}" },
      refused: { status: 409, code: "wrong_state" },
    },
    {
      call: "operations_undo",
      name: "Undo what was edited since",
      path: { id: "{{expense_operation}}" },
      refused: { status: 409, code: "changed_since" },
      checks: {
        "It names the row": equals(
          "answer.rows.map((row) => row.id)",
          `[${variable("expense_id")}]`,
        ),
      },
    },
    {
      call: "changes",
      name: "Synchronise for the first time: everything",
      checks: { "Categories come first": equals("answer.changes[0].resource", '"category"') },
      save: { cursor: "answer.cursor" },
    },
    {
      call: "transactions_partial_update",
      name: "Edit a transaction meanwhile",
      path: { id: "{{expense_id}}" },
      body: { description: "Weekly grocery shopping, with bread" },
      save: { expense_version: "answer.version" },
    },
    {
      call: "changes",
      name: "Synchronise again: what is new",
      query: { since: "{{cursor}}" },
      checks: {
        "It is that transaction": equals(
          "answer.changes.map((change) => change.id)",
          `[${variable("expense_id")}]`,
        ),
      },
    },
  ],
};
