"""Idempotency-Key: an upload, a commit or an undo that is sent again is done once."""

from decimal import Decimal

import pytest

from imports import views
from ledger.models import Operation
from tests.entries import every_row, record, record_all
from tests.imports.uploading import (
    DAY,
    LIST,
    PATH,
    again,
    booked,
    committed,
    csv,
    edited,
    imported,
    looked_at,
    rows_of,
    send,
    undone,
    url_of,
)
from tests.ledger.test_repeat_write import assert_replays
from tests.refusals import refused


def post(client, found, verb, key="k-1", **body):
    return client.post(url_of(found, verb), body, HTTP_IDEMPOTENCY_KEY=key)


@pytest.mark.parametrize("dry_run", ["true", "false"])
def test_it_imports_once(alice_client, dry_run):
    first = send(alice_client, csv(*DAY), key="k-1", dry_run=dry_run)
    assert first.status_code == 201
    operations = Operation.objects.count()
    assert_replays(first, send(alice_client, csv(*DAY), key="k-1", dry_run=dry_run))
    assert Operation.objects.count() == operations
    assert [row["id"] for row in every_row(alice_client, PATH)] == [first.json()["id"]]


def test_it_commits_once(alice_client):
    found = looked_at(alice_client, csv(*DAY))
    first = post(alice_client, found, "commit", apply_suggestions=True)
    assert first.json()["created"] == 3
    assert_replays(first, post(alice_client, found, "commit", apply_suggestions=True))
    assert len(booked(alice_client)) == 3


def test_it_undoes_once(alice_client):
    found = imported(alice_client, csv(*DAY))
    first = post(alice_client, found, "undo")
    assert first.json()["status"] == "undone"
    assert_replays(first, post(alice_client, found, "undo"))


def test_it_edits_a_row_once(alice_client):
    found = looked_at(alice_client, csv(*DAY))
    url = url_of(found, "rows", 1)
    first = alice_client.patch(url, {"skip": True}, HTTP_IDEMPOTENCY_KEY="k-1")
    edited(alice_client, found, 1, skip=False)
    assert_replays(first, alice_client.patch(url, {"skip": True}, HTTP_IDEMPOTENCY_KEY="k-1"))
    assert rows_of(alice_client, found)[0]["skip"] is False


def test_it_corrects_once(alice_client):
    found = looked_at(alice_client, csv("2026-03-01,3.20,Coffee"))
    body = {"mapping": {"sign": "income"}}
    first = alice_client.patch(url_of(found), body, HTTP_IDEMPOTENCY_KEY="k-1")
    edited(alice_client, found, 1, skip=True)
    assert_replays(first, alice_client.patch(url_of(found), body, HTTP_IDEMPOTENCY_KEY="k-1"))
    assert rows_of(alice_client, found)[0]["skip"] is True


def test_it_answers_with_what_was_true_then(alice_client):
    first = send(alice_client, csv(*DAY), key="k-1")
    undone(alice_client, first.json())
    assert_replays(first, send(alice_client, csv(*DAY), key="k-1"))
    assert booked(alice_client) == []


def test_it_answers_with_an_import_that_is_gone(alice_client):
    first = send(alice_client, csv(*DAY), key="k-1", dry_run="true")
    assert alice_client.delete(url_of(first.json())).status_code == 204
    assert_replays(first, send(alice_client, csv(*DAY), key="k-1", dry_run="true"))


def test_it_deletes_once(alice_client):
    found = looked_at(alice_client, csv(*DAY))
    first = alice_client.delete(url_of(found), HTTP_IDEMPOTENCY_KEY="k-1")
    assert first.status_code == 204
    assert_replays(first, alice_client.delete(url_of(found), HTTP_IDEMPOTENCY_KEY="k-1"))


