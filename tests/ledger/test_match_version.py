"""If-Match: a write by somebody who has not seen the row as it is now does nothing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from tests.entries import add_category, category_id, nothing_written, record
from tests.ledger.operations import BUDGETS, CATEGORIES, TRANSACTIONS, number_of, undone
from tests.ledger.threads import at_once
from tests.queries import counted
from tests.refusals import faults, refused
from users.models import User

LUNCH = {"amount": "12.50", "currency": "USD", "date": "2026-02-28"}
TEA = {"name": "Tea", "emoji": "🍵", "color": "", "description": "", "archived": False}
PLAN = {"amount": "310.00", "currency": "USD", "category": None, "month": None}
NOON = "2026-03-01T12:00:00+00:00"
METHODS = ("put", "patch", "delete")
each_method = pytest.mark.parametrize("method", METHODS)


@dataclass
class Target:
    """A row, by the list that it stands in, and what is sent to write it."""

    path: str
    whole: dict[str, Any]
    part: dict[str, Any]
    row: dict[str, Any]

    @property
    def url(self) -> str:
        return f"{self.path}{self.row['id']}/"

    def send(self, client: Any, method: str, **headers: Any) -> Any:
        body = {"put": self.whole, "patch": self.part, "delete": None}[method]
        return getattr(client, method)(self.url, body, **headers)

    def match(self, client: Any, method: str, given: str) -> Any:
        return self.send(client, method, HTTP_IF_MATCH=given)


KINDS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "transaction": (TRANSACTIONS, {**LUNCH, "type": "income"}, {"notes": "Seen"}),
    "expense": ("/api/expenses/", {**LUNCH, "refund": True}, {"amount": "1"}),
    "income": ("/api/income/", LUNCH, {"description": "Pay"}),
    "category": (CATEGORIES, TEA, {"name": "Thé"}),
    "budget": (BUDGETS, PLAN, {"amount": "1"}),
}


def add(client: Any, kind: str) -> Any:
    """The answer to a POST of a row such as PUT then makes of another one."""
    path, whole, _ = KINDS[kind]
    return client.post(path, whole)


def target_of(client: Any, kind: str) -> Target:
    answer = add(client, kind)
    assert answer.status_code == 201, answer.content
    return Target(*KINDS[kind], row=answer.json())


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """At midnight every tag changes, and no test may run into one."""
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def target(alice_client: Any, kind: str) -> Target:
    return target_of(alice_client, kind)


@pytest.fixture
def row(alice_client: Any) -> Target:
    """An expense."""
    return target_of(alice_client, "transaction")


def tag_of(client: Any, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return str(answer["ETag"])


def stale(answer: Any, current: int) -> bool:
    return refused(answer, 412, "stale") and answer.json()["current"] == current


def is_done(answer: Any, method: str) -> bool:
    assert answer.status_code == (204 if method == "delete" else 200), answer.content
    return True


# What fits


def fitting(client: Any, target: Target) -> list[str]:
    version, tag = f'"{target.row["version"]}"', tag_of(client, target.url)
    return [
        version,
        tag,
        client.head(target.url)["ETag"],
        "*",
        " * ",
        f"{version},{tag}",
        f'"0", "x" ,\t{version}  , "y"',
        f'W/{version}, W/"x", {tag}',
        f"rubbish, {version}",
        f'"{"9" * 30}",{version}',
    ]


@each_method
def test_it_writes_what_fits(alice_client: Any, kind: str, method: str) -> None:
    for place in range(10):
        target = target_of(alice_client, kind)
        given = fitting(alice_client, target)[place]
        assert is_done(target.match(alice_client, method, given), method), given
        alice_client.delete(target.url)  # names and budgets are there once


def test_it_gives_with_a_write_the_tag_that_a_read_has(alice_client: Any, kind: str) -> None:
    created = add(alice_client, kind)
    target = Target(*KINDS[kind], row=created.json())
    assert created["ETag"] == tag_of(alice_client, target.url)
    tag = created["ETag"]
    for method in ("patch", "put", "patch"):
        answer = target.match(alice_client, method, tag)
        assert is_done(answer, method)
        assert answer["ETag"] != tag
        tag = answer["ETag"]
        assert tag == tag_of(alice_client, target.url) == alice_client.head(target.url)["ETag"]
        assert alice_client.get(target.url, HTTP_IF_NONE_MATCH=tag).status_code == 304
        assert answer.json() == alice_client.get(target.url).json()
    deleted = target.match(alice_client, "delete", tag)
    assert (deleted.status_code, "ETag" in deleted) == (204, False)


@each_method
def test_it_fits_while_something_else_is_written(
    alice_client: Any, target: Target, method: str
) -> None:
    tag = tag_of(alice_client, target.url)
    record(alice_client, category="Elsewhere")
    alice_client.patch(f"{CATEGORIES}{category_id(alice_client, 'Food')}/", {"name": "Meals"})
    assert tag_of(alice_client, target.url) != tag
    assert is_done(target.match(alice_client, method, tag), method)


@each_method
def test_it_fits_a_budget_whose_category_is_renamed(alice_client: Any, method: str) -> None:
    tea = add_category(alice_client, "Tea")["id"]
    body = {"amount": "5", "category": tea, "currency": "USD"}
    budget = Target(BUDGETS, body, {"amount": "6"}, alice_client.post(BUDGETS, body).json())
    tag = tag_of(alice_client, budget.url)
    alice_client.patch(f"{CATEGORIES}{tea}/", {"name": "Thé"})
    assert is_done(budget.match(alice_client, method, tag), method)


# What does not


def unfitting(client: Any, target: Target) -> list[str]:
    version, tag = target.row["version"], tag_of(client, target.url)
    seen, _, digest = tag.strip('"').partition(".")
    listed = client.get(target.path)["ETag"]
    return [
        *("", " ", ",", ", ,", "rubbish", '"', '""', '"*"', "*, *", "W/*", '"x"', "\xff", "\x01"),
        *(f"'{version}'", f'"{version}', f'{version}"', f'" {version}"'),
        *(f'"0{version}"', f'"+{version}"', f'"{version}.0"', f'"{version}."', f'"-{version}"'),
        *(f'"{version}"x', f'x"{version}"', f'"{version}" "{version}"', f'""{version}""'),
        *(f'"{version - 1}"', f'"{version + 1}"', '"0"', f'"{"9" * 5_000}"', '"٣"'),
        *(f'W/"{version}"', f'w/"{version}"', f"W/{tag}", f'W/"{version}",W/{tag}'),
        *(f'"{seen}.{"0" * len(digest)}"', f'"{seen}.{digest[:-1]}"', f'"{seen}.{digest}0"'),
        *(f'"{seen}.{digest.upper()}"', f'"{int(seen) + 1}.{digest}"', f'"0{seen}.{digest}"'),
        *(tag.strip('"'), f'"{digest}"', f'".{digest}"', f'"{seen}.."', f'"{seen}"."{digest}"'),
        *(listed, listed.removeprefix("W/"), tag_of(client, "/api/me/")),
    ]


def all_stale(client: Any, target: Target, given: list[str], current: int) -> bool:
    """Whatever is done with each of them."""
    for each, method in product(given, METHODS):
        assert stale(target.match(client, method, each), current), (each, method)
    return True


def test_it_refuses_what_does_not_fit(alice: User, alice_client: Any, target: Target) -> None:
    before = alice_client.get(target.url).content
    given = unfitting(alice_client, target)
    assert len(given) > 40
    with nothing_written(alice):
        assert all_stale(alice_client, target, given, target.row["version"])
    assert alice_client.get(target.url).content == before


def test_it_says_that_a_version_stands_in_quotes(
    alice: User, alice_client: Any, target: Target
) -> None:
    with nothing_written(alice):
        for each, method in product(("5", " 5 ", str(target.row["version"])), METHODS):
            response = target.match(alice_client, method, each)
            assert refused(response, 400, "invalid")
            assert faults(response) == [("header", "If-Match")]


def test_it_refuses_what_was_seen_before_a_write_of_the_row(
    alice: User, alice_client: Any, target: Target
) -> None:
    tag, version = tag_of(alice_client, target.url), f'"{target.row["version"]}"'
    record(alice_client)
    later = tag_of(alice_client, target.url)
    written = target.send(alice_client, "patch").json()
    given = [version, tag, later, f"{version}, {tag}, {later}"]
    with nothing_written(alice):
        assert all_stale(alice_client, target, given, written["version"])
    assert alice_client.get(target.url).json() == written


def test_it_refuses_the_tags_of_another_row(alice: User, alice_client: Any, target: Target) -> None:
    other = target_of(alice_client, "category" if target.path != CATEGORIES else "budget")
    same = record(alice_client)
    tags = [tag_of(alice_client, url) for url in (other.url, f"{TRANSACTIONS}{same['id']}/")]
    given = [*tags, f'"{other.row["version"]}"']
    with nothing_written(alice):
        assert all_stale(alice_client, target, given, target.row["version"])


def test_it_refuses_the_tag_of_another_path_of_the_row(alice: User, alice_client: Any) -> None:
    """What is seen there is the same, but a tag is its URL's (RFC 9110, section 8.8.3)."""
    row = target_of(alice_client, "expense")
    tag = tag_of(alice_client, f"{TRANSACTIONS}{row.row['id']}/")
    assert stale(row.match(alice_client, "patch", tag), row.row["version"])
    assert is_done(row.match(alice_client, "patch", tag_of(alice_client, row.url)), "patch")


