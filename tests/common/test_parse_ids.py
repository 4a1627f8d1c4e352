import pytest

from common.ids import NOBODYS, parse_ids


@pytest.mark.parametrize(
    ("values", "numbers"),
    [
        (["3"], (3,)),
        (["3,1", "2"], (1, 2, 3)),
        (["1", "1,1"], (1,)),
        ([" 7 , 8 "], (7, 8)),
        (["007"], (7,)),
        (["0"], (NOBODYS,)),
        (["9" * 18], (999_999_999_999_999_999,)),
        (["9" * 19], (NOBODYS,)),
        (["9" * 5000], (NOBODYS,)),
    ],
)
def test_it_reads_ids(values: list[str], numbers: tuple[int, ...]) -> None:
    assert parse_ids(values) == numbers


@pytest.mark.parametrize(
    "text", ["", ",", "1,", ",1", "1,,2", "abc", "-1", "1.0", "１", "1e3", "²"]
)
def test_it_refuses_what_is_no_id(text: str) -> None:
    with pytest.raises(ValueError, match="This takes ids, separated by commas"):
        parse_ids([text])


def test_it_takes_none_where_it_is_told_to() -> None:
    assert parse_ids(["none,5"], with_none=True) == (0, 5)
    with pytest.raises(ValueError, match="This takes ids, separated"):
        parse_ids(["none"])
    with pytest.raises(ValueError, match="ids or none"):
        parse_ids(["None"], with_none=True)


def test_it_takes_so_many_ids_and_no_more():
    many = [str(number) for number in range(1, 5001)]
    assert parse_ids([",".join(many)] * 2) == tuple(range(1, 5001))
    with pytest.raises(ValueError, match=r"^This takes at most 5000 ids\.$"):
        parse_ids([*many, "5001"])
