// Who one is, what the books count in, how the page looks, and the ways out.
import { me } from "../core/books.js";
import { fill, h } from "../core/dom.js";
import { get } from "../core/http.js";
import { booksCard } from "./settings/books.js";
import { deletionCard, exportCard } from "./settings/leaving.js";
import { passwordCard, sessionsCard } from "./settings/password.js";
import { profileCard } from "./settings/profile.js";
import { themeCard } from "./settings/theme.js";

export const title = "Settings";

export async function show(main, { signal }) {
  const profile = await get("/api/me/", undefined, { signal });
  const username = async () => (await me()).username;
  fill(main,
    h("div", { class: "page settings" },
      h("header", { class: "page-head" }, h("h1", { tabindex: "-1" }, title)),
      h("div", { class: "subjects" },
        profileCard(profile), booksCard(profile), themeCard(), passwordCard(profile), sessionsCard(), exportCard(), deletionCard(username))));
}
