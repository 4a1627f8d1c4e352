// The books on their way out: what the filters choose as a file, or all there is as a zip.
import { fill, h } from "../../core/dom.js";
import { icon } from "../../core/icons.js";
import { field, select } from "../../core/forms.js";
import { address } from "../../core/http.js";
import { categoryChoice } from "../../parts/category_choice.js";
import { periodPicker } from "../../parts/period.js";

const FORMATS = [
  ["csv", "CSV, for spreadsheets"],
  ["xlsx", "Excel"],
  ["jsonl", "JSON lines, for programs"],
  ["ofx", "OFX, for GnuCash and KMyMoney"],
  ["qif", "QIF, for Quicken"],
  ["beancount", "Beancount"],
  ["ledger", "Ledger and hledger"],
];

/** The picker, which makes itself anew whenever another period is chosen. */
function periodPlace(today, onchange) {
  const place = h("div", {});
  const draw = (value) => {
    const hadFocus = place.contains(document.activeElement);
    fill(place, periodPicker({ value, today, all: true, onchange: (next) => (draw(next), onchange(next)) }));
    if (hadFocus) place.querySelector("select").focus();
  };
  draw({ period: "all" });
  return h("div", { class: "field" }, h("span", { class: "field-name", "aria-hidden": "true" }, "Period"), place);
}

export async function exportCard(today, currencies) {
  let period = { period: "all" };
  const format = select("format", FORMATS);
  const currency = select("currency", [["", "Every currency"], ...currencies.map((each) => [each, each])]);
  const category = await categoryChoice({ all: "Every category", none: "Without a category", make: false });
  const link = h("a", { class: "button primary", download: true }, icon("down"), "Download");
  const renew = () => {
    link.href = address("/api/transactions/export/", { format: format.value, ...period, currency: currency.value, category: category.value });
  };
  const picker = periodPlace(today, (next) => {
    period = next;
    renew();
  });
  for (const control of [format, currency, category]) control.addEventListener("change", renew);
  renew();
  return h("section", { class: "card export-card", "aria-labelledby": "export" },
    h("h2", { id: "export", class: "card-title" }, "Export"),
    picker,
    h("div", { class: "form-row" }, field("Format", format), field("Currency", currency), field("Category", category)),
    h("div", { class: "form-ways" }, link),
    h("div", { class: "export-all" },
      h("p", {}, h("strong", {}, "Everything I have"), h("span", { class: "muted small" }, "Transactions, categories, budgets, imports and the whole history, as JSON and CSV in a zip.")),
      h("a", { class: "button", href: "/api/me/export/", download: true }, icon("down"), "Download all")));
}
