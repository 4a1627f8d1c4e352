// What the rows that are shown add up to, as the API says: in each currency, never across them.
import { fill, h } from "../../core/dom.js";
import { money, number } from "../../core/format.js";
import { get } from "../../core/http.js";

const figure = (label, text, tone) => h("div", { class: "sum", dataset: { of: label } }, h("dt", {}, label), h("dd", { class: tone }, text));

function line(row, several) {
  return h("dl", { class: "sums-line", dataset: { currency: row.currency } },
    several && figure("Currency", row.currency),
    figure("Income", money(row.income, row.currency), "income"),
    figure("Expenses", money(row.expense, row.currency), "expense"),
    figure("Net", money(row.net, row.currency, { sign: "always" })),
    figure("Transactions", number(row.count)));
}

/** The element, and `load()` for the figures of the query as it is now. */
export function sums(query, signal) {
  const element = h("section", { class: "card sums", "aria-label": "Totals of what is shown", hidden: true });
  let asked = 0;
  const load = async () => {
    asked += 1;
    const mine = asked;
    let results = [];
    try {
      ({ results } = await get("/api/transactions/totals/", query.filters, { signal }));
    } catch (error) {
      if (error.name === "AbortError") return; // elsewhere it is the list that says what is wrong
    }
    if (mine !== asked) return;
    element.hidden = !results.length;
    fill(element, results.map((row) => line(row, results.length > 1)));
  };
  return { element, load };
}