def test_it_refuses_the_tags_of_somebody_else(
    alice: User, alice_client: Any, charlie_client: Any, target: Target, kind: str
) -> None:
    theirs = add(charlie_client, kind)
    assert theirs.json()["version"] == target.row["version"]
    given = [theirs["ETag"], add(charlie_client, "income")["ETag"]]
    with nothing_written(alice):
        assert all_stale(alice_client, target, given, target.row["version"])


def test_it_looks_for_the_row_before_it_compares(
    alice: User, alice_client: Any, charlie_client: Any, target: Target, kind: str
) -> None:
    tag = tag_of(alice_client, target.url)
    alice_client.delete(target.url)
    theirs = target_of(charlie_client, kind)
    given = [f'"{target.row["version"]}"', tag, '"1"', "*", "rubbish", "", 'W/"1"']
    with nothing_written(alice):
        for each, method, row in product(given, METHODS, (target, theirs)):
            assert refused(row.match(alice_client, method, each), 404, "not_found")


def test_it_compares_before_it_looks_at_the_body(
    alice: User, alice_client: Any, row: Target
) -> None:
    with nothing_written(alice):
        answer = alice_client.patch(row.url, {"amount": "rubbish"}, HTTP_IF_MATCH='"1"')
        assert stale(answer, row.row["version"])
        answer = alice_client.patch(row.url, {"amount": "rubbish"}, HTTP_IF_MATCH="*")
        assert refused(answer, 400, "invalid")


