"""A bank's statement: looked at, corrected, committed, and taken back; and a way out again."""

from io import BytesIO

from expense_tracker_client import AuthenticatedClient
from expense_tracker_client.api.imports import (
    imports_commit,
    imports_create,
    imports_destroy,
    imports_partial_update,
    imports_retrieve,
    imports_rows,
    imports_rows_partial_update,
    imports_undo,
)
from expense_tracker_client.api.transactions import (
    transactions_export,
    transactions_list,
    transactions_partial_update,
)
from expense_tracker_client.models import (
    ExportFormat,
    Import,
    ImportColumnsRequest,
    ImportCommitRequest,
    ImportCorrectionRequest,
    ImportDelimiter,
    ImportFormat,
    ImportMapping,
    ImportMappingRequest,
    ImportRow,
    ImportRowEditRequest,
    ImportRows,
    ImportStatus,
    ImportUploadRequest,
    ImportVerdict,
    PatchedTransactionRequest,
    Transaction,
    TransactionList,
    TransactionType,
)
from expense_tracker_client.types import File
from telling import Person, check, equal, problem, value

STATEMENT = """Buchungstag;Betrag;Text
02.04.2024;-4,20;Café Ritter
02.04.2024;-4,20;Café Ritter
03.04.2024;1.200,00;Gehalt
31.04.2024;-1,00;Nie
"""
SAVINGS = "Date,Amount,Bank,Purpose\n2024-04-05,12.50,Sparkasse,Interest\n"


def look_at(api: AuthenticatedClient, text: str, mapping: ImportMappingRequest) -> Import:
    file = File(BytesIO(text.encode()), "statement.csv")
    body = ImportUploadRequest(file, dry_run=True, mapping=mapping)
    return value(Import, imports_create.sync(client=api, body=body))


def made_by(api: AuthenticatedClient, number: int) -> list[Transaction]:
    found = transactions_list.sync(client=api, import_=[str(number)])
    return value(TransactionList, found).results


def rows_of(api: AuthenticatedClient, number: int, verdict: ImportVerdict) -> list[ImportRow]:
    found = imports_rows.sync(number, client=api, verdict=verdict)
    return value(ImportRows, found).results


def look_at_a_statement(person: Person) -> int:
    seen = look_at(person.api, STATEMENT, ImportMappingRequest(decimal=None))
    equal("it waits", seen.status, ImportStatus.READY)
    equal("what it is", seen.format_, ImportFormat.CSV)
    delimiter = value(ImportMapping, seen.mapping).delimiter
    equal("between its columns", delimiter, ImportDelimiter.SEMICOLON)
    equal("its rows", (seen.new, seen.duplicates, seen.invalid), (3, 0, 1))
    equal("nothing is booked", made_by(person.api, seen.id), [])

    [never] = rows_of(person.api, seen.id, ImportVerdict.INVALID)
    equal("where it is wrong", (never.row, never.line, never.amount), (4, 5, None))
    check("why", "31.04.2024" in never.reason)
    return seen.id


def correct_rows(person: Person, number: int, coffee: int) -> None:
    def correct(row: int, body: ImportRowEditRequest) -> ImportRow:
        done = imports_rows_partial_update.sync(number, row, client=person.api, body=body)
        return value(ImportRow, done)

    equal("in the category", correct(1, ImportRowEditRequest(category=coffee)).category, "Coffee")
    check("left out", correct(2, ImportRowEditRequest(skip=True)).skip)
    forced = ImportRowEditRequest(force=True)
    refused = imports_rows_partial_update.sync_detailed(number, 3, client=person.api, body=forced)
    equal("what is new anyway", problem(refused).errors[0].attr, "force")


def correct_mapping(person: Person) -> None:
    columns = ImportColumnsRequest(date="Date", amount=2, description="Bank", notes="Purpose")
    savings = look_at(person.api, SAVINGS, ImportMappingRequest(columns=columns))
    [row] = rows_of(person.api, savings.id, ImportVerdict.NEW)
    equal("as a card would mean it", (row.type_, row.notes), (TransactionType.EXPENSE, "Interest"))

    body = ImportCorrectionRequest(ImportMappingRequest(sign=TransactionType.INCOME))
    value(Import, imports_partial_update.sync(savings.id, client=person.api, body=body))
    [row] = rows_of(person.api, savings.id, ImportVerdict.NEW)
    equal("as a savings book means it", (row.type_, row.amount), (TransactionType.INCOME, "12.50"))
    imports_destroy.sync_detailed(savings.id, client=person.api)
    gone = problem(imports_retrieve.sync_detailed(savings.id, client=person.api))
    equal("it is dropped", gone.status, 404)


def commit(person: Person, number: int) -> None:
    body = ImportCommitRequest(apply_suggestions=True)
    done = value(Import, imports_commit.sync(number, client=person.api, body=body))
    equal("it is done", (done.status, done.created), (ImportStatus.COMMITTED, 2))
    salary, coffee = made_by(person.api, number)
    equal("the amounts", (salary.amount, coffee.amount), ("1200.00", "4.20"))
    equal("the category", coffee.category_name, "Coffee")

    again = look_at(person.api, STATEMENT, ImportMappingRequest())
    equal("sent again, but for what was left out", (again.new, again.duplicates), (1, 2))
    known = rows_of(person.api, again.id, ImportVerdict.DUPLICATE)
    equal("of which", {row.duplicate_of for row in known}, {salary.id, coffee.id})


def undo(person: Person, number: int) -> None:
    salary, _ = made_by(person.api, number)
    edit = PatchedTransactionRequest(notes="With a bonus")
    transactions_partial_update.sync(salary.id, client=person.api, body=edit)
    undone = value(Import, imports_undo.sync(number, client=person.api))

    equal("it is undone", undone.status, ImportStatus.UNDONE)
    equal("what was edited stays", undone.kept, [salary.id])
    [kept] = made_by(person.api, number)
    equal("as it was edited", kept.notes, "With a bonus")
    twice = problem(imports_undo.sync_detailed(number, client=person.api))
    equal("a second time", twice.code, "wrong_state")


def export_and_import(person: Person) -> None:
    """What was edited since it was first recorded would be another row: no income was."""
    income = TransactionType.INCOME
    every = value(TransactionList, transactions_list.sync(client=person.api, type_=income)).count
    check("there is some", every is not None and every > 0)
    for kind in (ExportFormat.CSV, ExportFormat.JSONL):
        found = transactions_export.sync(client=person.api, type_=income, format_=kind)
        file = value(File, found)
        body = ImportUploadRequest(File(file.payload, "all"), dry_run=True)
        back = value(Import, imports_create.sync(client=person.api, body=body))
        equal("all of it is known", (back.new, back.duplicates), (0, every))
