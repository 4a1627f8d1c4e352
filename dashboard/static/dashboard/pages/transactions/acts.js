// What is done to single rows of the list, and how it is taken back.
import { notice } from "../../core/notices.js";
import { Problem, get, remove } from "../../core/http.js";
import { editTransaction } from "./editing.js";
import { called } from "./row.js";
import { complainOf, done } from "../../parts/acting.js";

const fetched = (id) => get(`/api/transactions/${id}/`);

export class Acts {
  /** `usual` is the currency of the books; `list` and `selection` are the page's. */
  constructor({ list, selection, usual }) {
    Object.assign(this, { list, selection, usual });
  }

  /** Shows it where the filters choose it; resolves to whether they do. */
  async #show(row, act) {
    const chosen = await this.list.source.chooses(row.id);
    if (chosen) this.list[act](row);
    return chosen;
  }

  added = async (row, operation) => {
    try {
      const chosen = await this.#show(row, "insert");
      done(chosen ? `Added ${called(row)}` : `Added ${called(row)}. The filters do not show it`, operation, () => this.list.drop(row));
    } catch (error) {
      complainOf(error);
    }
  };

  edit = async (row) => {
    try {
      const result = await editTransaction(row, this.usual);
      if (!result) this.list.rows.focus(row.id);
      else if (result.wantsDeletion) await this.remove(row);
      else await this.#edited(row, result);
    } catch (error) {
      complainOf(error);
    }
  };

  async #edited(before, { row, operation, isTheirs, isNew }) {
    if (isNew) {
      this.list.drop(before);
      return this.added(row, operation);
    }
    if (await this.list.source.chooses(row.id)) this.list.replace(row);
    else this.list.drop(row);
    if (isTheirs) return notice(`${called(row)} stays as it was changed elsewhere`);
    return operation ? done(`Saved ${called(row)}`, operation, () => this.#takenBack(row.id)) : undefined;
  }

  #takenBack = async (id) => {
    const row = await fetched(id);
    const chosen = await this.list.source.chooses(id);
    if (!chosen) this.list.drop(row);
    else if (this.list.source.has(id)) this.list.replace(row);
    else this.list.insert(row);
  };

  /** At once; should it not have worked, the row is there again. */
  remove = async (row) => {
    this.list.drop(row);
    this.selection.drop(row.id);
    try {
      const { operation } = await remove(`/api/transactions/${row.id}/`, { version: row.version });
      done(`Deleted ${called(row)}`, operation, () => this.#takenBack(row.id));
    } catch (error) {
      await this.#notRemoved(row, error);
    }
  };

  async #notRemoved(row, error) {
    if (error.status === 404) return notice(`${called(row)} was deleted elsewhere already`);
    if (!(error instanceof Problem)) return complainOf(error);
    if (error.code === "stale") {
      notice(`${called(row)} was changed elsewhere meanwhile, and is not deleted: look at it again`, { tone: "error" });
      return this.#takenBack(row.id).catch(complainOf);
    }
    this.list.insert(row);
    return complainOf(error);
  }
}