def test_it_knows_every_way_in_which_a_row_is_written(alice_client: Any, row: Target) -> None:
    tea, cake = (add_category(alice_client, name)["id"] for name in ("Tea", "Cake"))
    everything = {"period": "all"}
    acts = [
        lambda: alice_client.patch(row.url, {"category": tea}),
        lambda: alice_client.post(f"{CATEGORIES}{tea}/merge/", {"into": cake}),
        lambda: alice_client.delete(f"{CATEGORIES}{cake}/?move_to=none"),
        lambda: alice_client.post(
            f"{TRANSACTIONS}bulk/", {"update": [{"id": row.row["id"], "notes": "Bulk"}]}
        ),
        lambda: alice_client.post(
            f"{TRANSACTIONS}bulk/edit/",
            {"filter": everything, "set": {"notes": "Edit"}, "expected_count": 1},
        ),
        lambda: alice_client.patch(row.url, {"notes": "Edit"}),  # which it had
    ]
    acts += [lambda: alice_client.post(f"/api/operations/{number}/undo/")]
    for act in acts:
        tag = tag_of(alice_client, row.url)
        number = number_of(act())
        current = alice_client.get(row.url).json()["version"]
        assert stale(row.match(alice_client, "patch", tag), current)


def test_it_takes_no_tag_of_a_row_that_went_and_came_back(alice_client: Any, row: Target) -> None:
    tag = tag_of(alice_client, row.url)
    undone(alice_client, number_of(alice_client.delete(row.url)))
    current = alice_client.get(row.url).json()["version"]
    assert current > row.row["version"]
    for given in (tag, f'"{row.row["version"]}"'):
        assert stale(row.match(alice_client, "delete", given), current)


