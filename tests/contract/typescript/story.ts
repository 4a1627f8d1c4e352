// A whole story through the generated client: npm's openapi-typescript and openapi-fetch, no more.

import {
  changePassword,
  logIn,
  nameAToken,
  register,
  setProfile,
  signOut,
  takeEverything,
} from "./account.js";
import {
  addUp,
  filterTransactions,
  followBudget,
  nameCategories,
  recordExpenses,
  recordIncome,
  recordRefund,
  turnPages,
} from "./books.js";
import { deleteMany, editMany, keepACopy, mergeAndUndo, writeMany } from "./many.js";
import {
  breakDown,
  followTrends,
  heedInsights,
  readAnalytics,
  readCurrencies,
  readDays,
  readMonth,
  readSummary,
} from "./figures.js";
import { explainMistakes, meetAnEdit, repeatItself } from "./safety.js";
import {
  commit,
  correctMapping,
  correctRows,
  exportAndImport,
  lookAtAStatement,
  undo,
} from "./statements.js";
import { closingLine, step } from "./telling.js";

const person = await step("register", register);
await step("log in", () => logIn(person));
await step("set currency and time zone", () => setProfile(person));
const coffee = await step("name categories", () => nameCategories(person));
await step("record expenses", () => recordExpenses(person, coffee));
await step("record income", () => recordIncome(person));
await step("record a refund", () => recordRefund(person));
await step("follow a budget", () => followBudget(person));
await step("filter", () => filterTransactions(person, coffee));
await step("turn pages", () => turnPages(person));
await step("add up", () => addUp(person));
await step("read the summary", () => readSummary(person));
await step("break down by category", () => breakDown(person));
await step("follow trends", () => followTrends(person));
await step("read the month", () => readMonth(person));
await step("read the days", () => readDays(person));
await step("read the currencies", () => readCurrencies(person));
await step("read the analytics", () => readAnalytics(person));
await step("heed insights", () => heedInsights(person));
await step("meet an edit", () => meetAnEdit(person));
await step("repeat a request", () => repeatItself(person));
await step("explain mistakes", () => explainMistakes(person, coffee));
await step("write many", () => writeMany(person));
await step("edit many", () => editMany(person));
await step("delete many", () => deleteMany(person));
await step("merge and undo", () => mergeAndUndo(person, coffee));
await step("keep a copy", () => keepACopy(person));
const number = await step("look at a statement", () => lookAtAStatement(person));
await step("correct its rows", () => correctRows(person, number, coffee));
await step("correct how a file is read", () => correctMapping(person));
await step("commit it", () => commit(person, number));
await step("take it back", () => undo(person, number));
await step("export, and import", () => exportAndImport(person));
await step("name a token", () => nameAToken(person));
await step("take everything along", () => takeEverything(person));
await step("change the password", () => changePassword(person));
await step("sign out", () => signOut(person));
console.log(closingLine());
