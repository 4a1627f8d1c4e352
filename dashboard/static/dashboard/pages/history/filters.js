// Which operations are shown.
import { fill, h } from "../../core/dom.js";
import { field, select } from "../../core/forms.js";
import { periodPicker } from "../../parts/period.js";
import { KIND_CHOICES, RESOURCE_CHOICES } from "./kinds.js";

const NAMES = ["kind", "resource", "period", "start_date", "end_date"];

/** What of the address is a filter. */
export function filtersOf(params) {
  return Object.fromEntries(NAMES.filter((name) => params.get(name)).map((name) => [name, params.get(name)]));
}

const periodOf = ({ period, start_date, end_date }) => (start_date || end_date ? { start_date, end_date } : { period: period ?? "all" });

/** `onchange` gets the whole query whenever a part of it is another. */
export function filterBar(query, today, onchange) {
  const kind = select("kind", [["", "Everything"], ...KIND_CHOICES], { value: query.kind ?? "" });
  const resource = select("resource", [["", "Any"], ...RESOURCE_CHOICES], { value: query.resource ?? "" });
  const place = h("div", {});
  let period = periodOf(query);
  const changed = () => {
    const next = { kind: kind.value, resource: resource.value, ...(period.period !== "all" && period) };
    onchange(Object.fromEntries(Object.entries(next).filter(([, value]) => value)));
  };
  const draw = () => {
    const hadFocus = place.contains(document.activeElement);
    fill(place, periodPicker({ value: period, today, all: true, onchange: (next) => { period = next; draw(); changed(); } }));
    if (hadFocus) place.querySelector("select").focus();
  };
  draw();
  kind.addEventListener("change", changed);
  resource.addEventListener("change", changed);
  return h("div", { class: "card history-filters", role: "group", "aria-label": "Which changes" },
    field("What was done", kind),
    field("To what", resource),
    h("div", { class: "field" }, h("span", { class: "field-name", "aria-hidden": "true" }, "When"), place));
}
