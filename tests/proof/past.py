"""What the mirror was before each operation, so that an undo can be told from what it should be."""

from dataclasses import dataclass

from tests.proof.mirror import Mirror, State


@dataclass
class Done:
    """An operation, and the mirror before it; `is_over` once it has nothing (more) to undo."""

    before: State
    is_over: bool = False


class Past:
    """The operations of one account, but for the one that opened it."""

    def __init__(self, mirror: Mirror) -> None:
        self.mirror = mirror
        self.done: dict[int, Done] = {}
        #: Of the last ones, those that were neither undone nor an undo: from its end, one after the
        #: other can be undone.
        self.in_effect: list[int] = []

    def note(self, operation: int) -> None:
        """Before the mirror is changed as the operation changed the books."""
        self.done[operation] = Done(self.mirror.state())
        self.in_effect.append(operation)

    @property
    def latest(self) -> Done:
        return self.done[next(reversed(self.done))]

    def is_last(self, operation: int) -> bool:
        return operation == next(reversed(self.done))

    def is_sure(self, operation: int) -> bool:
        """Whether it can be undone, whatever it was; of others, that depends on those after it."""
        is_next = self.is_last(operation) or operation in self.in_effect[-1:]
        return is_next and not self.done[operation].is_over

    def undo(self, operation: int, by: int) -> None:
        """Everything that the operation changed, and nothing else, is as it was before."""
        was_last, after = self.is_last(operation), self._after(operation)
        self.done[by] = Done(self.mirror.state())
        self.done[operation].is_over = True
        if operation in self.in_effect[-1:]:
            self.in_effect.pop()
        elif was_last:  # an undo, and so what it undid is done again
            self.in_effect.append(by)
        else:
            self.in_effect = [by]
        self.mirror.put_back(self.done[operation].before, after)

    def _after(self, operation: int) -> State:
        following = list(self.done)[list(self.done).index(operation) + 1 :]
        return self.done[following[0]].before if following else self.mirror.state()
