// Parts of the OpenAPI document: references followed, schemas that stand alone, samples.

// Words that say nothing about whether an answer is right.
const ASIDE = new Set([
  "description",
  "title",
  "examples",
  "example",
  "default",
  "readOnly",
  "writeOnly",
]);
// Formats that Postman's validator knows; it refuses a schema with any other.
const FORMATS = new Set(["date", "date-time", "email", "uri", "uri-reference", "uuid"]);
const COMPONENT = "#/components/schemas/";

/** What a reference refers to, or the thing itself. */
export function resolve(document, found) {
  if (!found?.$ref) return found;
  return found.$ref
    .slice(2)
    .split("/")
    .reduce((place, name) => place[name], document);
}

/** The schema with all that it refers to, in the JSON Schema that Postman's sandbox validates. */
export function standalone(document, schema) {
  const definitions = {};
  const follow = (name) => {
    if (name in definitions) return;
    definitions[name] = {}; // first, so that a schema may refer to itself
    definitions[name] = plain(document.components.schemas[name], follow);
  };
  const root = plain(schema, follow);
  return Object.keys(definitions).length > 0 ? { ...root, definitions } : root;
}

function plain(schema, follow) {
  if (typeof schema !== "object" || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map((each) => plain(each, follow));
  if (schema.$ref) {
    const name = schema.$ref.replace(COMPONENT, "");
    follow(name);
    return { $ref: `#/definitions/${name}` };
  }
  const entries = Object.entries(schema).filter(([key, value]) => matters(key, value));
  return Object.fromEntries(entries.map(([key, value]) => [key, inner(key, value, follow)]));
}

function matters(key, value) {
  return !ASIDE.has(key) && (key !== "format" || FORMATS.has(value));
}

function inner(key, value, follow) {
  if (key === "enum" || key === "const" || key === "required") return value;
  // The schema may list a type twice, which validators refuse.
  if (key === "type") return Array.isArray(value) ? [...new Set(value)] : value;
  if (key !== "properties") return plain(value, follow);
  // The names here are a client's, and may be `description` or `default`.
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, plain(each, follow)]),
  );
}

/** The values of a body's or an answer's examples, by their summaries. */
export function examplesOf(media) {
  const found = Object.entries(media?.examples ?? {});
  return new Map(found.map(([name, each]) => [each.summary ?? name, each.value]));
}

/** A valid value, made of the schema's examples; of an object, what is required alone. */
export function sample(document, schema) {
  const found = resolve(document, schema);
  if (found.examples?.length) return found.examples[0];
  if ("example" in found) return found.example;
  if ("default" in found) return found.default;
  if (found.enum) return found.enum[0];
  const choice = (found.allOf ?? found.anyOf ?? found.oneOf)?.[0];
  if (choice) return sample(document, choice);
  return sampleOfType(document, found);
}

function sampleOfType(document, schema) {
  switch ([schema.type].flat()[0]) {
    case "object": {
      const names = schema.required ?? [];
      return Object.fromEntries(
        names.map((name) => [name, sample(document, schema.properties[name])]),
      );
    }
    case "array":
      return [];
    case "integer":
    case "number":
      return schema.minimum ?? 1;
    case "boolean":
      return false;
    default:
      return "text";
  }
}
