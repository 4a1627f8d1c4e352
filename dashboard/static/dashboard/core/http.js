// The one place that speaks HTTP. A write has a key from its first try on, so it can be sent until
// an answer comes back, and is done once; a session that has ended is opened again in between.
import { say } from "./events.js";

/** The API said no: `code`, `status`, `errors` and the rest as the problem has them. */
export class Problem extends Error {
  constructor(body) {
    super(body.errors?.map((each) => each.detail).join(" ") || body.detail || body.title);
    Object.assign(this, body);
  }
}

/** No answer came. */
export class Unreachable extends Error {
  constructor() {
    super("The server cannot be reached.");
  }
}

const READ_TRIES = 2;
const LONGEST_WAIT = 15_000;
/** Nobody can tell what became of the request: it is sent again, with its key. */
const BUSY = new Set([429, 502, 503, 504]);

let askForSignIn = async () => location.assign("/sign-in/");
let isSamePerson = async () => true;
let signingIn;

/** How the page finds out that it is still the same person who is signed in. */
export function onOtherSession(check) {
  isSamePerson = check;
}

/** How the page asks whoever uses it to sign in again; resolves when that is done. */
export function onSignedOut(ask) {
  askForSignIn = ask;
}

function signedInAgain() {
  signingIn ??= askForSignIn().finally(() => {
    signingIn = undefined;
  });
  return signingIn;
}

/** Random where `crypto.randomUUID` is not: on plain http from another machine. */
function newKey() {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(36)).join("-");
}

function csrfToken() {
  return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const wake = () => {
      clearTimeout(timer);
      removeEventListener("online", wake);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const end = () => {
      wake();
      reject(signal.reason);
    };
    const timer = setTimeout(wake, milliseconds);
    addEventListener("online", wake);
    signal?.addEventListener("abort", end);
  });
}

async function problemOf(response) {
  const isProblem = response.headers.get("Content-Type")?.includes("json");
  const body = isProblem ? await response.json() : {};
  return new Problem({ title: `The server answered ${response.status}.`, errors: [], ...body, status: response.status });
}

/** As `fetch`, which does not tell how much of a body is sent: `onprogress` hears the share from 0 to 1. */
function fetchTelling(url, { method, headers, body, signal, onprogress }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", ({ loaded, total }) => onprogress(total ? loaded / total : 1));
    request.addEventListener("load", () => {
      const lines = request.getAllResponseHeaders().trim().split("\r\n");
      resolve(new Response(request.response || null, { status: request.status, headers: lines.map((line) => line.split(/: ?(.*)/s, 2)) }));
    });
    request.addEventListener("error", () => reject(new Unreachable()));
    request.addEventListener("abort", () => reject(signal?.reason));
    signal?.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}

// Every sign-in draws a new one: another one than before may be somebody else's.
let ownToken = csrfToken();

/** What was meant for one person's books must never reach another's. */
async function refuseOthers() {
  const token = csrfToken();
  if (token === ownToken) return;
  if (!(await isSamePerson())) {
    location.assign("/");
    throw new DOMException("Somebody else is signed in.", "AbortError");
  }
  ownToken = token;
}

/** One try: the response, or undefined where none came. */
async function tried(url, options) {
  const ask = options.onprogress ? fetchTelling : fetch;
  try {
    if (options.headers["Idempotency-Key"]) await refuseOthers();
    const response = await ask(url, { ...options, headers: { ...options.headers, ...(options.method && { "X-CSRFToken": csrfToken() }) } });
    if (!BUSY.has(response.status)) say("connection", "there");
    return response;
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    if (error.name === "AbortError") throw error;
    return undefined;
  }
}

async function freshCsrfToken() {
  await fetch("/", { headers: { Accept: "text/html" } });
}

/** The answer, however long the server is away; `tries` ends that. */
async function asked(url, options, tries) {
  let refreshed = false;
  for (let number = 1; ; number += 1) {
    const response = await tried(url, options);
    if (response?.ok) return response;
    const wait = Math.min(500 * 2 ** number, LONGEST_WAIT);
    if (response === undefined) {
      say("connection", "away");
      if (number >= tries) throw new Unreachable();
      await pause(wait, options.signal);
    } else if (BUSY.has(response.status) && number < tries) {
      say("connection", "busy");
      const seconds = Number(response.headers.get("Retry-After"));
      await pause(seconds > 0 ? Math.min(seconds * 1000, 60_000) : wait, options.signal);
    } else {
      const problem = await problemOf(response);
      if (response.status === 401) await signedInAgain();
      else if (problem.code === "csrf_failed" && !refreshed) {
        refreshed = true;
        await freshCsrfToken();
      } else throw problem;
    }
  }
}

/** A new session, by the form in front of the pages. Throws Problem or Unreachable. */
export async function signIn(username, password) {
  const options = { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams({ username, password }) };
  let response = await tried("/sign-in/", options);
  if (response?.status === 403) {
    await freshCsrfToken();
    response = await tried("/sign-in/", options);
  }
  if (!response) throw new Unreachable();
  if (!response.ok) throw await problemOf(response);
}

/** A path with its parameters: lists repeat the name, what is null or "" is left out. */
export function address(path, params = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of params instanceof URLSearchParams ? params : Object.entries(params)) {
    for (const each of [value].flat()) if (each !== null && each !== undefined && each !== "") query.append(name, each);
  }
  return query.size ? `${path}?${query}` : path;
}

/** What is at the path, as JSON. Throws Problem or Unreachable. */
export async function get(path, params, { signal } = {}) {
  const options = { headers: { Accept: "application/json" }, signal };
  return (await asked(address(path, params), options, READ_TRIES)).json();
}

/** The whole list, page by page. */
export async function getAll(path, params, options) {
  const rows = [];
  let page = await get(path, { page_size: 500, ...params }, options);
  rows.push(...page.results);
  while (page.next) {
    page = await get(pathOf(page.next), undefined, options);
    rows.push(...page.results);
  }
  return rows;
}

/** Of a whole URL that the API gave: its path and query, which are this server's too. */
export function pathOf(url) {
  const { pathname, search } = new URL(url, location.origin);
  return pathname + search;
}

/**
 * A write. Waits for as long as the server is away, unless the signal ends that; sent again, it is
 * done once. `version` is the one that was read: Problem `stale` if the row has another by now.
 * Resolves to `{data, operation}`: the answer's body, and the id to undo it by. `onprogress` hears how
 * much of the body is sent; a `quiet` one leaves nobody who would read again.
 */
export async function send(method, path, body, { version, signal, onprogress, quiet = false } = {}) {
  const headers = { Accept: "application/json", "Idempotency-Key": newKey() };
  if (version !== undefined) headers["If-Match"] = `"${version}"`;
  const isForm = body instanceof FormData;
  if (body !== undefined && !isForm) headers["Content-Type"] = "application/json";
  const content = body === undefined || isForm ? body : JSON.stringify(body);
  const response = await asked(path, { method, headers, body: content, signal, onprogress }, Infinity);
  const data = response.status === 204 ? null : await response.json().catch(() => null);
  const operation = Number(response.headers.get("Operation-Id")) || null;
  if (!quiet) say("written", { method, path, operation });
  return { data, operation };
}

export const post = (path, body, options) => send("POST", path, body, options);
export const patch = (path, body, options) => send("PATCH", path, body, options);
export const remove = (path, options) => send("DELETE", path, undefined, options);

/** Takes an operation back. */
export const undo = (operation) => post(`/api/operations/${operation}/undo/`);
