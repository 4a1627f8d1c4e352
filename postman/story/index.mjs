// The collection, folder by folder: the order of a person's first hour. Later requests use what
// earlier ones saved.

import { ACCOUNT } from "./account.mjs";
import { BUDGETS } from "./budgets.mjs";
import { CATEGORIES, TIDYING } from "./categories.mjs";
import { HISTORY } from "./history.mjs";
import { IMPORTS } from "./imports.mjs";
import { LEAVING } from "./leaving.mjs";
import { REFUSALS } from "./refusals.mjs";
import { REPORTS } from "./reports.mjs";
import { SIGN_IN } from "./sign_in.mjs";
import { EXPENSES, INCOME, TRANSACTIONS } from "./transactions.mjs";

export const STORY = [
  SIGN_IN,
  CATEGORIES,
  TRANSACTIONS,
  EXPENSES,
  INCOME,
  BUDGETS,
  REPORTS,
  TIDYING,
  HISTORY,
  IMPORTS,
  ACCOUNT,
  REFUSALS,
  LEAVING,
];
