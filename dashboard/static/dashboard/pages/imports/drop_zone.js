// A statement on its way in: dropped anywhere on the page, or chosen.
import { fill, h, newId } from "../../core/dom.js";
import { icon } from "../../core/icons.js";
import { number } from "../../core/format.js";
import { field, form, input, ways } from "../../core/forms.js";
import { Problem, post } from "../../core/http.js";
import { navigate } from "../../core/router.js";
import { mappingFields, mappingGiven } from "./mapping_form.js";
import { keepFile } from "./sent_files.js";

const MOST = 25 * 1024 * 1024;
const ACCEPTED = ".csv,.tsv,.txt,.ofx,.qfx,.qif,.xml,.camt,.jsonl,.ndjson,text/csv,application/xml";

const wrong = (detail) => new Problem({ title: detail, status: 400, errors: [{ attr: "file", detail }] });

function check(file) {
  if (!file?.name) throw wrong("Choose a file first.");
  if (file.size > MOST) throw wrong(`This file has ${number(Math.ceil(file.size / 1048576))} MiB, and one may have 25: split it by months.`);
}

const isAboutFile = (error) => error instanceof Problem && !error.errors?.some(({ attr }) => attr === "currency");

/** Sends it and goes to what was found in it. */
async function sendFile(values, given, { onprogress, signal }) {
  const body = new FormData();
  body.append("file", values.file);
  body.append("dry_run", "true");
  if (values.currency.trim()) body.append("currency", values.currency.trim());
  if (Object.keys(given).length) body.append("mapping", JSON.stringify(given));
  const { data } = await post("/api/imports/", body, { onprogress, signal });
  keepFile(data.id, values.file);
  navigate(`/imports/${data.id}/`);
}

function progressOf(cancel) {
  const bar = h("progress", { max: 1, "aria-label": "Sending the file" });
  const words = h("p", { role: "status" });
  const place = h("div", { class: "import-progress", hidden: true }, words, bar,
    h("button", { class: "button small", type: "button", onclick: cancel }, "Cancel"));
  const onprogress = (share) => {
    const text = share < 1 ? "Sending the file…" : "Reading its rows…";
    if (words.textContent !== text) fill(words, text);
    if (share < 1) bar.value = share;
    else bar.removeAttribute("value");
  };
  return { place, onprogress };
}

/** Shown where a file could not be read as it was guessed to be. */
function mappingPlace() {
  const body = h("div");
  const place = h("details", { class: "import-mapping", hidden: true }, h("summary", {}, "Is it a CSV? Say how it is written"), body);
  const offer = async (file) => {
    if (/\.(ofx|qfx|qif|xml|jsonl|ndjson|pdf|zip|xlsx?)$/i.test(file.name)) return;
    if (!body.hasChildNodes()) fill(body, await mappingFields(null, file));
    place.hidden = false;
  };
  const forget = () => {
    fill(body);
    place.hidden = true;
  };
  return { place, offer, forget };
}

/** The whole page takes what is dropped. */
function takeDrops(drop, signal) {
  const veil = h("div", { class: "drop-veil", hidden: true }, h("p", {}, icon("imports"), "Drop the file to look at it"));
  const isFile = (event) => event.dataTransfer?.types.includes("Files");
  const on = (name, act) => addEventListener(name, (event) => isFile(event) && act(event), { signal });
  on("dragenter", () => { veil.hidden = false; });
  on("dragover", (event) => event.preventDefault());
  on("dragleave", (event) => { veil.hidden = event.relatedTarget === null || veil.hidden; });
  on("drop", (event) => {
    event.preventDefault();
    veil.hidden = true;
    drop(event.dataTransfer.files);
  });
  return veil;
}

function chooser(file) {
  const chosen = h("p", { class: "drop-name", role: "status" });
  const place = h("div", { class: "field drop-target", dataset: { field: "file" } },
    h("span", { class: "drop-picture", "aria-hidden": "true" }, icon("imports")),
    h("p", { class: "drop-words" }, "Drop a statement of your bank here"),
    h("button", { class: "button primary", type: "button", onclick: () => file.click() }, "Choose a file"),
    file,
    chosen,
    h("p", { class: "error", role: "alert" }),
    h("p", { class: "hint" }, "CSV, OFX or QFX, QIF, CAMT.053 or JSON lines, up to 25 MiB. You look at the rows first; nothing is booked before you say so."));
  return { place, say: () => fill(chosen, file.files[0]?.name ?? "") };
}

function currencyField(currency, currencies) {
  const list = newId("currencies");
  const control = input("currency", { value: currency, list, maxlength: 3, size: 6, autocapitalize: "characters" });
  const place = field("Currency", control, { hint: "Of rows that do not say one." });
  place.append(h("datalist", { id: list }, [...new Set([currency, ...currencies])].map((each) => h("option", { value: each }))));
  return place;
}

/** Sends what the form says, shows how far that is, and offers to say more where it is refused. */
function sender(mapping, signal) {
  let trying;
  const { place, onprogress } = progressOf(() => trying.abort(new DOMException("It was cancelled.", "AbortError")));
  const send = async (values) => {
    check(values.file);
    trying = new AbortController();
    onprogress(0);
    place.hidden = false;
    try {
      await sendFile(values, mappingGiven(values), { onprogress, signal: AbortSignal.any([signal, trying.signal]) });
    } catch (error) {
      if (isAboutFile(error)) await mapping.offer(values.file);
      throw error;
    } finally {
      place.hidden = true;
    }
  };
  return { place, send };
}

export function dropZone({ currency, currencies, signal }) {
  const file = h("input", { type: "file", name: "file", accept: ACCEPTED, hidden: true });
  const { place, say } = chooser(file);
  const mapping = mappingPlace();
  const { place: progress, send } = sender(mapping, signal);
  const again = ways("Look at it");
  again.hidden = true;
  const act = (values) => send(values).finally(() => {
    again.hidden = false;
  });
  const element = form(act, { class: "form card drop-zone", "aria-label": "Import a file" }, place, progress, currencyField(currency, currencies), mapping.place, again);
  const begin = () => {
    say();
    mapping.forget();
    again.hidden = true;
    if (file.files.length) element.requestSubmit();
  };
  file.addEventListener("change", begin);
  element.append(takeDrops((files) => {
    file.files = files;
    begin();
  }, signal));
  return element;
}
