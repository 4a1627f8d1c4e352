// What has just been done, and the way to take it back.
import { undo } from "../../core/http.js";
import { notice } from "../../core/notices.js";

async function takeBack(operation) {
  try {
    await undo(operation);
    notice("Taken back.");
  } catch (error) {
    notice(error.message, { tone: "error" });
  }
}

export function done(text, operation) {
  notice(text, { action: operation && { label: "Undo", run: () => takeBack(operation) } });
}
