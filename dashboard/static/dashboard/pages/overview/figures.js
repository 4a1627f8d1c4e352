// The charts: what each draws, what it says in words, and the rows behind each part.
import { h } from "../../core/dom.js";
import { categoryColours, painted } from "../../core/colours.js";
import { date, height, isNegative, isZero, money, month, percent, range, weekday } from "../../core/format.js";
import { rowsPath } from "../../core/links.js";
import { figure } from "../../charts/figure.js";

const LEGEND = 7;
const expenses = (row) => rowsPath(row.transactions_url, { type: "expense" });
const linked = (text, href) => h("a", { href }, text);

/** Axes of money along the side; `labels` along the bottom. */
function axes(currency, most = 8) {
  const [line] = painted("line");
  return {
    x: { grid: { display: false }, border: { display: false }, ticks: { maxTicksLimit: most, maxRotation: 0, autoSkipPadding: 12 } },
    y: { beginAtZero: true, border: { display: false }, grid: { color: line }, ticks: { maxTicksLimit: 5, callback: (value) => money(String(value), currency, { short: true }) } },
  };
}

/** The exact figure in the tip, where Chart.js would show a rounded number. */
const tip = (text) => ({ tooltip: { callbacks: { label: (item) => text(item.dataIndex, item.datasetIndex) } } });

const nameOf = (row) => row.category_name ?? "Uncategorised";
const titled = (row) => [row.category_emoji, nameOf(row)].filter(Boolean).join(" ");

export function drawCategories({ by_category: rows, currency, current }, { signal, named }) {
  const parts = rows.filter((row) => !isNegative(row.total) && !isZero(row.total));
  if (!parts.length) return none("Expenses by category", "No expenses in these days.");
  const colours = () => categoryColours(parts.map((row) => ({ color: named.get(row.category)?.color })));
  const [painting] = [colours()];
  const legend = h("ul", { class: "legend" }, parts.slice(0, LEGEND).map((row, index) =>
    h("li", {}, h("a", { class: "legend-row", href: rowsPath(row.transactions_url) },
      h("span", { class: "legend-dot", vars: { "--dot": painting[index] } }),
      h("span", { class: "legend-name" }, titled(row)),
      h("span", { class: "amount" }, money(row.total, currency)),
      h("span", { class: "amount muted small" }, row.share === null ? "" : percent(row.share))))));
  return figure({
    title: "Expenses by category",
    summary: money(current.expense, currency),
    extra: legend,
    config: () => ({
      type: "doughnut",
      data: { labels: parts.map(titled), datasets: [{ data: parts.map((row) => height(row.total)), backgroundColor: colours(), borderColor: painted("surface")[0], borderWidth: 2, hoverOffset: 6 }] },
      options: { cutout: "68%", layout: { padding: 4 }, plugins: tip((index) => ` ${money(parts[index].total, currency)}`) },
    }),
    links: (index) => rowsPath(parts[index].transactions_url),
    table: {
      head: ["Category", "Total", "Share", "Rows"],
      rows: () => rows.map((row) => [linked(titled(row), rowsPath(row.transactions_url)), money(row.total, currency), row.share === null ? "" : percent(row.share), row.count]),
    },
  }, signal);
}

export function drawDays({ daily, currency, start_date: start, end_date: end }, { signal }) {
  return figure({
    title: "Spending by day",
    summary: range(start, end),
    config: () => {
      const [accent, soft] = painted("accent", "accent-soft");
      return {
        type: "line",
        data: {
          labels: daily.map((row) => date(row.date)),
          datasets: [{ data: daily.map((row) => height(row.expense)), borderColor: accent, backgroundColor: soft, fill: true, borderWidth: 2, tension: 0.25, cubicInterpolationMode: "monotone", pointRadius: daily.length > 62 ? 0 : 2.5, pointBackgroundColor: accent, pointHoverRadius: 5 }],
        },
        options: { interaction: { mode: "index", intersect: false }, scales: axes(currency), plugins: tip((index) => ` ${money(daily[index].expense, currency)}`) },
      };
    },
    links: (index) => expenses(daily[index]),
    table: {
      head: ["Day", "Expenses", "Income", "Rows"],
      rows: () => daily.map((row) => [linked(date(row.date, { weekday: true }), rowsPath(row.transactions_url)), money(row.expense, currency), money(row.income, currency), row.count]),
    },
  }, signal);
}

