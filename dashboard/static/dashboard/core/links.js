// From a figure to the very rows that add up to it: the API's address of them is the page's too.
import { pathOf } from "./http.js";

/** The transactions page's path for a `transactions_url`, narrowed further by `more`. */
export function rowsPath(url, more = {}) {
  const { search } = new URL(pathOf(url), location.origin);
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  return query.size ? `/transactions/?${query}` : "/transactions/";
}
