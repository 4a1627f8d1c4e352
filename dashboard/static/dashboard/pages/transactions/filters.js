// The bar of filters. It is drawn once: what changes is taken into its controls, so the focus stays.
import { fill, h, rested } from "../../core/dom.js";
import { checkbox, field, input, select } from "../../core/forms.js";
import { amountAsTyped, typedAmount } from "../../core/format.js";
import { icon } from "../../core/icons.js";
import { shown } from "../../parts/category_choice.js";
import { periodPicker } from "../../parts/period.js";
import { chipBar } from "./chips.js";
import { menu } from "./menu.js";

const ORDERS = [["-date", "Newest first"], ["date", "Oldest first"], ["-amount", "Largest first"], ["amount", "Smallest first"], ["-created_at", "Last added first"]];
const TYPES = [["", "All types"], ["expense", "Expenses"], ["income", "Income"]];
const REFUNDS = [["", "With refunds"], ["true", "Refunds alone"], ["false", "Without refunds"]];
const isDate = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** What of the query the period control can show. */
function periodOf(query) {
  const [start, end] = ["start_date", "end_date"].map((name) => query.get(name));
  if (isDate(start) || isDate(end)) return { start_date: isDate(start) ? start : "", end_date: isDate(end) ? end : "" };
  return { period: query.get("period") || "all" };
}

/** The period control knows its months by what it began with, so another period is another one. */
function periodField(query, today) {
  const element = h("div", { class: "filter-period" });
  const rest = rested((next) => query.set(next), 300);
  const onchange = (next) => {
    const days = { start_date: "", end_date: "", period: "", ...(next.period === "all" ? {} : next) };
    if (element.contains(document.activeElement) && document.activeElement.type === "date") rest(days);
    else query.set(days);
  };
  const take = () => {
    const focused = element.contains(document.activeElement) && document.activeElement;
    if (focused && focused.type === "date") return;
    fill(element, periodPicker({ value: periodOf(query), today, onchange, all: true }));
    if (focused) (element.querySelector(`[aria-label="${focused.getAttribute("aria-label")}"]`) ?? element.querySelector("select")).focus();
  };
  return { element, take };
}

/** Its boxes are drawn when it opens: there may be new categories by then. */
function categoryField(query, books) {
  const words = h("span", {}, "Categories");
  const boxes = h("div", { class: "form-boxes" });
  const element = menu(words, "Categories", boxes, books.signal);
  const inputs = () => [...boxes.querySelectorAll("input")];
  const take = () => {
    const chosen = query.list("category");
    for (const each of inputs()) each.checked = chosen.includes(each.value);
    fill(words, chosen.length ? `Categories (${chosen.length})` : "Categories");
  };
  element.addEventListener("toggle", () => {
    const rows = [["none", "No category"], ...[...books.categories.values()].map((row) => [String(row.id), shown(row)])];
    fill(boxes, element.open && rows.map(([value, label]) => checkbox(label, "category", { value })));
    take();
  });
  boxes.addEventListener("change", () => query.set({ category: inputs().filter((each) => each.checked).map((each) => each.value) }));
  return { element, take };
}

/** A field whose words are seen by screen readers alone: what it holds says it. */
function plainField(query, name, label, control, { read = (text) => text, write = (text) => text } = {}) {
  const element = field(label, control, { hidden: true });
  const isTyped = control.tagName === "INPUT";
  const act = () => query.set({ [name]: read(control.value) });
  control.addEventListener(isTyped ? "input" : "change", isTyped ? rested(act) : act);
  const take = () => {
    if (document.activeElement !== control || !isTyped || !query.get(name)) control.value = write(query.get(name));
  };
  return { element, take };
}

const amounts = { read: typedAmount, write: amountAsTyped };
const amountField = (query, name, label) => plainField(query, name, label, input(name, { inputmode: "decimal", placeholder: label, maxlength: 30 }), amounts);

function searchField(query) {
  return plainField(query, "search", "Search", input("search", { type: "search", placeholder: "Search description and notes", maxlength: 200, enterkeyhint: "search" }));
}

function controls(query, books) {
  const { currencies, today } = books;
  const money = currencies.length > 1 ? [plainField(query, "currency", "Currency", select("currency", [["", "All currencies"], ...currencies.map((code) => [code, code])]))] : [];
  return [
    periodField(query, today),
    plainField(query, "type", "Type", select("type", TYPES)),
    categoryField(query, books),
    ...money,
    amountField(query, "amount_min", "Amount from"),
    amountField(query, "amount_max", "Amount to"),
    plainField(query, "refund", "Refunds", select("refund", REFUNDS)),
  ];
}

function orderField(query) {
  return plainField(query, "ordering", "Order", select("ordering", ORDERS), { write: (text) => text || "-date", read: (text) => (text === "-date" ? "" : text) });
}

/** `take()` shows the query as it is now; `complain(errors)` the API's words about it. */
export function filterBar(query, books) {
  const search = searchField(query);
  const order = orderField(query);
  const others = controls(query, books);
  const box = h("div", { class: "filter-rest", id: "filters" }, others.map(({ element }) => element));
  const toggle = h("button", { class: "button filter-toggle", type: "button", "aria-expanded": "false", "aria-controls": "filters", onclick: () => open(!box.classList.contains("open")) }, icon("filter"), "Filters");
  const open = (is) => {
    box.classList.toggle("open", is);
    toggle.setAttribute("aria-expanded", String(is));
  };
  const control = search.element.querySelector("input");
  const chips = chipBar(query, () => control.focus());
  const element = h("search", { class: "filters" }, h("div", { class: "filter-first" }, search.element, order.element, toggle), box, chips.element);
  const take = () => {
    for (const each of [search, order, ...others]) each.take();
    chips.draw(books.categories);
  };
  take();
  return { element, take, complain: (errors) => complain(element, errors), focus: () => { control.focus(); control.select(); } };
}

function complain(element, errors) {
  for (const place of element.querySelectorAll("[data-field]")) {
    const found = errors.find(({ attr }) => attr === place.dataset.field);
    fill(place.querySelector(".error"), found?.detail ?? "");
    place.querySelector("input, select").toggleAttribute("aria-invalid", false);
    if (found) place.querySelector("input, select").setAttribute("aria-invalid", "true");
  }
}
