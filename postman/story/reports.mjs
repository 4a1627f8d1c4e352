// What the transactions add up to.

import { equals } from "./steps.mjs";

const DAYS = { start_date: "{{month_ago}}", end_date: "{{day}}" };
const ADDS_UP = (place) =>
  `pm.expect(Number(${place}.net)).to.be.closeTo(${place}.income - ${place}.expense, 0.001)`;
// The figures behind which the very rows are found.
const FOLLOW = [
  "pm.sendRequest({",
  "  url: pm.response.json().transactions_url,",
  '  header: { Authorization: pm.variables.replaceIn("Token {{token}}") },',
  "}, (error, rows) => {",
].join(" ");

export const REPORTS = {
  name: "Reports",
  about: "Each in one currency, and every figure with the link to the transactions behind it.",
  steps: [
    {
      call: "analytics",
      query: { period: "last_30_days" },
      checks: { "A day is a row": equals("answer.daily.length", "30") },
    },
    {
      call: "report_summary",
      query: DAYS,
      checks: { "Net is income less expense": ADDS_UP("answer") },
      after: [
        `${FOLLOW} pm.test("The link leads to as many transactions", () => ${equals("rows.json().count", "pm.response.json().count")}); });`,
      ],
    },
    {
      call: "report_by_category",
      query: { ...DAYS, top: "3" },
      checks: {
        "The shares add up to 100":
          "pm.expect(answer.results.reduce((sum, row) => sum + row.share, 0)).to.be.closeTo(100, 0.001)",
      },
    },
    {
      call: "report_trends",
      query: { ...DAYS, interval: "week" },
      checks: { "Every week is there": "pm.expect(answer.count).to.be.within(4, 5)" },
    },
    {
      call: "report_monthly_summary",
      query: { month: "{{month}}" },
      checks: {
        "The balance is the month's net": equals("answer.balance", "answer.net"),
        "Net is income less expense": ADDS_UP("answer"),
      },
    },
    {
      call: "report_calendar",
      query: { year: "{{year}}" },
      checks: {
        "Every day of the year is there": "pm.expect(answer.days.length).to.be.within(365, 366)",
      },
    },
    {
      call: "report_weekly",
      query: DAYS,
      checks: { "A week has seven days": equals("answer.weekdays.length", "7") },
    },
    {
      call: "report_currencies",
      query: { period: "all" },
      checks: {
        "Dollars and yen stay apart": equals(
          "answer.results.map((row) => row.currency).sort()",
          '["JPY", "USD"]',
        ),
      },
    },
    { call: "report_insights" },
  ],
};
