import { fill, h } from "../core/dom.js";
import { me } from "../core/books.js";

export const title = "Overview";

export async function show(main) {
  const profile = await me();
  fill(main, h("h1", { tabindex: "-1" }, `Hello, ${profile.username}`));
}
