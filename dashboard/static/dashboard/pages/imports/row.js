// One row of a file: what it says, what becomes of it and why, and how that is changed.
import { fill, h } from "../../core/dom.js";
import { categories } from "../../core/books.js";
import { date, money, negated, percent } from "../../core/format.js";
import { checkbox } from "../../core/forms.js";
import { Problem, patch } from "../../core/http.js";
import { notice } from "../../core/notices.js";
import { showAgain } from "../../core/router.js";
import { categoryChoice, shown } from "../../parts/category_choice.js";
import { pathTo } from "./waiting.js";

export const isBooked = (row) => !row.skip && (row.verdict === "new" || (row.verdict === "duplicate" && row.force));

const inBooks = (id, words) => h("a", { href: `/transactions/?id=${id}` }, words);

function amountOf({ amount, currency, type, refund }) {
  if (amount === null) return undefined;
  const isIn = type === "income" || refund;
  return h("span", { class: isIn ? "amount income" : "amount" }, money(isIn ? amount : negated(amount), currency, { sign: "always" }));
}

function verdictOf(row, status) {
  if (row.transaction) return ["booked", "Booked", inBooks(row.transaction, "See it in your books")];
  if (row.verdict === "invalid") return ["invalid", "Cannot be booked", row.reason];
  if (row.verdict === "duplicate") return ["duplicate", row.force && !row.skip ? "Booked anyway" : "Duplicate", row.reason];
  if (row.skip) return ["skipped", "Left out", ""];
  return ["new", status === "ready" ? "New" : "Not booked", row.reason];
}

function verdict(row, { status }) {
  const [kind, label, why] = verdictOf(row, status);
  return h("p", { class: "import-verdict small" },
    h("span", { class: `import-badge ${kind}` }, label),
    why && h("span", {}, why),
    row.duplicate_of && !row.transaction && inBooks(row.duplicate_of, "See that one"),
    row.refund && h("span", { class: "import-badge" }, "Refund"));
}

/** Sends an edit; where it is refused, the row is as it was. */
async function edit(item, row, context, control, fields) {
  try {
    const { data } = await patch(pathTo(context.statement.id, "rows", row.row), fields);
    await context.onedit(data);
  } catch (error) {
    notice(error.message, { tone: "error" });
    if (error instanceof Problem && error.code === "wrong_state") showAgain();
    else await drawRow(item, row, context);
  }
  item.querySelector(`[name="${control}"]`)?.focus();
}

function bookSwitch(item, row, context) {
  if (row.verdict === "invalid") return undefined;
  const label = row.verdict === "duplicate" ? "Book it anyway" : "Book it";
  const box = checkbox(label, "book", { checked: isBooked(row) });
  box.append(h("span", { class: "unseen" }, `, line ${row.line}`));
  box.addEventListener("change", ({ target }) => {
    const fields = row.verdict === "duplicate" ? { force: target.checked, ...(target.checked && { skip: false }) } : { skip: !target.checked };
    edit(item, row, context, "book", fields);
  });
  return box;
}

async function categoryNamed(name) {
  return [...(await categories()).values()].find((each) => each.name.toLowerCase() === name.toLowerCase());
}

const categoryMeant = (value) => (/^\d+$/.test(value) ? Number(value) : value.startsWith("name:") ? value.slice(5) : null);

/** The category as the file has it, as somebody said, or as the history suggests. */
async function categorySelect(item, row, context) {
  const named = row.category && (await categoryNamed(row.category));
  const suggested = row.suggested_category && (await categories()).get(row.suggested_category);
  const offer = suggested && (context.applies ? `${shown(suggested)} (suggested)` : `No category (${shown(suggested)}?)`);
  const control = await categoryChoice({ value: named ? named.id : "", all: offer || undefined, "aria-label": `Category, line ${row.line}` });
  if (row.category && !named) {
    control.prepend(h("option", { value: `name:${row.category}` }, `${row.category} (new)`));
    control.value = `name:${row.category}`;
    control.dispatchEvent(new Event("change")); // what it goes back to when no new one is made
  }
  control.addEventListener("change", () => edit(item, row, context, "category", { category: categoryMeant(control.value) }));
  return h("div", { class: "import-category" }, control,
    suggested && h("p", { class: "hint" }, `${row.suggestion_reason} ${percent(row.suggestion_confidence * 100)} sure.`));
}

async function categoryOf(item, row, context) {
  if (row.verdict === "invalid") return undefined;
  if (context.statement.status === "ready") return categorySelect(item, row, context);
  return row.category && h("p", { class: "import-category muted small" }, row.category);
}

export async function drawRow(item, row, context) {
  const category = await categoryOf(item, row, context);
  item.classList.toggle("out", context.statement.status === "ready" && !isBooked(row));
  fill(item,
    h("p", { class: "import-place muted small" }, context.statement.format === "camt" ? `Booking ${row.line}` : `Line ${row.line}`, row.date && ` · ${date(row.date)}`),
    h("div", { class: "import-text" },
      h("p", { class: "import-description" }, row.description || (row.verdict === "invalid" ? "Not understood" : "No description")),
      row.notes && h("p", { class: "muted small" }, row.notes),
      verdict(row, context.statement)),
    category,
    amountOf(row),
    context.statement.status === "ready" && bookSwitch(item, row, context));
}
