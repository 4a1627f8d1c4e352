// The endless list: only the rows near the window are in the page, at the places they would have.
import { h } from "../../core/dom.js";
import { Layout } from "./layout.js";

/** So many pixels above and below the window are drawn too. */
const BEYOND = 500;
/** So near its end the list asks for more. */
const AHEAD = 3000;

export class Rows {
  element = h("div", { class: "rows", role: "grid", "aria-label": "Transactions", "aria-multiselectable": "true" });
  #layout = new Layout();
  #shown = new Map();
  #active;

  /** `drawRow(row)` and `drawDay(date)` give elements; `wantsMore` is called near the end. */
  constructor({ source, drawRow, drawDay, wantsMore, signal }) {
    Object.assign(this, { source, drawRow, drawDay, wantsMore });
    let waiting = false;
    const soon = () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        if (!signal.aborted) this.draw();
      });
    };
    addEventListener("scroll", soon, { signal, passive: true });
    addEventListener("resize", soon, { signal });
    this.element.addEventListener("focusin", (event) => this.#activate(Number(event.target.closest(".row")?.dataset.id)));
  }

  /** After any change but new rows at the end. `changed` are drawn anew. */
  reset(changed = []) {
    const isInside = this.element.contains(document.activeElement);
    for (const id of changed) this.#forget(id);
    this.#layout.reset(this.source.rows, this.source.query.ordering.endsWith("date"));
    if (this.#layout.placeOf(this.#active) === undefined) this.#active = this.source.rows[0]?.id;
    this.draw();
    if (isInside && !this.element.contains(document.activeElement)) this.focus();
  }

  /** Every row is drawn anew. */
  renew() {
    this.reset([...this.#shown.keys()]);
  }

  append(rows) {
    this.#layout.append(rows);
    this.draw();
  }

  #forget(key) {
    this.#shown.get(key)?.element.remove();
    this.#shown.delete(key);
  }

  /** Where the window is now, in the list's own height. */
  #stretch() {
    const top = -this.element.getBoundingClientRect().top;
    return [top, top + innerHeight];
  }

  draw() {
    const [top, bottom] = this.#stretch();
    const [first, last] = this.#layout.within(top - BEYOND, bottom + BEYOND);
    const places = Array.from({ length: last - first }, (_, index) => first + index);
    const active = this.#layout.placeOf(this.#active);
    if (active < first) places.unshift(active);
    if (active >= last) places.push(active);
    this.element.style.setProperty("--height", `${this.#layout.height}px`);
    this.element.setAttribute("aria-rowcount", this.source.count);
    this.#show(places);
    if (this.#layout.height - bottom < AHEAD) this.wantsMore();
  }

  #show(places) {
    const wanted = new Set(places.map((place) => this.#layout.items[place].key));
    for (const key of [...this.#shown.keys()]) if (!wanted.has(key)) this.#forget(key);
    let next = this.element.firstElementChild;
    for (const place of places) {
      const { element } = this.#settle(place);
      if (element === next) next = next.nextElementSibling;
      else this.element.insertBefore(element, next);
    }
  }

  #settle(place) {
    const item = this.#layout.items[place];
    const shown = this.#shown.get(item.key) ?? this.#make(item);
    const top = this.#layout.top(place);
    if (shown.top !== top) shown.element.style.setProperty("--top", `${top}px`);
    if (shown.number !== item.number) shown.element.setAttribute("aria-rowindex", item.number);
    return Object.assign(shown, { top, number: item.number });
  }

  #make(item) {
    const shown = { element: item.isDay ? this.drawDay(item.row.date) : this.drawRow(item.row) };
    this.#shown.set(item.key, shown);
    if (item.key === this.#active) this.#reach(item.key, 0);
    return shown;
  }

  /** One row at a time is a stop of the Tab key, with what is in it. */
  #reach(id, stop) {
    const element = this.elementOf(id);
    for (const each of element ? [element, ...element.querySelectorAll("input, button")] : []) each.tabIndex = stop;
  }

  #activate(id) {
    if (!id || id === this.#active) return;
    this.#reach(this.#active, -1);
    this.#active = id;
    this.#reach(id, 0);
  }

  elementOf(id) {
    return this.#shown.get(id)?.element;
  }

  /** The row that the keyboard is at. */
  get active() {
    const place = this.#layout.placeOf(this.#active);
    return place === undefined ? undefined : this.#layout.items[place].row;
  }

  /** The last row, counted from 1, that was drawn. */
  get reached() {
    return Math.max(0, ...[...this.#shown.values()].map(({ number }) => number ?? 0));
  }

  /** So many rows on; from elsewhere to where the keyboard was last. */
  move(step) {
    if (!this.source.rows.length) return;
    const item = this.#layout.items[this.#layout.placeOf(this.#active)];
    const isHere = this.element.contains(document.activeElement);
    const number = Math.min(Math.max(item.number + (isHere ? step : 0), 1), this.source.rows.length);
    this.focus(this.source.rows[number - 1].id);
  }

  focus(id = this.#active) {
    if (this.#layout.placeOf(id) === undefined) return;
    this.#activate(id);
    this.#bringIn(this.#layout.placeOf(id));
    this.draw();
    this.elementOf(id).focus({ preventScroll: true });
  }

  /** Near enough to be seen, and not under what is fixed to the window's edges. */
  #bringIn(place) {
    const [top, bottom] = this.#stretch();
    const edge = 6 * this.#layout.rem;
    const above = this.#layout.top(place) - edge - top;
    const below = this.#layout.bottom(place) + edge - bottom;
    if (above < 0) scrollBy(0, above);
    else if (below > 0) scrollBy(0, below);
  }

  /** Shows for a moment which row is new. */
  highlight(id) {
    this.elementOf(id)?.classList.add("fresh");
  }

  /** The boxes as they are ticked by now. */
  tick(isSelected) {
    for (const [key, { element }] of this.#shown) {
      const box = element.querySelector("input");
      if (!box) continue;
      box.checked = isSelected(key);
      element.setAttribute("aria-selected", String(box.checked));
    }
  }
}
