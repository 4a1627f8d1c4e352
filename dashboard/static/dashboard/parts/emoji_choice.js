// A picture for a category: typed, or picked from those that households use.
import { h } from "../core/dom.js";
import { field, input } from "../core/forms.js";

const EMOJI = [..."🍔🛒🍎☕🍺🍽🏠💡🔥💧📱🌐🚗⛽🚌🚲🚆✈🏖🎬🎮🎵📚🎓👕👟💄💊🏥🦷💪🐶👶🎁🎉❤💼💰📈🏦🧾🔧🪴🧹📦🎨🖥🧸"].map((each) => (/[🍽✈🏖❤🖥]/u.test(each) ? `${each}\ufe0f` : each));

/** A field named `emoji`, with a grid of suggestions. */
export function emojiChoice(value) {
  const control = input("emoji", { value, maxlength: 16, class: "emoji-input", placeholder: "🙂" });
  const pick = (each) => {
    control.value = each;
    control.focus();
  };
  const grid = h("div", { class: "emoji-grid", role: "group", "aria-label": "Suggested emoji" },
    EMOJI.map((each) => h("button", { class: "emoji-pick", type: "button", "aria-label": each, onclick: () => pick(each) }, each)));
  const place = field("Emoji", control);
  place.append(grid);
  return place;
}
