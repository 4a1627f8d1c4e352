// What keeps books right when two windows are open, a line breaks, or a hand slips.

import { randomUUID } from "node:crypto";

import { check, equal, first, problem, value, type Person, type Problem } from "./telling.js";

const ROW = "/api/transactions/{id}/";

export async function meetAnEdit({ api }: Person): Promise<void> {
  const query = { search: "Ritter" };
  const row = first(value(await api.GET("/api/transactions/", { params: { query } })).results);
  const edit = (version: number, amount: string) =>
    api.PATCH(ROW, {
      params: { path: { id: row.id }, header: { "If-Match": `"${version}"` } },
      body: { amount },
    });
  const here = value(await edit(row.version, "4.40"));
  const stale = problem(await edit(row.version, "4.60"));
  equal("the other window's edit", stale.code, "stale");
  equal("the version now", stale.current, here.version);

  const mended = value(await edit(stale.current ?? 0, "4.60"));
  equal("the amount in the end", mended.amount, "4.60");
}

export async function repeatItself({ api }: Person): Promise<void> {
  const header = { "Idempotency-Key": randomUUID() };
  const body = { amount: "9.90", category: "Coffee", date: "2024-01-28" };
  const send = () => api.POST("/api/expenses/", { params: { header }, body });
  const [once, twice] = [await send(), await send()];

  equal("one row", value(twice).id, value(once).id);
  equal("the first time", once.response.headers.get("Idempotent-Replayed"), null);
  equal("the second time", twice.response.headers.get("Idempotent-Replayed"), "true");
  const other = { params: { header }, body: { ...body, amount: "8.90" } };
  equal("another", problem(await api.POST("/api/expenses/", other)).code, "key_reused");
}

/** What a form would show beside its fields. */
function besideFields(refused: Problem): Record<string, string> {
  switch (refused.code) {
    case "invalid":
      return Object.fromEntries(refused.errors.map(({ attr, detail }) => [attr, detail]));
    case "duplicate":
      return { name: `There is one already, number ${refused.existing}.` };
    default:
      throw new Error(refused.detail);
  }
}

export async function explainMistakes({ api }: Person, coffee: number): Promise<void> {
  const body = { amount: "-5", date: "2024-02-30" };
  const shown = besideFields(problem(await api.POST("/api/expenses/", { body })));
  equal("the fields at fault", Object.keys(shown).sort(), ["amount", "date"]);

  const taken = problem(await api.POST("/api/categories/", { body: { name: " COFFEE " } }));
  equal("whose name it is", besideFields(taken), {
    name: `There is one already, number ${coffee}.`,
  });
  const missing = await api.GET(ROW, { params: { path: { id: 999_999_999 } } });
  check("a row that is not there", problem(missing).code === "not_found");
}
