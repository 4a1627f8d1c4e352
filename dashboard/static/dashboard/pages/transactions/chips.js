// Each filter in words, with the way to take it away.
import { fill, h } from "../../core/dom.js";
import { amountAsTyped, date, weekday } from "../../core/format.js";
import { icon } from "../../core/icons.js";
import { shown } from "../../parts/category_choice.js";

/** What stands in an address may be anything. */
function orAsIs(value, say) {
  try {
    return say(value);
  } catch {
    return value;
  }
}

const inWords = (text) => text.slice(0, 1).toUpperCase() + text.slice(1).replaceAll("_", " ");
const nameOfCategory = (id, categories) => (id === "none" ? "No category" : categories.has(Number(id)) ? shown(categories.get(Number(id))) : `Category ${id}`);

const WORDS = {
  period: inWords,
  type: (value) => ({ expense: "Expenses", income: "Income" })[value] ?? value,
  start_date: (value) => `From ${orAsIs(value, (iso) => date(iso, { year: true }))}`,
  end_date: (value) => `To ${orAsIs(value, (iso) => date(iso, { year: true }))}`,
  category: nameOfCategory,
  currency: (value) => value.toUpperCase(),
  refund: (value) => (value === "true" ? "Refunds" : "No refunds"),
  amount_min: (value) => `At least ${amountAsTyped(value)}`,
  amount_max: (value) => `At most ${amountAsTyped(value)}`,
  search: (value) => `“${value}”`,
  weekday: (value) => (/^[1-7]$/.test(value) ? weekday(value) : value),
  import: (value) => `Import ${value}`,
};
const SEVERAL = new Set(["category", "weekday", "import"]);

function chipsOf(query, categories) {
  const chips = [];
  for (const name of query.names.filter((each) => each !== "ordering")) {
    const say = WORDS[name] ?? ((value) => `${inWords(name)}: ${value}`);
    const values = SEVERAL.has(name) ? query.list(name) : [query.get(name)];
    for (const value of values) {
      chips.push({ text: say(value, categories), change: { [name]: SEVERAL.has(name) ? values.filter((each) => each !== value) : "" } });
    }
  }
  return chips;
}

/** The element, and `draw(categories)` for the query as it is now. `onclear` has nowhere else to go. */
export function chipBar(query, onclear) {
  const element = h("ul", { class: "chips", "aria-label": "Filters in use" });
  const drop = (change, place) => {
    query.set(change);
    (element.querySelectorAll("button")[place] ?? element.querySelector("button:last-of-type"))?.focus();
    if (!element.childElementCount) onclear();
  };
  const clear = () => {
    query.clear();
    onclear();
  };
  const draw = (categories) => {
    const chips = chipsOf(query, categories);
    element.hidden = !chips.length;
    fill(element,
      chips.map(({ text, change }, place) => h("li", {}, h("button", { class: "chip", type: "button", "aria-label": `Remove filter: ${text}`, onclick: () => drop(change, place) }, text, icon("close")))),
      chips.length > 0 && h("li", {}, h("button", { class: "button ghost small", type: "button", onclick: clear }, "Clear all")));
  };
  return { element, draw };
}