# When the day, the zone, the currency or the epoch is another one


def test_it_refuses_yesterdays_tag_and_knows_the_version(
    alice_client: Any, row: Target, clock: Any
) -> None:
    tag = tag_of(alice_client, row.url)
    clock.move_to("2026-03-01T23:59:59Z")
    assert tag_of(alice_client, row.url) == tag
    clock.move_to("2026-03-02T00:00:00Z")
    assert stale(row.match(alice_client, "patch", tag), row.row["version"])
    assert is_done(row.match(alice_client, "patch", f'"{row.row["version"]}"'), "patch")


@pytest.mark.parametrize("change", [{"timezone": "Asia/Tokyo"}, {"currency": "EUR"}])
def test_it_refuses_the_tag_of_another_profile(
    alice_client: Any, row: Target, change: dict[str, str]
) -> None:
    tag, version = tag_of(alice_client, row.url), row.row["version"]
    alice_client.patch("/api/me/", change)
    assert stale(row.match(alice_client, "patch", tag), version)
    answer = row.match(alice_client, "patch", f'"{version}"')
    assert is_done(answer, "patch")
    assert answer["ETag"] == tag_of(alice_client, row.url)


def test_it_refuses_the_tag_of_before_a_restore(alice_client: Any, row: Target) -> None:
    tag = tag_of(alice_client, row.url)
    call_command("new_epoch")
    assert stale(row.match(alice_client, "patch", tag), row.row["version"])
    assert is_done(row.match(alice_client, "patch", tag_of(alice_client, row.url)), "patch")


# With an Idempotency-Key


@each_method
def test_it_repeats_an_answer_before_it_compares(
    alice_client: Any, target: Target, method: str
) -> None:
    headers = {"HTTP_IDEMPOTENCY_KEY": "k-1", "HTTP_IF_MATCH": f'"{target.row["version"]}"'}
    first = target.send(alice_client, method, **headers)
    assert is_done(first, method)
    record(alice_client)
    for given in (headers["HTTP_IF_MATCH"], '"1"', "rubbish"):
        again = target.send(alice_client, method, **headers | {"HTTP_IF_MATCH": given})
        assert again["Idempotent-Replayed"] == "true"
        assert (again.status_code, again.content) == (first.status_code, first.content)
        assert again.headers.get("ETag") == first.headers.get("ETag")


def test_it_repeats_the_tag_of_a_creation(alice_client: Any, kind: str) -> None:
    path, whole, _ = KINDS[kind]
    first = alice_client.post(path, whole, HTTP_IDEMPOTENCY_KEY="k-1")
    target = Target(*KINDS[kind], row=first.json())
    written = target.match(alice_client, "patch", first["ETag"])
    again = alice_client.post(path, whole, HTTP_IDEMPOTENCY_KEY="k-1")
    assert again["ETag"] == first["ETag"] != written["ETag"]
    answer = target.match(alice_client, "patch", again["ETag"])
    assert stale(answer, written.json()["version"])


def test_it_frees_the_key_after_a_412(alice_client: Any, row: Target) -> None:
    key = {"HTTP_IDEMPOTENCY_KEY": "k-1"}
    assert row.send(alice_client, "patch", HTTP_IF_MATCH='"1"', **key).status_code == 412
    answer = row.send(alice_client, "patch", HTTP_IF_MATCH="*", **key)
    assert is_done(answer, "patch")
    assert "Idempotent-Replayed" not in answer.headers


# Where it says nothing


