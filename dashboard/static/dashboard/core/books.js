// What nearly every page needs of the books: whose they are, and the categories. Fetched once, and
// again after a write that may have changed it.
import { hear, say } from "./events.js";
import { get, getAll } from "./http.js";
import { today } from "./format.js";

let mine;
let named;

hear("written", ({ path }) => {
  if (path.startsWith("/api/me/")) mine = undefined;
  // A transaction may name a new category, an import's commit too, and an undo may do anything.
  if (!path.startsWith("/api/tokens/")) named = undefined;
});

function remembering(promise, forget) {
  promise.catch(forget);
  return promise;
}

/** The profile: username, email, currency, timezone. */
export function me() {
  mine ??= remembering(get("/api/me/").then((profile) => (say("me", profile), profile)), () => {
    mine = undefined;
  });
  return mine;
}

/** Whether the session is still that of whom the page shows: another tab may have changed it. */
export async function isStillMe() {
  const [shown, { id }] = await Promise.all([me(), get("/api/me/")]);
  return shown.id === id;
}

/** Every category by its id, in the order of their names; archived ones too. */
export function categories() {
  named ??= remembering(
    getAll("/api/categories/", { ordering: "name" }).then((rows) => new Map(rows.map((row) => [row.id, row]))),
    () => {
      named = undefined;
    },
  );
  return named;
}

/** The day that it is where the books are kept. */
export async function booksToday() {
  return today((await me()).timezone);
}
