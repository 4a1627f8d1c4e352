// One transaction in a window of its own, until it is saved.
import { h } from "../../core/dom.js";
import { dialog } from "../../core/dialogs.js";
import { form, ways } from "../../core/forms.js";
import { Problem, get, patch, post } from "../../core/http.js";
import { drawConflict, drawGone } from "./conflict.js";
import { changesOf, entryFields, entryOf } from "./fields.js";

const pathOfRow = (row) => `/api/transactions/${row.id}/`;

/** Sends it against the version that was seen last. */
class Edit {
  place = h("div", { class: "conflict", role: "alert", tabindex: "-1" });

  constructor(row, fields, close) {
    Object.assign(this, { row, fields, close, seen: row });
  }

  save = async (values, element, signal) => {
    if (this.isGone) return this.#addAgain(values);
    const changes = changesOf(entryOf(values), this.row);
    if (!Object.keys(changes).length) return this.close({ row: this.seen });
    try {
      const { data, operation } = await patch(pathOfRow(this.row), changes, { version: this.seen.version, signal });
      return this.close({ row: data, operation });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === "stale") return this.#clash(changes, element);
      if (error.status === 404) return this.#gone();
      throw error;
    }
  };

  async #clash(changes, element) {
    let theirs;
    try {
      theirs = await get(pathOfRow(this.row));
    } catch (error) {
      if (error.status === 404) return this.#gone();
      throw error;
    }
    drawConflict(this.place, {
      fields: this.fields, changes, row: this.seen, theirs, form: element, ontheirs: () => this.close({ row: theirs, isTheirs: true }),
    });
    // A field that only they changed is theirs now, and none of my changes.
    this.row = { ...theirs, ...Object.fromEntries(Object.keys(changes).map((name) => [name, this.row[name]])) };
    this.seen = theirs;
    return undefined;
  }

  #gone() {
    this.isGone = true;
    drawGone(this.place);
  }

  async #addAgain(values) {
    const { data, operation } = await post("/api/transactions/", entryOf(values));
    this.close({ row: data, operation, isNew: true });
  }
}

/**
 * Resolves to `{row, operation}` as it was saved, with `isTheirs` or `isNew` where something came in
 * between, to `{wantsDeletion}`, or to nothing.
 */
export async function editTransaction(row, usual) {
  const fields = await entryFields(row, usual);
  fields.amount.querySelector("input").autofocus = true;
  return dialog("Edit transaction", (close) => {
    const edit = new Edit(row, fields, close);
    return form(edit.save, { class: "form dialog-body" },
      edit.place,
      fields.type,
      h("div", { class: "form-row" }, fields.amount, fields.currency),
      fields.description,
      h("div", { class: "form-row" }, fields.category, fields.date),
      fields.refund,
      fields.notes,
      ways("Save",
        h("button", { class: "button ghost far", type: "button", onclick: () => close({ wantsDeletion: true }) }, "Delete"),
        h("button", { class: "button", type: "button", onclick: () => close() }, "Cancel")));
  });
}
