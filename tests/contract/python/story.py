"""A whole story through the generated client: openapi-python-client's, no more."""

import sys

import account
import books
import figures
import many
import safety
import statements
from telling import closing_line, step

person = step("register", account.open_account)
step("log in", lambda: account.log_in(person))
step("set currency and time zone", lambda: account.set_profile(person))
coffee = step("name categories", lambda: books.name_categories(person))
step("record expenses", lambda: books.record_expenses(person, coffee))
step("record income", lambda: books.record_income(person))
step("record a refund", lambda: books.record_refund(person))
step("follow a budget", lambda: books.follow_budget(person))
step("filter", lambda: books.filter_transactions(person, coffee))
step("turn pages", lambda: books.turn_pages(person))
step("add up", lambda: books.add_up(person))
step("read the summary", lambda: figures.read_summary(person))
step("break down by category", lambda: figures.break_down(person))
step("follow trends", lambda: figures.follow_trends(person))
step("read the month", lambda: figures.read_month(person))
step("read the days", lambda: figures.read_days(person))
step("read the currencies", lambda: figures.read_currencies(person))
step("read the analytics", lambda: figures.read_analytics(person))
step("heed insights", lambda: figures.heed_insights(person))
step("meet an edit", lambda: safety.meet_an_edit(person))
step("repeat a request", lambda: safety.repeat_itself(person))
step("explain mistakes", lambda: safety.explain_mistakes(person, coffee))
step("write many", lambda: many.write_many(person))
step("edit many", lambda: many.edit_many(person))
step("delete many", lambda: many.delete_many(person))
step("merge and undo", lambda: many.merge_and_undo(person, coffee))
step("keep a copy", lambda: many.keep_a_copy(person))
number = step("look at a statement", lambda: statements.look_at_a_statement(person))
step("correct its rows", lambda: statements.correct_rows(person, number, coffee))
step("correct how a file is read", lambda: statements.correct_mapping(person))
step("commit it", lambda: statements.commit(person, number))
step("take it back", lambda: statements.undo(person, number))
step("export, and import", lambda: statements.export_and_import(person))
step("name a token", lambda: account.name_a_token(person))
step("take everything along", lambda: account.take_everything(person))
step("change the password", lambda: account.change_password(person))
step("sign out", lambda: account.sign_out(person))
sys.stdout.write(f"{closing_line()}\n")
