// An import in plain words.
import { h } from "../../core/dom.js";
import { counted } from "../../core/format.js";

export const FORMATS = { csv: "CSV", ofx: "OFX", qif: "QIF", camt: "CAMT.053", jsonl: "JSON lines" };

const STATUSES = {
  reading: "Being read",
  ready: "Waits for you",
  committing: "Being booked",
  committed: "Booked",
  undoing: "Being undone",
  undone: "Undone",
  failed: "Failed",
};

export const statusBadge = (status) => h("span", { class: `import-badge ${status}` }, STATUSES[status]);

/** What its rows are, as a sentence without an end. */
export function countsOf({ new: fresh, duplicates, invalid }) {
  const parts = [
    fresh && counted(fresh, "new row"),
    duplicates && `${counted(duplicates, "row")} in your books already`,
    invalid && `${counted(invalid, "row")} that cannot be booked`,
  ];
  return parts.filter(Boolean).join(", ") || "No rows";
}

export const rowsMade = (id) => `/transactions/?import=${id}`;
