"""The story goes on, in the books of somebody else: many writes at once, and taking them back."""

from typing import Any

from tests.proof.story import FORM, marked, named
from tests.proof.teller import Teller
from tests.serving import PASSWORD


def tell_more(say: Teller) -> None:
    ours = {"username": "lena", "email": "lena@example.org", "password": PASSWORD}
    say.token = say.post("register/", ours)["token"]
    tell_of_many(say)
    tell_of_many_refused(say)
    tell_of_filters(say)
    tell_of_mergers(say)
    tell_of_operations(say)
    tell_of_undoing(say)
    tell_of_undoing_too_late(say)
    tell_of_conditions(say)
    tell_of_changes(say)


def latest(say: Teller) -> int:
    """The id of the operation that was done last."""
    return int(say.server.get("/api/operations/", say.token)["results"][0]["id"])


def tell_of_many(say: Teller) -> None:
    """Each is sent twice under one key."""
    tea = {"amount": "3.50", "date": "2016-03-01", "category": "Té 🍵"}
    for path, kind in (("transactions", "income"), ("expenses", None), ("income", None)):
        fixed = {"type": kind} if kind else {}
        new = [
            {**tea, **fixed, "amount": f"{number}.25", "external_id": f"{path} {number}"}
            for number in range(1, 4)
        ]
        for _ in "ab":
            say.post(f"{path}/bulk/", {"create": [*new, tea | fixed]}, Idempotency_Key=path)
        rows = [marked(say, f"{path} {number}") for number in range(1, 4)]
        both = {
            "create": [{**tea, **fixed, "currency": "JPY", "amount": "500", "category": None}],
            "update": [
                {"id": rows[0], "amount": "9.99", "category": "Ñew", "external_id": f"{path} 3"},
                {"id": f"{rows[1]}", "date": "2016-02-29", "notes": "two\nlines", "version": 1},
            ],
            "delete": [rows[2]],
        }
        for _ in "ab":
            say.post(f"{path}/bulk/", both, Idempotency_Key=f"{path} again")
        say.post(f"{path}/bulk/", both, Idempotency_Key=path)
        say.get(f"{path}/totals/")


def tell_of_many_refused(say: Teller) -> None:
    one, other = marked(say, "expenses 3"), marked(say, "income 3")
    right = {"type": "expense", "amount": "1", "date": "2016-03-01"}
    for wrong in (
        {},
        {"create": [], "update": [], "delete": []},
        {"create": {}, "update": 3, "delete": "12", "upsert": []},
        {"create": [right, right | {"amount": "0.005", "colour": "red"}, 7]},
        {"create": [right, right | {"category": 10**12}], "delete": [one]},
        {"create": [right | {"external_id": "x"}, right | {"external_id": "x"}]},
        {"create": [right, right | {"external_id": "expenses 3"}]},
        {"create": [right], "update": [{"id": one, "external_id": "income 3"}]},
        {"update": [{"amount": "1"}, {"id": "x"}, {"id": one, "amount": "1e3"}]},
        {"update": [{"id": one, "amount": "2"}, {"id": one, "amount": "3"}]},
        {"update": [{"id": one, "amount": "2"}], "delete": [other, one]},
        {"update": [{"id": one, "amount": "2"}, {"id": 10**12}], "delete": [other, 10**15]},
        {"update": [{"id": one, "currency": "JPY"}, {"id": other, "refund": True}]},
        {"delete": [one, other, one, True, -1, None, "9" * 30]},
        {"delete": list(range(1, 1002))},
        {"delete": list(range(1, 1001)), "create": [right]},
    ):
        say.post("transactions/bulk/", wrong)
    say.post("expenses/bulk/", {"create": [right], "update": [{"id": one, "type": "income"}]})
    say.post("expenses/bulk/", {"create": [right | {"type": "income"}], "delete": [other]})
    say.post("income/bulk/", b"delete=1&create=2", Content_Type=FORM)
    say.get("transactions/totals/")


