// What the books count in: a currency, and days of a time zone.
import { fill, h, newId } from "../../core/dom.js";
import { field, input } from "../../core/forms.js";
import { clock } from "../../core/format.js";
import { card, saving } from "./card.js";
import { NOTHING, changed, save } from "./profile.js";

const NAMES = ["currency", "timezone"];

const currencyNames = new Intl.DisplayNames(navigator.languages, { type: "currency" });
const here = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

function currencyName(code) {
  try {
    return currencyNames.of(code);
  } catch {
    return ""; // half a code, as yet
  }
}

function timeIn(zone) {
  try {
    return `It is ${clock(new Date().toISOString(), zone)} there now.`;
  } catch {
    return ""; // half a name, as yet
  }
}

/** A text with suggestions, and in words below what it means. */
function suggested(label, control, options, meaning) {
  const id = newId("choices");
  control.setAttribute("list", id);
  const place = field(label, control, { hint: " " });
  const hint = place.querySelector(".hint");
  const update = () => fill(hint, meaning(control.value));
  control.addEventListener("input", update);
  update();
  place.append(h("datalist", { id }, options));
  return place;
}

function currencyField(value) {
  const control = input("currency", { value, maxlength: 3, autocapitalize: "characters", spellcheck: "false" });
  const options = Intl.supportedValuesOf("currency").map((code) => h("option", { value: code }, currencyName(code)));
  return suggested("Currency", control, options, (code) => currencyName(code.toUpperCase()));
}

function zoneField(value) {
  const control = input("timezone", { value, autocapitalize: "none", spellcheck: "false" });
  const zones = [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone")])];
  const place = suggested("Time zone", control, zones.map((zone) => h("option", { value: zone })), timeIn);
  const use = () => {
    control.value = here();
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.focus();
  };
  place.append(h("button", { class: "button small", type: "button", onclick: use }, `Use this browser’s: ${here()}`));
  return place;
}

export function booksCard(first) {
  let profile = first;
  const act = async (values, element) => {
    const typed = { currency: values.currency.trim().toUpperCase(), timezone: values.timezone.trim() };
    const saved = await save(changed(NAMES, typed, profile));
    if (!saved) return NOTHING;
    profile = saved;
    for (const name of NAMES) element.elements[name].value = profile[name];
    return "Saved. New entries and reports go by it.";
  };
  const words = "What new entries and reports start with. What is booked already stays as it is.";
  return card("Books", words, saving("Save books", act, currencyField(profile.currency), zoneField(profile.timezone)));
}
