// A new token, and its key, which is shown once.
import { fill, h } from "../../core/dom.js";
import { dialog } from "../../core/dialogs.js";
import { field, form, input, select, ways } from "../../core/forms.js";
import { Problem, post } from "../../core/http.js";
import { icon } from "../../core/icons.js";

const DAY = 86_400_000;
const SCOPES = [
  ["write", "Read and write"],
  ["read", "Read only"],
];
const ENDS = [
  ["", "Never"],
  ["30", "In 30 days"],
  ["90", "In 90 days"],
  ["365", "In a year"],
  ["date", "On a date…"],
];

/** The instant that was chosen; a date's is its end, here. */
function expiry(choice, date) {
  if (choice === "") return null;
  if (choice !== "date") return new Date(Date.now() + Number(choice) * DAY).toISOString();
  if (!date) throw new Problem({ title: "No date", errors: [{ attr: "date", detail: "Choose the last day." }] });
  return new Date(`${date}T23:59:59`).toISOString();
}

function expiryFields() {
  const choice = select("expires_at", ENDS);
  const date = field("Last day", input("date", { type: "date", max: "2199-12-31" }));
  date.hidden = true;
  choice.addEventListener("change", () => {
    date.hidden = choice.value !== "date";
  });
  return [field("Expires", choice), date];
}

function askForToken() {
  return dialog("New token", (close) =>
    form(
      async ({ name, scope, expires_at, date }, _, signal) => {
        const { data } = await post("/api/tokens/", { name, scope, expires_at: expiry(expires_at, date) }, { signal });
        close(data);
      },
      { class: "form dialog-body" },
      field("Name", input("name", { maxlength: 100, autofocus: true, placeholder: "My phone" }), { hint: "What it is for, so that you know later which one to revoke." }),
      field("It may", select("scope", SCOPES)),
      expiryFields(),
      ways("Create token", h("button", { class: "button", type: "button", onclick: () => close() }, "Cancel"))));
}

async function copy(control, words) {
  control.select();
  try {
    await navigator.clipboard.writeText(control.value);
    fill(words, "Copied.");
  } catch {
    // A page that came by plain http is given no clipboard.
    fill(words, "It is selected: copy it with Ctrl+C.");
  }
}

const example = (key) => `curl ${location.origin}/api/transactions/ \\\n  -H "Authorization: Token ${key}"`;

function showKey({ name, key }) {
  const control = input("key", { value: key, readonly: true, class: "key", spellcheck: "false", autofocus: true });
  const words = h("p", { class: "done", role: "status" });
  // Not to be closed by the way: the key would be lost.
  return dialog(`“${name}” is ready`, (close) =>
    h("div", { class: "dialog-body" },
      h("p", {}, "Copy its key now. It is not kept, and not shown again."),
      field("Key", control),
      h("div", { class: "form-ways" }, words, h("button", { class: "button", type: "button", onclick: () => copy(control, words) }, icon("copy"), "Copy the key")),
      h("p", { class: "hint" }, "For example, on the command line:"),
      h("pre", { class: "example", tabindex: "0", role: "group", "aria-label": "Example" }, h("code", {}, example(key))),
      h("div", { class: "form-ways" }, h("button", { class: "button primary", type: "button", onclick: () => close() }, "I have kept it"))),
    { closable: false });
}

/** Resolves to the new token, when its key was seen, or to nothing. */
export async function makeToken() {
  const token = await askForToken();
  if (token) await showKey(token);
  return token;
}
