// The list with its words: loading, nothing there, nothing found, refused, the end.
import { fill, h } from "../../core/dom.js";
import { counted } from "../../core/format.js";
import { Problem } from "../../core/http.js";
import { Rows } from "./rows.js";
import { Source } from "./source.js";

const button = (label, act, primary) => h("button", { class: primary ? "button primary" : "button", type: "button", onclick: act }, label);

function state(picture, heading, words, ...others) {
  return h("div", { class: "state" }, h("p", { class: "state-picture", "aria-hidden": "true" }, picture), h("h2", {}, heading), h("p", {}, words), h("p", { class: "state-ways" }, others));
}

export class List {
  end = h("p", { class: "rows-end", role: "status" });
  place = h("div", { class: "rows-state" });

  /** `onbegin(problem)` after each load from the start; `add` leads to the first transaction. */
  constructor({ query, signal, drawRow, drawDay, add, onbegin }) {
    Object.assign(this, { query, signal, add, onbegin });
    this.source = new Source(query, signal);
    this.rows = new Rows({ source: this.source, drawRow, drawDay, signal, wantsMore: () => this.#more() });
    this.element = h("section", { class: "list", "aria-label": "List" }, this.place, this.rows.element, this.end);
  }

  /** From the start, in the order and with the filters as they are now. */
  load() {
    fill(this.end, "Loading…");
    return this.#begin();
  }

  /** What is there may have changed: the same rows again, at the same place. */
  renew() {
    return this.#begin(this.rows.reached + 50);
  }

  async #begin(atLeast) {
    this.element.setAttribute("aria-busy", "true");
    try {
      await this.source.begin(atLeast);
      this.#isRefused = this.#stopped = false;
      this.rows.renew();
      this.say();
      this.onbegin();
    } catch (error) {
      if (error.name === "AbortError") return;
      this.#refuse(error);
    }
    this.element.removeAttribute("aria-busy");
  }

  #isRefused = false;

  #refuse(error) {
    this.#isRefused = true;
    this.rows.element.hidden = true;
    fill(this.end);
    if (error instanceof Problem && error.status === 400) {
      const words = error.errors.map(({ attr, detail }) => `${attr}: ${detail}`).join(" ") || error.message;
      fill(this.place, state("🤔", "These filters cannot be understood", words, button("Show all", () => this.query.clear(), true)));
    } else fill(this.place, state("🔌", "The list could not be loaded", error.message, button("Try again", () => this.load(), true)));
    if (!(error instanceof Problem)) addEventListener("online", () => this.#isRefused && this.load(), { once: true, signal: this.signal });
    this.onbegin(error);
  }

  async #more() {
    if (!this.source.hasMore || this.source.isReading || this.#isRefused || this.#stopped) return;
    fill(this.end, "Loading more…");
    try {
      this.rows.append(await this.source.more());
      this.say();
      this.rows.draw();
    } catch (error) {
      if (error.name === "AbortError") return;
      this.#stopped = true;
      fill(this.end, `${error.message} `, button("Load more", () => this.#goOn()));
      addEventListener("online", () => this.#goOn(), { once: true, signal: this.signal });
    }
  }

  #stopped = false;

  #goOn() {
    this.#stopped = false;
    this.#more();
  }

  /** What the list says of itself, after any change. */
  say() {
    const { rows, hasMore, count } = this.source;
    this.rows.element.hidden = !rows.length;
    fill(this.end, rows.length > 0 && (hasMore ? `${counted(rows.length, "transaction")} of ${counted(count, "transaction")}` : `End of the list: ${counted(rows.length, "transaction")}`));
    fill(this.place, !rows.length && this.#nothing());
  }

  #nothing() {
    if (this.query.isFiltered) {
      return state("🔎", "Nothing matches", "No transaction fits all of these filters.", button("Clear filters", () => this.query.clear(), true));
    }
    return state("🌱", "Your books are empty", "Type what you spent last and press Enter: that is the first one. What your bank knows can be imported.",
      button("Add the first expense", this.add, true), h("a", { class: "button", href: "/imports/" }, "Import a file"));
  }

  /** A row that came, or that is back. */
  insert(row) {
    this.source.insert(row);
    this.rows.reset([row.id]);
    this.rows.highlight(row.id);
    this.say();
  }

  /** A row as it is by now, at the place where it belongs now. */
  replace(row) {
    const isActive = this.rows.active?.id === row.id;
    this.source.drop(row.id);
    this.source.insert(row);
    this.rows.reset([row.id]);
    if (isActive) this.rows.focus(row.id);
    this.rows.highlight(row.id);
  }

  /** The row goes; the keyboard is at the one that took its place. */
  drop(row) {
    const isInside = this.rows.element.contains(document.activeElement);
    const place = this.source.drop(row.id);
    const next = this.source.rows[Math.min(place, this.source.rows.length - 1)];
    this.rows.reset([row.id]);
    if (isInside && next) this.rows.focus(next.id);
    this.say();
  }
}