export function drawMonths({ results, currency, start_date: start, end_date: end }, { signal }) {
  return figure({
    title: "Income and expenses by month",
    summary: `${month(start, "short")} – ${month(end, "short")}`,
    config: () => {
      const [income, expense] = painted("c1", "c5");
      const bars = (label, name, colour) => ({ label, data: results.map((row) => height(row[name])), backgroundColor: colour, borderRadius: 5, maxBarThickness: 18 });
      return {
        type: "bar",
        data: { labels: results.map((row) => month(row.start_date, "short")), datasets: [bars("Income", "income", income), bars("Expenses", "expense", expense)] },
        options: {
          scales: axes(currency, 12),
          plugins: { legend: { display: true, position: "bottom", labels: { usePointStyle: true, boxHeight: 7 } }, ...tip((index, set) => ` ${money(results[index][set ? "expense" : "income"], currency)}`) },
        },
      };
    },
    links: (index, set) => rowsPath(results[index].transactions_url, { type: set ? "expense" : "income" }),
    table: {
      head: ["Month", "Income", "Expenses", "Net"],
      rows: () => results.map((row) => [linked(month(row.start_date), rowsPath(row.transactions_url)), money(row.income, currency), money(row.expense, currency), money(row.net, currency)]),
    },
  }, signal);
}

export function drawWeekdays({ weekdays, weeks, highest, currency }, { signal }) {
  const week = highest && weeks.find((each) => each.week === highest.week);
  const summary = highest ? `most on ${weekday(highest.weekday)}s` : "nothing spent";
  return figure({
    title: "Spending by weekday",
    summary,
    extra: week && h("p", { class: "muted small" }, "Highest week: ", linked(`${range(week.start_date, week.end_date)}`, expenses(week)), `, ${money(week.expense, currency)}`),
    config: () => {
      const [accent, edge] = painted("accent", "edge");
      const colour = weekdays.map((row) => (row.weekday === highest?.weekday ? accent : edge));
      return {
        type: "bar",
        data: { labels: weekdays.map((row) => weekday(row.weekday, "short")), datasets: [{ data: weekdays.map((row) => height(row.expense)), backgroundColor: colour, borderRadius: 6, maxBarThickness: 34 }] },
        options: { scales: axes(currency), plugins: tip((index) => ` ${money(weekdays[index].expense, currency)}`) },
      };
    },
    links: (index) => expenses(weekdays[index]),
    table: {
      head: ["Weekday", "Expenses", "Rows"],
      rows: () => weekdays.map((row) => [linked(weekday(row.weekday), expenses(row)), money(row.expense, currency), row.count]),
    },
  }, signal);
}

/** Columns are weeks, rows are weekdays, Monday on top. */
function cells(days) {
  const first = new Date(`${days[0].date}T00:00:00Z`);
  const offset = (first.getUTCDay() + 6) % 7;
  return days.map((row, index) => ({ x: Math.floor((index + offset) / 7), y: (index + offset) % 7, v: row.level }));
}

export function drawCalendar({ days, peak, currency }, { signal }) {
  const at = cells(days);
  const columns = at.at(-1).x + 1;
  const spent = days.filter((row) => row.count > 0);
  const top = peak && days.find((row) => row.date === peak.date);
  const made = figure({
    title: "The year, day by day",
    summary: range(days[0].date, days.at(-1).date),
    extra: top && h("p", { class: "muted small" }, "Peak day: ", linked(date(peak.date, { weekday: true, year: true }), expenses(top)), `, ${money(peak.expense, currency)}`),
    config: () => {
      const colours = painted("heat0", "heat1", "heat2", "heat3", "heat4");
      const [ring] = painted("ink");
      return {
        type: "matrix",
        data: {
          datasets: [{
            data: at,
            backgroundColor: ({ raw }) => colours[raw?.v ?? 0],
            borderColor: ({ dataIndex }) => (days[dataIndex]?.date === peak?.date ? ring : "transparent"),
            borderWidth: 2,
            borderRadius: 3,
            width: ({ chart }) => Math.max((chart.chartArea?.width ?? 0) / columns - 3, 2),
            height: ({ chart }) => Math.max((chart.chartArea?.height ?? 0) / 7 - 3, 2),
          }],
        },
        options: {
          scales: {
            x: { type: "linear", offset: false, min: -0.5, max: columns - 0.5, display: false },
            y: { type: "linear", offset: false, reverse: true, min: -0.5, max: 6.5, border: { display: false }, grid: { display: false }, afterBuildTicks: (axis) => { axis.ticks = [0, 2, 4, 6].map((value) => ({ value })); }, ticks: { callback: (value) => weekday(value + 1, "short") } },
          },
          plugins: { tooltip: { callbacks: { title: ([item]) => date(days[item.dataIndex].date, { weekday: true }), label: (item) => ` ${money(days[item.dataIndex].expense, currency)}` } } },
        },
      };
    },
    links: (index) => expenses(days[index]),
    table: {
      head: ["Day", "Expenses", "Income", "Rows"],
      rows: () => spent.map((row) => [linked(date(row.date, { weekday: true, year: true }), rowsPath(row.transactions_url)), money(row.expense, currency), money(row.income, currency), row.count]),
    },
  }, signal);
  requestAnimationFrame(() => made.element.scrollTo({ left: made.element.scrollWidth })); // a phone begins with today
  return made;
}

const none = (title, words) => h("section", { class: "card" }, h("header", { class: "card-head" }, h("h2", {}, title)), h("div", { class: "card-nothing" }, h("span", { "aria-hidden": "true" }, "🌱"), h("p", { class: "muted" }, words)));
