"""Whatever was done, undone in reverse it never was; in any order, nothing is left half done."""

from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from budgets.models import Budget
from categories.models import Category
from ledger.models import Book, Change
from ledger.resources import resource_named
from tests.entries import nothing_written
from tests.ledger.drawn_writes import Books, histories, opened
from tests.ledger.operations import number_of, state_of
from transactions.checking import drifts
from transactions.models import Transaction

some = settings(
    max_examples=16,
    # Looking for the shortest story of a failure takes longer than a test may hang.
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@some
@given(todo=histories)
def test_it_ends_where_it_began_and_can_be_done_again(transactional_db: None, todo: Any) -> None:
    with opened() as books:
        states = [state_of(books.user)]
        states += [state_of(books.user) for write in todo if books.do(write)]
        undoing = []
        for number, before in zip(reversed(books.operations), reversed(states[:-1]), strict=True):
            answer = books.undo(books.in_effect(number))
            undoing.append(_done(answer))
            assert state_of(books.user) == before
        for number, after in zip(reversed(undoing), states[1:], strict=True):
            _done(books.undo(books.in_effect(number)))
            assert state_of(books.user) == after


def _done(answer: Any) -> int:
    assert answer.status_code == 201, answer.content
    return number_of(answer)


@some
@given(todo=histories, order=st.lists(st.integers(0, 20), min_size=3, max_size=12))
def test_it_undoes_in_any_order_or_says_why_not(
    transactional_db: None, todo: Any, order: list[int]
) -> None:
    with opened() as books:
        for write in todo:
            books.do(write)
        for place in order if books.operations else []:
            number = books.operations[place % len(books.operations)]
            before = state_of(books.user)
            answer = books.undo(number)
            if answer.status_code == 201:
                books.operations.remove(number)
                books.operations.append(number_of(answer))
                assert_taken_back(books, number, before)
            else:
                assert_refused(books, number, answer)
                assert state_of(books.user) == before
            assert_sound(books)


def assert_refused(books: Books, number: int, answer: Any) -> None:
    """With a reason that a client can act upon, and again with the same one."""
    problem = answer.json()
    reasons = {"changed_since": "rows", "duplicate": "existing", "in_use": "budgets"}
    assert answer.status_code == 409, answer.content
    assert problem["code"] in {*reasons, "wrong_state"}
    assert problem.get(reasons.get(problem["code"], "title")) not in (None, [])
    with nothing_written(books.user):
        assert books.undo(number).json()["code"] == problem["code"]


def assert_taken_back(books: Books, number: int, before: dict[str, Any]) -> None:
    """What it had changed is as it was before it; of all other rows, every one is as it was."""
    touched = set()
    for change in Change.objects.filter(operation=number):
        for row in change.rows or [change.row]:
            touched.add((change.resource, row))
            assert _holds(books.user.book.pk, change, row), (change.resource, row)
    now = state_of(books.user)
    for name, model in (("category", Category), ("transaction", Transaction), ("budget", Budget)):
        kept = [_others(state[model.__name__], name, touched) for state in (before, now)]
        assert kept[0] == kept[1]


def _others(rows: list[Any], resource: str, touched: set[tuple[str, int]]) -> list[Any]:
    return [row for row in rows if (resource, int(dict(row)["id"])) not in touched]


def _holds(book: int, change: Change, row: int) -> bool:
    """The row is what the change says it was before."""
    if change.resource == "book":
        found = Book.objects.get(pk=book)
        return all(getattr(found, name) == value for name, value in change.before.items())
    resource = resource_named(change.resource)
    now = resource.model._base_manager.filter(book_id=book, pk=row).first()
    if now is None or change.before is None:
        return now is change.before is None
    values = resource.values(change.before)
    return all(getattr(now, name) == value for name, value in values.items())


def assert_sound(books: Books) -> None:
    """Totals are those of the rows, and no budget is for a category that is gone."""
    book = books.user.book.pk
    assert drifts(book) == []
    known = {0, *Category.objects.in_book(book).values_list("pk", flat=True)}
    assert known.issuperset(Budget.objects.in_book(book).values_list("category_number", flat=True))
