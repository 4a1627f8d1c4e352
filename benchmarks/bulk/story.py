"""Every act once, through the application's own views; the books end as they began."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.asking import LIST, PAYMENT, payment
from benchmarks.bulk.acts import ACTS, Amounts
from benchmarks.bulk.books import Books
from benchmarks.bulk.stopwatch import Stopwatch
from ledger.models import Operation


@dataclass(frozen=True, slots=True)
class Story:
    books: Books
    amounts: Amounts
    watch: Stopwatch

    def tell(self) -> None:
        self._one_by_one()
        self._entries()
        first, second, _ = self.books.others
        self._with_undo("edit", f"{LIST}bulk/edit/", self._by_filter({"category": first}))
        set_all = self._by_filter({"description": "The same for all of them"})
        self._with_undo("edit of unlike", f"{LIST}bulk/edit/", set_all)
        self._with_undo("delete", f"{LIST}bulk/delete/", self._by_filter(None))
        path = f"/api/categories/{self.books.merged}/merge/"
        # The category itself is a change as well.
        undone = self._with_undo("merge", path, {"into": second}, more=1)
        again = self._act("merge again", _undo_of(undone), None, more=1)
        self._done(self._asked("POST", _undo_of(again))())

    def _entries(self) -> None:
        path, third = f"{LIST}bulk/", self.books.others[2]
        entries = [_entry(third, number) for number in range(self.amounts.entries)]
        created = self._answer(self._act("create", path, {"create": entries}))["created"]
        numbers = [row["id"] for row in created]
        update = [
            {"id": number, "amount": "80.25", "description": f"Corrected {number}"}
            for number in numbers
        ]
        self._act("update", path, {"update": update})
        self._act("remove", path, {"delete": numbers})

    def _one_by_one(self) -> None:
        third = self.books.others[2]
        new = [_entry(third, number) for number in range(self.amounts.one_by_one)]
        made = self._each("POST", [self._asked("POST", LIST, entry) for entry in new])
        paths = [f"{LIST}{answer.json()['id']}/" for answer in made]
        corrected = {"amount": "80.25", "description": "Corrected"}
        edited = self._each("PATCH", [self._asked("PATCH", path, corrected) for path in paths])
        undoings = [_undo_of(answer.headers["Operation-Id"]) for answer in edited]
        self._each("undo", [self._asked("POST", path) for path in undoings])
        self._each("DELETE", [self._asked("DELETE", path) for path in paths])
        self.books.check_totals()

    def _by_filter(self, values: dict[str, Any] | None) -> dict[str, Any]:
        asked: dict[str, Any] = {
            "filter": {"category": self.books.chosen},
            "expected_count": self.amounts.chosen,
        }
        return asked if values is None else asked | {"set": values}

    def _with_undo(self, name: str, path: str, body: Any, *, more: int = 0) -> int:
        """The act and its undo; the number of the latter."""
        done = self._act(name, path, body, more=more)
        return self._act(f"undo of {name}", _undo_of(done), None, more=more)

    def _act(self, name: str, path: str, body: Any, *, more: int = 0) -> int:
        """The number of the operation, which changed just the rows that it should."""
        answer = self.watch.take(name, self._asked("POST", path, body))
        operation = Operation.objects.get(pk=self._done(answer))
        rows = getattr(self.amounts, ACTS[name].of) + more
        assert operation.change_count == rows, f"{name}: {operation.change_count} of {rows}"
        self.books.check_totals()
        return operation.pk

    def _each(self, name: str, calls: Sequence[Callable[[], Any]]) -> list[Any]:
        answers = self.watch.take(name, lambda: [call() for call in calls], times=len(calls))
        for answer in answers:
            self._done(answer)
        return answers

    def _asked(self, method: str, path: str, body: Any = None) -> Callable[[], Any]:
        """A request that is ready to be sent."""
        data = b"" if body is None else json.dumps(body).encode()
        return lambda: self.books.client.generic(method, path, data, content_type=PAYMENT)

    def _done(self, answer: Any) -> int:
        assert answer.status_code < 300, answer.content[:500]
        return int(answer.headers["Operation-Id"])

    def _answer(self, operation: int) -> Any:
        return json.loads(Operation.objects.get(pk=operation).answer_body)


def _entry(category: int, number: int) -> Any:
    return json.loads(payment([category])) | {"description": f"Weekly shopping {number}"}


def _undo_of(operation: int | str) -> str:
    return f"/api/operations/{operation}/undo/"
