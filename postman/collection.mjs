// The whole collection: the story's folders, and what the schema has beside the story.

import { convert, operationsOf } from "./conversion.mjs";
import { authorization, requestOf, stableId } from "./requests.mjs";
import { resolve } from "./schemas.mjs";
import { event, successOf } from "./scripts.mjs";
import { STORY } from "./story/index.mjs";

const FORMAT = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
const BASE_URL = "http://127.0.0.1:8000";
// Of every request, whatever it asks.
const ALWAYS = [
  'pm.test("No page of HTML", () => pm.expect(pm.response.headers.get("Content-Type") ?? "").not.to.include("html"));',
  'if (pm.request.headers.has("Authorization") && pm.response.code === 200)',
  '  pm.test("Nobody else may keep it", () => pm.expect(pm.response.headers.get("Cache-Control")).to.match(/private|no-store/));',
];
// Within a folder that nobody has told a story of: what makes a row, what reads it, what ends it.
const ORDER = ["POST", "GET", "PUT", "PATCH", "DELETE"];

/** The collection as Postman imports it. */
export async function collectionOf(schema) {
  const item = foldersOf(schema, await convert(schema));
  const hint = "Run it from top to bottom: later requests use what earlier ones saved.";
  return {
    info: {
      _postman_id: stableId(schema.info.title),
      name: schema.info.title,
      description: `${schema.info.description}\n\n${hint}`,
      schema: FORMAT,
    },
    auth: authorization("Token {{token}}"),
    event: [event("test", ALWAYS)],
    variable: variablesOf(item),
    item,
  };
}

function foldersOf(schema, requests) {
  const operations = new Map(operationsOf(schema).map((each) => [each.id, each]));
  return withTheRest(schema, operations).map(({ name, about, steps }) => ({
    id: stableId(name),
    name,
    description: about,
    item: steps.map((step) => {
      const operation = operations.get(step.call);
      if (!operation) throw new Error(`The schema has no operation ${step.call}.`);
      return requestOf(schema, step, operation, requests.get(step.call), name);
    }),
  }));
}

/** The environment: where the server is, and nothing else. */
export function environmentOf(schema) {
  return {
    id: stableId(schema.info.title, "environment"),
    name: `${schema.info.title} (local)`,
    values: [{ key: "base_url", value: BASE_URL, type: "default", enabled: true }],
    _postman_variable_scope: "environment",
  };
}

/** Everything that the requests use, so that it is seen in Postman before the first run. */
function variablesOf(items) {
  const used = [...JSON.stringify(items).matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);
  const names = new Set(["base_url", "token", ...used]);
  return [...names].map((key) => ({ key, value: key === "base_url" ? BASE_URL : "" }));
}

/** The story, with a folder before its end for each tag of operations that it leaves out. */
function withTheRest(schema, operations) {
  const told = new Set(STORY.flatMap(({ steps }) => steps.map(({ call }) => call)));
  const tags = new Map(schema.tags?.map(({ name, description }) => [name, description]));
  const rest = new Map();
  for (const each of operations.values()) {
    const tag = each.operation.tags?.[0] ?? "other";
    if (!told.has(each.id)) rest.set(tag, [...(rest.get(tag) ?? []), each]);
  }
  const folders = [...rest].map(([tag, found]) => ({
    name: `More: ${tag}`,
    about: tags.get(tag) ?? "",
    steps: inOrder(found).map((each) => plainStep(schema, each)),
  }));
  return [...STORY.slice(0, -1), ...folders, ...STORY.slice(-1)];
}

function inOrder(operations) {
  // What is done to a row comes after the row was read, and before it goes.
  const rank = ({ method, path }) =>
    method === "POST" && path.includes("{") ? 3.5 : ORDER.indexOf(method);
  return [...operations].sort((one, other) => rank(one) - rank(other));
}

/** A step made of the schema alone: its example, on the row that its path made before. */
function plainStep(schema, { id, operation, path }) {
  const row = path.split("/")[2].replaceAll("-", "_");
  const answer = resolve(schema, operation.responses[successOf(operation)]);
  const made = resolve(schema, answer.content?.["application/json"]?.schema)?.properties?.id;
  return {
    call: id,
    path: { id: `{{${row}_id}}`, row: "1" },
    ...(successOf(operation) === "201" && made && { save: { [`${row}_id`]: "answer.id" } }),
  };
}
