import pytest

from devtools.checks import Result
from devtools.testing import Report

PASSED = Result("mypy", passed=True, seconds=4.2)
FAILED = Result("pytest on MariaDB", passed=False, seconds=99.9)
MISSING = {"Redis": "redis-server is not installed"}


def test_it_succeeds_when_everything_ran_and_passed() -> None:
    assert Report([PASSED]).exit_code(strict=True) == 0


def test_it_fails_when_one_check_failed() -> None:
    assert Report([PASSED, FAILED, PASSED]).exit_code(strict=False) == 1


@pytest.mark.parametrize(("strict", "code"), [(False, 0), (True, 1)])
def test_it_makes_a_missing_part_a_failure_only_when_strict(strict: bool, code: int) -> None:
    assert Report([PASSED], missing=MISSING).exit_code(strict=strict) == code


def test_it_does_not_count_what_was_left_out_as_asked() -> None:
    assert Report([PASSED], left_out=["MariaDB"]).exit_code(strict=True) == 0


def test_it_fails_when_nothing_ran() -> None:
    assert Report().exit_code(strict=False) == 1


def test_it_names_what_was_missing_in_the_last_lines() -> None:
    lines = Report([PASSED, FAILED], missing=MISSING).lines(strict=True)

    assert lines[-3] == "checks: 1 passed, 1 failed"
    assert lines[-2].startswith("Not run, because something is missing here, which --strict")
    assert lines[-1] == "  Redis: redis-server is not installed."


def test_it_shows_each_check_with_its_result_and_time() -> None:
    lines = Report([PASSED, FAILED]).lines(strict=False)

    assert lines[0].split() == ["mypy", "ok", "4.2", "s"]
    assert lines[1].split() == ["pytest", "on", "MariaDB", "FAILED", "99.9", "s"]
    assert lines[-1] == "Nothing was missing."
