// Money, dates and numbers as people of the browser's locale read them. Amounts stay the strings
// that the API sent: a number would lose cents of a large one.

const locale = navigator.languages?.[0] ?? "en";
const DAY = 86_400_000;

const remembered = new Map();

function formatter(kind, options) {
  const key = `${kind.name} ${JSON.stringify(options)}`;
  if (!remembered.has(key)) remembered.set(key, new kind(locale, options));
  return remembered.get(key);
}

/** `"-1200.50", "USD"` as `-$1,200.50`; `sign: "always"` shows a plus as well. */
export function money(amount, currency, { sign = "auto", short = false } = {}) {
  const digits = (amount.split(".")[1] ?? "").length;
  const options = { style: "currency", currency, signDisplay: sign === "always" ? "exceptZero" : "auto" };
  if (short) Object.assign(options, { notation: "compact", maximumFractionDigits: 1 });
  else Object.assign(options, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return formatter(Intl.NumberFormat, options).format(amount);
}

export const isNegative = (amount) => amount.startsWith("-");
export const isZero = (amount) => !/[1-9]/.test(amount);
/** `"12.00"` as `"-12.00"`, and back. */
export const negated = (amount) => (isZero(amount) ? amount : isNegative(amount) ? amount.slice(1) : `-${amount}`);

/** For a chart's height alone; a figure is never made of it. */
export const height = (amount) => Number(amount);

export function number(value, options = {}) {
  return formatter(Intl.NumberFormat, options).format(value);
}

/** `"12.5"` or `12.5` as `12.5 %` in the locale's way. */
export function percent(value, sign = "auto") {
  const options = { style: "percent", maximumFractionDigits: 1, signDisplay: sign === "always" ? "exceptZero" : "auto" };
  return formatter(Intl.NumberFormat, options).format(Number(value) / 100);
}

/** "1 row", "2 rows". */
export function counted(count, one, many = `${one}s`) {
  return `${number(count)} ${count === 1 ? one : many}`;
}

const atNoon = (iso) => new Date(`${iso}T12:00:00Z`);
const day = (options) => formatter(Intl.DateTimeFormat, { timeZone: "UTC", ...options });

/** `"2026-11-22"` as `22 Nov 2026`, without the year where it is this one. */
export function date(iso, { year = iso.slice(0, 4) !== String(new Date().getFullYear()), weekday = false } = {}) {
  const options = { day: "numeric", month: "short", ...(year && { year: "numeric" }), ...(weekday && { weekday: "short" }) };
  return day(options).format(atNoon(iso));
}

/** `"2026-11"` or a day in it as `November 2026`. */
export function month(iso, style = "long") {
  return day({ month: style, year: "numeric" }).format(atNoon(`${iso.slice(0, 7)}-01`));
}

/** 1 is Monday. */
export function weekday(number, style = "long") {
  return day({ weekday: style }).format(atNoon(`2024-01-0${number}`));
}

/** `1 – 30 Nov 2026`. */
export function range(start, end) {
  return day({ day: "numeric", month: "short", year: "numeric" }).formatRange(atNoon(start), atNoon(end));
}

/** An instant, in the books' own time zone. */
export function instant(iso, timeZone) {
  return formatter(Intl.DateTimeFormat, { dateStyle: "medium", timeStyle: "short", timeZone }).format(new Date(iso));
}

/** The time of day of an instant, in a time zone. */
export function clock(iso, timeZone) {
  return formatter(Intl.DateTimeFormat, { timeStyle: "short", timeZone }).format(new Date(iso));
}

/** The calendar day that it is in a time zone, or was at an instant. */
export function today(timeZone, at = new Date()) {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
}

/** `"2026-11-22"` and so many days later. */
export function plusDays(iso, days) {
  return new Date(atNoon(iso).getTime() + days * DAY).toISOString().slice(0, 10);
}

/** "Today", "Yesterday", or the date with its weekday. */
export function relativeDay(iso, now) {
  if (iso === now) return "Today";
  if (iso === plusDays(now, -1)) return "Yesterday";
  return date(iso, { weekday: true });
}

// Fields show one of two marks: locales with others (Arabic, Persian) write decimals with a point here.
const DECIMAL = new Intl.NumberFormat(locale).formatToParts(1.5).find((part) => part.type === "decimal")?.value === "," ? "," : ".";
const DIGITS = [...new Intl.NumberFormat(locale, { useGrouping: false }).format(9876543210)].reverse();
const THOUSANDS = /^[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*$/;

/** With ASCII digits, without what only makes it easier to read. */
function plainly(text) {
  const bare = text.replace(/[\s\u00a0\u202f\u066c'’]/g, "").replaceAll("\u066b", ".");
  return [...bare].map((each) => (DIGITS.includes(each) ? DIGITS.indexOf(each) : each)).join("");
}

/**
 * What was typed as the API takes it: `1.234,50` in a locale that writes so, `1,234.50`, `12,5`.
 * What cannot be understood is left as it is, for the API to refuse in its own words.
 */
export function typedAmount(text) {
  const plain = plainly(text);
  const last = Math.max(plain.lastIndexOf("."), plain.lastIndexOf(","));
  if (last < 0) return plain;
  const mark = plain[last];
  if (mark !== DECIMAL && THOUSANDS.test(plain)) return plain.replaceAll(mark, "");
  const whole = plain.slice(0, last).replaceAll(mark === "." ? "," : ".", "");
  return `${whole}.${plain.slice(last + 1)}`;
}

/** An amount of the API for a field to type in: `12.50`, or `12,50` in a locale that writes so. */
export const amountAsTyped = (amount) => (DECIMAL === "," ? amount.replace(".", ",") : amount);