@pytest.mark.parametrize("given", ['"1"', "rubbish", "*", ""])
def test_it_minds_it_neither_where_a_row_is_new_nor_in_the_profile(
    alice_client: Any, row: Target, given: str
) -> None:
    headers = {"HTTP_IF_MATCH": given}
    assert alice_client.post(TRANSACTIONS, row.whole, **headers).status_code == 201
    assert alice_client.post(CATEGORIES, TEA, **headers).status_code == 201
    assert alice_client.post(BUDGETS, PLAN, **headers).status_code == 201
    assert alice_client.patch("/api/me/", {"currency": "EUR"}, **headers).status_code == 200
    assert alice_client.get(row.url, **headers).status_code == 200


def test_it_costs_no_query(alice_client: Any, row: Target) -> None:
    with counted() as plain:
        tag = row.send(alice_client, "patch")["ETag"]
    with counted() as matched:
        assert is_done(row.match(alice_client, "patch", tag), "patch")
    assert len(matched) == len(plain)


# Two who edit one row


def test_it_lets_the_last_one_win_without(alice_client: Any, row: Target) -> None:
    seen = [alice_client.get(row.url).json() for _ in range(2)]
    for number, body in enumerate(seen):
        answer = alice_client.put(row.url, {**body, "notes": f"Client {number}"})
        assert answer.status_code == 200
    assert alice_client.get(row.url).json()["notes"] == "Client 1"


@pytest.mark.parametrize("by_tag", [True, False])
def test_it_tells_the_second_one_to_read_again(
    alice_client: Any, row: Target, by_tag: bool
) -> None:
    def read() -> tuple[Any, str]:
        answer = alice_client.get(row.url)
        return answer.json(), answer["ETag"] if by_tag else f'"{answer.json()["version"]}"'

    (phone, phones_tag), (laptop, laptops_tag) = read(), read()
    body = {**phone, "notes": "Phone"}
    assert alice_client.put(row.url, body, HTTP_IF_MATCH=phones_tag).status_code == 200
    refusal = alice_client.put(
        row.url, {**laptop, "description": "Laptop"}, HTTP_IF_MATCH=laptops_tag
    )
    laptop, laptops_tag = read()
    assert stale(refusal, laptop["version"])
    body = {**laptop, "description": "Laptop"}
    assert alice_client.put(row.url, body, HTTP_IF_MATCH=laptops_tag).status_code == 200
    found = read()[0]
    assert (found["notes"], found["description"]) == ("Phone", "Laptop")


@pytest.mark.parametrize("by_tag", [True, False])
def test_it_lets_one_of_twenty_at_once(alice_client: Any, row: Target, by_tag: bool) -> None:
    given = tag_of(alice_client, row.url) if by_tag else f'"{row.row["version"]}"'

    def edit(number: int) -> Any:
        return alice_client.patch(row.url, {"notes": f"{number}"}, HTTP_IF_MATCH=given)

    answers = at_once(20, edit)
    (done,) = (answer for answer in answers if answer.status_code == 200)
    found = alice_client.get(row.url).json()
    assert done.json() == found
    refusals = [answer for answer in answers if answer is not done]
    assert all(stale(answer, found["version"]) for answer in refusals)
    assert len(refusals) == 19


def test_it_lets_one_of_twenty_delete(alice_client: Any, row: Target) -> None:
    given = f'"{row.row["version"]}"'
    answers = at_once(20, lambda _: row.match(alice_client, "delete", given))
    assert Counter(answer.status_code for answer in answers) == {204: 1, 404: 19}


def test_it_lets_all_of_twenty_at_once_without(alice_client: Any, row: Target) -> None:
    answers = at_once(20, lambda number: alice_client.patch(row.url, {"notes": f"{number}"}))
    assert {answer.status_code for answer in answers} == {200}
    versions = [answer.json()["version"] for answer in answers]
    last = answers[versions.index(max(versions))]
    assert len(set(versions)) == 20
    assert alice_client.get(row.url).json() == last.json()
    assert last["ETag"] == tag_of(alice_client, row.url)
