// What an operation was, in plain words.
import { counted } from "../../core/format.js";

/** By kind: for the list of filters, and, where it can be said better, of so many changes. */
const KINDS = {
  "transaction.create": ["Added a transaction"],
  "transaction.update": ["Changed a transaction"],
  "transaction.delete": ["Deleted a transaction"],
  "transaction.bulk": ["Wrote several transactions at once"],
  "transaction.bulk_edit": ["Changed all transactions of a search", (count) => `Changed ${counted(count, "transaction")} of a search`],
  "transaction.bulk_delete": ["Deleted all transactions of a search", (count) => `Deleted ${counted(count, "transaction")} of a search`],
  "category.create": ["Added a category"],
  "category.update": ["Changed a category"],
  "category.delete": ["Deleted a category"],
  "category.merge": ["Merged categories"],
  "budget.create": ["Set a budget"],
  "budget.update": ["Changed a budget"],
  "budget.delete": ["Deleted a budget"],
  "import.create": ["Read a file to import", (count) => `Imported ${counted(count, "row")}`],
  "import.edit": ["Corrected an import"],
  "import.commit": ["Began to book an import", (count) => `Imported ${counted(count, "row")}`],
  "import.undo": ["Undid an import", (count) => `Undid an import: ${counted(count, "row")}`],
  "import.delete": ["Deleted an import"],
  undo: ["Undid an earlier change"],
  "profile.update": ["Changed the profile"],
  "token.create": ["Made an access token"],
  "token.delete": ["Revoked an access token"],
  "book.open": ["Opened the books"],
  "demo.write": ["Wrote a piece of the demo's books"],
  "totals.fix": ["Put the kept totals right"],
};

export const KIND_CHOICES = Object.entries(KINDS).map(([kind, [words]]) => [kind, words]);

function ofKind({ kind, change_count: count }) {
  const [words, ofSo] = KINDS[kind] ?? [kind.replace(/[._]/g, " ")];
  return ofSo && count > 0 ? ofSo(count) : words;
}

const isQuiet = (operation) => operation.change_count === 0 && operation.kind !== "undo";

/** What changed no row and comes several times in a row is one: `[operation, how many]`. */
export function gathered(operations) {
  const found = [];
  for (const each of operations) {
    const last = found.at(-1);
    if (last && isQuiet(each) && isQuiet(last[0]) && last[0].kind === each.kind) last[1] += 1;
    else found.push([each, 1]);
  }
  return found;
}

/** `target` is the operation that it took back, where that is known. */
export function wordsOf(operation, target) {
  if (operation.kind !== "undo" || !target) return ofKind(operation);
  return target.kind === "undo" ? "Took back an undo" : `Undid “${ofKind(target)}”`;
}

/** By resource: one, several, and as a choice. */
const RESOURCES = {
  transaction: ["transaction", "transactions", "Transactions"],
  category: ["category", "categories", "Categories"],
  budget: ["budget", "budgets", "Budgets"],
  book: ["setting of the books", "settings of the books", "Settings of the books"],
};

export const RESOURCE_CHOICES = Object.entries(RESOURCES).map(([name, [, , label]]) => [name, label]);

export const nounOf = (resource) => RESOURCES[resource][0];
export const countOf = (count, resource) => counted(count, ...RESOURCES[resource]);

/** Where a row is seen. */
export function pathOfRow(resource, id) {
  if (resource === "transaction") return `/transactions/?id=${id}`;
  return { category: "/categories/", budget: "/budgets/" }[resource] ?? "/settings/";
}
