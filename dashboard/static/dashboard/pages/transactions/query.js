// The page's address is the API's own filter grammar: what stands there is asked for as it is.
import { remember } from "../../core/router.js";

const OF_PAGES = ["add", "cursor", "page", "page_size", "format"];
/** What may be given more than once, or separated by commas. */
const LISTS = new Set(["category", "weekday", "id", "import"]);

export class Query {
  #params;
  #changed;
  #signal;

  /** `changed` is called after each change, when the address says it already. */
  constructor(search, changed, signal) {
    this.#params = new URLSearchParams([...search].filter(([, value]) => value !== ""));
    this.#changed = changed;
    this.#signal = signal;
    for (const name of OF_PAGES) this.#params.delete(name);
  }

  get(name) {
    return this.#params.get(name) ?? "";
  }

  list(name) {
    return this.#params.getAll(name).flatMap((value) => value.split(",")).map((each) => each.trim()).filter(Boolean);
  }

  /** Each name that is given, once. */
  get names() {
    return [...new Set(this.#params.keys())];
  }

  /** What the list takes: the filters and the order. */
  get asked() {
    return new URLSearchParams(this.#params);
  }

  /** Which rows: what totals and files take as well. */
  get filters() {
    const filters = this.asked;
    filters.delete("ordering");
    return filters;
  }

  get isFiltered() {
    return this.filters.size > 0;
  }

  get ordering() {
    return this.get("ordering") || "-date";
  }

  /** As the body of a bulk request names them; everything has to be asked for by name. */
  get filterBody() {
    const pairs = this.names.filter((name) => name !== "ordering").map((name) => [name, LISTS.has(name) ? this.list(name).join(",") : this.get(name)]);
    return pairs.length ? Object.fromEntries(pairs) : { period: "all" };
  }

  /** Values are texts or lists of them; what is blank is taken away. */
  set(changes) {
    if (this.#signal.aborted) return; // typed just before another page was opened
    const before = this.#params.toString();
    for (const [name, value] of Object.entries(changes)) {
      const text = [value ?? ""].flat().join(",");
      if (text) this.#params.set(name, text);
      else this.#params.delete(name);
    }
    if (this.#params.toString() === before) return;
    remember(this.#params);
    this.#changed();
  }

  clear() {
    this.set(Object.fromEntries(this.names.filter((name) => name !== "ordering").map((name) => [name, ""])));
  }
}
