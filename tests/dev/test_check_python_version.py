import ast
from pathlib import Path

import pytest

from devtools.python_version import problem_with

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("minor", [11, 12, 13])
def test_it_accepts_the_supported_versions(minor: int) -> None:
    assert problem_with(3, minor) == ""


@pytest.mark.parametrize(("major", "minor"), [(3, 6), (3, 10), (3, 14), (4, 0)])
def test_it_names_the_versions_that_will_do(major: int, minor: int) -> None:
    sentence = problem_with(major, minor)

    assert "Python 3.11 to 3.13" in sentence
    assert f"this is Python {major}.{minor}" in sentence


@pytest.mark.parametrize("name", ["dev.py", "devtools/__init__.py", "devtools/python_version.py"])
def test_it_is_written_in_words_an_old_python_reads(name: str) -> None:
    source = (ROOT / name).read_text(encoding="utf-8")

    ast.parse(source, feature_version=(3, 7))