def tell_of_filters(say: Teller) -> None:
    new, tea = named(say, "Ñew"), named(say, "Té 🍵")
    for number, (path, chosen, change) in enumerate(
        [
            ("transactions", {"category": [new, "none"]}, {"category": "Té 🍵", "type": "income"}),
            ("expenses", {"search": "LINES"}, {"notes": "", "refund": True}),
            ("income", {"amount_max": 3.5, "weekday": "2"}, {"category": None, "amount": "4"}),
            ("transactions", {"period": "all", "type": "expense"}, {"category": new}),
            ("transactions", {"external_id": "nobody's"}, {"description": "à"}),
        ]
    ):
        asked = {"filter": chosen, "set": change}
        count = say.post(f"{path}/bulk/edit/", asked | {"dry_run": True})["count"]
        say.post(f"{path}/bulk/edit/", asked | {"expected_count": count + 1})
        for _ in "ab":
            sure = asked | {"expected_count": count}
            say.post(f"{path}/bulk/edit/", sure, Idempotency_Key=f"edit {number}")
    for path, chosen in (
        ("expenses", {"category": new, "amount_min": "5"}),
        ("income", {"currency": "jpy"}),
        ("transactions", {"start_date": "2016-03-01", "end_date": "2016-03-01", "category": tea}),
    ):
        count = say.post(f"{path}/bulk/delete/", {"filter": chosen, "dry_run": True})["count"]
        say.post(f"{path}/bulk/delete/", {"filter": chosen, "expected_count": 999})
        say.post(f"{path}/bulk/delete/", {"filter": chosen, "expected_count": count})
        say.post(f"{path}/bulk/delete/", {"filter": chosen, "expected_count": count})
    count = say.get("transactions/totals/", currency="USD")["results"][0]["count"]
    every: dict[str, Any] = {"filter": {"period": "all"}, "expected_count": count}
    for wrong in (
        {"filter": {}, "dry_run": True},
        {"filter": {"period": "all"}},
        {"filter": "all", "dry_run": "maybe"},
        {
            "filter": {"colour": "red", "weekday": "8", "page": 2, "ordering": "date"},
            "dry_run": True,
        },
        {"filter": {"category": []}, "dry_run": True},
        {"filter": {"search": {"like": "x"}}, "dry_run": True},
        every | {"expected_count": -1},
        every | {"set": {}},
        every | {"set": {"external_id": "x", "colour": "red", "id": 3}},
        every | {"set": {"amount": "0.005", "category": 10**12}},
        every | {"set": {"currency": "JPY"}},
    ):
        say.post("transactions/bulk/edit/", {"set": {"amount": "1"}} | wrong)
        say.post("expenses/bulk/delete/", wrong)
    say.get("transactions/")
    say.get("transactions/totals/")


def tell_of_mergers(say: Teller) -> None:
    for category, month in (("Té 🍵", None), ("Té 🍵", "2016-03"), ("Ñew", None)):
        say.post("budgets/", {"amount": "50", "category": category, "month": month})
    tea, new = named(say, "Té 🍵"), named(say, "Ñew")
    for into in (tea, 10**12, "x", None, [new]):
        say.post(f"categories/{tea}/merge/", {"into": into})
    say.post(f"categories/{tea}/merge/", {})
    say.post(f"categories/{tea}/merge/", {"into": new, "colour": "red"})
    say.post(f"categories/{10**12}/merge/", {"into": new})
    for _ in "ab":
        say.post(f"categories/{tea}/merge/", {"into": new}, Idempotency_Key="merge")
    say.post(f"categories/{tea}/merge/", {"into": new})
    say.get("budgets/")
    say.get("transactions/totals/", category=new)


def tell_of_operations(say: Teller) -> None:
    number = latest(say)
    for query in (
        {},
        {"page_size": 4, "page": 2, "ordering": "version"},
        {"kind": "category.merge"},
        {"kind": "transaction.bulk_edit", "resource": "category"},
        {"resource": "book"},
        {"period": "last_7_days", "page_size": 1},
        {"end_date": "2016-03-01"},
        {"kind": "x" * 41, "resource": "gift", "start_date": "2016-02-30", "period": "ever"},
        {"ordering": "kind", "page": 0, "colour": "red"},
    ):
        say.get("operations/", **query)
    for operation in (number, number - 1, number - 2, 10**12):
        say.get(f"operations/{operation}/")
        say.get(f"operations/{operation}/changes/")
    say.get(f"operations/{number}/changes/", page_size=1, page=2)
    say.get(f"operations/{number}/changes/", page=9, ordering="id")


def tell_of_undoing(say: Teller) -> None:
    """All that was done is undone in reverse, done again, and undone again."""
    numbers = [
        row["id"]
        for row in say.server.get("/api/operations/", say.token, page_size="500")["results"]
        if row["undoable"]
    ]
    for number in numbers:
        for _ in "ab":
            say.post(f"operations/{number}/undo/", None, Idempotency_Key=f"undo {number}")
    say.post(f"operations/{numbers[0]}/undo/", None)
    undone = [say.server.get(f"/api/operations/{each}/", say.token) for each in numbers]
    for path in ("transactions", "transactions/totals", "budgets", "categories"):
        say.get(f"{path}/")
    for row in reversed(undone):
        say.post(f"operations/{row['undone_by']}/undo/", {})
    for path in ("transactions", "transactions/totals", "budgets", "categories"):
        say.get(f"{path}/")
    for number in (latest(say), numbers[0]):
        say.get(f"operations/{number}/")
        say.get(f"operations/{number}/changes/")
    opening = say.server.get("/api/operations/", say.token, ordering="version")["results"][0]
    for number in (opening["id"], 10**12):
        say.post(f"operations/{number}/undo/", None)
    say.post(f"operations/{latest(say)}/undo/", {"force": True})
    say("PATCH", "me/", {"currency": "EUR", "timezone": "Asia/Tokyo"})
    for _ in "abc":  # and again, and again
        say.post(f"operations/{latest(say)}/undo/", None)
        say.get("me/")


