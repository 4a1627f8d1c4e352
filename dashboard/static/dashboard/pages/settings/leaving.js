// Taking everything along, and closing the account.
import { h } from "../../core/dom.js";
import { dialog } from "../../core/dialogs.js";
import { field, form, input } from "../../core/forms.js";
import { Problem, post } from "../../core/http.js";
import { leave } from "../../core/signing_in.js";
import { icon } from "../../core/icons.js";
import { card } from "./card.js";

const EXPORT = "/api/me/export/";

export function exportCard() {
  return card("Your data", "A zip of everything: transactions, categories and budgets as JSON and as CSV, your imports, and all that was ever done to your books.",
    h("div", { class: "form-ways" },
      h("a", { class: "button", href: EXPORT, download: true }, icon("down"), "Download everything")));
}

async function erase({ password, confirmation }, username, signal) {
  if (confirmation.trim() !== username) {
    throw new Problem({ title: "Not confirmed", errors: [{ attr: "confirmation", detail: `Type ${username} to confirm.` }] });
  }
  await post("/api/me/delete/", { password }, { signal, quiet: true });
  leave();
}

function askToErase(username) {
  return dialog("Delete your account?", (close) =>
    form((values, _, signal) => erase(values, username, signal), { class: "form dialog-body" },
      h("p", {}, "All your transactions, categories, budgets, imports and tokens are erased, and you are signed out everywhere. Nobody can bring them back."),
      h("p", {}, h("a", { href: EXPORT, download: true }, "Download everything"), " first, if you may ever want to look something up."),
      field(`Type ${username} to confirm`, input("confirmation", { autocapitalize: "none", spellcheck: "false", autofocus: true })),
      field("Password", input("password", { type: "password", autocomplete: "current-password", maxlength: 512 })),
      h("div", { class: "form-ways" },
        h("button", { class: "button", type: "button", onclick: () => close() }, "Keep my account"),
        h("button", { class: "button danger", type: "submit" }, "Delete my account"))));
}

/** `username` tells it as it is by then. */
export function deletionCard(username) {
  const ask = async () => askToErase(await username());
  return card("Delete account", "Erases you and your books, for good.",
    h("div", { class: "form-ways" },
      h("button", { class: "button danger", type: "button", onclick: ask }, "Delete account…")));
}
