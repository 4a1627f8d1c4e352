// What is asked for: days, a currency, categories; as the address has it, and as the API takes it.
import { plusDays } from "../../core/format.js";
import { daysOf, plusMonths } from "../../parts/period.js";

const DEFAULT = { period: "last_30_days" };

const isDate = (text) => /^\d{4}-\d\d-\d\d$/.test(text ?? "") && !Number.isNaN(Date.parse(text));

/** What an address asks for: `{period or start_date and end_date, currency, category}`. */
export function asked(query, profile) {
  const [start, end] = [query.get("start_date"), query.get("end_date")];
  const days = isDate(start) && isDate(end) ? { start_date: start, end_date: end } : { period: query.get("period") ?? DEFAULT.period };
  return { ...days, currency: query.get("currency") ?? profile.currency, category: query.get("category") ?? "" };
}

/** The API's parameters. */
export function ask({ period, start_date, end_date, currency, category }) {
  return { period, start_date, end_date, currency, category };
}

function lastDay({ period, end_date: end }, today) {
  const [thisMonth, thisYear] = [today.slice(0, 7), today.slice(0, 4)];
  switch (period) {
    case undefined: return end;
    case "this_month": return daysOf(thisMonth).end_date;
    case "last_month": return daysOf(plusMonths(thisMonth, -1)).end_date;
    case "this_year": return `${thisYear}-12-31`;
    case "last_year": return `${Number(thisYear) - 1}-12-31`;
    default: return today;
  }
}

/** The year up to what is asked for: its days, its twelve months, and its last month. */
export function yearUpTo(wanted, today) {
  const end = lastDay(wanted, today);
  const month = end.slice(0, 7);
  return {
    month: wanted.period === "this_year" ? today.slice(0, 7) : month,
    days: { start_date: plusDays(end, -364), end_date: end },
    months: { start_date: `${plusMonths(month, -11)}-01`, end_date: daysOf(month).end_date },
  };
}
