// Light or dark: kept by this browser alone.
import { setTheme, theme } from "../../core/colours.js";
import { h } from "../../core/dom.js";
import { card } from "./card.js";

const THEMES = [
  ["system", "As the system has it"],
  ["light", "Light"],
  ["dark", "Dark"],
];

const choice = ([name, label]) =>
  h("label", { class: "theme-choice" },
    h("input", { type: "radio", name: "theme", value: name, checked: theme() === name, onchange: () => setTheme(name) }),
    h("span", {}, label));

export function themeCard() {
  return card("Appearance", null,
    h("fieldset", { class: "themes" }, h("legend", {}, "Theme of this browser"), THEMES.map(choice)));
}
