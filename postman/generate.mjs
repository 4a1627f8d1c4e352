#!/usr/bin/env node
// Writes the Postman collection, its environment and the file that it uploads from the API's schema.
//
//   node generate.mjs [--check] [file, address or - for the standard input]
//
// Without a word it asks the server that `python3 dev.py run` starts. `--check` writes nothing, and
// fails where the files are not what the schema makes of them.

import { readFile, writeFile } from "node:fs/promises";
import { text } from "node:stream/consumers";

import { collectionOf, environmentOf } from "./collection.mjs";
import { FILE_NAME, fileOf } from "./requests.mjs";

const SERVER = "http://127.0.0.1:8000/api/schema/";
const AGAIN = "python manage.py spectacular --format openapi-json | node postman/generate.mjs -";
const COLLECTION = "expense-tracker.postman_collection.json";
const ENVIRONMENT = "local.postman_environment.json";

async function main(words) {
  const check = words.includes("--check");
  const [source = SERVER] = words.filter((word) => word !== "--check");
  const schema = JSON.parse(await read(source));
  const files = {
    [COLLECTION]: written(await collectionOf(schema)),
    [ENVIRONMENT]: written(environmentOf(schema)),
    [FILE_NAME]: fileOf(schema),
  };
  const stale = [];
  for (const [name, wanted] of Object.entries(files)) {
    const place = new URL(name, import.meta.url);
    if (!check) await writeFile(place, wanted);
    else if ((await kept(place)) !== wanted) stale.push(name);
  }
  if (stale.length > 0)
    throw new Error(
      `${stale.join(", ")}: not what the schema makes of it.\nTo write it anew: ${AGAIN}`,
    );
}

function written(content) {
  return `${JSON.stringify(content, null, 1)}\n`;
}

function kept(place) {
  return readFile(place, "utf8").catch(() => "");
}

async function read(source) {
  if (source === "-") return text(process.stdin);
  if (!/^https?:/.test(source)) return readFile(source, "utf8");
  const headers = { Accept: "application/vnd.oai.openapi+json" };
  const answer = await fetch(source, { headers }).catch(() => {
    throw new Error(`Nothing answers at ${source}.`);
  });
  if (!answer.ok) throw new Error(`${source} answers ${answer.status}.`);
  return answer.text();
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
