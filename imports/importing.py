"""Carrying an import through: from each status to the next, until it rests.

Every step is one unit, or several that can be stopped anywhere and taken up again; so whoever asks
a second time, or does the job of a worker that died, does the same thing: go on until it rests.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from common.indexes import refresh_statistics
from common.problems import Problem
from imports import committing, taking_back
from imports.matching import keep_matched
from imports.models import Import, Status
from imports.reading import Superseded, Watch, read_rows, unwatched
from ledger.models import Book
from ledger.retrying import retrying
from ledger.writing import Answer, Request, Unit, forget_beginning, write
from transactions.models import Transaction

Step = Callable[[Unit, Import], None]

#: What goes on until it rests.
MOVING = frozenset({Status.READING, Status.COMMITTING, Status.UNDOING})


class _Moved(Exception):
    """Somebody else went on with it meanwhile; rolls the unit back."""


def carry_through(
    book: int,
    number: int,
    request: Request,
    answer: Callable[[Import], Answer],
    watch: Watch = unwatched,
) -> Answer:
    """Until it rests; the last unit is the request's own, and keeps its answer.

    Problem `not_found` where it is gone, and the problem for which it could not be committed: then
    what it had made is taken back first.
    """
    trouble: Problem | None = None
    while True:
        statement = retrying(partial(found, book, number))
        try:
            step, rests = _next_step(statement, watch)
            is_last = rests and trouble is None
            asked = request if is_last else request.of_a_step()
            done = _take(statement, step, asked, answer, rests=rests)
        except (Superseded, _Moved):
            continue
        except Problem as problem:
            if statement.status != Status.COMMITTING or problem.code != "total_out_of_range":
                raise
            trouble = problem
            with suppress(_Moved):
                _take(
                    statement, partial(_give_up, problem), request.of_a_step(), answer, rests=False
                )
            continue
        if rests and trouble:
            forget_beginning(book, request)
            raise trouble
        if rests:
            if statement.status == Status.COMMITTING and statement.rows > committing.PIECE:
                refresh_statistics(Transaction)
            return done


def version_of(book: int) -> int:
    versions = Book.objects.filter(pk=book).values_list("version", flat=True)
    return int(retrying(versions.first) or 0)


def found(book: int, number: int) -> Import:
    statement: Import | None = Import.objects.in_book(book).numbered(number).first()
    if statement is None:
        raise Problem("not_found")
    return statement


def _next_step(statement: Import, watch: Watch) -> tuple[Step, bool]:
    """What is to be done next, and whether it rests then."""
    match statement.status:
        case Status.READING:
            seen = version_of(statement.book_id)
            failure = read_rows(statement, watch)
            # It may have been told meanwhile to go on.
            commits = retrying(partial(found, statement.book_id, statement.pk)).commits
            return partial(_end_reading, failure, seen), bool(failure) or not commits
        case Status.COMMITTING:
            watch("Committing", statement.done_to, statement.rows)
            return committing.commit_piece, committing.is_last_piece(statement)
        case Status.UNDOING:
            watch("Undoing", statement.done_to, statement.rows)
            return taking_back.take_back_piece, retrying(
                partial(taking_back.is_last_piece, statement)
            )
        case _:
            return _nothing, True


def _take(
    statement: Import,
    step: Step,
    request: Request,
    answer: Callable[[Import], Answer],
    *,
    rests: bool,
) -> Answer:
    """The step as one unit, if it is where it was seen to be still, and leads where it should."""

    def act(unit: Unit) -> Answer:
        now = found(unit.book.pk, statement.pk)
        if _place(now) != _place(statement):
            raise _Moved
        keep_matched(unit, now)
        step(unit, now)
        if rests == (now.status in MOVING):
            raise _Moved
        now.save(force_update=True)
        return answer(now)

    return write(statement.book_id, act, request)


def _place(statement: Import) -> tuple[str, str, int]:
    return statement.status, statement.reader, statement.done_to


def _end_reading(failure: str, seen: int, unit: Unit, statement: Import) -> None:
    statement.matched_version = unit.book.version if unit.book.version == seen + 1 else 0
    committing.count_verdicts(statement)
    statement.reader = ""
    statement.failure = failure
    statement.status = Status.COMMITTING if statement.commits else Status.READY
    if failure:
        statement.status = Status.FAILED


def _give_up(problem: Problem, unit: Unit, statement: Import) -> None:
    statement.failure = problem.text
    _turn_back(statement)


def begin_committing(unit: Unit, statement: Import, *, apply_suggestions: bool) -> None:
    """Or go on with it, also where its reader died; Problem `wrong_state` where it is in no state
    for that."""
    keep_matched(unit, statement)
    if statement.status == Status.READY:
        statement.status, statement.done_to = Status.COMMITTING, 0
        statement.applies_suggestions = apply_suggestions
        statement.save(force_update=True)
    elif statement.status == Status.READING:
        statement.commits, statement.applies_suggestions = True, apply_suggestions
        # Its reader, who does not hold the book, may be writing how far it is.
        statement.save(update_fields=["commits", "applies_suggestions"])
    elif statement.status != Status.COMMITTING:
        raise Problem("wrong_state", f"It is {statement.status}: only a ready one is committed.")


def begin_undoing(statement: Import) -> None:
    """Or go on with it; Problem `wrong_state` where it is in no state for that."""
    if statement.status == Status.COMMITTED:
        _turn_back(statement)
        statement.save(force_update=True)
    elif statement.status != Status.UNDOING:
        raise Problem("wrong_state", f"It is {statement.status}: only a committed one is undone.")


def _turn_back(statement: Import) -> None:
    statement.status, statement.done_to, statement.kept = Status.UNDOING, 0, []


def _nothing(unit: Unit, statement: Import) -> None:
    """It rests already."""
