// What an import waits for, and what can be done with it: a card for each status.
import { fill, h } from "../../core/dom.js";
import { icon } from "../../core/icons.js";
import { counted, number } from "../../core/format.js";
import { checkbox } from "../../core/forms.js";
import { confirmed } from "../../core/dialogs.js";
import { Problem, remove } from "../../core/http.js";
import { navigate, showAgain } from "../../core/router.js";
import { notice } from "../../core/notices.js";
import { carryOut, isMoving, pathTo } from "./waiting.js";
import { countsOf, rowsMade } from "./words.js";

const heading = (text) => h("h2", { tabindex: "-1" }, text);
const button = (label, onclick, kind = "") => h("button", { class: `button ${kind}`, type: "button", onclick }, label);
const card = (...children) => h("section", { class: "card import-state", "aria-label": "State of the import" }, children);

/** In the wrong state by now: another window was quicker. */
function refused(error) {
  notice(error.message, { tone: "error" });
  if (error instanceof Problem && error.code === "wrong_state") showAgain();
}

const MOVES = {
  reading: ["Reading the file…", ({ rows }) => `${counted(rows, "row")} so far`],
  committing: ["Booking…", ({ created, new: fresh }) => `${number(created)} of about ${number(fresh)} booked`],
  undoing: ["Taking it back…", ({ created }) => `${counted(created, "row")} to go`],
};

function movingParts(status) {
  const [title, told] = MOVES[status];
  const words = h("p", { role: "status" });
  const bar = h("progress", { "aria-label": title, max: 1 });
  const onstep = (found) => {
    if (found.status === "committing" && found.new) bar.value = Math.min(found.created / found.new, 1);
    fill(words, told(found));
  };
  return { children: [heading(title), bar, words], onstep };
}

/** Has it done and shows what became of it; meanwhile it shows how far that is. */
async function act(place, statement, page, verb, body) {
  const before = [...place.children];
  const moving = movingParts(verb === "commit" ? "committing" : "undoing");
  const others = [...place.parentElement.querySelectorAll(":scope > .card")].filter((each) => each !== place);
  for (const each of others) each.inert = true;
  fill(place, ...moving.children).querySelector("h2").focus();
  try {
    const found = await carryOut(statement.id, verb, body, moving.onstep, page.signal);
    if (!page.signal.aborted) await page.draw(found, { focus: true });
  } catch (error) {
    fill(place, ...before);
    for (const each of others) each.inert = false;
    refused(error);
  }
}

function goOn(statement, page, place) {
  const verb = { committing: "commit", undoing: "undo" }[statement.status];
  const body = verb === "commit" ? {} : undefined;
  return [
    h("p", { class: "muted" }, "Nothing has moved for a while: whoever worked on it may have been stopped."),
    h("div", { class: "form-ways" }, verb ? button("Go on", () => act(place, statement, page, verb, body), "primary") : button("Delete it", () => drop(statement))),
  ];
}

function moving(statement, page) {
  const parts = movingParts(statement.status);
  const rest = h("div");
  const element = card(parts.children, rest);
  parts.onstep(statement);
  const onstep = (found, isStalled) => {
    parts.onstep(found);
    if (!isStalled) fill(rest);
    else if (!rest.hasChildNodes()) fill(rest, ...goOn(found, page, element));
  };
  return { element, onstep };
}

async function drop(statement) {
  const isOld = statement.status === "undone";
  const text = isOld ? "It goes from the list; your books stay as they are." : "The file goes from here with what you said of its rows. Nothing of it was booked.";
  if (!(await confirmed(`Delete ${statement.file_name}?`, text, { action: "Delete" }))) return;
  try {
    await remove(pathTo(statement.id));
    navigate("/imports/", { replace: true });
    notice("The import is deleted.");
  } catch (error) {
    refused(error);
  }
}

const dropButton = (statement) => button([icon("trash"), "Delete"], () => drop(statement));

function ready(statement, page) {
  const book = h("button", { class: "button primary", type: "button", disabled: true }, "Book");
  const applies = checkbox("Use the suggested categories", "apply_suggestions", { checked: page.applies });
  const element = card(
    heading(countsOf(statement)),
    statement.reasons.length > 0 && h("ul", { class: "import-reasons" }, statement.reasons.map((each) => h("li", {}, each))),
    applies,
    h("div", { class: "form-ways" }, dropButton(statement), book));
  book.addEventListener("click", () => act(element, statement, page, "commit", { apply_suggestions: page.applies }));
  applies.addEventListener("change", (event) => {
    page.applies = event.target.checked;
    page.redrawRows?.();
  });
  const onrows = (tally) => {
    book.disabled = tally?.booked === 0;
    applies.hidden = tally?.hasSuggestions === false;
    fill(book, !tally ? "Book the new rows" : tally.booked ? `Book ${counted(tally.booked, "row")}` : "Nothing to book");
  };
  return { element, onrows };
}

async function askToUndo(place, statement, page) {
  const text = `${counted(statement.created, "transaction")} of it would go from your books. What you have edited since stays.`;
  if (await confirmed("Undo this import?", text, { action: "Undo it" })) await act(place, statement, page, "undo");
}

function committed(statement, page) {
  const place = card(
    heading(statement.created ? `Booked ${counted(statement.created, "row")}` : "Nothing was booked"),
    h("p", { class: "muted" }, `In the file: ${countsOf(statement)}.`),
    h("div", { class: "form-ways" },
      button([icon("undo"), "Undo"], () => askToUndo(place, statement, page)),
      statement.created > 0 && h("a", { class: "button primary", href: rowsMade(statement.id) }, "See them")));
  return { element: place };
}

function undone(statement) {
  const { length } = statement.kept;
  const words = length
    ? `${counted(length, "row")} ${length === 1 ? "was" : "were"} edited since ${length === 1 ? "it was" : "they were"} booked, so ${length === 1 ? "it stays" : "they stay"} in your books.`
    : "Your books are as if it had not been. The file can be sent again.";
  return { element: card(
    heading("Undone"),
    h("p", { class: "muted" }, words),
    h("div", { class: "form-ways" }, dropButton(statement), length > 0 && h("a", { class: "button primary", href: rowsMade(statement.id) }, "See what stayed"))) };
}

function failed(statement) {
  return { element: card(
    heading("It could not be read or booked"),
    h("p", { class: "complaint", role: "alert" }, statement.failure),
    h("p", { class: "muted" }, "Nothing of it is in your books. Correct how it is read, or the file itself, and send that again."),
    h("div", { class: "form-ways" }, dropButton(statement), h("a", { class: "button primary", href: "/imports/" }, "Send another file"))) };
}

const CARDS = { ready, committed, undone, failed };

/** `{element}`, and what hears the tally of its rows, or how far it is. */
export function stateCard(statement, page) {
  return isMoving(statement) ? moving(statement, page) : CARDS[statement.status](statement, page);
}
