// How high everything in the list is, so that only what is near the window has to be there.

/** In rem, as in rows.css. */
const ROW = 4;
const DAY = 2.5;

export class Layout {
  #places = new Map();
  #tops = [];

  constructor() {
    this.rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.reset([], false);
  }

  /** `byDay`: each day has a heading above its rows. */
  reset(rows, byDay) {
    Object.assign(this, { items: [], height: 0, byDay, rows: 0 });
    this.#places = new Map();
    this.#tops = [];
    this.append(rows);
  }

  append(rows) {
    for (const row of rows) {
      if (this.byDay && row.date !== this.items.at(-1)?.row.date) this.#push({ key: `day ${row.date}`, row, isDay: true }, DAY);
      this.rows += 1;
      this.#places.set(row.id, this.items.length);
      this.#push({ key: row.id, row, number: this.rows }, ROW);
    }
  }

  #push(item, height) {
    this.#tops.push(this.height);
    this.items.push(item);
    this.height += height * this.rem;
  }

  placeOf(id) {
    return this.#places.get(id);
  }

  top(place) {
    return this.#tops[place];
  }

  bottom(place) {
    return this.#tops[place + 1] ?? this.height;
  }

  /** The first and the last place, exclusive, of what touches these heights. */
  within(from, to) {
    return [Math.max(0, this.#firstAfter(from) - 1), this.#firstAfter(to)];
  }

  #firstAfter(height) {
    let [low, high] = [0, this.#tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#tops[middle] <= height) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
