// What an operation changed, row by row: each field before and after, in words.
import { fill, h } from "../../core/dom.js";
import { categories } from "../../core/books.js";
import { counted, number } from "../../core/format.js";
import { get, pathOf } from "../../core/http.js";
import { valueOf, labelOf } from "./values.js";
import { countOf, nounOf, pathOfRow } from "./kinds.js";

const PAGE = 20;
/** What follows from a change, and tells nobody anything. */
const PASSED_OVER = new Set(["created_at", "updated_at", "version", "fingerprint"]);

const isMoneyAlone = ({ before, after }) => (before ?? after).amount !== undefined && (before ?? after).currency === undefined;

/** The currencies of rows whose change does not say them, by resource and id. */
async function currenciesOf(changes, signal) {
  const found = new Map();
  for (const [resource, path] of [["transaction", "/api/transactions/"], ["budget", "/api/budgets/"]]) {
    const ids = changes.filter((each) => each.resource === resource && each.id && isMoneyAlone(each)).map(({ id }) => id);
    const rows = await Promise.all(ids.map((id) => get(`${path}${id}/`, undefined, { signal }).catch(() => undefined)));
    for (const row of rows.filter(Boolean)) found.set(`${resource} ${row.id}`, row.currency);
  }
  return found;
}

function fieldLine(name, change, context) {
  const [before, after] = [change.before, change.after].map((part) => part && valueOf(name, part[name], part, context));
  const both = change.before && change.after;
  return [
    h("dt", {}, labelOf(name)),
    h("dd", {}, both
      ? [h("del", {}, before), h("span", { class: "history-arrow", "aria-hidden": "true" }, " → "), h("span", { class: "unseen" }, " became "), h("ins", {}, after)]
      : after ?? before),
  ];
}

function verbOf({ before, after }) {
  if (!before) return "Added";
  return after ? "Changed" : "Deleted";
}

function heading(change) {
  const verb = verbOf(change);
  if (change.count > 1) return `${verb} ${countOf(change.count, change.resource)}`;
  if (change.resource === "book") return "Changed the settings of the books";
  const { description, name = description } = change.after ?? change.before;
  const what = name ? `${verb} the ${nounOf(change.resource)} “${name}”` : `${verb} a ${nounOf(change.resource)}`;
  return change.after ? [what, " ", h("a", { class: "small", href: pathOfRow(change.resource, change.id) }, "See it")] : what;
}

function changeItem(change, context) {
  const part = change.before && change.after ? { ...change.before, ...change.after } : change.after ?? change.before;
  const isUpdate = change.before && change.after;
  const isTold = (value) => isUpdate || change.resource === "budget" || (value !== "" && value !== null && value !== false);
  const names = Object.keys(part).filter((name) => !PASSED_OVER.has(name) && isTold(part[name]));
  const own = { ...context, currency: context.currencies.get(`${change.resource} ${change.id}`), resource: change.resource };
  return h("li", {}, h("h4", {}, heading(change)), h("dl", {}, names.map((name) => fieldLine(name, change, own))));
}

/** The page's changes as elements. */
async function itemsOf(changes, signal) {
  const context = { categories: await categories(), currencies: await currenciesOf(changes, signal) };
  return changes.map((each) => changeItem(each, context));
}

/** The list, which fetches itself page by page. */
export function changesOf(operation, signal) {
  const list = h("ol", {});
  const words = h("p", { class: "muted small", role: "status" }, "Loading…");
  const more = h("button", { class: "button small", type: "button", hidden: true }, "Show more");
  let path = `/api/operations/${operation.id}/changes/?page_size=${PAGE}`;
  const load = async () => {
    more.disabled = true;
    try {
      const { results, count, next } = await get(path, undefined, { signal });
      list.append(...(await itemsOf(results, signal)));
      path = next && pathOf(next);
      more.hidden = !next;
      fill(words, next ? `${number(list.children.length)} of ${counted(count, "entry", "entries")}` : "");
    } catch (error) {
      if (signal.aborted) return;
      fill(words, error.message);
      more.hidden = false;
    }
    more.disabled = false;
  };
  more.addEventListener("click", load);
  load();
  return h("div", { class: "history-list" }, list, h("div", { class: "more-rows" }, words, more));
}
