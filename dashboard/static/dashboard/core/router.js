// Which page is shown: a path's first part names a module in `pages/`, which exports `title` and
// `show(main, {url, signal})`. The signal ends what the page has begun when another one comes.
import { say } from "./events.js";
import { fill, h } from "./dom.js";
import { Problem, Unreachable } from "./http.js";

const PAGES = {
  "": () => import("../pages/overview.js"),
  transactions: () => import("../pages/transactions.js"),
  categories: () => import("../pages/categories.js"),
  budgets: () => import("../pages/budgets.js"),
  imports: () => import("../pages/imports.js"),
  history: () => import("../pages/history.js"),
  tokens: () => import("../pages/tokens.js"),
  settings: () => import("../pages/settings.js"),
};

/** Milliseconds until a page that could not be drawn tries again. */
const AGAIN = 8_000;

const main = document.getElementById("main");
let current = new AbortController();

const pageOf = (pathname) => pathname.split("/")[1];

/** The page at a path of ours. `replace` leaves no way back to what was shown before. */
export function navigate(path, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"](null, "", path);
  return show(new URL(path, location.origin), { focus: true });
}

/** Says in the address what the page shows by now, without showing it anew. */
export function remember(params) {
  const query = params.toString();
  history.replaceState(null, "", query ? `${location.pathname}?${query}` : location.pathname);
}

/** The same page again, from the start. */
export function showAgain() {
  return show(new URL(location.href));
}

async function show(url, { focus = false } = {}) {
  current.abort(new DOMException("Another page was opened.", "AbortError"));
  current = new AbortController();
  const { signal } = current;
  const page = pageOf(url.pathname);
  say("page", page);
  main.setAttribute("aria-busy", "true");
  try {
    const module = await PAGES[page]();
    if (signal.aborted) return;
    document.title = `${module.title} · Expense tracker`;
    fill(main, h("p", { class: "loading" }, "Loading…"));
    await module.show(main, { url, signal });
  } catch (error) {
    if (signal.aborted) return;
    fill(main, ...failure(error));
    if (!(error instanceof Problem || error instanceof Unreachable)) console.error(error);
  }
  main.removeAttribute("aria-busy");
  if (focus) {
    scrollTo(0, 0);
    (main.querySelector("h1") ?? main).focus({ preventScroll: true });
  }
}

/** When the browser says that it is connected; and now and then, for it may only seem so. */
function tryLater(again) {
  const { signal } = current;
  const once = () => {
    clearTimeout(timer);
    if (!signal.aborted) again();
  };
  const timer = setTimeout(once, AGAIN);
  addEventListener("online", once, { once: true, signal });
}

/** What went wrong, and the way out. */
export function failure(error, again = showAgain) {
  const isAway = error instanceof Unreachable;
  const heading = isAway ? "The server cannot be reached" : error instanceof Problem ? error.title : "Something went wrong here";
  const words = isAway ? "Your books are safe where they are. Check the connection; the page tries again by itself." : error.message;
  if (isAway) tryLater(again);
  return [
    h("div", { class: "state", role: "alert" },
      h("h1", { tabindex: "-1" }, heading),
      h("p", {}, words),
      h("p", { class: "state-ways" },
        h("button", { class: "button primary", type: "button", onclick: again }, "Try again"),
        h("a", { class: "button", href: "/" }, "To the overview"))),
  ];
}

function followed(event) {
  const link = event.target.closest?.("a[href]");
  const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  if (!link || !isPlain || event.defaultPrevented || link.target || link.hasAttribute("download")) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || !(pageOf(url.pathname) in PAGES) || link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  navigate(url.pathname + url.search);
}

export function start() {
  document.addEventListener("click", followed);
  addEventListener("popstate", () => show(new URL(location.href), { focus: true }));
  return show(new URL(location.href));
}
