// Keys for phones and scripts.
import { me } from "../core/books.js";
import { confirmed } from "../core/dialogs.js";
import { fill, h } from "../core/dom.js";
import { getAll, remove } from "../core/http.js";
import { icon } from "../core/icons.js";
import { notice } from "../core/notices.js";
import { tokenRow } from "./tokens/row.js";
import { makeToken } from "./tokens/making.js";

export const title = "Tokens";

const newButton = (make) => h("button", { class: "button primary", type: "button", onclick: make }, icon("plus"), "New token");

const nothing = (make) =>
  h("div", { class: "state" },
    h("p", { class: "state-picture", "aria-hidden": "true" }, "🔑"),
    h("h2", {}, "No tokens yet"),
    h("p", {}, "A token lets a phone, a spreadsheet or a script of yours use your books, without your password. Each has a name, may only read if you say so, and can be revoked alone."),
    h("p", { class: "state-ways" }, newButton(make), h("a", { class: "button", href: "/api/docs/" }, "What the API can do")));

async function revoke(token, again) {
  const words = `Whatever uses “${token.name}” is refused from now on. A revoked token never works again.`;
  if (!(await confirmed("Revoke this token?", words, { action: "Revoke" }))) return;
  try {
    await remove(`/api/tokens/${token.id}/`);
    notice(`“${token.name}” is revoked.`);
  } catch (error) {
    if (error.status !== 404) return void notice(error.message, { tone: "error" });
    notice(`“${token.name}” was revoked already.`);
  }
  await again();
}

export async function show(main, { signal }) {
  const { timezone } = await me();
  const heading = h("h1", { tabindex: "-1" }, title);
  const place = h("div");
  const again = async () => {
    await draw();
    heading.focus();
  };
  const make = async () => (await makeToken()) && again();
  const headWays = h("div", { class: "page-ways" });
  async function draw() {
    const tokens = await getAll("/api/tokens/", { ordering: "-created_at" }, { signal });
    fill(headWays, tokens.length > 0 && newButton(make));
    const rows = tokens.map((token) => tokenRow(token, timezone, () => revoke(token, again)));
    fill(place, rows.length ? h("ul", { class: "tokens", "aria-label": "Your tokens" }, rows) : nothing(make));
  }
  await draw();
  fill(main, h("div", { class: "page" }, h("header", { class: "page-head" }, heading, headWays), place));
}
