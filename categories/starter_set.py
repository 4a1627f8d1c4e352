"""The categories that new books start with."""

from categories.models import Category
from common.text import fold
from ledger.writing import Unit

STARTER_SET = (
    ("Food", "🍽️", "#e07a5f"),
    ("Shopping", "🛍️", "#d45d9e"),
    ("Entertainment", "🎬", "#9b5de5"),
    ("Social", "🥂", "#c77dff"),
    ("Transport", "🚌", "#3a86ff"),
    ("Housing", "🏠", "#577590"),
    ("Utilities", "💡", "#e9b44c"),
    ("Health", "🩺", "#43aa8b"),
    ("Education", "📚", "#4d908e"),
    ("Travel", "✈️", "#00a6d6"),
    ("Salary", "💼", "#2a9d5c"),
    ("Other", "📦", "#8d99ae"),
)


def create_starter_set(unit: Unit) -> None:
    unit.create_all(
        [
            Category(name=name, name_key=fold(name), emoji=emoji, color=color)
            for name, emoji, color in STARTER_SET
        ]
    )
