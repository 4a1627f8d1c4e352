// What every chapter needs: the typed client, steps and checks that count themselves, and cents.
// `schema.ts` is made from the server's own schema by openapi-typescript, and is kept nowhere.

import { deepStrictEqual, ok } from "node:assert/strict";

import createClient from "openapi-fetch";

import type { components, paths } from "./schema.js";

type Schemas = components["schemas"];
export type Problem = Schemas["Problem"];
export type Transaction = Schemas["Transaction"];
export type Import = Schemas["Import"];
export type ImportRow = Schemas["ImportRow"];
export type Mapping = Schemas["ImportMappingRequest"];
export type Api = ReturnType<typeof connect>;

/** The API, for whoever the token belongs to. */
export function connect(token?: string) {
  const baseUrl = process.env["STORY_SERVER"];
  ok(baseUrl, "STORY_SERVER says where the API is.");
  return createClient<paths>({
    baseUrl,
    headers: token === undefined ? {} : { Authorization: `Token ${token}` },
  });
}

/** Somebody with an account, as they go through the story. */
export interface Person {
  username: string;
  email: string;
  password: string;
  refresh: string;
  api: Api;
}

interface Good<Data> {
  data: Data;
  error?: never;
  response: Response;
}

interface Bad<Error> {
  data?: never;
  error: Error;
  response: Response;
}

/** What was answered; a problem is thrown. */
export function value<Data>(answer: Good<Data> | Bad<Problem>): Data {
  if (answer.error !== undefined) {
    throw new Error(`${answer.response.url}: ${JSON.stringify(answer.error)}`);
  }
  return answer.data;
}

/** The problem with which it was refused. */
export function problem(answer: Good<unknown> | Bad<Problem>): Problem {
  ok(answer.error !== undefined, `${answer.response.url} was not refused`);
  equal("the status of a problem", answer.error.status, answer.response.status);
  return answer.error;
}

/** The only one there is, or the first. */
export function first<Item>(items: readonly Item[]): Item {
  const [item] = items;
  ok(item !== undefined, "there is none");
  return item;
}

/** An amount in whole cents: a float would lose some. */
export function cents(amount: string): number {
  const [, sign, whole, part] = /^(-?)(\d+)\.(\d\d)$/.exec(amount) ?? [];
  ok(whole !== undefined && part !== undefined, `${amount} has no cents`);
  return Number(`${sign}${whole}${part}`);
}

const told = { steps: 0, checks: 0 };

/** One thing that a user does; it must be checked at least once. */
export async function step<Result>(name: string, act: () => Promise<Result>): Promise<Result> {
  const before = told.checks;
  try {
    const result = await act();
    ok(told.checks > before, "it checked nothing");
    told.steps += 1;
    return result;
  } catch (error) {
    throw new Error(`${name}: ${String(error)}`, { cause: error });
  }
}

export function check(what: string, holds: boolean): void {
  ok(holds, what);
  told.checks += 1;
}

export function equal<Value>(what: string, found: Value, wanted: Value): void {
  deepStrictEqual(found, wanted, what);
  told.checks += 1;
}

export function closingLine(): string {
  return `story: ${told.steps} steps, ${told.checks} checks`;
}
