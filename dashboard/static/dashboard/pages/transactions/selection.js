// Which rows are ticked: each by its id, or all that match, seen or not.

export class Selection {
  ids = new Set();
  all = false;
  #last;

  /** `changed` is called after each change. */
  constructor(changed) {
    this.changed = changed;
  }

  has(id) {
    return this.all || this.ids.has(id);
  }

  /** Ticks a row, and with `range` all from the one ticked before, as they stand in `rows`. */
  tick(row, is, { range, rows }) {
    if (this.all) {
      this.all = false;
      this.ids = new Set(rows.map((each) => each.id));
    }
    for (const id of range ? this.#between(row.id, rows) : [row.id]) this.ids[is ? "add" : "delete"](id);
    this.#last = row.id;
    this.changed();
  }

  #between(id, rows) {
    const places = [this.#last, id].map((each) => rows.findIndex((row) => row.id === each));
    if (places.includes(-1)) return [id];
    return rows.slice(Math.min(...places), Math.max(...places) + 1).map((row) => row.id);
  }

  takeAll() {
    this.all = true;
    this.ids.clear();
    this.changed();
  }

  drop(id) {
    if (this.ids.delete(id)) this.changed();
  }

  clear() {
    if (!this.all && !this.ids.size) return;
    this.all = false;
    this.ids.clear();
    this.changed();
  }
}
