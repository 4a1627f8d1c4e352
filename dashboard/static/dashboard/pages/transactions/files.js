// What is shown, as a file.
import { h } from "../../core/dom.js";
import { icon } from "../../core/icons.js";
import { address } from "../../core/http.js";
import { menu } from "./menu.js";

const FORMATS = [["csv", "CSV"], ["xlsx", "Excel"], ["jsonl", "JSON lines"], ["ofx", "OFX"], ["qif", "QIF"], ["beancount", "Beancount"], ["ledger", "Ledger"]];

export function exportMenu(query, signal) {
  const links = FORMATS.map(([format, label]) => h("a", { class: "menu-item", download: "", dataset: { format } }, label));
  const element = menu([icon("down"), "Export"], "Export what is shown", links, signal);
  element.addEventListener("toggle", () => {
    for (const link of links) {
      const filters = query.filters;
      filters.set("format", link.dataset.format);
      link.href = address("/api/transactions/export/", filters);
    }
  });
  return element;
}
