// Imports that were there before, the latest first.
import { fill, h } from "../../core/dom.js";
import { counted, instant } from "../../core/format.js";
import { get, pathOf } from "../../core/http.js";
import { notice } from "../../core/notices.js";
import { FORMATS, countsOf, statusBadge } from "./words.js";

function outcome(statement) {
  if (statement.status === "committed") return `${counted(statement.created, "row")} booked`;
  if (statement.status === "undone") return statement.created ? `${counted(statement.created, "row")} kept` : "Nothing of it is left";
  return statement.failure || countsOf(statement);
}

const item = (statement, timezone) =>
  h("li", { class: "import-item" },
    h("a", { class: "import-name", href: `/imports/${statement.id}/` }, statement.file_name),
    statusBadge(statement.status),
    h("p", { class: "muted small" }, `${FORMATS[statement.format]} · ${instant(statement.created_at, timezone)} · ${outcome(statement)}`));

function empty() {
  return h("p", { class: "muted" }, "None yet. Your bank's website has a way to download statements: take CSV, OFX or CAMT, whichever it offers.");
}

export function earlierCard(first, timezone, signal) {
  const list = h("ul", { class: "import-items" });
  const more = h("button", { class: "button", type: "button" }, "Show more");
  let next;
  const draw = (page) => {
    list.append(...page.results.map((each) => item(each, timezone)));
    next = page.next;
    more.hidden = !next;
  };
  more.addEventListener("click", async () => {
    more.disabled = true;
    const before = list.children.length;
    try {
      draw(await get(pathOf(next), undefined, { signal }));
      list.children[before]?.querySelector("a").focus();
    } catch (error) {
      if (!signal.aborted) notice(error.message, { tone: "error" });
    }
    more.disabled = false;
  });
  draw(first);
  const card = h("section", { class: "card", "aria-labelledby": "earlier" }, h("h2", { id: "earlier", class: "card-title" }, "Earlier imports"));
  return fill(card, ...card.children, first.count ? [list, more] : empty());
}
