// Which month is looked at: one at a time, back and forth.
import { fill, h } from "../../core/dom.js";
import { month as monthName } from "../../core/format.js";
import { icon } from "../../core/icons.js";
import { plusMonths } from "../../parts/period.js";

const [FIRST, LAST] = ["1900-01", "2199-12"];

/** The month in the address, unless that is none. */
export function monthIn(url, now) {
  const asked = url.searchParams.get("month") ?? "";
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) && asked >= FIRST && asked <= LAST ? asked : now;
}

/** `{element, draw(month)}`: `turn` gets the next one. */
export function monthSwitch(now, turn) {
  let current = now;
  const step = (count, label, picture) =>
    h("button", { class: "button ghost", type: "button", "aria-label": label, title: label, onclick: () => turn(plusMonths(current, count)) }, icon(picture));
  const [before, after] = [step(-1, "The month before", "left"), step(1, "The month after", "right")];
  const name = h("span", { class: "month-name", role: "status" });
  const back = h("button", { class: "button small", type: "button", onclick: () => turn(now) }, "This month");
  const draw = (month) => {
    current = month;
    fill(name, monthName(month));
    back.hidden = month === now;
    before.disabled = month <= FIRST;
    after.disabled = month >= LAST;
  };
  return { element: h("div", { class: "month-switch", role: "group", "aria-label": "Month" }, before, name, after, back), draw };
}
