// A chart with its words: a heading, the drawing, and the same figures as a table, which is what
// screen readers and keyboards get, with a link to the rows behind each figure.
import { fill, h, newId } from "../core/dom.js";
import { hear } from "../core/events.js";
import { navigate } from "../core/router.js";
import { painted } from "../core/colours.js";
import { loadCharts } from "./vendor.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** What all charts share, in the colours of the day. */
function common(Chart) {
  const [ink, muted, line, surface] = painted("ink", "muted", "line", "raised");
  const { defaults } = Chart;
  defaults.font.family = getComputedStyle(document.documentElement).fontFamily;
  defaults.font.size = 12;
  defaults.color = muted;
  defaults.borderColor = line;
  defaults.maintainAspectRatio = false;
  defaults.animation = calm.matches ? false : { duration: 350 };
  defaults.plugins.legend.display = false;
  Object.assign(defaults.plugins.tooltip, {
    backgroundColor: surface, titleColor: ink, bodyColor: ink, borderColor: line, borderWidth: 1, padding: 10, cornerRadius: 10, boxPadding: 4, usePointStyle: true,
  });
}

function picked(chart, event, links) {
  const [hit] = chart.getElementsAtEventForMode(event.native ?? event, "nearest", { intersect: chart.config.type !== "line" }, true);
  return hit && links(hit.index, hit.datasetIndex);
}

async function draw(canvas, { config, links }, old) {
  const Chart = await loadCharts();
  if (!canvas.isConnected) return undefined;
  old?.destroy();
  common(Chart);
  const made = config();
  made.options = {
    ...made.options,
    onClick: (event, _, chart) => {
      const path = links && picked(chart, event, links);
      if (path) navigate(path);
    },
    onHover: (event, hits, chart) => {
      chart.canvas.style.cursor = hits.length && links ? "pointer" : "";
    },
  };
  return new Chart(canvas, made);
}

function tableOf({ head, rows }) {
  const cell = (each, index) => (index ? h("td", { class: "amount" }, each) : h("th", { scope: "row" }, each));
  return h("table", {},
    h("thead", {}, h("tr", {}, head.map((each, index) => h("th", { scope: "col", class: index > 0 && "amount" }, each)))),
    h("tbody", {}, rows().map((row) => h("tr", {}, row.map(cell)))));
}

/**
 * `{title, summary, config(), table: {head, rows()}, links(index, dataset), extra}`: `config` gives
 * Chart.js's own, anew for each theme; `links` the path of the rows behind a part; `table.rows` cells
 * of text or elements. Resolves `drawn` when it is on the screen.
 */
export function figure(described, signal) {
  const { title, summary, table, extra } = described;
  const id = newId("figure");
  const canvas = h("canvas", { role: "img", "aria-label": `${title}. ${summary}` });
  const rest = h("details", { class: "figure-table" }, h("summary", {}, "As a table"));
  rest.addEventListener("toggle", () => {
    if (rest.open && rest.children.length === 1) rest.append(h("div", { class: "figure-scroll", tabindex: "0", role: "group", "aria-label": title }, tableOf(table)));
  });
  const element = h("figure", { class: "card figure", "aria-labelledby": id },
    h("figcaption", { class: "card-head" }, h("h2", { id }, title), h("span", { class: "muted small" }, summary)),
    h("div", { class: "canvas" }, canvas), extra, rest);
  let chart;
  const renew = async () => {
    chart = await draw(canvas, described, chart);
  };
  const drawn = new Promise((resolve) => requestAnimationFrame(resolve)).then(renew).catch(() => {
    if (!signal.aborted) fill(canvas.parentElement, h("p", { class: "muted small" }, "The drawing could not be loaded; the table has its figures."));
  });
  hear("theme", renew, signal);
  signal.addEventListener("abort", () => chart?.destroy());
  return { element, drawn };
}
