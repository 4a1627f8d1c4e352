// Acts outside of a form: what was done is said with the way to take it back, and what was refused too.
import { undo } from "../core/http.js";
import { notice } from "../core/notices.js";

/** `act(row)`, once at a time for each row. */
export function telling(act) {
  const busy = new Set();
  return async (row) => {
    if (busy.has(row.id)) return;
    busy.add(row.id);
    try {
      await act(row);
    } catch (error) {
      if (error.name !== "AbortError") notice(error.message, { tone: "error" });
    } finally {
      busy.delete(row.id);
    }
  };
}

const takeBack = telling(async ({ id }) => {
  await undo(id);
  notice("Taken back.");
});

export function done(text, operation) {
  notice(text, { action: operation && { label: "Undo", run: () => takeBack({ id: operation }) } });
}
