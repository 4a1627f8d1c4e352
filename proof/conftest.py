"""The cast of the tests, and how far a proof goes."""

import pytest

pytest_plugins = ["tests.conftest"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--steps",
        type=int,
        default=None,
        help="At least so many steps against the oracle, other ones every time "
        "(without it a few hundred, always the same).",
    )
    parser.addoption(
        "--requests",
        type=int,
        default=400,
        help="At least so many requests by schemathesis; from 5,000 on, every boundary of every "
        "field is among them.",
    )
    parser.addoption(
        "--kills", type=int, default=5, help="So many times a server is killed in mid-write."
    )
    parser.addoption(
        "--seconds", type=float, default=5, help="So long eight writers write at once."
    )
