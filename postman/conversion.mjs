// What openapi-to-postmanv2 makes of the schema, by operation.

import converter from "openapi-to-postmanv2";

const OPTIONS = {
  folderStrategy: "Tags",
  parametersResolution: "Example",
  requestNameSource: "Fallback",
  alwaysInheritAuthentication: true,
};
const METHODS = ["get", "post", "put", "patch", "delete"];

/** The operations of an OpenAPI document: `{ id, method, path, operation }`, in its order. */
export function operationsOf(schema) {
  return Object.entries(schema.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({
      id: item[method].operationId,
      method: method.toUpperCase(),
      path,
      operation: item[method],
    })),
  );
}

/** The converted Postman requests, each under its operation's id. */
export async function convert(schema) {
  const collection = await converted(schema);
  const found = new Map();
  for (const { request } of leaves(collection.item)) {
    const path = `/${request.url.path.join("/")}`.replaceAll(/:(\w+)/g, "{$1}");
    found.set(`${request.method} ${path}`, request);
  }
  const named = operationsOf(schema).map(({ id, method, path }) => [
    id,
    found.get(`${method} ${path}`),
  ]);
  const lost = named.filter(([, request]) => !request).map(([id]) => id);
  if (lost.length > 0) throw new Error(`The converter lost ${lost.join(", ")}.`);
  return new Map(named);
}

function converted(schema) {
  // It writes into what it is given.
  const input = { type: "json", data: structuredClone(schema) };
  return new Promise((resolve, reject) => {
    converter.convertV2(input, OPTIONS, (error, outcome) => {
      if (error || !outcome.result) reject(error ?? new Error(outcome.reason));
      else resolve(outcome.output[0].data);
    });
  });
}

function* leaves(items) {
  for (const item of items) {
    if (item.item) yield* leaves(item.item);
    else yield item;
  }
}
