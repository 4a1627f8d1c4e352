// `/imports/<id>/`: one file, from its preview to its undo.
import { fill, h } from "../../core/dom.js";
import { instant } from "../../core/format.js";
import { me } from "../../core/books.js";
import { get } from "../../core/http.js";
import { failure } from "../../core/router.js";
import { mappingCard } from "./mapping_card.js";
import { rowsCard } from "./rows.js";
import { stateCard } from "./states.js";
import { isMoving, pathTo, untilItRests } from "./waiting.js";
import { FORMATS, statusBadge } from "./words.js";

function head(statement, timezone) {
  const about = [FORMATS[statement.format], statement.currency, instant(statement.created_at, timezone)].join(" · ");
  return h("header", { class: "page-head" },
    h("div", { class: "import-title" },
      h("p", { class: "small" }, h("a", { href: "/imports/" }, "Import & export")),
      h("h1", { tabindex: "-1" }, statement.file_name, " ", statusBadge(statement.status)),
      h("p", { class: "muted small" }, about)));
}

/** Draws it as it is now, and again whenever it has become another. */
class StatementPage {
  constructor(main, { timezone, url, signal }) {
    Object.assign(this, { main, timezone, url, signal });
    /** Whether rows without a category get the suggested one. */
    this.applies = true;
  }

  async draw(statement, { focus = false } = {}) {
    const state = stateCard(statement, this);
    const rows = isMoving(statement) || !statement.rows ? undefined : await rowsCard(statement, this, state.onrows);
    const mapping = await mappingCard(statement, this);
    if (this.signal.aborted) return;
    fill(this.main, h("div", { class: "page" }, head(statement, this.timezone), state.element, mapping, rows));
    if (focus) this.main.querySelector("h2")?.focus();
    if (isMoving(statement)) this.wait(statement, state);
  }

  wait(statement, state) {
    const onstep = (found, isStalled) => state.onstep(found, isStalled);
    untilItRests(statement.id, onstep, this.signal).then(
      (found) => this.draw(found, { focus: true }),
      (error) => this.signal.aborted || fill(this.main, ...failure(error)),
    );
  }
}

export async function showStatement(main, id, { url, signal }) {
  const [profile, statement] = await Promise.all([me(), get(pathTo(id), undefined, { signal })]);
  await new StatementPage(main, { timezone: profile.timezone, url, signal }).draw(statement);
}
