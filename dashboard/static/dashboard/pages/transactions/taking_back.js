// The way back from what was done, in the notice that tells of it.
import { Problem, Unreachable, undo } from "../../core/http.js";
import { notice } from "../../core/notices.js";

/** What went wrong outside of a form. */
export function complainOf(error) {
  if (error.name === "AbortError") return;
  notice(error.errors?.length ? error.errors.map(({ detail }) => detail).join(" ") : error.message, { tone: "error" });
  if (!(error instanceof Problem || error instanceof Unreachable)) console.error(error);
}

/** Says what was done; `after` follows when it was taken back. */
export function done(text, operation, after) {
  const run = () => undo(operation).then(after).catch(complainOf);
  notice(text, operation && { action: { label: "Undo", run } });
}
