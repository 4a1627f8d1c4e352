// The first visit: from empty books to the first expense in one form.
import { fill, h } from "../../core/dom.js";
import { booksToday } from "../../core/books.js";
import { field, form, input, select, ways } from "../../core/forms.js";
import { patch, post } from "../../core/http.js";
import { showAgain } from "../../core/router.js";
import { typedAmount } from "../../core/format.js";
import { categoryChoice } from "../../parts/category_choice.js";

const here = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

function currencyChoice(value) {
  const names = new Intl.DisplayNames(undefined, { type: "currency" });
  const codes = new Set([value, ...Intl.supportedValuesOf("currency")]);
  return select("currency", [...codes].map((code) => [code, `${code} · ${names.of(code)}`]), { value });
}

/** The books are kept where this browser is, unless somebody chose something already. */
async function settle(profile, currency) {
  const changes = {};
  if (profile.timezone === "UTC" && here() !== "UTC") changes.timezone = here();
  if (currency !== profile.currency) changes.currency = currency;
  if (Object.keys(changes).length) await patch("/api/me/", changes);
}

export async function drawWelcome(place, { profile }) {
  const add = async ({ currency, amount, category, description }) => {
    await settle(profile, currency);
    await post("/api/transactions/", { type: "expense", amount: typedAmount(amount), currency, category: category ? Number(category) : null, date: await booksToday(), description });
    await showAgain();
  };
  fill(place, h("section", { class: "card welcome", "aria-labelledby": "welcome" },
    h("p", { class: "state-picture", "aria-hidden": "true" }, "👋"),
    h("h2", { id: "welcome" }, "What did you spend last?"),
    h("p", { class: "muted" }, "One entry, and this page comes to life. You can change or undo everything later."),
    form(add, { class: "form" },
      h("div", { class: "form-row" },
        field("Amount", input("amount", { inputmode: "decimal", required: true, placeholder: "4.50" })),
        field("Currency of your books", currencyChoice(profile.currency))),
      h("div", { class: "form-row" },
        field("Category", await categoryChoice({ none: "No category" })),
        field("What for", input("description", { maxlength: 255, placeholder: "Coffee" }))),
      ways("Add my first expense")),
    h("p", { class: "muted small" }, "Have a file from your bank? ", h("a", { href: "/imports/" }, "Bring it along"), ". Or see what a month may cost: ", h("a", { href: "/budgets/" }, "set a budget"), ".")));
}
