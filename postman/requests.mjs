// One step of the story as a Postman request: the converted one, with everything filled in.

import { createHash } from "node:crypto";

import { examplesOf, resolve, sample } from "./schemas.mjs";
import { eventsOf, successOf } from "./scripts.mjs";

const JSON_TYPE = "application/json";
const FORM_TYPE = "multipart/form-data";
// The file that every upload sends; `generate.mjs` writes it, of the schema's example.
export const FILE_NAME = "statement.csv";
// Where a step says nothing else. A new one for each request that is sent.
const HEADERS = { "Idempotency-Key": "{{$guid}}" };

/** The Postman item of a step. */
export function requestOf(document, step, { id, operation, method, path }, converted, folder) {
  const name = step.name ?? operation.summary;
  const body =
    method === "GET" || method === "DELETE" ? undefined : bodyOf(document, step, operation);
  const request = {
    method,
    description: descriptionOf(step, operation, method, path),
    header: headersOf(step, operation, converted, body),
    url: urlOf(step, converted, id),
    ...(body && { body }),
    ...authOf(step, operation),
  };
  const example = step.refused || step.status ? undefined : exampleOf(document, operation, request);
  return {
    id: stableId(folder, name),
    name,
    request,
    response: example ? [example] : [],
    event: eventsOf(document, step, operation),
  };
}

/** A UUID that is the same each time, for what Postman wants to have one. */
export function stableId(...names) {
  const digest = createHash("sha256").update(names.join("\n")).digest("hex");
  const groups = [digest.slice(0, 8), digest.slice(8, 12), `5${digest.slice(13, 16)}`];
  return [...groups, `8${digest.slice(17, 20)}`, digest.slice(20, 32)].join("-");
}

function descriptionOf(step, operation, method, path) {
  const about = [step.note, operation.description].filter(Boolean);
  return [`\`${method} ${path}\``, ...about].join("\n\n");
}

function bodyOf(document, step, operation) {
  const content = resolve(document, operation.requestBody)?.content ?? {};
  const media = content[JSON_TYPE] ?? content[FORM_TYPE];
  if (!media) return undefined;
  const body = step.body ?? { ...exampleBody(document, step, media), ...step.change };
  if (!content[JSON_TYPE]) return { mode: "formdata", formdata: partsOf(document, media, body) };
  const raw = JSON.stringify(body, null, 2).replaceAll(/"\{\{#(\w+)\}\}"/g, "{{$1}}");
  return { mode: "raw", raw, options: { raw: { language: "json" } } };
}

/** Every field of the form, ready to be ticked; those that the body has are sent. */
function partsOf(document, media, body) {
  const fields = Object.entries(resolve(document, media.schema).properties);
  return fields.map(([key, { format, description }]) => ({
    key,
    description,
    ...(format === "binary"
      ? { type: "file", src: FILE_NAME }
      : { type: "text", value: textOf(body[key]) }),
    ...(body[key] === undefined && { disabled: true }),
  }));
}

function textOf(value) {
  return typeof value === "object" ? JSON.stringify(value) : String(value ?? "");
}

/** What the schema shows of the file that an upload sends. */
export function fileOf(document) {
  const bodies = Object.values(document.paths).map((item) => item.post?.requestBody?.content);
  const media = bodies.find((content) => content?.[FORM_TYPE])?.[FORM_TYPE];
  return [...examplesOf(media).values()][0].file;
}

function exampleBody(document, step, media) {
  const examples = examplesOf(media);
  if (!step.example) return [...examples.values()][0] ?? sample(document, media.schema);
  if (!examples.has(step.example)) throw new Error(`There is no example "${step.example}".`);
  return examples.get(step.example);
}

function headersOf(step, operation, converted, body) {
  const given = { ...HEADERS, ...step.headers };
  const header = (converted.header ?? [])
    .filter(({ key }) => !["Content-Type", "Accept"].includes(key))
    .map(({ key, description }) => ({
      key,
      value: given[key] ?? "",
      description: description?.content ?? "",
      ...(given[key] === undefined && { disabled: true }),
    }));
  const known = new Set(header.map(({ key }) => key));
  const more = Object.entries(step.headers ?? {}).filter(([key]) => !known.has(key));
  return [
    ...header,
    ...more.map(([key, value]) => ({ key, value })),
    // That of a form has a boundary, which whoever sends it draws.
    ...(body?.mode === "raw" ? [{ key: "Content-Type", value: JSON_TYPE }] : []),
  ];
}

function urlOf(step, converted, id) {
  const query = parametersOf(step, converted, id);
  const variable = (converted.url.variable ?? []).map(({ key }) => ({
    key,
    value: step.path?.[key] ?? "",
  }));
  const sent = query.filter(({ disabled }) => !disabled).map(({ key, value }) => `${key}=${value}`);
  const path = converted.url.path.join("/");
  return {
    raw: `{{base_url}}/${path}${sent.length > 0 ? "?" : ""}${sent.join("&")}`,
    host: ["{{base_url}}"],
    path: converted.url.path,
    ...(query.length > 0 && { query }),
    ...(variable.length > 0 && { variable }),
  };
}

/** Every parameter, ready to be ticked; those that the step names are sent. */
function parametersOf(step, converted, id) {
  const given = step.query ?? {};
  const known = new Map((converted.url.query ?? []).map((each) => [each.key, each]));
  const unknown = Object.keys(given).filter((key) => !known.has(key));
  if (unknown.length > 0 && !step.refused) throw new Error(`${id} takes no ${unknown.join(", ")}.`);
  return [...known.keys(), ...unknown].map((key) => ({
    key,
    value: given[key] ?? "",
    description: known.get(key)?.description?.content ?? "",
    ...(!(key in given) && { disabled: true }),
  }));
}

function authOf(step, operation) {
  const needsNone = operation.security === undefined;
  if (step.auth === undefined) return needsNone ? { auth: { type: "noauth" } } : {};
  if (step.auth === "") return { auth: { type: "noauth" } };
  return { auth: authorization(step.auth) };
}

/** `Authorization` with that value. */
export function authorization(value) {
  const pairs = { key: "Authorization", value, in: "header" };
  const apikey = Object.entries(pairs).map(([key, each]) => ({
    key,
    value: each,
    type: "string",
  }));
  return { type: "apikey", apikey };
}

/** The schema's own example of the answer, to be read where no server is at hand. */
function exampleOf(document, operation, request) {
  const status = successOf(operation);
  const answer = resolve(document, operation.responses[status]);
  const [name, value] = [...examplesOf(answer.content?.[JSON_TYPE])][0] ?? [];
  if (name === undefined) return undefined;
  return {
    name,
    originalRequest: essence(request),
    status: answer.description,
    code: Number(status),
    _postman_previewlanguage: "json",
    header: [{ key: "Content-Type", value: JSON_TYPE }],
    body: JSON.stringify(value, null, 2),
  };
}

/** The request as it was sent: without what is not ticked, and without explanations. */
function essence({ method, header, url, body }) {
  const sent = (each) => !each.disabled;
  const bare = ({ key, value }) => ({ key, value });
  return {
    method,
    header: header.filter(sent).map(bare),
    url: { ...url, ...(url.query && { query: url.query.filter(sent).map(bare) }) },
    ...(body && { body }),
  };
}
