import { h } from "../../core/dom.js";
import { instant } from "../../core/format.js";

const SCOPES = { read: "May only read", write: "May read and write" };

const fact = (name, text, tone) => h("div", {}, h("dt", {}, name), h("dd", { class: tone }, text));

function expiry({ expires_at: expires }, timezone) {
  if (!expires) return fact("Expires", "Never");
  const isOver = new Date(expires) <= new Date();
  return fact(isOver ? "Expired" : "Expires", instant(expires, timezone), isOver && "expense");
}

/** A token, as its owner may see it: its key is kept nowhere. */
export function tokenRow(token, timezone, revoke) {
  return h("li", { class: "card token" },
    h("div", { class: "token-name" },
      h("h2", {}, token.name),
      h("p", { class: "hint" }, SCOPES[token.scope], " · ", h("code", {}, `${token.prefix}…`))),
    h("dl", { class: "facts" },
      fact("Created", instant(token.created_at, timezone)),
      fact("Last used", token.last_used_at ? instant(token.last_used_at, timezone) : "Never"),
      expiry(token, timezone)),
    h("button", { class: "button", type: "button", "aria-label": `Revoke ${token.name}`, onclick: revoke }, "Revoke"));
}
