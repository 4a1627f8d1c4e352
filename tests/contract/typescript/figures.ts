// Each report, asked for the month that was just recorded.

import { JANUARY } from "./books.js";
import { cents, check, equal, first, value, type Person } from "./telling.js";

const params = { query: JANUARY };

export async function readSummary({ api }: Person): Promise<void> {
  const summary = value(await api.GET("/api/reports/summary/", { params }));
  equal("income", summary.income, "2400.00");
  equal("expense", summary.expense, "109.65");
  equal("December had nothing", summary.previous?.count, 0);
  equal("growth from nothing is no percentage", summary.change?.income.percent, null);

  const everything = { params: { query: { period: "all" } } } as const;
  const whole = value(await api.GET("/api/reports/summary/", everything));
  equal("nothing comes before everything", whole.previous, null);
}

export async function breakDown({ api }: Person): Promise<void> {
  const query = { ...JANUARY, top: 1, ordering: "-total" } as const;
  const { results } = value(await api.GET("/api/reports/by-category/", { params: { query } }));

  equal("the largest", results[0]?.category_name, "Groceries");
  equal("the others in one", results[1]?.rest, true);
  const tenths = results.map(({ share }) => Math.round((share ?? NaN) * 10));
  equal("the shares", tenths.reduce((sum, each) => sum + each, 0), 1000);
}

export async function followTrends({ api }: Person): Promise<void> {
  const query = { ...JANUARY, interval: "week" } as const;
  const { results } = value(await api.GET("/api/reports/trends/", { params: { query } }));

  const net = results.map((week) => cents(week.net)).reduce((sum, each) => sum + each, 0);
  equal("where the weeks lead", cents(results.at(-1)?.cumulative_net ?? ""), net);
}

export async function readMonth({ api }: Person): Promise<void> {
  const query = { month: "2024-01" };
  const month = value(await api.GET("/api/reports/monthly-summary/", { params: { query } }));

  equal("the balance", month.balance, "2290.35");
  check("both types", new Set(month.by_category.map(({ type }) => type)).size === 2);
}

export async function readDays({ api }: Person): Promise<void> {
  const calendar = value(await api.GET("/api/reports/calendar/", { params }));
  equal("every day", calendar.days.length, 31);
  equal("the dearest day", calendar.peak, { date: "2024-01-05", expense: "75.50" });

  const weekly = value(await api.GET("/api/reports/weekly/", { params }));
  equal("seven weekdays", weekly.weekdays.length, 7);
  equal("the dearest week", weekly.highest?.week, "2024-W01");
}

export async function readCurrencies({ api }: Person): Promise<void> {
  const { results } = value(await api.GET("/api/reports/currencies/", { params }));

  equal("euros alone", results.map(({ currency }) => currency), ["EUR"]);
  const behind = new URL(first(results).transactions_url);
  equal("the rows behind the figure", behind.searchParams.get("currency"), "EUR");
}

export async function readAnalytics({ api }: Person): Promise<void> {
  const { data, response } = await api.GET("/api/analytics/", { params });
  equal("the balance of all time", data?.balance, "2290.35");
  equal("every day of the range", data?.daily.length, 31);

  const header = { "If-None-Match": response.headers.get("ETag") ?? "" };
  const again = await api.GET("/api/analytics/", { params: { ...params, header } });
  equal("nothing has changed", again.response.status, 304);
}

/** Francs, so that these two stay out of the figures in euros. */
export async function heedInsights({ api }: Person): Promise<void> {
  const francs = { amount: "120.00", currency: "CHF", category: "Travel" };
  const today = value(await api.POST("/api/expenses/", { body: francs }));
  // Should the month end between two requests, the next one has its expense, too.
  const [year, month] = today.date.split("-").map(Number);
  const next = new Date(Date.UTC(year ?? 0, month ?? 0, 1)).toISOString().slice(0, 10);
  value(await api.POST("/api/expenses/", { body: { ...francs, date: next } }));
  value(await api.POST("/api/budgets/", { body: { ...francs, amount: "100" } }));

  const query = { currency: "CHF" };
  const { results } = value(await api.GET("/api/reports/insights/", { params: { query } }));
  const exceeded = results.find(({ code }) => code === "budget_exceeded");
  equal("an alert", exceeded?.severity, "alert");
  check("what was spent", exceeded !== undefined && "spent" in exceeded.data);
}
