// `/imports/`: a place to drop a file, earlier imports, and the way out.
import { fill, h } from "../../core/dom.js";
import { booksToday, me } from "../../core/books.js";
import { get } from "../../core/http.js";
import { dropZone } from "./drop_zone.js";
import { earlierCard } from "./earlier.js";
import { exportCard } from "./export_card.js";

export async function showStart(main, signal) {
  const [profile, today, imports, totals] = await Promise.all([
    me(),
    booksToday(),
    get("/api/imports/", { page_size: 20 }, { signal }),
    get("/api/transactions/totals/", undefined, { signal }),
  ]);
  const currencies = totals.results.map((each) => each.currency);
  const exporting = await exportCard(today, currencies);
  if (signal.aborted) return;
  fill(main,
    h("div", { class: "page" },
      h("header", { class: "page-head" }, h("h1", { tabindex: "-1" }, "Import & export")),
      dropZone({ currency: profile.currency, currencies, signal }),
      earlierCard(imports, profile.timezone, signal),
      exporting));
}
