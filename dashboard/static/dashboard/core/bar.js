// The frame around every page: where to go, who is signed in, and whether the server is there.
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { hear } from "./events.js";
import { isStillMe, me } from "./books.js";
import { post } from "./http.js";
import { notice } from "./notices.js";
import { leave } from "./signing_in.js";

const PLACES = [
  ["", "Overview", "overview"],
  ["transactions", "Transactions", "transactions"],
  ["budgets", "Budgets", "budgets"],
  ["categories", "Categories", "categories"],
  ["imports", "Import & export", "imports"],
  ["history", "History", "history"],
  ["tokens", "Tokens", "tokens"],
  ["settings", "Settings", "settings"],
];
/** So many fit at the bottom of a phone; the others are behind "More". */
const FIRST = 4;
const TROUBLES = {
  away: "No connection. What you save is kept here and sent as soon as the server answers.",
  busy: "The server is busy. What you save is kept here and sent again in a moment.",
};

async function signOut() {
  try {
    await post("/api/logout/", {}, { quiet: true });
    leave();
  } catch (error) {
    notice(error.message, { tone: "error" });
  }
}

const link = ([page, label, picture]) =>
  h("li", {}, h("a", { class: "place", href: page ? `/${page}/` : "/", dataset: { page } }, icon(picture), h("span", {}, label)));

function more(name) {
  const out = h("button", { class: "place", type: "button", onclick: signOut }, icon("out"), h("span", {}, "Sign out"));
  const list = h("ul", { class: "places rest", id: "rest" }, PLACES.slice(FIRST).map(link), h("li", { class: "last" }, name, out));
  const button = h("button", { class: "place more", type: "button", "aria-expanded": "false", "aria-controls": "rest" }, icon("more"), h("span", {}, "More"));
  const open = (is) => {
    button.setAttribute("aria-expanded", String(is));
    list.classList.toggle("open", is);
  };
  button.addEventListener("click", () => open(button.getAttribute("aria-expanded") === "false"));
  document.addEventListener("click", (event) => button.contains(event.target) || open(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && list.classList.contains("open")) {
      open(false);
      button.focus();
    }
  });
  return [button, list];
}

function mark(bar, page) {
  for (const place of bar.querySelectorAll("a.place")) {
    if (place.dataset.page === page) place.setAttribute("aria-current", "page");
    else place.removeAttribute("aria-current");
  }
}

/** Says that the server is away, for as long as it is. */
function drawConnection() {
  const words = h("p", { class: "away", role: "status", hidden: true }, icon("warning"), h("span"));
  document.body.append(words);
  hear("connection", (state) => {
    words.hidden = state === "there";
    fill(words.lastChild, TROUBLES[state]);
  });
}

/** What is typed here must never end up in the books of somebody else. */
function listenForOthers() {
  document.addEventListener("visibilitychange", async () => {
    if (document.visibilityState !== "visible") return;
    if (!(await isStillMe().catch(() => true))) location.assign("/");
  });
}

export function drawBar() {
  const bar = document.getElementById("bar");
  const name = h("span", { class: "person" });
  fill(bar,
    h("a", { class: "brand", href: "/" }, h("img", { src: document.querySelector("link[rel=icon]").href, alt: "", width: 28, height: 28 }), h("span", {}, "Expense tracker")),
    h("nav", { class: "nav", "aria-label": "Pages" }, h("ul", { class: "places" }, PLACES.slice(0, FIRST).map(link)), more(name)));
  hear("page", (page) => mark(bar, page));
  hear("me", (profile) => fill(name, profile.username));
  drawConnection();
  listenForOthers();
  me().catch(() => {}); // the page itself says what is wrong
}
