// What is done to all selected rows at once; each is one operation, and has one way back.
import { fill, h } from "../../core/dom.js";
import { dialog } from "../../core/dialogs.js";
import { field, form, ways } from "../../core/forms.js";
import { counted, number } from "../../core/format.js";
import { post } from "../../core/http.js";
import { icon } from "../../core/icons.js";
import { categoryChoice } from "../../parts/category_choice.js";
import { complainOf, done } from "../../parts/acting.js";

const PATH = "/api/transactions/bulk/";
/** The API's own bounds: of rows that are named, and of those that a filter chooses. */
const MOST_NAMED = 1000;

const rowsOf = (count) => counted(count, "transaction");

/** How many it would be now: the API counts. */
async function countOf(selection, query, path, set) {
  if (!selection.all) return selection.ids.size;
  return (await post(PATH + path, { filter: query.filterBody, dry_run: true, ...(set && { set }) })).data.count;
}

/** Asks, with the number; where another one matches by the time it is sent, asks again. */
function ask(title, { count, action, danger, fields, act }) {
  const words = h("p", {}, title(count));
  const again = h("p", { class: "complaint", role: "alert" });
  let expected = count;
  return dialog(action, (close) =>
    form(
      async (values, _, signal) => {
        try {
          close({ ...(await act(values, expected, { signal })), count: expected });
        } catch (error) {
          if (error.code !== "count_mismatch") throw error;
          fill(again, `The books have changed meanwhile: ${rowsOf(error.count)} would be changed now, not ${number(expected)}. Nothing was done yet.`);
          expected = error.count;
          fill(words, title(expected));
        }
      },
      { class: danger ? "form dialog-body dangerous" : "form dialog-body" },
      words, again, fields,
      ways(action, h("button", { class: "button", type: "button", onclick: () => close() }, "Cancel"))));
}

async function moveSelected(selection, query) {
  const category = await categoryChoice();
  const act = (values, expected, options) => {
    const set = { category: values.category ? Number(values.category) : null };
    if (selection.all) return post(`${PATH}edit/`, { filter: query.filterBody, set, expected_count: expected }, options);
    return post(PATH, { update: [...selection.ids].map((id) => ({ id, ...set })) }, options);
  };
  const count = await countOf(selection, query, "edit/", { category: null });
  const title = (many) => `What category do ${rowsOf(many)} belong to?`;
  const answer = await ask(title, { count, action: "Change category", fields: field("Category", category), act });
  return answer && { text: `${rowsOf(answer.count)} changed`, operation: answer.operation };
}

async function deleteSelected(selection, query) {
  const act = (_, expected, options) => {
    if (selection.all) return post(`${PATH}delete/`, { filter: query.filterBody, expected_count: expected }, options);
    return post(PATH, { delete: [...selection.ids] }, options);
  };
  const count = await countOf(selection, query, "delete/");
  const title = (many) => `${rowsOf(many)} will be deleted. You can take it back afterwards.`;
  const answer = await ask(title, { count, action: "Delete", danger: true, act });
  return answer && { text: `${rowsOf(answer.count)} deleted`, operation: answer.operation };
}

/** The bar that is there while something is selected. `renew` shows the rows as they are afterwards. */
export function selectionBar(selection, query, { total, renew }) {
  const words = h("strong", { role: "status" });
  const all = h("button", { class: "button small", type: "button", onclick: () => selection.takeAll() });
  const limit = h("span", { class: "small muted" }, `At most ${number(MOST_NAMED)} at once, or all that match.`);
  const run = (act) => async () => {
    try {
      const result = await act(selection, query);
      if (!result) return;
      selection.clear();
      done(result.text, result.operation, renew);
      await renew();
    } catch (error) {
      complainOf(error);
    }
  };
  const acts = [
    h("button", { class: "button small", type: "button", onclick: run(moveSelected) }, icon("categories"), "Change category"),
    h("button", { class: "button small", type: "button", onclick: run(deleteSelected) }, icon("trash"), "Delete"),
  ];
  const element = h("div", { class: "selection", role: "region", "aria-label": "Selected transactions", hidden: true }, words, all, limit, h("span", { class: "selection-ways" }, acts,
    h("button", { class: "button ghost small", type: "button", "aria-label": "Clear selection", onclick: () => selection.clear() }, icon("close"))));
  const draw = () => {
    const count = selection.all ? total() : selection.ids.size;
    element.hidden = !count;
    fill(words, `${number(count)} selected`);
    fill(all, `Select all ${number(total())} that match`);
    all.hidden = selection.all || count >= total();
    limit.hidden = selection.all || count <= MOST_NAMED;
    for (const each of acts) each.disabled = !limit.hidden;
  };
  return { element, draw };
}
