// Files on their way into the books, and the books on their way out: `/imports/` and `/imports/<id>/`.
import { showStart } from "./imports/start.js";
import { showStatement } from "./imports/statement.js";

export const title = "Import & export";

export function show(main, { url, signal }) {
  const [, , id] = url.pathname.split("/");
  return id ? showStatement(main, id, { url, signal }) : showStart(main, signal);
}
