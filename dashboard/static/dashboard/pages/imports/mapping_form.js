// How a CSV says what it says: what was guessed, for whoever knows better.
import { fill, h, newId } from "../../core/dom.js";
import { field, input, select } from "../../core/forms.js";
import { columnsOf, firstLines, guessed } from "./sent_files.js";

const CHOICES = {
  encoding: ["Encoding", [["utf-8", "UTF-8"], ["utf-16", "UTF-16"], ["cp1252", "Windows-1252 (Western Europe)"]]],
  delimiter: ["Between columns", [[",", "Comma ,"], [";", "Semicolon ;"], ["\t", "Tab"], ["|", "Bar |"]]],
  decimal: ["Decimal mark", [[".", "Point: 1,234.56"], [",", "Comma: 1.234,56"]]],
  sign: ["Without a minus it is", [["income", "Money in"], ["expense", "Money out"]]],
};
const DATES = ["YYYY-MM-DD", "DD.MM.YYYY", "DD.MM.YY", "DD/MM/YYYY", "MM/DD/YYYY", "DD-MM-YYYY", "MM-DD-YYYY", "YYYY/MM/DD", "YYYYMMDD", "DD MMM YYYY"];
const COLUMNS = {
  date: "Date",
  amount: "Amount",
  debit: "Money out, if it has its own",
  credit: "Money in, if it has its own",
  type: "Which way it went",
  currency: "Currency",
  description: "Description",
  notes: "Notes",
  category: "Category",
  external_id: "The bank's own id",
  refund: "Refund",
};
const FOUND_OUT = ["", "Found out by itself"];

function choice(name, value) {
  const [label, options] = CHOICES[name];
  const all = value === undefined ? [FOUND_OUT, ...options] : options;
  return field(label, select(`mapping.${name}`, all, { value: value ?? "" }));
}

function dateFormat(value) {
  const list = newId("formats");
  const control = input("mapping.date_format", { value: value ?? "", list, placeholder: "DD.MM.YYYY" });
  const place = field("Dates are written", control, { hint: "D, M and Y as in DD.MM.YYYY; MMM is a month in English." });
  place.append(h("datalist", { id: list }, DATES.map((each) => h("option", { value: each }))));
  return place;
}

function header(value) {
  const control = input("mapping.header", { type: "number", min: 0, max: 1000, value: value ?? "" });
  return field("Line of the names", control, { hint: "That names the columns; 0 if none does." });
}

/** A select where the columns are known; else their names are typed. */
function column(name, value, known) {
  const control = `mapping.columns.${name}`;
  const text = value === undefined ? "" : String(value);
  if (!known.length) return field(COLUMNS[name], input(control, { value: text }));
  const others = text && !known.some(([each]) => each === text) ? [[text, text]] : [];
  return field(COLUMNS[name], select(control, [["", "—"], ...known, ...others], { value: text }));
}

const controlOf = (place, name) => place.querySelector(`[name="mapping.${name}"]`);

async function knownColumns(place, file) {
  if (!file) return [];
  const [encoding, delimiter, header] = ["encoding", "delimiter", "header"].map((name) => controlOf(place, name).value);
  return delimiter ? columnsOf(await firstLines(file, encoding), { delimiter, header: Number(header) }) : [];
}

/**
 * The fields, filled in with `mapping`; without one, with a first guess. `file` is the one that they
 * speak of, where it is at hand (without a mapping it is): its columns are offered.
 */
export async function mappingFields(mapping, file) {
  const has = (name) => !mapping || mapping[name] !== null;
  const start = mapping ?? guessed(await firstLines(file, "utf-8"));
  const value = (name) => start[name] ?? undefined;
  const place = h("div", { class: "mapping-fields" },
    h("div", { class: "form-row" },
      Object.keys(CHOICES).filter(has).map((name) => choice(name, value(name))),
      has("header") && header(value("header")),
      has("date_format") && dateFormat(value("date_format"))));
  if (!has("columns")) return place;
  const columns = h("div", { class: "form-row" });
  place.append(h("fieldset", { class: "mapping-columns" }, h("legend", {}, "Which column is what"), columns));
  const draw = async (chosen) => {
    const known = await knownColumns(place, file);
    fill(columns, Object.keys(COLUMNS).map((name) => column(name, chosen(name), known)));
  };
  await draw((name) => mapping?.columns[name]);
  for (const name of ["encoding", "delimiter", "header"]) {
    controlOf(place, name).addEventListener("change", () => draw((each) => controlOf(columns, `columns.${each}`).value));
  }
  return place;
}

/** A column by its number is a number, where the file does not name it so. */
function columnValue(text, lineOfNames) {
  if (text === "") return null;
  return Number(lineOfNames) === 0 && /^\d+$/.test(text) ? Number(text) : text;
}

/** What of the form's values is other than in `mapping`, as the API takes it. */
export function mappingGiven(values, mapping) {
  const given = {};
  const columns = {};
  for (const [key, text] of Object.entries(values)) {
    const [place, name, part] = key.split(".");
    if (place !== "mapping") continue;
    const before = part ? mapping?.columns?.[part] : mapping?.[name];
    if (text === String(before ?? "")) continue;
    if (part) columns[part] = columnValue(text, values["mapping.header"]);
    else given[name] = name === "header" && /^\d+$/.test(text) ? Number(text) : text;
  }
  return Object.keys(columns).length ? { ...given, columns } : given;
}
