// The scripts of a request: what is prepared before it, and what is asserted of its answer.

import { resolve, standalone } from "./schemas.mjs";

const JSON_TYPES = ["application/json", "application/problem+json"];

/** The request's events, as Postman keeps them. */
export function eventsOf(document, step, operation) {
  const before = step.before ?? [];
  const after = [
    ...assertions(document, step, operation),
    ...checks(step),
    ...saving(step),
    ...(step.after ?? []),
  ];
  return [...(before.length > 0 ? [event("prerequest", before)] : []), event("test", after)];
}

export function event(listen, exec) {
  return { listen, script: { type: "text/javascript", exec } };
}

/** The status that the step expects: the one it names, or the operation's success. */
function statusOf(step, operation) {
  return String(step.refused?.status ?? step.status ?? successOf(operation));
}

export function successOf(operation) {
  return Object.keys(operation.responses).find((status) => status.startsWith("2"));
}

function assertions(document, step, operation) {
  const status = statusOf(step, operation);
  const answer = resolve(document, operation.responses[status]);
  if (!answer) throw new Error(`${operation.operationId} documents no ${status}.`);
  const [mediaType, media] = Object.entries(answer.content ?? {})[0] ?? [];
  return [
    test(
      `${status}: ${sentence(answer.description, step)}`,
      `pm.response.to.have.status(${status})`,
    ),
    ...named(document, answer),
    ...(mediaType ? typed(document, mediaType, media) : [test("It has no body", EMPTY)]),
    ...refusal(step),
  ];
}

const EMPTY = 'pm.expect(pm.response.text()).to.eql("")';

function named(document, answer) {
  const headers = Object.entries(answer.headers ?? {});
  const names = headers
    .filter(([, each]) => resolve(document, each).required)
    .map(([name]) => name);
  if (names.length === 0) return [];
  const each = `${JSON.stringify(names)}.forEach((name) => pm.response.to.have.header(name))`;
  return [test(`It has ${names.join(", ")}`, each)];
}

function typed(document, mediaType, media) {
  const type = `pm.expect(pm.response.headers.get("Content-Type")).to.include("${mediaType}")`;
  if (!JSON_TYPES.includes(mediaType)) {
    const size = "pm.expect(pm.response.responseSize).to.be.above(0)";
    return [test(`It is ${mediaType}`, type), test("It is not empty", size)];
  }
  const schema = JSON.stringify(standalone(document, media.schema));
  return [
    test(`It is ${mediaType}`, type),
    test("It is what the schema promises", `pm.response.to.have.jsonSchema(${schema})`),
    "const answer = pm.response.json();",
  ];
}

function refusal({ refused }) {
  if (!refused) return [];
  const code = test(`It says ${refused.code}`, `pm.expect(answer.code).to.eql("${refused.code}")`);
  if (!refused.attr) return [code];
  const attributes = "answer.errors.map((each) => each.attr)";
  return [
    code,
    test(`It names ${refused.attr}`, `pm.expect(${attributes}).to.include("${refused.attr}")`),
  ];
}

function checks(step) {
  return Object.entries(step.checks ?? {}).map(([name, expression]) => test(name, expression));
}

function saving(step) {
  return Object.entries(step.save ?? {}).map(
    ([name, value]) => `pm.collectionVariables.set("${name}", ${value});`,
  );
}

function test(name, expression) {
  return `pm.test(${JSON.stringify(name)}, () => ${expression});`;
}

/** Of a description that lists several problems, the one that is due. */
function sentence(description, { refused }) {
  const lines = description.split("\n");
  const line = lines.find((each) => each.startsWith(`- \`${refused?.code}\``)) ?? lines[0];
  return line.replace(/^- `\w+`: /, "");
}
