import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from common.text import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Food", "fOOD"),
        ("Café", "CAFE\u0301"),
        ("Food", "Ｆｏｏｄ"),
        ("Food", "  Food\u3000"),
        ("Straße", "STRASSE"),
        ("ΣΊΣΥΦΟΣ", "Σίσυφος"),
        ("Дом", "ДОМ"),
        ("ﬁnance", "FINANCE"),
        ("½", "1⁄2"),
        ("ｶﾞｽ", "ガス"),
        ("한글", unicodedata.normalize("NFD", "한글")),
    ],
)
def test_it_makes_equal_what_is_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café", "Cafe"),
        ("🍣", "🍺"),
        ("a b", "ab"),
        ("İ", "I"),
        ("ı", "i"),
        ("👩‍👩‍👧", "👩👩👧"),
        ("か", "カ"),
    ],
)
def test_it_keeps_apart_what_differs(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(max_size=20))
@example("\u00a8")
@example("ͅΐ")
@example("ŉ\u0345")
def test_it_changes_nothing_the_second_time(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=20))
def test_it_does_not_care_for_case_or_form(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    assert fold(unicodedata.normalize("NFC", text)) == fold(text)
    assert fold(text.casefold()) == fold(text)
