// The rows that were read so far, page by page, and what came to them or went since.
import { get, pathOf } from "../../core/http.js";
import { placeOf } from "./order.js";

const PATH = "/api/transactions/";
const PAGE = 100;
const LARGEST_PAGE = 500;

export class Source {
  rows = [];
  /** How many match, read or not. */
  count = 0;
  #next = null;
  #ids = new Set();
  #reading;

  constructor(query, signal) {
    this.query = query;
    this.signal = signal;
  }

  get hasMore() {
    return this.#next !== null;
  }

  get isReading() {
    return this.#reading !== undefined;
  }

  has(id) {
    return this.#ids.has(id);
  }

  /** From the start, at least so many rows: all of them take the place of those before at once. */
  begin(atLeast = PAGE) {
    return this.#read(async (options) => {
      const query = this.query.asked;
      query.set("page_size", Math.min(Math.max(atLeast, PAGE), LARGEST_PAGE));
      const first = await get(PATH, query, options);
      const rows = [...first.results];
      let { next } = first;
      while (next && rows.length < atLeast) {
        const page = await get(pathOf(next), undefined, options);
        rows.push(...page.results);
        next = page.next;
      }
      Object.assign(this, { rows, count: first.count });
      this.#ids = new Set(rows.map((row) => row.id));
      this.#next = next;
    });
  }

  /** The next page: the rows of it that are new here. */
  async more() {
    let fresh = [];
    await this.#read(async (options) => {
      const page = await get(pathOf(this.#next), undefined, options);
      fresh = page.results.filter((row) => !this.#ids.has(row.id));
      for (const row of fresh) this.#ids.add(row.id);
      this.rows.push(...fresh);
      this.#next = page.next;
    });
    return fresh;
  }

  /** One at a time: what is asked for last ends what is still being read. */
  async #read(act) {
    this.#reading?.abort(new DOMException("Other rows were asked for.", "AbortError"));
    const reading = new AbortController();
    this.#reading = reading;
    try {
      await act({ signal: AbortSignal.any([this.signal, reading.signal]) });
    } finally {
      if (this.#reading === reading) this.#reading = undefined;
    }
  }

  /** Puts a row where it belongs, unless that is past what was read. */
  insert(row) {
    this.count += 1;
    const place = placeOf(row, this.rows, this.query.ordering);
    if (place === this.rows.length && this.hasMore) return;
    this.rows.splice(place, 0, row);
    this.#ids.add(row.id);
  }

  /** The place that it had. */
  drop(id) {
    const place = this.rows.findIndex((row) => row.id === id);
    if (place < 0) return place;
    this.rows.splice(place, 1);
    this.#ids.delete(id);
    this.count -= 1;
    return place;
  }

  /** Whether the filters choose this row: the API knows. */
  async chooses(id) {
    if (!this.query.isFiltered) return true;
    const ids = this.query.list("id");
    if (ids.length && !ids.includes(String(id))) return false;
    const query = this.query.filters;
    query.set("id", id);
    return (await get(PATH, query, { signal: this.signal })).count > 0;
  }
}
