"""Names of categories: what is one, when two are the same, and the category behind a name or id."""

from django.core.validators import RegexValidator
from django.db.models import BigIntegerField
from rest_framework import serializers

from categories.models import Category
from common.prepared import Param, Prepared
from common.problems import Problem
from common.text import fold
from ledger.writing import Unit

MAX_NAME = 100
_MAX_KEY = 400
HEX_COLOR = RegexValidator(r"\A(#[0-9a-fA-F]{6})?\Z", "A color is #rrggbb or empty.")


def check_name(name: str) -> None:
    """ValidationError for what cannot be a name: empty, too long, or digits alone (an id)."""
    key = fold(name)
    if not key:
        raise serializers.ValidationError("A category needs a name.", code="blank")
    if len(name) > MAX_NAME:
        message = f"A category's name has at most {MAX_NAME} characters."
        raise serializers.ValidationError(message, code="max_length")
    if len(key) > _MAX_KEY:
        message = f"Spelled out, its ligatures make this name longer than {_MAX_KEY} characters."
        raise serializers.ValidationError(message, code="max_length")
    if key.isdigit():
        message = "A category's name has a character that is not a digit."
        raise serializers.ValidationError(message, code="invalid")


def refuse_duplicate(unit: Unit, name: str, row: Category | None) -> None:
    """Problem `duplicate` where another category of the books has this name."""
    taken = Category.objects.in_book(unit.book.pk).filter(name_key=fold(name)).first()
    if taken is not None and (row is None or taken.pk != row.pk):
        raise Problem("duplicate", f"There is a category {taken.name} already.", existing=taken.pk)


# Not an AutoField, which has MySQL refuse the question for number 0 instead of finding nothing.
_ID = BigIntegerField()
_numbered = Prepared(
    lambda: Category.objects.filter(book_id=Param("book", _ID), pk=Param("number", _ID)).only(
        "book", "name", "emoji"
    )
)


def category_numbered(unit: Unit, number: int) -> Category | None:
    """The category of this id in the unit's books: what a transaction shows of it."""
    if number not in unit.seen:
        unit.seen[number] = next(iter(_numbered(book=unit.book.pk, number=number)), None)
    found: Category | None = unit.seen[number]
    return found


def category_named(unit: Unit, name: str) -> Category:
    """The category of this name, archived or not; a new one where there is none."""
    key = fold(name)
    if key not in unit.seen:
        found = Category.objects.in_book(unit.book.pk).filter(name_key=key).first()
        unit.seen[key] = found or unit.create(Category(name=name.strip(), name_key=key))
    category: Category = unit.seen[key]
    return category
