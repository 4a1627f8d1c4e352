// What the types must refuse. It is checked and never run: a line that is no error any more is one
// itself, so a schema that became `any` or `unknown` somewhere does not pass.

import type { components, paths } from "./schema.js";
import { connect, value } from "./telling.js";

type Schemas = components["schemas"];
type Filters = NonNullable<paths["/api/transactions/"]["get"]["parameters"]["query"]>;

export async function misuse(row: Schemas["Transaction"]): Promise<void> {
  const api = connect();
  const date = "2024-01-31";
  const id = 1;

  // An amount is a string or a number.
  // @ts-expect-error
  await api.POST("/api/expenses/", { body: { amount: true, date } });
  // @ts-expect-error
  await api.POST("/api/budgets/", { body: { amount: ["300.00"] } });

  // What is required is not left out, and what nobody knows is not sent.
  // @ts-expect-error
  await api.POST("/api/transactions/", { body: { amount: "75.50", date } });
  // @ts-expect-error
  await api.POST("/api/categories/", { body: { emoji: "☕" } });
  // @ts-expect-error
  const body: Schemas["TransactionOfOneTypeRequest"] = { amount: "75.50", categroy: "Groceries" };
  // @ts-expect-error
  await api.PUT("/api/transactions/{id}/", { params: { path: { id } }, body: { type: "income" } });

  // Filters and their values are known ones.
  // @ts-expect-error
  await api.GET("/api/transactions/", { params: { query: { categroy: ["1"] } } });
  // @ts-expect-error
  const filters: Filters = { start_date: date, categroy: ["1"] };
  // @ts-expect-error
  await api.GET("/api/transactions/", { params: { query: { period: "this_week" } } });
  // @ts-expect-error
  await api.GET("/api/expenses/", { params: { query: { type: "income" } } });
  // @ts-expect-error
  await api.GET("/api/transactions/", { params: { query: { ordering: "notes" } } });
  // @ts-expect-error
  await api.POST("/api/expenses/", { params: { header: { "Idempotency-Key": 7 } }, body });

  // So are paths, and an id is a number.
  // @ts-expect-error
  await api.GET("/api/transaction/");
  // @ts-expect-error
  await api.DELETE("/api/transactions/{id}/", { params: { path: { id: "7" } } });

  // Money is text.
  // @ts-expect-error
  const amount: number = row.amount;
  // @ts-expect-error
  const type: "transfer" = row.type;

  // What may be null is looked at first.
  // @ts-expect-error
  row.category_name.trim();
  // @ts-expect-error
  value(await api.GET("/api/reports/summary/")).previous.income;
  // @ts-expect-error
  value(await api.GET("/api/transactions/")).count.toFixed();

  // Nor is a mapping any object, and what none of a file is right for has no amount.
  // @ts-expect-error
  await api.PATCH("/api/imports/{id}/", { params: { path: { id } }, body: {} });
  // @ts-expect-error
  const mapping: Schemas["ImportMappingRequest"] = { separator: ";" };
  // @ts-expect-error
  const comma: Schemas["ImportMappingRequest"] = { delimiter: ":" };
  const path = { id, row: 1 };
  const edited = value(await api.PATCH("/api/imports/{id}/rows/{row}/", { params: { path } }));
  // @ts-expect-error
  edited.amount.trim();

  // A problem's code is one of those that exist.
  const { error } = await api.GET("/api/me/");
  // @ts-expect-error
  if (error?.code === "forbiden") throw new Error(String([body, filters, amount, type, mapping, comma]));
}
