// A month of a household: what is recorded, planned, listed and added up.

import {
  cents,
  check,
  equal,
  first,
  value,
  type Api,
  type Person,
  type Transaction,
} from "./telling.js";

export const JANUARY = { start_date: "2024-01-01", end_date: "2024-01-31" };

export async function nameCategories({ api }: Person): Promise<number> {
  const query = { page_size: 500 };
  const starters = value(await api.GET("/api/categories/", { params: { query } }));
  check("there is Salary to begin with", starters.results.some(({ name }) => name === "Salary"));

  const body = { name: "Coffee", emoji: "☕", color: "#6f4e37" };
  const coffee = value(await api.POST("/api/categories/", { body }));
  equal("its emoji", coffee.emoji, "☕");
  equal("its description", coffee.description, "");
  return coffee.id;
}

export async function recordExpenses({ api }: Person, coffee: number): Promise<void> {
  const groceries = value(
    await api.POST("/api/transactions/", {
      body: { type: "expense", amount: 75.5, category: "Groceries", date: "2024-01-05" },
    }),
  );
  equal("the amount, with the currency's decimals", groceries.amount, "75.50");
  equal("the category that was made", groceries.category_name, "Groceries");

  const cup = value(
    await api.POST("/api/expenses/", {
      body: { amount: "4.20", category: coffee, date: "2024-01-09", description: "Café Ritter" },
    }),
  );
  equal("an expense by its own path", cup.type, "expense");
  equal("the profile's currency", cup.currency, "EUR");
}

export async function recordIncome({ api }: Person): Promise<void> {
  const body = { amount: "2400", category: "Salary", date: "2024-01-02" };
  const salary = value(await api.POST("/api/income/", { body }));

  equal("the type", salary.type, "income");
  equal("the amount", salary.amount, "2400.00");
}

export async function recordRefund({ api }: Person): Promise<void> {
  const lamp = { type: "expense", category: "Housing", currency: "EUR" } as const;
  const bought = { ...lamp, amount: "49.90", date: "2024-01-12" };
  value(await api.POST("/api/transactions/", { body: bought }));
  const returned = { ...lamp, amount: "19.95", date: "2024-01-20", refund: true };
  const refund = value(await api.POST("/api/transactions/", { body: returned }));

  check("it is a refund", refund.refund);
}

export async function followBudget({ api }: Person): Promise<void> {
  const body = { category: "Groceries", amount: "300.00", month: "2024-01" };
  const budget = value(await api.POST("/api/budgets/", { body }));
  const query = { month: "2024-01" };
  const progress = value(await api.GET("/api/budgets/progress/", { params: { query } }));

  const groceries = first(progress.results);
  equal("whose progress it is", groceries.budget, budget.id);
  equal("spent", groceries.spent, "75.50");
  const left = cents(groceries.limit) - cents(groceries.spent);
  equal("what is left", left, cents(groceries.remaining));
  equal("no day is left to spend on", groceries.safe_to_spend_per_day, null);
}

export async function filterTransactions({ api }: Person, coffee: number): Promise<void> {
  const query = { ...JANUARY, type: "expense", amount_min: "4", search: "CAFÉ" } as const;
  const found = value(await api.GET("/api/transactions/", { params: { query } }));
  equal("how many are found", found.count, 1);
  equal("which is found", first(found.results).category, coffee);

  const category = [String(coffee), "none"];
  const both = { params: { query: { category } } };
  const listed = value(await api.GET("/api/transactions/", both));
  equal("of the category, or of none", listed.results.length, 1);
}

/** All that a filter finds, page by page. */
export async function everyTransaction(api: Api, page_size: number): Promise<Transaction[]> {
  const rows: Transaction[] = [];
  let query: { page_size: number; cursor?: string } = { page_size };
  for (let pages = 1; pages <= 100; pages += 1) {
    const page = value(await api.GET("/api/transactions/", { params: { query } }));
    rows.push(...page.results);
    if (page.next === null) return rows;
    query = { page_size, cursor: new URL(page.next).searchParams.get("cursor") ?? "" };
  }
  throw new Error("the pages do not end");
}

export async function turnPages({ api }: Person): Promise<void> {
  const all = value(await api.GET("/api/transactions/"));
  const rows = await everyTransaction(api, 2);

  equal("as many as were counted", rows.length, all.count);
  equal("the same, in pages of two", rows, all.results);
  const days = rows.map(({ date }) => date);
  equal("the latest first", days, [...days].sort().reverse());
}

export async function addUp({ api }: Person): Promise<void> {
  const net = { income: 0, expense: 0 };
  for (const { type, amount, refund } of await everyTransaction(api, 3)) {
    net[type] += refund ? -cents(amount) : cents(amount);
  }
  const totals = value(await api.GET("/api/transactions/totals/"));
  const euros = first(totals.results);

  equal("the currency", euros.currency, "EUR");
  equal("income, added up here and there", cents(euros.income), net.income);
  equal("expense, added up here and there", cents(euros.expense), net.expense);
  equal("the net, by hand", euros.net, "2290.35");
}