def tell_of_undoing_too_late(say: Teller) -> None:
    """Rows changed or gone since, in use, made anew, or without what they belong to."""
    row = {"type": "expense", "amount": "1.50", "date": "2016-05-01", "category": "Late"}
    number = say.post("transactions/", row | {"external_id": "late"})["id"]
    made = latest(say)
    say("PATCH", f"transactions/{number}/", {"amount": "2.50"})
    edited = latest(say)
    for operation in (made, edited, made):
        say.post(f"operations/{operation}/undo/", None)
    again = say.post("transactions/", row | {"external_id": "late"})["id"]
    say.post(f"operations/{latest(say)}/undo/", None)
    say.post("transactions/bulk/", {"create": [row, row | {"external_id": "late"}]})
    bulk, late = latest(say), named(say, "Late")
    say.get(f"transactions/{again}/")
    say.post("budgets/", {"amount": "5", "category": late})
    say.post(f"operations/{bulk}/undo/", None)
    say("DELETE", f"categories/{late}/?move_to=none")
    gone = latest(say)
    say.post("categories/", {"name": "LATE"})
    say.post(f"operations/{gone}/undo/", None)
    say("DELETE", f"categories/{named(say, 'LATE')}/")
    first = marked(say, "late")
    say("DELETE", f"expenses/{first}/")
    say.post(f"operations/{gone}/undo/", None)
    say.post(f"operations/{latest(say)}/undo/", None)
    say.post(f"operations/{gone}/undo/", None)
    say.get(f"expenses/{first}/")
    ours = say.token
    say.token = say.server.manage("create_token", "lena", "--scope", "read").strip()
    say.post(f"operations/{gone}/undo/", None)
    say.get(f"operations/{gone}/")
    say.token = ours


def tell_of_conditions(say: Teller) -> None:
    """By the row's version, or the tag of its answer; of what was read before it was written."""
    row = {"amount": "1.50", "currency": "USD", "date": "2016-05-01"}
    spent = f"expenses/{say.post('expenses/', row)['id']}/"
    group = f"categories/{say.post('categories/', {'name': 'Tagged'})['id']}/"
    limit = f"budgets/{say.post('budgets/', {'amount': '1', 'category': 'Tagged'})['id']}/"
    changes = {spent: {"amount": "1.60"}, group: {"emoji": "🏷"}, limit: {"amount": "2"}}
    for number, (path, change) in enumerate(changes.items()):
        seen = say.server.send("GET", f"/api/{path}", token=say.token)
        tag, version = seen.headers["ETag"], seen.json()["version"]
        say("PATCH", path, change, If_Match=tag)
        say("PATCH", path, change, If_Match=tag)
        now = say.get(path)["version"]
        refused = (f'"{version}"', f'W/"{now}"', f"{now}", f'"{now}" x', '"x", "y"', "", '"ü"')
        for turn, given in enumerate(refused, start=number):
            say(("PATCH", "PUT", "DELETE")[turn % 3], path, {}, If_Match=given)
        say("PATCH", path, {}, If_Match=f'"x", "{now}"')
        say("PATCH", path, {"colour": "red"}, If_Match="*")
        say("PATCH", path, change, If_Match="*", Idempotency_Key=f"match {path}")
        say("PATCH", path, change, If_Match='"1"', Idempotency_Key=f"match {path}")
    for path in (limit, group, spent):
        version = say.server.get(f"/api/{path}", say.token)["version"]
        say("DELETE", path, If_Match=f'"{version - 1}"')
        say("DELETE", path, If_Match=f'"{version}"')
        say("DELETE", path, If_Match="*")


def tell_of_changes(say: Teller) -> None:
    cursor = say.get("changes/")["cursor"]
    say.get("changes/", since=cursor)
    row = {"type": "income", "amount": "7", "date": "2016-06-01", "category": "Newest"}
    made = say.post("transactions/", row)
    say.post("budgets/", {"amount": "5", "category": "Newest", "currency": "SEK"})
    cursor = say.get("changes/", since=cursor)["cursor"]
    say("PATCH", f"transactions/{made['id']}/", {"amount": "8"})
    say("DELETE", f"categories/{made['category']}/?move_to=none")
    say.get("changes/", since=cursor)
    say.post(f"operations/{latest(say)}/undo/", None)
    cursor = say.get("changes/", since=cursor)["cursor"]
    say.get("changes/", since=cursor)
    for wrong in ("x", "", "WyJ4Il0=", "🍣", cursor[:-9]):
        say.get("changes/", since=wrong)
    say.get("changes/", cursor=cursor, page=2)
