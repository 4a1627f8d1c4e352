// Many rows at once, what happened to them, and a copy of them that keeps up.

import { everyTransaction } from "./books.js";
import {
  check,
  equal,
  first,
  problem,
  value,
  type Api,
  type Person,
  type Transaction,
} from "./telling.js";

const FEBRUARY = { start_date: "2024-02-01", end_date: "2024-02-28" };

export async function writeMany({ api }: Person): Promise<void> {
  const fare = { type: "expense", amount: "2.40", category: "Transport" } as const;
  const create = ["2024-02-02", "2024-02-03", "2024-02-04"].map((date) => ({ ...fare, date }));
  const { created } = value(await api.POST("/api/transactions/bulk/", { body: { create } }));
  equal("three rides", created.map(({ amount }) => amount), ["2.40", "2.40", "2.40"]);

  const [one, other] = created.map(({ id }) => id);
  const update = [{ id: one ?? 0, amount: "4.80" }];
  const body = { update, delete: [other ?? 0] };
  const written = value(await api.POST("/api/transactions/bulk/", { body }));
  equal("one is dearer", first(written.updated).amount, "4.80");
  equal("one is gone", written.deleted, [other]);

  const wrong = { body: { create: [{ ...fare, amount: "0" }] } };
  const refused = problem(await api.POST("/api/transactions/bulk/", wrong));
  equal("where the mistake is", refused.errors[0]?.attr, "create.0.amount");
}

export async function editMany({ api }: Person): Promise<void> {
  const edit = { filter: FEBRUARY, set: { category: "Travel", notes: "By tram" } };
  const dry = { body: { ...edit, dry_run: true } };
  const { count } = value(await api.POST("/api/transactions/bulk/edit/", dry));
  equal("how many it would be", count, 2);

  const wrong = { body: { ...edit, expected_count: count + 1 } };
  const refused = problem(await api.POST("/api/transactions/bulk/edit/", wrong));
  equal("another number than expected", [refused.code, refused.count], ["count_mismatch", count]);

  const right = { body: { ...edit, expected_count: count } };
  const done = value(await api.POST("/api/transactions/bulk/edit/", right));
  equal("edited", done, { dry_run: false, count });
}

export async function deleteMany({ api }: Person): Promise<void> {
  const filter = { ...FEBRUARY, amount_max: "3" };
  const dry = { body: { filter, dry_run: true } };
  const { count } = value(await api.POST("/api/transactions/bulk/delete/", dry));
  const body = { filter, expected_count: count };
  const done = value(await api.POST("/api/transactions/bulk/delete/", { body }));

  equal("deleted", done, { dry_run: false, count: 1 });
  const left = value(await api.GET("/api/transactions/", { params: { query: FEBRUARY } }));
  equal("left", left.results.map(({ notes }) => notes), ["By tram"]);
}

async function inCategory(api: Api, id: number): Promise<number> {
  const answer = await api.GET("/api/categories/{id}/dependents/", { params: { path: { id } } });
  return value(answer).transactions;
}

export async function mergeAndUndo({ api }: Person, coffee: number): Promise<void> {
  const query = { search: "food" };
  const food = first(value(await api.GET("/api/categories/", { params: { query } })).results);
  const cups = await inCategory(api, coffee);
  const path = { id: coffee };
  const merge = await api.POST("/api/categories/{id}/merge/", {
    params: { path },
    body: { into: food.id },
  });
  equal("what stays", value(merge).category.id, food.id);
  equal("what was moved", value(merge).moved_transactions, cups);
  problem(await api.GET("/api/categories/{id}/", { params: { path } }));

  const id = Number(merge.response.headers.get("Operation-Id"));
  const undone = value(await api.POST("/api/operations/{id}/undo/", { params: { path: { id } } }));
  equal("what was undone", undone.undoes, id);
  equal("the category, under its own id", await inCategory(api, coffee), cups);
  const [latest] = value(await api.GET("/api/operations/")).results;
  equal("the history", latest?.id, undone.id);
}

type Copy = Map<string, Record<string, unknown>>;

/** What changed since the cursor, into the copy; the cursor to go on from. */
async function catchUp(api: Api, copy: Copy, since?: string): Promise<string> {
  let query = since === undefined ? {} : { since };
  for (let pages = 1; pages <= 100; pages += 1) {
    const answer = value(await api.GET("/api/changes/", { params: { query } }));
    for (const { resource, id, data } of answer.changes) {
      if (data === null) copy.delete(`${resource} ${id}`);
      else copy.set(`${resource} ${id}`, data);
    }
    if (!answer.has_more) return answer.cursor;
    query = { since: answer.cursor };
  }
  throw new Error("the changes do not end");
}

function copied(copy: Copy): unknown[] {
  const keys = [...copy.keys()].filter((key) => key.startsWith("transaction "));
  return byId(keys.map((key) => copy.get(key) as Transaction));
}

function byId(rows: Transaction[]): Transaction[] {
  return [...rows].sort((one, other) => one.id - other.id);
}

export async function keepACopy({ api }: Person): Promise<void> {
  const copy: Copy = new Map();
  const cursor = await catchUp(api, copy);
  equal("the copy", copied(copy), byId(await everyTransaction(api, 500)));

  const body = { type: "income", amount: "50", date: "2024-03-01" } as const;
  const gift = value(await api.POST("/api/transactions/", { body }));
  const path = { id: gift.id };
  value(await api.PATCH("/api/transactions/{id}/", { params: { path }, body: { notes: "Gift" } }));
  const query = { search: "By tram" };
  const tram = first(value(await api.GET("/api/transactions/", { params: { query } })).results);
  await api.DELETE("/api/transactions/{id}/", { params: { path: { id: tram.id } } });

  await catchUp(api, copy, cursor);
  check("what is gone", !copy.has(`transaction ${tram.id}`));
  equal("what is new", copy.get(`transaction ${gift.id}`)?.["notes"], "Gift");
  equal("the copy again", copied(copy), byId(await everyTransaction(api, 500)));
}
