// A bank's statement: looked at, corrected, booked, taken back; and everything as a file again.

import { equals, header, variable } from "./steps.mjs";

const IMPORT = { id: "{{import_id}}" };
const AGAIN = { id: "{{again_id}}" };
const COUNTS = "[answer.new, answer.duplicates, answer.invalid]";

export const IMPORTS = {
  name: "Import and export",
  about:
    "A file can be looked at before it is booked, and taken back afterwards. It is `statement.csv`, " +
    "beside this collection; where it is not found, choose it in the request's body.",
  steps: [
    {
      call: "imports_create",
      name: "Look at a statement first",
      checks: {
        "It waits": equals("answer.status", '"ready"'),
        "All four rows are new, two equal coffees among them": equals(COUNTS, "[4, 0, 0]"),
      },
      save: { import_id: "answer.id" },
    },
    {
      call: "imports_partial_update",
      path: IMPORT,
      body: { mapping: { columns: { notes: "Text" } } },
      checks: { "The column is read twice": equals("answer.mapping.columns.notes", '"Text"') },
    },
    {
      call: "imports_rows",
      path: IMPORT,
      query: { verdict: "new", page_size: "10" },
      checks: {
        "They are read as they are meant": equals(
          "answer.results.map((row) => row.type === 'income' ? row.amount : `-${row.amount}`)",
          '["-3.80", "-3.80", "-42.10", "2400.00"]',
        ),
      },
      save: { row_number: "answer.results[2].row" },
    },
    {
      call: "imports_rows_partial_update",
      path: { ...IMPORT, row: "{{row_number}}" },
      checks: { "It is in the category": equals("answer.category", '"Groceries"') },
    },
    {
      call: "imports_commit",
      path: IMPORT,
      checks: { "All four are booked": equals("answer.created", "4") },
    },
    {
      call: "transactions_list",
      name: "List what it made",
      query: { import: "{{import_id}}", ordering: "-amount" },
      checks: {
        "They are four": equals("answer.count", "4"),
        "One got its category": equals("answer.results[1].category_name", '"Groceries"'),
      },
      save: { imported_id: "answer.results[0].id" },
    },
    {
      call: "imports_create",
      name: "Send the same file again: nothing is booked twice",
      change: { dry_run: false },
      checks: {
        "All are duplicates": equals(COUNTS, "[0, 4, 0]"),
        "Nothing is booked": equals("[answer.status, answer.created]", '["committed", 0]'),
      },
      save: { again_id: "answer.id" },
    },
    {
      call: "imports_list",
      checks: {
        "The last one comes first": equals("answer.results[0].id", variable("again_id")),
      },
    },
    {
      call: "imports_destroy",
      name: "Delete what is committed",
      path: AGAIN,
      refused: { status: 409, code: "wrong_state" },
    },
    {
      call: "transactions_export",
      query: { format: "csv", import: "{{import_id}}" },
      checks: {
        "Each has a line, below the names of the columns": equals(
          "pm.response.text().trim().split(/\\r?\\n/).length",
          "5",
        ),
        "It has a name to be saved under": `pm.expect(${header("Content-Disposition")}).to.include(".csv")`,
      },
    },
    {
      call: "transactions_partial_update",
      name: "Edit one of them",
      path: { id: "{{imported_id}}" },
      body: { description: "Salary, with a bonus" },
    },
    {
      call: "imports_undo",
      path: IMPORT,
      checks: {
        "It is undone": equals("answer.status", '"undone"'),
        "What was edited since stays": equals("answer.kept", `[${variable("imported_id")}]`),
      },
    },
    { call: "imports_retrieve", path: IMPORT },
    {
      call: "transactions_destroy",
      name: "Delete what stayed",
      path: { id: "{{imported_id}}" },
    },
    { call: "imports_undo", name: "Undo what booked nothing", path: AGAIN },
    { call: "imports_destroy", path: IMPORT },
    { call: "imports_destroy", name: "Delete the other import", path: AGAIN },
  ],
};
