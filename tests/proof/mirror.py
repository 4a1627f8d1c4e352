"""What the books must hold: the rows, categories and budgets that were written, kept in dicts.

It knows which write must be refused, and what a row looks like; `oracle.py` knows what rows add up
to.
"""

from typing import Any

from tests.proof import oracle
from tests.proof.drawn import ANY_TYPE, KEYS, PATHS
from tests.proof.oracle import DECIMALS, Row, Span

#: Transactions, categories and budgets by id. What is in them is replaced, and never changed.
State = tuple[dict[int, Row], dict[int, Row], dict[int, Row]]
UNCATEGORISED = {"name": None, "emoji": None}


class Mirror:
    """Transactions, categories and budgets by id; `ids` are all that categories ever had."""

    def __init__(self, categories: dict[int, Row]) -> None:
        self.rows: dict[int, Row] = {}
        self.budgets: dict[int, Row] = {}
        self.categories = categories
        self.ids = sorted(categories)

    # All of it

    def state(self) -> State:
        return dict(self.rows), dict(self.categories), dict(self.budgets)

    def put_back(self, before: State, after: State) -> None:
        """What differs between the two is as before; it must be as it was after."""
        now = (self.rows, self.categories, self.budgets)
        for was, left, kept in zip(before, after, now, strict=True):
            for number in was.keys() | left.keys():
                if was.get(number) == left.get(number):
                    continue
                assert kept.get(number) == left.get(number), "It was changed since."
                if number in was:
                    kept[number] = was[number]
                else:
                    del kept[number]

    # Transactions

    def refuses_bulk(
        self, path: str, create: list[Row], update: list[tuple[int, Row]], delete: list[int]
    ) -> bool:
        """Whether any entry is wrong: what is deleted goes first, then what is updated."""
        numbers = [*delete, *(number for number, _ in update)]
        if len(set(numbers)) < len(numbers):
            return True
        trial, is_wrong = Mirror(self.categories), any(self.is_hidden(path, n) for n in numbers)
        trial.rows = {number: row for number, row in self.rows.items() if number not in delete}
        for number, row in update:
            is_wrong |= trial.refusal(path, row, number) is not None
            trial.rows[number] = row
        for place, row in enumerate(create, start=1):
            is_wrong |= trial.refusal(path, row, None) is not None
            trial.rows[-place] = row
        return is_wrong

    def refuses_change(self, numbers: list[int], change: Row) -> bool:
        """Whether one of the rows cannot have these fields, or none could, or there are none."""
        is_gone = isinstance(change.get("category"), int)
        is_gone = is_gone and change["category"] not in self.categories
        ends = {number: {**self.rows[number], **change} for number in numbers}
        refused = (self.refusal(ANY_TYPE, row, number) for number, row in ends.items())
        return not change or is_gone or any(refused)

    def chosen(self, path: str, kind: str, categories: list[Any], span: Span) -> list[int]:
        """The rows of a path that are of this type, in one of these categories, in these days."""
        return [
            row["id"]
            for row in oracle.within(self.listed(), span)
            if row["type"] == kind and row["category"] in categories
            if not self.is_hidden(path, row["id"])
        ]

    def refusal(self, path: str, row: Row, number: int | None) -> int | None:
        """The status that answers a row (`number`: the one edited); None for what is right."""
        if number is not None and self.is_hidden(path, number):
            return 404
        wrong = (
            row.get("type") is None
            or PATHS[path] not in {None, row["type"]}
            or (row["type"] == "income" and row["refund"])
            or self.has_wrong_figures(row)
        )
        others = {each["external_id"] for key, each in self.rows.items() if key != number}
        return 400 if wrong else 409 if row["external_id"] in others - {None} else None

    def has_wrong_figures(self, row: Row) -> bool:
        """An amount that its currency has no coins for, or a category that there is not."""
        is_gone = isinstance(row["category"], int) and row["category"] not in self.categories
        return is_gone or row["amount"] != round(row["amount"], DECIMALS[row["currency"]])

    def is_hidden(self, path: str, number: int) -> bool:
        """Whether the path is that of the other type."""
        return PATHS[path] not in {None, self.rows[number]["type"]}

    def listed(self) -> list[Row]:
        """The rows with what belongs to them; the latest day first, of one day the newest."""
        rows = [self.whole(number) for number in self.rows]
        return sorted(rows, key=lambda row: (row["date"], row["id"]), reverse=True)

    def whole(self, number: int) -> Row:
        """A row with its id and its category's name and emoji."""
        return self.with_names(number, self.rows[number])

    def with_names(self, number: int, row: Row) -> Row:
        category = self.categories.get(row["category"], UNCATEGORISED)
        names = {"category_name": category["name"], "category_emoji": category["emoji"]}
        return {"id": number, **row, **names}

    # Budgets

    def taken_by(self, row: Row, number: int | None) -> int | None:
        """The other budget of the same category, currency and month."""
        others = {self.place_of(each): key for key, each in self.budgets.items() if key != number}
        return others.get(self.place_of(row))

    def place_of(self, budget: Row) -> tuple[Any, ...]:
        category, month = budget["category"], budget["month"]
        if isinstance(category, str):  # a new one has no budget
            category = self.called(category) or category
        return category, budget["currency"], month and month[:7]

    def plan(self, number: int, budget: Row) -> None:
        """Take this for the budget, whose category there is."""
        self.budgets[number] = {**budget, "month": budget["month"] and budget["month"][:7]}

    def planned(self) -> list[Row]:
        """The budgets with what belongs to them, the oldest first."""
        return [self.with_names(number, self.budgets[number]) for number in sorted(self.budgets)]

    # Categories

    def named(self, reference: Any) -> Any:
        """A place as the id there, gone or not; a name and none as they are."""
        return pick(self.ids, reference) if isinstance(reference, int) else reference

    def called(self, name: str) -> int | None:
        """The category of this name."""
        keys = {KEYS.get(row["name"], row["name"]): each for each, row in self.categories.items()}
        return keys.get(KEYS.get(name, name))

    def uses(self, category: int) -> dict[str, int]:
        """How many of each kind refer to the category."""
        kinds = {"transactions": self.rows, "budgets": self.budgets}
        return {
            name: sum(each["category"] == category for each in kind.values())
            for name, kind in kinds.items()
        }

    def used(self) -> set[int]:
        """The categories that something refers to."""
        return {each for each in self.categories if any(self.uses(each).values())}

    def add_category(self, number: int, name: str, emoji: str = "") -> int:
        assert number > max(self.ids), "an id came twice"
        self.ids.append(number)
        self.categories[number] = {"name": name.strip(), "emoji": emoji}
        return number

    def category_of(self, reference: Any, answered: int) -> int | None:
        """The id that a row must have: of a name without a category, the new one's."""
        if not isinstance(reference, str):
            return reference
        return self.called(reference) or self.add_category(answered, reference)

    def move(self, category: int, target: int | None) -> int:
        """What was in the category is in another one, or in none; how many budgets had to go.

        A budget goes where there is room for it. Without a category there is none: that would be
        one over all expenses.
        """
        budgets = len(self.budgets)
        for number, row in self.rows.items():
            if row["category"] == category:
                self.rows[number] = {**row, "category": target}
        for number, budget in list(self.budgets.items()):
            if budget["category"] == category:
                moved = {**budget, "category": target}
                if target is None or self.taken_by(moved, number):
                    del self.budgets[number]
                else:
                    self.budgets[number] = moved
        return budgets - len(self.budgets)


def pick(among: Any, place: int) -> int:
    """One of the ids, by its place among them."""
    ordered = sorted(among)
    return ordered[place % len(ordered)]


def shown_budget(row: Row) -> Row:
    """A whole budget as the API shows it."""
    plain = {name: each for name, each in row.items() if name != "category_emoji"}
    return {**plain, "amount": oracle.text(row["amount"], row["currency"])}


def shown(row: Row) -> Row:
    """A whole row as the API shows it."""
    amount = oracle.text(row["amount"], row["currency"])
    return {**row, "amount": amount, "date": f"{row['date']}"}
