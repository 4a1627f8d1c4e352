// Which days: the API's own named ranges, a month, or any two dates.
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { month } from "../core/format.js";
import { input, select } from "../core/forms.js";

const NAMED = [
  ["last_7_days", "Last 7 days"],
  ["last_30_days", "Last 30 days"],
  ["last_365_days", "Last 365 days"],
  ["this_month", "This month"],
  ["last_month", "Last month"],
  ["this_year", "This year"],
  ["last_year", "Last year"],
];

const lastDay = (year, number) => new Date(Date.UTC(year, number, 0)).getUTCDate();

/** `"2026-02"` as its first and last day. */
export function daysOf(name) {
  const [year, number] = name.split("-").map(Number);
  return { start_date: `${name}-01`, end_date: `${name}-${lastDay(year, number)}` };
}

/** `"2026-01", -1` is `"2025-12"`. */
export function plusMonths(name, count) {
  const [year, number] = name.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7);
}

/** The month that two dates are exactly. */
function monthOf({ start_date: start, end_date: end }) {
  if (!start?.endsWith("-01") || !end) return undefined;
  const name = start.slice(0, 7);
  return daysOf(name).end_date === end ? name : undefined;
}

/**
 * The control. `value` is `{period}` or `{start_date, end_date}`, as in the API's query; `onchange`
 * gets the next one. `all` offers every row as well.
 */
export function periodPicker({ value, today, onchange, all = false }) {
  const thisMonth = today.slice(0, 7);
  const shown = monthOf(value) ?? { this_month: thisMonth, last_month: plusMonths(thisMonth, -1) }[value.period];
  const isCustom = !value.period && !shown;
  const named = all ? [["all", "All time"], ...NAMED] : NAMED;
  const recent = Array.from({ length: 24 }, (_, index) => plusMonths(thisMonth, -index - 2));
  if (shown && monthOf(value) && !recent.includes(shown)) recent.unshift(shown);
  const choice = select("period", [...named, ["Months", recent.map((name) => [name, month(name)])], ["custom", "Other dates…"]], {
    value: value.period ?? shown ?? "custom",
    "aria-label": "Period",
  });
  const from = input("start_date", { type: "date", value: value.start_date ?? "", max: "2199-12-31", min: "1900-01-01", "aria-label": "From" });
  const to = input("end_date", { type: "date", value: value.end_date ?? "", max: "2199-12-31", min: "1900-01-01", "aria-label": "To" });
  const dates = h("span", { class: "period-dates", hidden: !isCustom }, from, to);
  choice.addEventListener("change", () => {
    if (choice.value === "custom") {
      dates.hidden = false;
      from.focus();
    } else onchange(/^\d/.test(choice.value) ? daysOf(choice.value) : { period: choice.value });
  });
  dates.addEventListener("change", () => {
    const isWhole = [from, to].every((each) => each.value && each.validity.valid); // not the year 0020, half typed
    if (isWhole && from.value <= to.value) onchange({ start_date: from.value, end_date: to.value });
  });
  const step = (count, label, picture) =>
    h("button", { class: "button ghost", type: "button", "aria-label": label, onclick: () => onchange(daysOf(plusMonths(shown, count))) }, icon(picture));
  return h("div", { class: "period" },
    shown && step(-1, "The month before", "left"),
    choice,
    shown && step(1, "The month after", "right"),
    dates);
}
