// What refers to a category moves to another one: by merging the two, or before it is deleted.
import { fill, h } from "../../core/dom.js";
import { dialog } from "../../core/dialogs.js";
import { counted } from "../../core/format.js";
import { field, form, select, ways } from "../../core/forms.js";
import { get, post, remove } from "../../core/http.js";
import { shown } from "../../parts/category_choice.js";
import { done } from "../../parts/acting.js";

const pathOf = (row) => `/api/categories/${row.id}/`;

/** "568 transactions and 1 budget". */
export function used({ transactions, budgets }) {
  const parts = [transactions && counted(transactions, "transaction"), budgets && counted(budgets, "budget")].filter(Boolean);
  return parts.join(" and ") || "nothing";
}

function targets(row, rows) {
  const others = rows.filter((each) => each.id !== row.id);
  const options = (list) => list.map((each) => [String(each.id), shown(each)]);
  const archived = options(others.filter((each) => each.archived));
  return [...options(others.filter((each) => !each.archived)), ...(archived.length ? [["Archived", archived]] : [])];
}

const cancel = (close) => h("button", { class: "button", type: "button", onclick: () => close() }, "Cancel");

function mergedWords(row, { category, moved_transactions: transactions, moved_budgets: budgets, dropped_budgets: dropped }) {
  const words = `${row.name} is now part of ${category.name}: ${used({ transactions, budgets })} moved.`;
  return dropped ? `${words} ${counted(dropped, "budget")} gave way to one that was there.` : words;
}

/** Asks into which other one, and does it. */
export async function mergeCategory(row, rows, signal) {
  const counts = await get(`${pathOf(row)}dependents/`, undefined, { signal });
  const preview = h("p", { role: "status" });
  const choice = select("into", [["", "Choose a category"], ...targets(row, rows)], { required: true, autofocus: true });
  const tell = () => {
    const name = choice.value && rows.find((each) => String(each.id) === choice.value).name;
    fill(preview, name ? `${used(counts)} of ${row.name} will move to ${name}, and ${row.name} is gone afterwards.` : `${row.name} has ${used(counts)}.`);
  };
  choice.addEventListener("change", tell);
  tell();
  return dialog(`Merge ${row.name}`, (close) =>
    form(async ({ into }, _, closed) => {
      const { data, operation } = await post(`${pathOf(row)}merge/`, { into: into ? Number(into) : null }, { signal: closed });
      close(data);
      done(mergedWords(row, data), operation);
    }, { class: "form dialog-body" },
    field("Into", choice, { hint: counts.budgets > 0 && "Where the other one has a budget for the same month and currency, that one stays." }),
    preview,
    ways("Merge", cancel(close))), { signal });
}

/** It is still used: asks where that goes, then deletes. */
function moveFirst(row, rows, counts, signal) {
  const choice = select("move_to", [["none", "No category"], ...targets(row, rows)], { autofocus: true });
  const hint = counts.budgets > 0 && "Without a category its budgets go as well. Where the other one has a budget for the same month and currency, that one stays.";
  return dialog(`Delete ${row.name}?`, (close) =>
    form(async ({ move_to: target }, _, closed) => {
      const { operation } = await remove(`${pathOf(row)}?move_to=${target}`, { signal: closed });
      close(true);
      done(`${row.name} is deleted.`, operation);
    }, { class: "form dialog-body" },
    h("p", {}, `${row.name} has ${used(counts)}.`),
    field("Move them to", choice, { hint }),
    ways("Move and delete", cancel(close))), { signal });
}

/** At once where nothing uses it. */
export async function deleteCategory(row, rows, signal) {
  try {
    const { operation } = await remove(pathOf(row));
    done(`${row.name} is deleted.`, operation);
  } catch (error) {
    if (error.code !== "in_use") throw error;
    await moveFirst(row, rows, error, signal);
  }
}
