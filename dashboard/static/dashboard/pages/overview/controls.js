// The choice of days, currency and category, which drives everything below it.
import { fill, h } from "../../core/dom.js";
import { get } from "../../core/http.js";
import { select } from "../../core/forms.js";
import { categoryChoice } from "../../parts/category_choice.js";
import { periodPicker } from "../../parts/period.js";

/** The currencies that there are rows in, fetched when somebody looks for another one. */
function currencyChoice(value, onchange) {
  const control = select("currency", [[value, value]], { value, "aria-label": "Currency" });
  const complete = async () => {
    const { results } = await get("/api/reports/currencies/", { period: "all", page_size: 500 });
    const others = results.map((row) => row.currency).filter((each) => each !== value);
    control.append(...others.map((each) => h("option", { value: each }, each)));
  };
  control.addEventListener("focus", () => complete().catch(() => {}), { once: true });
  control.addEventListener("change", () => onchange(control.value));
  return control;
}

export async function drawControls(place, wanted, { today, onchange }) {
  const { currency, category, ...days } = wanted;
  const focused = place.contains(document.activeElement) && document.activeElement.name;
  const choice = await categoryChoice({ value: category, all: "All categories", none: "Uncategorised", make: false, "aria-label": "Category" });
  choice.addEventListener("change", () => onchange({ ...wanted, category: choice.value }));
  fill(place,
    periodPicker({ value: days, today, onchange: (next) => onchange({ ...next, currency, category }) }),
    choice,
    currencyChoice(currency, (next) => onchange({ ...wanted, currency: next })));
  if (focused) place.querySelector(`[name="${focused}"]`)?.focus();
}
