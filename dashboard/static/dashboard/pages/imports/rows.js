// The rows of a file, by what becomes of them.
import { fill, h } from "../../core/dom.js";
import { counted, number } from "../../core/format.js";
import { get, getAll, pathOf } from "../../core/http.js";
import { notice } from "../../core/notices.js";
import { remember } from "../../core/router.js";
import { drawRow, isBooked } from "./row.js";
import { pathTo } from "./waiting.js";

/** Of more rows it is not counted which are skipped: that would read them all. */
const MOST_COUNTED = 2000;
const VERDICTS = [["", "All", "rows"], ["new", "New", "new"], ["duplicate", "Duplicates", "duplicates"], ["invalid", "Invalid", "invalid"]];

function tabs(statement, chosen, choose) {
  const buttons = VERDICTS.map(([verdict, label, count]) =>
    h("button", { class: "button small", type: "button", "aria-pressed": String(verdict === chosen), onclick: () => choose(verdict), dataset: { verdict } },
      label, " ", h("span", { class: "muted" }, number(statement[count]))));
  const group = h("div", { class: "import-tabs", role: "group", "aria-label": "Which rows" }, buttons);
  const mark = (verdict) => buttons.forEach((each) => each.setAttribute("aria-pressed", String(each.dataset.verdict === verdict)));
  return { group, mark };
}

/** How many rows would be booked, and whether there is a category to suggest; undefined for too many. */
async function tallyOf(statement, signal) {
  if (statement.status !== "ready" || statement.rows > MOST_COUNTED) return undefined;
  const rows = await getAll(pathTo(statement.id, "rows"), undefined, { signal });
  return { booked: rows.filter(isBooked).length, hasSuggestions: rows.some((row) => row.suggested_category) };
}

/** The rows that are shown by now, each in its place. */
class RowList {
  constructor(statement, page, onedit) {
    Object.assign(this, { statement, page, onedit, shown: [] });
    this.list = h("ol", { class: statement.status === "ready" ? "import-rows" : "import-rows still" });
    this.more = h("button", { class: "button", type: "button", onclick: () => this.showMore() }, "Show more");
    this.words = h("p", { class: "muted small", role: "status" });
    this.element = h("div", {}, this.list, h("div", { class: "more-rows" }, this.words, this.more));
  }

  async show(verdict) {
    this.verdict = verdict;
    const found = await get(pathTo(this.statement.id, "rows"), { verdict }, { signal: this.page.signal });
    if (this.verdict !== verdict) return;
    this.shown = [];
    fill(this.list);
    await this.add(found);
  }

  async add({ results, count, next }) {
    for (const row of results) {
      const item = h("li", { class: "import-row" });
      this.shown.push([item, row]);
      await this.draw(item, row);
      this.list.append(item);
    }
    this.next = next;
    this.more.hidden = !next;
    fill(this.words, count ? `${number(this.shown.length)} of ${counted(count, "row")}` : "There are none.");
  }

  draw(item, row) {
    return drawRow(item, row, {
      statement: this.statement,
      applies: this.page.applies,
      onedit: (edited) => {
        this.onedit(Number(isBooked(edited)) - Number(isBooked(row)));
        this.shown.find(([each]) => each === item)[1] = edited;
        return this.draw(item, edited);
      },
    });
  }

  async showMore() {
    this.more.disabled = true;
    const { verdict, shown: { length: before } } = this;
    try {
      const page = await get(pathOf(this.next), undefined, { signal: this.page.signal });
      if (this.verdict !== verdict) return;
      await this.add(page);
      this.shown[before]?.[0].querySelector("input, select, a")?.focus();
    } catch (error) {
      if (!this.page.signal.aborted) notice(error.message, { tone: "error" });
    } finally {
      this.more.disabled = false;
    }
  }

  async redraw() {
    for (const [item, row] of this.shown) await this.draw(item, row);
  }
}

/** `onrows` hears their tally, and again when an edit changes it. */
export async function rowsCard(statement, page, onrows = () => {}) {
  const tally = await tallyOf(statement, page.signal);
  onrows(tally);
  const rows = new RowList(statement, page, (difference) => {
    if (!tally) return;
    tally.booked += difference;
    onrows(tally);
  });
  page.redrawRows = () => rows.redraw();
  const asked = page.url.searchParams.get("verdict") ?? "";
  const verdict = VERDICTS.some(([each]) => each === asked) ? asked : "";
  const { group, mark } = tabs(statement, verdict, (chosen) => {
    mark(chosen);
    remember(new URLSearchParams(chosen ? { verdict: chosen } : {}));
    rows.show(chosen).catch((error) => page.signal.aborted || notice(error.message, { tone: "error" }));
  });
  await rows.show(verdict);
  return h("section", { class: "card", "aria-label": "Rows" }, group, rows.element);
}
