// A bank's statement: looked at, corrected, committed, and taken back; and a way out again.

import {
  check,
  equal,
  first,
  problem,
  value,
  type Api,
  type Import,
  type ImportRow,
  type Mapping,
  type Person,
  type Transaction,
} from "./telling.js";

const STATEMENT = `Buchungstag;Betrag;Text
02.04.2024;-4,20;Café Ritter
02.04.2024;-4,20;Café Ritter
03.04.2024;1.200,00;Gehalt
31.04.2024;-1,00;Nie
`;
const SAVINGS = "Date,Amount,Bank,Purpose\n2024-04-05,12.50,Sparkasse,Interest\n";
const ONE = "/api/imports/{id}/";
const ROWS = "/api/imports/{id}/rows/";
const ROW = "/api/imports/{id}/rows/{row}/";

/** A form in parts: the file as one, an object as its JSON. */
function formOf(fields: Record<string, unknown>): FormData {
  const form = new FormData();
  for (const [name, field] of Object.entries(fields)) {
    if (name === "file") form.append(name, new Blob([String(field)]), "statement.csv");
    else form.append(name, typeof field === "object" ? JSON.stringify(field) : String(field));
  }
  return form;
}

async function lookAt(api: Api, file: string, mapping: Mapping = {}): Promise<Import> {
  const body = { file, dry_run: true, mapping };
  return value(await api.POST("/api/imports/", { body, bodySerializer: formOf }));
}

async function madeBy(api: Api, id: number): Promise<Transaction[]> {
  const query = { import: [String(id)] };
  return value(await api.GET("/api/transactions/", { params: { query } })).results;
}

async function rowsOf(
  api: Api,
  id: number,
  verdict: ImportRow["verdict"],
): Promise<ImportRow[]> {
  const params = { path: { id }, query: { verdict } };
  return value(await api.GET(ROWS, { params })).results;
}

export async function lookAtAStatement({ api }: Person): Promise<number> {
  const seen = await lookAt(api, STATEMENT);
  equal("it waits", seen.status, "ready");
  equal("what it is", [seen.format, seen.mapping?.delimiter], ["csv", ";"]);
  equal("its rows", [seen.new, seen.duplicates, seen.invalid], [3, 0, 1]);
  equal("nothing is booked", await madeBy(api, seen.id), []);

  const never = first(await rowsOf(api, seen.id, "invalid"));
  equal("where it is wrong", [never.row, never.line, never.amount], [4, 5, null]);
  check("why", never.reason.includes("31.04.2024"));
  return seen.id;
}

export async function correctRows({ api }: Person, id: number, coffee: number): Promise<void> {
  const correct = (row: number, body: { skip?: boolean; force?: boolean; category?: number }) =>
    api.PATCH(ROW, { params: { path: { id, row } }, body });

  equal("in the category", value(await correct(1, { category: coffee })).category, "Coffee");
  check("left out", value(await correct(2, { skip: true })).skip);
  const refused = problem(await correct(3, { force: true }));
  equal("what is new anyway", first(refused.errors).attr, "force");
}

export async function correctMapping({ api }: Person): Promise<void> {
  const columns = { date: "Date", amount: 2, description: "Bank", notes: "Purpose" };
  const { id } = await lookAt(api, SAVINGS, { columns });
  const before = first(await rowsOf(api, id, "new"));
  equal("as a card would mean it", [before.type, before.notes], ["expense", "Interest"]);

  const params = { path: { id } };
  value(await api.PATCH(ONE, { params, body: { mapping: { sign: "income" } } }));
  const after = first(await rowsOf(api, id, "new"));
  equal("as a savings book means it", [after.type, after.amount], ["income", "12.50"]);
  await api.DELETE(ONE, { params });
  equal("it is dropped", problem(await api.GET(ONE, { params })).status, 404);
}

export async function commit({ api }: Person, id: number): Promise<void> {
  const params = { path: { id } };
  const body = { apply_suggestions: true };
  const done = value(await api.POST("/api/imports/{id}/commit/", { params, body }));
  equal("it is done", [done.status, done.created], ["committed", 2]);
  const [salary, coffee] = await madeBy(api, id);
  equal("the amounts", [salary?.amount, coffee?.amount], ["1200.00", "4.20"]);
  equal("the category", coffee?.category_name, "Coffee");

  const again = await lookAt(api, STATEMENT);
  equal("sent again, but for what was left out", [again.new, again.duplicates], [1, 2]);
  const known = await rowsOf(api, again.id, "duplicate");
  const those: (number | null | undefined)[] = [coffee?.id, salary?.id];
  equal("of which", known.map((row) => row.duplicate_of), those);
}

export async function undo({ api }: Person, id: number): Promise<void> {
  const salary = first(await madeBy(api, id));
  const edited = { params: { path: { id: salary.id } }, body: { notes: "With a bonus" } };
  value(await api.PATCH("/api/transactions/{id}/", edited));
  const takeBack = () => api.POST("/api/imports/{id}/undo/", { params: { path: { id } } });
  const undone = value(await takeBack());

  equal("it is undone", undone.status, "undone");
  equal("what was edited stays", undone.kept, [salary.id]);
  equal("as it was edited", (await madeBy(api, id)).map(({ notes }) => notes), ["With a bonus"]);
  equal("a second time", problem(await takeBack()).code, "wrong_state");
}

/** What was edited since it was first recorded would be another row: no income was. */
export async function exportAndImport({ api }: Person): Promise<void> {
  const type = "income";
  const { count } = value(await api.GET("/api/transactions/", { params: { query: { type } } }));
  check("there is some", count !== null && count > 0);
  for (const format of ["csv", "jsonl"] as const) {
    const params = { query: { type, format } } as const;
    const asked = { params, parseAs: "text" } as const;
    const file = String(value(await api.GET("/api/transactions/export/", asked)));
    const back = await lookAt(api, file);
    equal("all of it is known", [back.new, back.duplicates], [0, count]);
  }
}
