// "Columns not right?": the guess as a form, and the file is read again.
import { h } from "../../core/dom.js";
import { form, ways } from "../../core/forms.js";
import { patch } from "../../core/http.js";
import { notice } from "../../core/notices.js";
import { mappingFields, mappingGiven } from "./mapping_form.js";
import { keptFile } from "./sent_files.js";
import { pathTo } from "./waiting.js";

const CORRECTABLE = new Set(["ready", "failed"]);

async function correct(values, statement, page) {
  const mapping = mappingGiven(values, statement.mapping);
  if (!Object.keys(mapping).length) {
    notice("Nothing is other than it was.");
    return;
  }
  const { data } = await patch(pathTo(statement.id), { mapping });
  if (page.signal.aborted) return;
  await page.draw(data, { focus: true });
  notice("Read again. The next file with these columns is read like this.");
}

/** Nothing where there is no mapping to correct. */
export async function mappingCard(statement, page) {
  if (!statement.mapping || !CORRECTABLE.has(statement.status)) return undefined;
  const words = statement.mapping.columns ? "Columns not right?" : "Dates not right?";
  const fields = await mappingFields(statement.mapping, keptFile(statement.id));
  return h("details", { class: "card import-mapping", open: statement.status === "failed" },
    h("summary", {}, words),
    h("p", { class: "hint" }, "The file is read again from its beginning, so correct this first and single rows afterwards."),
    form((values) => correct(values, statement, page), {}, fields, ways("Read it again")));
}
