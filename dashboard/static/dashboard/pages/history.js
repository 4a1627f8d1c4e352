// What was done to the books, the latest first, and the way back from it.
import { fill, h } from "../core/dom.js";
import { booksToday, me } from "../core/books.js";
import { remember } from "../core/router.js";
import { filtersOf, filterBar } from "./history/filters.js";
import { OperationList } from "./history/list.js";

export const title = "History";

const head = (...ways) => h("header", { class: "page-head" }, h("h1", { tabindex: "-1" }, "History"), h("div", { class: "page-ways" }, ways));

export async function show(main, { url, signal }) {
  const [{ timezone }, today] = await Promise.all([me(), booksToday()]);
  const query = filtersOf(url.searchParams);
  const list = new OperationList({ timezone, today, signal });
  const one = url.searchParams.get("operation");
  if (one) {
    await list.showOne(one);
    fill(main, h("div", { class: "page" }, head(h("a", { class: "button", href: "/history/" }, "Show all of it")), list.element));
    return;
  }
  const bar = filterBar(query, today, (next) => {
    remember(new URLSearchParams(next));
    list.show(next).catch((error) => list.complain(error));
  });
  await list.show(query);
  if (signal.aborted) return;
  fill(main, h("div", { class: "page" }, head(), bar, list.element));
}
