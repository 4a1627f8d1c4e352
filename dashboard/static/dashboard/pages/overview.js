// Where the money is and where it went: what a person looks at every evening.
import { fill, h, rested } from "../core/dom.js";
import { hear } from "../core/events.js";
import { icon } from "../core/icons.js";
import { booksToday, categories, me } from "../core/books.js";
import { remember } from "../core/router.js";
import { get } from "../core/http.js";
import { loadCharts } from "../charts/vendor.js";
import { asked, ask, yearUpTo } from "./overview/asking.js";
import { drawControls } from "./overview/controls.js";
import { drawCards } from "./overview/cards.js";
import { drawBudgets, drawInsights } from "./overview/lists.js";
import { drawCalendar, drawCategories, drawDays, drawMonths, drawWeekdays } from "./overview/figures.js";
import { drawWelcome } from "./overview/welcome.js";

export const title = "Overview";

/** The answers that the page is drawn from: six requests, with the profile's and the categories'. */
function answers(wanted, today, signal) {
  const { currency, category } = wanted;
  const year = yearUpTo(wanted, today);
  const [range, both] = [ask(wanted), { currency, category }];
  const read = (path, params) => get(`/api/${path}`, params, { signal });
  return {
    analytics: read("analytics/", range),
    weekly: read("reports/weekly/", range),
    calendar: read("reports/calendar/", { ...year.days, ...both }),
    trends: read("reports/trends/", { ...year.months, ...both, interval: "month" }),
    budgets: read("budgets/progress/", { month: year.month, page_size: 500, currency, category }),
    insights: read("reports/insights/", { currency }),
  };
}

/** Fills its place when its answer is there; what went wrong is said there, and hinders nothing else. */
async function part(place, promise, draw, signal) {
  try {
    const drawn = draw(await promise);
    fill(place, drawn.element ?? drawn);
    await drawn.drawn;
  } catch (error) {
    if (!signal.aborted) fill(place, h("section", { class: "card card-nothing", role: "alert" }, h("p", { class: "muted" }, error.message)));
  }
}

function places() {
  const made = (name, words) => h("div", { class: `place-${name}` }, h("div", { class: "card waiting" }, h("p", { class: "loading" }, words)));
  return {
    cards: h("div", { class: "cards-place" }, h("p", { class: "loading" }, "Adding up…")),
    categories: made("categories", "By category…"),
    days: made("days", "Day by day…"),
    months: made("months", "By month…"),
    weekdays: made("weekdays", "By weekday…"),
    calendar: made("calendar", "The year…"),
    budgets: made("budgets", "Budgets…"),
    insights: made("insights", "Looking closer…"),
  };
}

async function drawAll(content, wanted, context) {
  const { today, signal } = context;
  performance.mark("overview begins");
  delete content.dataset.drawn;
  const found = answers(wanted, today, signal);
  const named = await categories();
  const at = places();
  fill(content, at.cards, h("div", { class: "overview-grid" },
    at.days, at.categories, at.months, at.weekdays, at.budgets, at.insights, at.calendar));
  const drawn = (place, promise, draw) => part(place, promise, (answer) => draw(answer, { ...context, wanted, named }), signal);
  await Promise.all([
    drawn(at.cards, Promise.all([found.analytics, found.budgets, found.trends]), drawCards),
    drawn(at.days, found.analytics, drawDays),
    drawn(at.categories, found.analytics, drawCategories),
    drawn(at.months, found.trends, drawMonths),
    drawn(at.weekdays, found.weekly, drawWeekdays),
    drawn(at.calendar, found.calendar, drawCalendar),
    drawn(at.budgets, found.budgets, drawBudgets),
    drawn(at.insights, found.insights, drawInsights),
  ]);
  if (signal.aborted) return undefined;
  performance.mark("overview drawn");
  performance.measure("overview", "overview begins", "overview drawn");
  content.dataset.drawn = "";
  return found.analytics.catch(() => undefined);
}

export async function show(main, { url, signal }) {
  loadCharts().catch(() => {}); // each figure says so itself
  const [profile, today] = await Promise.all([me(), booksToday(), categories()]);
  if (signal.aborted) return;
  const content = h("div", { class: "overview" });
  let running = new AbortController();
  const draw = async (wanted) => {
    running.abort(new DOMException("Other figures were asked for.", "AbortError"));
    running = new AbortController();
    const signals = AbortSignal.any([signal, running.signal]);
    drawControls(controls, wanted, { profile, today, onchange: change });
    const analytics = await drawAll(content, wanted, { profile, today, signal: signals });
    const isFirst = analytics && (await isEmpty(analytics, wanted).catch(() => false));
    if (isFirst && !signals.aborted) await drawWelcome(content, { profile });
  };
  const change = (wanted) => {
    shown = wanted;
    remember(new URLSearchParams(Object.entries(ask(wanted)).filter(([, value]) => value)));
    return draw(wanted);
  };
  const controls = h("div", { class: "page-ways overview-controls", role: "group", "aria-label": "What to show" });
  fill(main, h("div", { class: "page" },
    h("header", { class: "page-head" },
      h("h1", { tabindex: "-1" }, "Overview"),
      h("a", { class: "button primary", href: "/transactions/?add=expense" }, icon("plus"), "Add")),
    controls, content));
  let shown = asked(url.searchParams, profile);
  hear("written", rested(() => signal.aborted || draw(shown).catch(() => {})), signal);
  await draw(shown);
}

/** Nothing was ever booked: figures would all be zero. */
async function isEmpty({ count }, { currency, category }) {
  if (category || count > 0) return false;
  const all = await get("/api/reports/currencies/", { period: "all", page_size: 1 });
  return all.count === 0 || (all.count === 1 && all.results[0].currency === currency && all.results[0].count === 0);
}
