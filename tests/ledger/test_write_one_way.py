"""There is one way to write the books: these rules are read from the source itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import signals

BOOKS = ("ledger", "categories", "transactions", "budgets", "reports")
ROOT = Path(settings.BASE_DIR)
#: Where transactions on the books are opened: writing them, and forgetting what was written.
OPENS = {"ledger/writing.py", "ledger/pruning.py"}
#: Where sums are added up in SQL; nowhere else is an amount computed by the database.
ADDS_IN_SQL = {"transactions/settling.py", "transactions/moving.py"}
WRITES = {"create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "raw"}


def sources(*floors: str) -> Iterator[tuple[str, ast.Module]]:
    for floor in floors:
        for path in sorted((ROOT / floor).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def calls(tree: ast.AST) -> list[str]:
    return [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]


def test_it_finds_the_source() -> None:
    assert len(list(sources(*BOOKS))) > 30


def test_it_overrides_no_save_and_no_delete_of_a_row() -> None:
    for model in apps.get_models():
        for base in model.__mro__:
            if base.__module__.startswith(BOOKS):
                assert not {"save", "delete", "save_base"} & vars(base).keys()


@pytest.mark.parametrize("name", ["pre_save", "post_save", "pre_delete", "post_delete"])
def test_it_has_no_receiver_of_its_own(name: str) -> None:
    for model in apps.get_models():
        receivers, *_ = getattr(signals, name)._live_receivers(sender=model)
        names = [getattr(receiver, "__module__", "") for receiver in receivers]
        assert not any(each.startswith((*BOOKS, "users", "common")) for each in names)


def test_it_computes_amounts_in_the_database_in_one_place() -> None:
    """An F object adds up what the ledger would not see."""
    for path, tree in sources(*BOOKS):
        for node in ast.walk(tree):
            if isinstance(node, ast.BinOp) and "F(" in ast.unparse(node):
                assert ast.unparse(node) == "F('version') + 1", path
        if "upsert_tail" in calls(tree):
            assert path in ADDS_IN_SQL


def test_it_opens_transactions_on_the_books_in_the_ledger_alone() -> None:
    for path, tree in sources(*BOOKS):
        if path not in OPENS:
            assert not any(name.endswith("atomic") for name in calls(tree)), path


def test_it_makes_every_transaction_durable() -> None:
    for path, tree in sources(*BOOKS, "common", "users"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("atomic"):
                assert ast.unparse(node) == "transaction.atomic(durable=True)", path


def test_it_writes_no_row_in_a_view_a_serializer_or_a_report() -> None:
    for path, tree in sources(*BOOKS):
        if path.startswith("reports/") or Path(path).stem in {"views", "serializers", "filters"}:
            found = {name.rpartition(".")[2] for name in calls(tree) if ".objects" in name}
            assert not found & WRITES, path


def test_it_builds_no_bare_filter_in_a_report() -> None:
    for path, tree in sources("reports"):
        assert not any(name.endswith(".filter") for name in calls(tree)), path