def test_it_counts_the_file_by_its_content(alice_client):
    first = send(alice_client, csv(*DAY), key="k-1")
    assert_replays(first, send(alice_client, csv(*DAY), key="k-1", name="copy.csv"))
    for text, fields in ((csv(*DAY[:2]), {}), (csv(*DAY), {"currency": "EUR"})):
        answer = send(alice_client, text, key="k-1", **fields)
        assert refused(answer, 422, "key_reused")
    assert len(booked(alice_client)) == 3


def test_it_refuses_a_key_that_another_request_had(alice, alice_client):
    headers = {"HTTP_IDEMPOTENCY_KEY": "k-1"}
    body = {"type": "expense", "amount": "1", "date": "2026-03-01"}
    assert alice_client.post(LIST, body, **headers).status_code == 201
    assert refused(send(alice_client, csv(*DAY), key="k-1"), 422, "key_reused")
    assert every_row(alice_client, PATH) == []
    assert len(booked(alice_client)) == 1


def test_it_refuses_the_key_of_an_import_for_another_request(alice_client):
    found = looked_at(alice_client, csv(*DAY))
    committed(alice_client, found)
    first = post(alice_client, found, "undo")
    assert first.status_code == 200
    body = {"type": "expense", "amount": "1"}
    answer = alice_client.post(LIST, body, HTTP_IDEMPOTENCY_KEY="k-1")
    assert refused(answer, 422, "key_reused")
    other = looked_at(alice_client, csv(*DAY))
    assert refused(post(alice_client, other, "commit"), 422, "key_reused")
    assert again(alice_client, other)["status"] == "ready"


def test_it_frees_the_key_after_a_refusal(alice_client):
    assert refused(send(alice_client, "", key="k-1"), 400, "invalid")
    assert send(alice_client, csv(*DAY), key="k-1").status_code == 201
    found = looked_at(alice_client, csv(*DAY))
    assert refused(post(alice_client, found, "undo", key="k-2"), 409, "wrong_state")
    assert post(alice_client, found, "commit", key="k-2").json()["status"] == "committed"


def test_it_frees_the_key_of_what_no_total_could_hold(alice, alice_client):
    (rich,) = record_all(alice, [{"amount": Decimal("899999999999990")}])
    text = csv("2026-03-01,-12.00,Coffee")
    for _ in range(2):
        assert refused(send(alice_client, text, key="k-1"), 409, "total_out_of_range")
    alice_client.delete(f"{LIST}{rich}/")
    done = send(alice_client, text, key="k-1")
    assert "Idempotent-Replayed" not in done.headers
    assert (done.status_code, done.json()["created"]) == (201, 1)


def test_it_answers_no_commit_with_one_that_failed(alice, alice_client):
    record_all(alice, [{"amount": Decimal("899999999999990")}])
    found = looked_at(alice_client, csv("2026-03-01,-12.00,Coffee"))
    for code in ("total_out_of_range", "wrong_state"):
        assert refused(post(alice_client, found, "commit"), 409, code)


def test_it_keeps_the_keys_of_two_people_apart(alice_client, charlie_client):
    first = send(alice_client, csv(*DAY), key="k-1")
    second = send(charlie_client, csv(*DAY), key="k-1")
    assert "Idempotent-Replayed" not in second.headers
    assert first.json()["id"] != second.json()["id"]
    assert len(booked(charlie_client)) == 3


def test_it_goes_on_with_what_was_begun_under_the_key(alice_client, monkeypatch):
    """As if the server had been stopped between its first unit and the rest."""

    def stopped(*_args):
        raise SystemExit

    monkeypatch.setattr(views, "carry_through", stopped)
    with pytest.raises(SystemExit):
        send(alice_client, csv(*DAY), key="k-1")
    monkeypatch.undo()
    (begun,) = every_row(alice_client, PATH)
    assert (begun["status"], begun["created"]) == ("reading", 0)
    record(alice_client)
    done = send(alice_client, csv(*DAY), key="k-1")
    assert (done.status_code, done.json()["id"]) == (201, begun["id"])
    assert (done.json()["status"], done.json()["created"]) == ("committed", 3)
