// Acts outside of a form: what was done is said with the way to take it back, and what was refused too.
import { Problem, Unreachable, undo } from "../core/http.js";
import { notice } from "../core/notices.js";

/** What went wrong. */
export function complainOf(error) {
  if (error.name === "AbortError") return;
  notice(error.message, { tone: "error" });
  if (!(error instanceof Problem || error instanceof Unreachable)) console.error(error);
}

/** `act(row)`, once at a time for each row. */
export function telling(act) {
  const busy = new Set();
  return async (row) => {
    if (busy.has(row.id)) return;
    busy.add(row.id);
    try {
      await act(row);
    } catch (error) {
      complainOf(error);
    } finally {
      busy.delete(row.id);
    }
  };
}

/** Says what was done; `after` follows when it was taken back. */
export function done(text, operation, after = () => notice("Taken back.")) {
  const run = () => undo(operation).then(after).catch(complainOf);
  notice(text, { action: operation && { label: "Undo", run } });
}
