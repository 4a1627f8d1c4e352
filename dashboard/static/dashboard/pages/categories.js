// What transactions are sorted by: names with an emoji and a colour.
import { fill, h, rested } from "../core/dom.js";
import { counted, number } from "../core/format.js";
import { input } from "../core/forms.js";
import { getAll, patch } from "../core/http.js";
import { icon } from "../core/icons.js";
import { remember } from "../core/router.js";
import { done, telling } from "../parts/acting.js";
import { card } from "./categories/card.js";
import { editCategory } from "./categories/editing.js";
import { deleteCategory, mergeCategory } from "./categories/moving.js";
import { renewing } from "../parts/renewing.js";

export const title = "Categories";

const read = (signal) => getAll("/api/categories/", { ordering: "name" }, { signal });

/** Without accents and case, as people type when they search. */
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function found(rows, words) {
  const wanted = plain(words);
  return rows.filter((row) => plain(`${row.name} ${row.description} ${row.emoji}`).includes(wanted));
}

async function archive(row) {
  const { data, operation } = await patch(`/api/categories/${row.id}/`, { archived: !row.archived });
  done(data.archived ? `${data.name} is archived.` : `${data.name} is back.`, operation);
}

function state(picture, heading, words, ...more) {
  return h("div", { class: "state" },
    h("div", { class: "state-picture", "aria-hidden": "true" }, picture),
    h("h2", {}, heading), h("p", {}, words), h("p", { class: "state-ways" }, more));
}

const makeButton = (key, make) =>
  h("button", { class: "button primary", type: "button", dataset: { key }, onclick: make }, icon("plus"), "New category");

function nothing(words, { make, clear }) {
  if (!words) return state("🏷️", "No categories yet", "Categories show what your money goes to, and let you plan it.", makeButton("first", () => make()));
  return state("🔎", `Nothing is called “${words}”`, "Look for a part of a name or of a description.",
    h("button", { class: "button", type: "button", onclick: clear }, "Show all"),
    h("button", { class: "button primary", type: "button", onclick: () => make({ name: words }) }, "Create it"));
}

const grid = (rows, acts) => h("ul", { class: "category-grid" }, rows.map((row) => card(row, acts)));

/** Archived ones stay out of the way, unless it is them that was looked for. */
function archivedPart(rows, acts, isOpen, ontoggle) {
  return h("details", { class: "archived", open: isOpen, ontoggle: (event) => ontoggle(event.target.open) },
    h("summary", { dataset: { key: "archived" } }, `Archived (${number(rows.length)})`), grid(rows, acts));
}

function listing(place, acts) {
  let isOpen = false;
  return (rows, words) => {
    const hits = found(rows, words);
    const [gone, there] = [hits.filter((row) => row.archived), hits.filter((row) => !row.archived)];
    const remembered = (is) => {
      if (!words) isOpen = is;
    };
    fill(place,
      hits.length === 0 && nothing(words, acts),
      there.length > 0 && grid(there, acts),
      gone.length > 0 && archivedPart(gone, acts, isOpen || Boolean(words), remembered));
    return words ? `${counted(hits.length, "category", "categories")} found` : counted(there.length, "category", "categories");
  };
}

function searchBox(value, onsearch) {
  const control = input("search", { type: "search", value, "aria-label": "Search categories", placeholder: "Search categories", maxlength: 100 });
  control.addEventListener("input", rested(onsearch));
  return control;
}

/** What can be done with a category; `now()` has the rows as they are. */
function actsOf(now, { renew, settled }, signal) {
  return {
    make: (preset) => editCategory(preset, signal),
    edit: async (row) => {
      await settled();
      await editCategory(now().find((each) => each.id === row.id) ?? row, signal);
      await renew();
    },
    merge: telling((row) => mergeCategory(row, now(), signal)),
    archive: telling(archive),
    remove: telling((row) => deleteCategory(row, now(), signal)),
  };
}

export async function show(main, { url, signal }) {
  let rows = await read(signal);
  const search = searchBox(url.searchParams.get("search") ?? "", () => look());
  const said = h("p", { class: "muted small", role: "status" });
  const place = h("div", { class: "category-list" });
  const words = () => search.value.trim();
  const draw = (found = rows) => {
    rows = found;
    fill(said, list(rows, words()));
  };
  const look = () => {
    remember(new URLSearchParams(words() ? { search: words() } : {}));
    draw();
  };
  const clear = () => {
    search.value = "";
    look();
    search.focus();
  };
  const renewal = renewing(main, { read: () => read(signal), draw }, signal);
  const acts = { ...actsOf(() => rows, renewal, signal), clear };
  const list = listing(place, acts);
  draw();
  fill(main, h("div", { class: "page" },
    h("header", { class: "page-head" }, h("h1", { tabindex: "-1" }, title), makeButton("make", () => acts.make())),
    h("div", { class: "category-tools" }, search, said),
    place));
}
