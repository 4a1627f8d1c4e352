"""A write whose answer could not be kept with it is refused whole."""

from typing import Any

from tests.entries import nothing_written, record_all
from users.models import User

BULK = "/api/transactions/bulk/"


def test_it_refuses_an_answer_of_more_than_four_mebibytes(alice: User, alice_client: Any) -> None:
    rows = record_all(alice, [{"notes": "é" * 10_000} for _ in range(250)])
    body = {"update": [{"id": row, "amount": "2.00"} for row in rows]}
    with nothing_written(alice):
        answer = alice_client.post(BULK, body)
    assert answer.status_code == 413
    assert answer.json()["detail"] == (
        "The answer would have more than 4 MiB: write fewer rows at once."
    )
    body["update"] = body["update"][:200]
    assert alice_client.post(BULK, body).status_code == 200
