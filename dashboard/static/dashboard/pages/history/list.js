// Operations by day, page by page.
import { fill, h } from "../../core/dom.js";
import { counted, number, relativeDay, today as dayOf } from "../../core/format.js";
import { Problem, get, pathOf } from "../../core/http.js";
import { notice } from "../../core/notices.js";
import { failure } from "../../core/router.js";
import { gathered } from "./kinds.js";
import { operationItem } from "./operation.js";

const PAGE = 50;
const MOST = 500;

function empty(isFiltered) {
  return h("div", { class: "state" },
    h("p", { class: "state-picture", "aria-hidden": "true" }, "🕰️"),
    h("h2", {}, isFiltered ? "Nothing like that was done" : "Nothing was done yet"),
    h("p", {}, isFiltered ? "Choose another kind or time, or look at everything." : "Whatever you change in your books is listed here, and can be taken back."),
    h("p", { class: "state-ways" }, isFiltered
      ? h("a", { class: "button primary", href: "/history/" }, "Show everything")
      : h("a", { class: "button primary", href: "/transactions/" }, "To the transactions")));
}

export class OperationList {
  constructor({ timezone, today, signal }) {
    Object.assign(this, { timezone, today, signal, query: {}, operations: new Map(), targets: new Map() });
    this.days = h("div", { class: "history-days" });
    this.words = h("p", { class: "muted small", role: "status" });
    this.more = h("button", { class: "button", type: "button", hidden: true, onclick: () => this.showMore() }, "Show more");
    this.element = h("div", {}, this.days, h("div", { class: "more-rows" }, this.words, this.more));
  }

  /** The first page of what the query asks for, or as many as are shown by now. */
  async show(query, size = PAGE) {
    this.query = query;
    const page = await get("/api/operations/", { ...query, page_size: size }, { signal: this.signal });
    if (this.query !== query) return;
    this.operations.clear();
    await this.add(page);
  }

  async showOne(id) {
    this.one = id;
    this.operations.clear();
    const operation = await get(`/api/operations/${id}/`, undefined, { signal: this.signal });
    await this.add({ results: [operation], count: 1, next: null });
    this.days.querySelector("details")?.setAttribute("open", "");
  }

  async add({ results, count, next }) {
    for (const each of results) this.operations.set(each.id, each);
    await this.findTargets(results);
    this.next = next;
    this.more.hidden = !next;
    this.draw();
    fill(this.words, this.one || !count ? "" : `${number(this.operations.size)} of ${counted(count, "operation")}`);
  }

  /** What was taken back by those that are undos. Some may be gone by now. */
  async findTargets(operations) {
    const wanted = operations.map((each) => each.undoes).filter((id) => id && !this.targets.has(id));
    await Promise.all(wanted.map(async (id) => {
      const known = this.operations.get(id);
      const found = known ?? (await get(`/api/operations/${id}/`, undefined, { signal: this.signal }).catch((error) => {
        if (!(error instanceof Problem)) throw error;
      }));
      this.targets.set(id, found);
    }));
  }

  draw() {
    if (!this.operations.size) {
      fill(this.days, empty(Object.keys(this.query).length > 0));
      return;
    }
    const byDay = Map.groupBy(this.operations.values(), (each) => dayOf(this.timezone, new Date(each.created_at)));
    fill(this.days, [...byDay].map(([day, operations]) =>
      h("section", { class: "card history-day", "aria-labelledby": `day-${day}` },
        h("h2", { id: `day-${day}` }, relativeDay(day, this.today)),
        h("ol", {}, gathered(operations).map(([each, times]) => operationItem(each, times, this))))));
  }

  async showMore() {
    this.more.disabled = true;
    const { query } = this;
    const known = new Set(this.operations.keys());
    try {
      const page = await get(pathOf(this.next), undefined, { signal: this.signal });
      if (this.query !== query) return;
      await this.add(page);
      const fresh = [...this.operations.keys()].find((id) => !known.has(id));
      this.focusOn(fresh);
    } catch (error) {
      this.complain(error);
    } finally {
      this.more.disabled = false;
    }
  }

  focusOn(id) {
    document.getElementById(`operation-${id}`)?.querySelector("h3").focus();
  }

  /** As it is now, after something was taken back. */
  async renew(id) {
    if (this.one) await this.showOne(this.one);
    else await this.show(this.query, Math.min(Math.max(this.operations.size, PAGE), MOST));
    this.focusOn(id);
  }

  complain(error) {
    if (this.signal.aborted) return;
    if (this.operations.size) notice(error.message, { tone: "error" });
    else fill(this.days, ...failure(error));
  }
}
