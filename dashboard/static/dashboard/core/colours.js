// Light, dark, or as the system has it; and the colours of the day for what CSS does not paint.
import { say } from "./events.js";

const system = matchMedia("(prefers-color-scheme: dark)");
system.addEventListener("change", () => say("theme"));

export const theme = () => localStorage.getItem("theme") ?? "system";

export function setTheme(name) {
  if (name === "system") {
    localStorage.removeItem("theme");
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem("theme", name);
    document.documentElement.dataset.theme = name;
  }
  say("theme");
}

/** What the custom properties are now: `light-dark()` is settled only where it paints. */
export function painted(...names) {
  const probe = document.body.appendChild(document.createElement("span"));
  const found = names.map((name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  return found;
}

const PALETTE = ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10"];

/** As many colours for categories: their own, or the next of the palette. */
export function categoryColours(rows) {
  const palette = painted(...PALETTE);
  return rows.map((row, index) => row.color || palette[index % palette.length]);
}
