// All transactions: those that the address asks for, and the ways to add, change and find them.
import { fill, h, rested } from "../core/dom.js";
import { booksToday, categories, me } from "../core/books.js";
import { hear } from "../core/events.js";
import { get } from "../core/http.js";
import { remember } from "../core/router.js";
import { Acts } from "./transactions/acts.js";
import { selectionBar } from "./transactions/changing_many.js";
import { exportMenu } from "./transactions/files.js";
import { filterBar } from "./transactions/filters.js";
import { List } from "./transactions/list.js";
import { Query } from "./transactions/query.js";
import { quickAdd } from "./transactions/quick_add.js";
import { drawDay, drawRow } from "./transactions/row.js";
import { Selection } from "./transactions/selection.js";
import { keysButton, listenToKeys } from "./transactions/shortcuts.js";
import { sums } from "./transactions/sums.js";

export const title = "Transactions";

const PHONE = matchMedia("(max-width: 56rem)");
const TYPES = ["expense", "income"];

async function readBooks(signal) {
  const [profile, today, named, used] = await Promise.all([me(), booksToday(), categories(), get("/api/transactions/totals/", {}, { signal })]);
  return { signal, profile, today, categories: named, currencies: used.results.map(({ currency }) => currency) };
}

/** On a phone the row is the button: there is no room for others. */
function editOnTap(list, edit) {
  list.rows.element.addEventListener("click", (event) => {
    const isPlain = PHONE.matches && !event.target.closest("input, label, button");
    const id = Number(event.target.closest(".row")?.dataset.id);
    if (isPlain && id) edit(list.source.rows.find((row) => row.id === id));
  });
}

/** The list, what is selected in it, and what is done to its rows. */
function listOf(query, books, { signal, add, onbegin }) {
  const on = { select: (row, is, range) => selection.tick(row, is, { range, rows: list.source.rows }), edit: (row) => acts.edit(row), remove: (row) => acts.remove(row) };
  const list = new List({
    query, signal, add, onbegin,
    drawDay: (day) => drawDay(day, books.today),
    drawRow: (row) => drawRow(row, { category: books.categories.get(row.category), showsDate: !query.ordering.endsWith("date"), selected: selection.has(row.id), on }),
  });
  const selection = new Selection(() => {
    list.rows.tick((id) => selection.has(id));
    bar.draw();
  });
  const bar = selectionBar(selection, query, { total: () => list.source.count, renew: () => list.renew() });
  const acts = new Acts({ list, selection, usual: books.profile.currency });
  editOnTap(list, acts.edit);
  return { list, selection, bar, acts };
}

/** What others wrote is theirs to show; what this page wrote has new totals, and maybe a new category. */
function listenToWrites(books, total, signal) {
  const renew = rested(async () => {
    if (signal.aborted) return;
    total.load();
    books.categories = await categories();
  }, 100);
  hear("written", ({ path }) => /^\/api\/(transactions|operations|categories)\//.test(path) && renew(), signal);
}

function draw(main, parts, query, signal) {
  fill(main, h("div", { class: "page transactions" },
    h("header", { class: "page-head" }, h("h1", { tabindex: "-1" }, title), h("div", { class: "page-ways" }, exportMenu(query, signal), keysButton())),
    parts.add.element, parts.filters.element, parts.total.element, parts.bar.element, parts.list.element));
}

export async function show(main, { url, signal }) {
  const books = await readBooks(signal);
  const query = new Query(url.searchParams, () => {
    filters.take();
    selection.clear();
    total.load();
    list.load();
  }, signal);
  const { list, selection, bar, acts } = listOf(query, books, { signal, add: () => add.begin("expense"), onbegin: (error) => filters.complain(error?.errors ?? []) });
  const filters = filterBar(query, books);
  const total = sums(query, signal);
  const add = await quickAdd({ ...books, onadded: acts.added });
  await total.load(); // first: coming later, it would push the list down
  draw(main, { add, filters, total, bar, list }, query, signal);
  const select = (row) => selection.tick(row, !selection.has(row.id), { rows: list.source.rows });
  listenToKeys({ ...acts, add: () => add.begin(), search: filters.focus, rows: list.rows, select }, signal);
  listenToWrites(books, total, signal);
  await list.load();
  if (url.searchParams.has("add")) begin(add, query, url.searchParams.get("add"));
}

/** Once the router has given the focus to the new page. */
function begin(add, query, type) {
  remember(query.asked);
  requestAnimationFrame(() => add.begin(TYPES.includes(type) ? type : ""));
}
