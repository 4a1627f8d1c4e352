// What moves on the server is read again, at a calm pace, until it rests.
import { get, post } from "../../core/http.js";

const MOVES = new Set(["reading", "committing", "undoing"]);
const SHORTEST = 1000;
const LONGEST = 4000;
/** So many answers alike, and whoever worked on it has probably been stopped. */
const STALLED = 8;

export const isMoving = ({ status }) => MOVES.has(status);
export const pathTo = (id, ...parts) => ["/api/imports", id, ...parts, ""].join("/");

function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

/** Calls `step(statement, isStalled)` again and again, until that is false. */
async function watch(id, step, signal) {
  let alike = 0;
  let before;
  for (let wait = SHORTEST; ; wait = Math.min(wait * 1.3, LONGEST)) {
    await pause(wait, signal);
    const found = await get(pathTo(id), undefined, { signal });
    const told = JSON.stringify(found);
    alike = told === before ? alike + 1 : 0;
    before = told;
    if (!step(found, alike >= STALLED)) return found;
  }
}

/** Resolves to the import at rest; `onstep` hears of it on the way. */
export function untilItRests(id, onstep, signal) {
  return watch(id, (found, isStalled) => isMoving(found) && (onstep(found, isStalled), true), signal);
}

/** Has it committed or undone. The answer may take long, so that it is looked at meanwhile. */
export async function carryOut(id, verb, body, onstep, signal) {
  const answered = new AbortController();
  const step = (found) => {
    if (isMoving(found)) onstep(found, false);
    return true;
  };
  watch(id, step, AbortSignal.any([signal, answered.signal])).catch(() => {}); // the answer tells
  try {
    return (await post(pathTo(id, verb), body)).data;
  } finally {
    answered.abort();
  }
}
