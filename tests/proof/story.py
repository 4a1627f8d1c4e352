"""One story, told to a server in requests: every operation of the API, and what can go wrong.

Its days lie long ago, so that the answers are the same on any day.
"""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from tests.proof.teller import Teller
from tests.serving import PASSWORD

FORM = "application/x-www-form-urlencoded"
NAMES = ("Café", "Cafe", "🍣", "🍺", "ＺＥＮ", "Straße", "ı", "Ⅷ", "a b", "A-b", "ﬁsh", "\u202eabc")
#: Those again, in other cases, widths and forms; and what is no name at all.
NO_NAMES = ("CAFÉ", "Cafe\u0301", " STRASSE ", "zen", "VIII", "FISH", "12", "", "x" * 101)


def tell(say: Teller) -> None:
    tell_of_accounts(say)
    tell_of_categories(say)
    tell_of_transactions(say)
    tell_of_edits(say)
    tell_of_refusals(say)
    tell_of_lists(say)
    tell_of_pages(say)
    tell_of_reports(say)
    tell_of_steps(say)
    tell_of_days_and_weeks(say)
    tell_of_currencies(say)
    tell_of_budgets(say)
    tell_of_refused_budgets(say)
    tell_of_progress(say)
    tell_of_today(say)
    tell_of_budgets_moved(say)
    tell_of_deletions(say)
    tell_of_leaving(say)


def tell_of_accounts(say: Teller) -> None:
    mira = {"username": "Mira", "email": "Mira@Example.org", "password": PASSWORD}
    noor = mira | {"username": "Noor", "email": "noor@example.org"}
    say.get("")
    say.post("register/", mira)
    for taken in (
        {"username": "ＭＩＲＡ"},
        {"email": "MIRA@example.ORG"},
        {"password": "noor"},
        {},
    ):
        say.post("register/", noor | taken)
    for name in ("mira", "MIRA", "mira@EXAMPLE.org", "míra", "mira "):
        say.post("login/", {"username": name, "password": PASSWORD})
    say.post("login/", {"username": "mira", "password": "wrong"})
    signed_in = say.post("login/", {"email": "Mira@example.org", "password": PASSWORD})
    fresh = say.post("token/refresh/", {"refresh": signed_in["refresh"]})
    say.post("token/refresh/", {"refresh": signed_in["refresh"]})
    say.post("logout/", {"refresh": fresh["refresh"]})
    say.post("token/refresh/", {"refresh": fresh["refresh"]})
    say.get("me/")
    say.token = signed_in["token"]
    say("PATCH", "me/", {"timezone": "Europe/Lisbon", "first_name": "Míra", "last_name": "🦊 O'Ñ"})
    say("PATCH", "me/", {"timezone": "Europe/Atlantis", "currency": "AAA", "colour": "red"})
    say("PATCH", "me/", {"email": "new@example.org", "current_password": "wrong"})
    say("PATCH", "me/", {"username": "Mira O.", "email": "m@example.org"})
    tag = say.server.send("GET", "/api/me/", token=say.token).headers["ETag"]
    assert say.server.send("GET", "/api/me/", token=say.token, If_None_Match=tag).status == 304


def tell_of_categories(say: Teller) -> None:
    for name in (*NAMES, *NO_NAMES):
        say.post("categories/", {"name": name, "emoji": "🍣", "description": f"«{name}» \\ %_'\""})
    for ordering in ("name", "-name", "created_at", "-created_at"):
        say.get("categories/", ordering=ordering, page_size=9)
        say.get("categories/", ordering=ordering, page_size=9, page=3)
    for phrase in ("CAF", "ss", "🍣", "🍺", "%", "_", "\\", "ⅷ", "fi", "I"):
        say.get("categories/", search=phrase)
    food = named(say, "Food")
    say("PATCH", f"categories/{food}/", {"name": "FOOD", "color": "#a0B1c2"})
    say("PATCH", f"categories/{food}/", {"name": "travel"})
    say("PUT", f"categories/{food}/", {"name": "Food & Drink", "archived": True})
    say("PUT", f"categories/{food}/", {"emoji": "🍏"})
    say.get(f"categories/{food}/")
    say.get("categories/", archived="true")
    say.get(f"categories/{10**12}/")


def named(say: Teller, name: str) -> int:
    """The id of the category of exactly this name."""
    rows = say.server.get("/api/categories/", say.token, page_size="500")["results"]
    return int(next(row["id"] for row in rows if row["name"] == name))


def tell_of_transactions(say: Teller) -> None:
    """Each is sent twice under one key; some are refused, and then the key is free."""
    sushi = named(say, "🍣")
    for number, (path, kind, amount, currency, category, day) in enumerate(
        [
            ("transactions", "expense", "0.01", "USD", sushi, "2016-02-29"),
            ("transactions", "income", "99999999999.99", "usd", "Salary", "1900-01-01"),
            ("transactions", "income", 1200.5, "USD", "SALARY", "2016-03-01"),
            ("transactions", "expense", "1234.567", "BHD", "salary", "2199-12-31"),
            ("transactions", "expense", "1.005", "USD", None, "2016-03-01"),
            ("transactions", "expense", "0.0001", "CLF", None, "2016-12-31"),
            ("expenses", None, "500", "JPY", "New 🍺", "2016-03-01"),
            ("expenses", None, "33.33", "USD", "café", "2016-03-01"),
            ("expenses", None, "33.33", "USD", "CAFE", "2016-03-31"),
            ("expenses", None, "33.34", "USD", "NEW 🍺", "2016-03-31"),
            ("expenses", "income", "5", "USD", None, "2016-03-31"),
            ("income", None, "0.5", "JPY", None, "2016-03-01"),
            ("income", None, "66.67", "USD", None, "2016-02-01"),
            ("income", None, "19.99", "EUR", "ＳＡＬＡＲＹ", "2015-12-31"),
        ]
    ):
        words = {"description": f"Tée {number} 100% a_b \\ ÀÉß", "notes": "two\nlines 🍵 ' \" \\n"}
        row = {"amount": amount, "currency": currency, "category": category, "date": day, **words}
        row |= {"type": kind} if kind else {}
        for _ in "ab":
            say.post(
                f"{path}/", row | {"external_id": f"id {number}"}, Idempotency_Key=f"k{number}"
            )
    say.post("transactions/", row, Idempotency_Key="k1")
    for mark in ("ID 1", "id 1 ", "íd 1", "🍣", "🍺", "id 1"):
        plain = {"type": "expense", "amount": 1, "date": "2017-01-01", "external_id": mark}
        say.post("transactions/", plain)
    form = urlencode({"type": "expense", "amount": "7.10", "category": "", "date": "2017-01-02"})
    say.post("transactions/", form.encode(), Content_Type=FORM)


def marked(say: Teller, mark: str) -> int:
    """The id of the transaction with this external id."""
    found = say.server.get("/api/transactions/", say.token, external_id=mark)
    return int(found["results"][0]["id"])


def tell_of_edits(say: Teller) -> None:
    cafe, sushi = (f"expenses/{marked(say, mark)}/" for mark in ("id 7", "id 0"))
    salary = f"transactions/{marked(say, 'id 2')}/"
    whole = {"type": "income", "amount": "7", "currency": "eur", "date": "2016-03-02"}
    say("PATCH", cafe, {"refund": True, "amount": "3.30"})
    say("PATCH", cafe, {"category": "Wholly ŇEW", "description": "é" * 255})
    say("PATCH", cafe, {}, Idempotency_Key="nothing")
    say("PATCH", cafe, {"type": "income"})
    say("PATCH", sushi, {"date": "2016-02-28", "external_id": None})
    say("PATCH", sushi, {"currency": "JPY"})
    say("PATCH", sushi, {"currency": "JPY", "amount": "12", "notes": "𝄞" * 100})
    say("PUT", salary, whole)
    say("PUT", salary, whole | {"category": "Salary", "refund": True})
    say("PUT", salary, whole | {"category": "Salary", "external_id": "id 2", "currency": "USD"})
    say("PUT", salary, {"amount": "7"})
    for path in (cafe, sushi, salary, cafe.replace("expenses", "income")):
        say.get(path)
    say("PUT", cafe, {"amount": "3.31", "currency": "USD", "date": "2016-03-03", "refund": True})
    income = f"income/{marked(say, 'id 12')}/"
    say("PATCH", income, {"amount": "66.68"})
    say("PUT", income, {"amount": "66.69", "currency": "USD", "date": "2016-02-01"})
    say.get(income)


def tell_of_refusals(say: Teller) -> None:
    row = {"type": "expense", "amount": "1", "currency": "USD", "date": "2016-03-01"}
    for wrong in (
        {"amount": "1e3"},
        {"amount": "-1", "currency": "XXXX", "date": "2016-02-30", "type": "gift"},
        {"amount": "100000000000"},
        {"amount": "0.005"},
        {"category": 10**12},
        {"category": "1" * 30},
        {"category": "x" * 101},
        {"description": "x" * 256, "notes": "y" * 10_001, "external_id": ""},
        {"description": "a\u0000b"},
        {"date": "2200-01-01"},
        {"refund": "maybe", "categroy": "Food"},
        {"refund": True, "type": "income"},
    ):
        say.post("transactions/", row | wrong)
    for body in (b"{", b'{"amount": 1, "amount": 2}', b'"\\ud800"', b"[]", b"\xff"):
        say.post("transactions/", body, Content_Type="application/json")
    say.post("transactions/", b"<x/>", Content_Type="text/xml")
    say.post("transactions/", row, Idempotency_Key="ü")
    say.post("transactions/", row, Accept="text/html")
    say("PATCH", f"transactions/{10**12}/", row)
    say("DELETE", "transactions/9999999999999999999999/")
    say("DELETE", "reports/summary/")
    say.get("nothing/here/")
    ours, say.token = (
        say.token,
        say.server.manage("create_token", "mira", "--scope", "read").strip(),
    )
    say.get("expenses/totals/")
    say.post("transactions/", row)
    say.post("logout/all/", {})
    say.token = ours


def tell_of_lists(say: Teller) -> None:
    cafe = named(say, "Café")
    for query in (
        {"search": "tÉE 1"},
        {"search": "100%"},
        {"search": "a_b \\ àé"},
        {"search": "SS", "start_date": "2017-01-01"},
        {"search": "🍵", "type": "income"},
        {"search": "𝄞𝄞"},
        {"weekday": "7"},
        {"weekday": "2,6"},
        {"weekday": [1, 7]},
        {"weekday": "1,8"},
        {"amount_min": "0.011", "amount_max": "33.33"},
        {"amount_min": "1234.5669", "amount_max": "1234.567"},
        {"external_id": "id 1"},
        {"external_id": "ID 1"},
        {"external_id": "id 1 "},
        {"external_id": "🍺"},
        {"category": [cafe, "none"], "ordering": "date"},
        {"category": "none", "currency": "jpy"},
        {"refund": "true"},
        {"id": [1, 3, 5, 10**15]},
        {"start_date": "2016-02-28", "end_date": "2016-02-29"},
        {"period": "last_365_days"},
        {"period": "all", "start_date": "2016-01-01"},
        {"start_date": "2016-03-01", "end_date": "2016-02-01", "weekday": "8", "colour": "red"},
        {"page": 9},
        {"page": 10**30},
        {"page_size": 0, "ordering": "name", "cursor": "x"},
    ):
        say.get("transactions/", **query)
    for path in ("transactions", "expenses", "income"):
        say.get(f"{path}/", end_date="2016-02-29")
        say.get(f"{path}/totals/")
        say.get(f"{path}/totals/", start_date="2016-02-28", end_date="2016-03-01")
        say.get(f"{path}/totals/", search="tée", category=[cafe, "none"])
    say("GET", "transactions/", None, If_None_Match="*")


def tell_of_pages(say: Teller) -> None:
    """Forwards to the end by every ordering, and one page back; amounts and days repeat."""
    for ordering in ("date", "-date", "amount", "-amount", "created_at", "-created_at"):
        page = say.get("transactions/", page_size=8, ordering=ordering)
        while page["next"]:
            page = say("GET", page["next"].partition("/api/")[2])
        say("GET", page["previous"].partition("/api/")[2])
    say.get("transactions/", page_size=5, page=2, ordering="amount")


def tell_of_reports(say: Teller) -> None:
    march = {"start_date": "2016-03-01", "end_date": "2016-03-31"}
    edges = {"start_date": "2016-02-29", "end_date": "2016-03-01"}
    for query in (march, edges, {"start_date": "2016-12-28", "end_date": "2017-01-02"}):
        say.get("analytics/", **query, currency="USD")
    say.get("analytics/", period="all")
    say.get("analytics/", **edges, currency="JPY")
    cafe = named(say, "Café")
    say.get("analytics/", **march, category=[cafe, "none"])
    for query in (
        march,
        edges,
        {"period": "all"},
        {"period": "this_year"},
        {"start_date": "2016-03-01"},
        {"end_date": "2016-12-31", "currency": "JPY"},
        {"start_date": "2016-01-01", "end_date": "2016-12-31", "type": "income"},
        {**march, "category": [cafe, "none"]},
        {"period": "all", "currency": "CLF"},
    ):
        say.get("reports/summary/", **query)
        for ordering in ("-total", "category_name", "count"):
            say.get("reports/by-category/", **query, ordering=ordering)
    for top in (1, 3, 1000, 0):
        say.get("reports/by-category/", period="all", top=top)
    for query in (
        {"month": "2016-03"},
        {"month": 2, "year": 2016, "currency": "JPY"},
        {"month": 13},
    ):
        say.get("reports/monthly-summary/", **query)


def tell_of_steps(say: Teller) -> None:
    """29 February, the week that 2015 ends in and 2016 begins in, and three centuries."""
    cafe = named(say, "Café")
    leap = {"start_date": "2015-12-30", "end_date": "2016-03-02"}
    centuries = {"start_date": "1900-01-01", "end_date": "2199-12-31"}
    for interval in ("day", "week", "month", "quarter", "year"):
        say.get("reports/trends/", **leap, interval=interval)
        say.get("reports/trends/", period="all", interval=interval, page_size=2)
    for query in (
        leap,
        {**leap, "type": "expense", "category": [cafe, "none"]},
        {**leap, "currency": "JPY", "page_size": 2, "page": 2},
        {**centuries, "interval": "day", "page_size": 3, "page": 14_137},
        {**centuries, "interval": "year", "page_size": 2, "page": 59},
        {"end_date": "2016-02-29", "currency": "EUR", "interval": "quarter"},
        {"period": "all", "currency": "CHF"},
        {"interval": "fortnight", "page": 0, "end_date": "2200-01-01"},
        {"period": "all", "start_date": "2016-01-01", "page_size": 0},
        {**leap, "page": 5, "top": 3},
        {**leap, "page": 5},
    ):
        say.get("reports/trends/", **query)


def tell_of_days_and_weeks(say: Teller) -> None:
    cafe = named(say, "Café")
    leap = {"start_date": "2016-02-28", "end_date": "2016-03-03"}
    for query in (
        {"year": 2016},
        {"year": 2016, "currency": "JPY"},
        {**leap, "currency": "USD"},
        {**leap, "category": [cafe, "none"]},
        {"period": "all", "currency": "EUR"},
        {"period": "all", "currency": "CHF"},
        {"start_date": "2016-01-01", "end_date": "2016-12-31", "page": 1},
        {"year": 1899},
        {"year": 2016, "period": "all"},
        {"start_date": "2016-01-01", "end_date": "2017-01-01"},
        {"period": "all"},
    ):
        say.get("reports/calendar/", **query)
    for query in (
        leap,
        {"start_date": "2015-12-20", "end_date": "2016-01-10", "currency": "EUR"},
        {"start_date": "2016-12-26", "end_date": "2017-01-08"},
        {"start_date": "2016-02-20", "end_date": "2016-04-01", "type": "income"},
        {"start_date": "2016-02-20", "end_date": "2016-04-01", "category": [cafe, "none"]},
        {"period": "all", "currency": "EUR", "type": "income"},
        {"period": "all", "currency": "CHF"},
        {"start_date": "2016-13-01", "category": "Food", "type": "gift"},
        {"year": 2016},
    ):
        say.get("reports/weekly/", **query)


def tell_of_currencies(say: Teller) -> None:
    for query in (
        {"period": "all"},
        {"period": "all", "page_size": 2, "page": 2},
        {"start_date": "2016-02-29", "end_date": "2016-03-01"},
        {"period": "all", "currency": "jpy"},
        {"period": "all", "currency": "CHF"},
        {"end_date": "1950-01-01"},
        {"currency": "XXXX", "page": 0},
        {"type": "income"},
    ):
        say.get("reports/currencies/", **query)


def tell_of_budgets(say: Teller) -> None:
    """Each is sent twice; the second time it is there already."""
    cafe, sushi = named(say, "Café"), named(say, "🍣")
    for budget in (
        {"amount": "100.00"},
        {"amount": 70.5, "currency": "usd", "month": "2016-03", "category": None},
        {"amount": "50", "category": cafe},
        {"amount": "10.01", "category": "CAFE", "month": "2016-03-01"},
        {"amount": "40.00", "category": "🍣"},
        {"amount": "999", "category": str(sushi), "month": "2016-02", "currency": "JPY"},
        {"amount": "99999999999.99", "category": "travel", "month": "2199-12"},
        {"amount": "3.125", "category": "Ｓalary", "currency": "BHD"},
        {"amount": "20.00", "category": "Ñew too", "month": "1900-01"},
    ):
        for _ in "ab":
            say.post("budgets/", budget)
    for _ in "ab":
        say.post("budgets/", {"amount": "8", "currency": "SEK"}, Idempotency_Key="budget")
    form = urlencode({"amount": "7.10", "category": "", "month": "2016-04", "currency": "EUR"})
    say.post("budgets/", form.encode(), Content_Type=FORM)
    for query in (
        {},
        {"page_size": 4, "page": 2},
        {"month": "2016-03"},
        {"month": "2016-03-01", "category": "none"},
        {"month": "none", "ordering": "-amount"},
        {"category": [cafe, sushi], "ordering": "month"},
        {"currency": "jpy"},
        {"month": "2016", "category": "Food", "currency": "AAA"},
        {"ordering": "name", "page": 0},
        {"year": 2016},
    ):
        say.get("budgets/", **query)


def budgeted(say: Teller, **query: Any) -> str:
    """The path of the first budget found by the query."""
    rows = say.server.get("/api/budgets/", say.token, **query)["results"]
    return f"budgets/{rows[0]['id']}/"


def tell_of_refused_budgets(say: Teller) -> None:
    ours, sushi = {"month": "2016-03", "category": "none"}, named(say, "🍣")
    march, every = budgeted(say, **ours), budgeted(say, month="none", category="none")
    whole = {"amount": "71", "currency": "USD", "month": "2016-03"}
    say("PATCH", march, {"month": None})
    say("PATCH", march, {"category": "CAFE"})
    say("PATCH", march, {"category": "café", "amount": "12.00"})
    say("PATCH", march, {"amount": "70.00", "month": "2016-03-01"})
    say("PATCH", march, {"currency": "JPY"})
    say("PUT", march, whole)
    say("PUT", march, {"amount": "71"})
    say("PUT", every, whole)
    say.get(march)
    for wrong in (
        {"amount": "0"},
        {"amount": "-5", "currency": "XXX", "month": "2016-13"},
        {"amount": "0.005"},
        {"amount": "1", "currency": "JPY", "month": "1899-12"},
        {"amount": "1", "month": "2016-03-02", "category": 10**12},
        {"amount": "1", "month": 3, "category": "1" * 30},
        {"amount": "1", "month": "2200-01", "period": "all"},
        {"amount": "1", "month": "", "category": "x" * 101},
        {},
    ):
        say.post("budgets/", wrong)
    gone = budgeted(say, category=sushi, currency="JPY")
    for _ in "ab":
        say("DELETE", gone, Idempotency_Key="no budget")
    say("DELETE", gone)
    say("PATCH", f"budgets/{10**12}/", {"amount": "1"})
    say.get(gone)


def tell_of_progress(say: Teller) -> None:
    """Of months that have passed, and of one that will not come for long."""
    cafe = named(say, "Café")
    for query in (
        {"month": "2016-03"},
        {"month": "2016-03-01", "currency": "USD", "page_size": 2, "page": 2},
        {"month": "2016-03", "over_budget": "true"},
        {"month": "2016-03", "over_budget": "false"},
        {"month": "2016-02", "category": [cafe, "none"]},
        {"month": "2199-12"},
        {"month": "1900-01", "currency": "EUR"},
        {"month": "2016-04", "currency": "eur"},
        {"currency": "CHF"},
        {"month": "none", "category": "x", "over_budget": "maybe"},
        {"month": 3, "year": 2016},
    ):
        say.get("budgets/progress/", **query)


def tell_of_today(say: Teller) -> None:
    """In a currency of its own. Within the last seven days it stays, should midnight pass."""
    today = datetime.now(UTC).date().isoformat()
    row = {"type": "expense", "amount": "12.30", "currency": "CHF", "category": "Café"}
    say.post("expenses/", {**row, "date": today, "type": "expense"})
    for preset in ("last_7_days", "last_30_days", "last_365_days", "all"):
        say.get("reports/summary/", period=preset, currency="CHF")
        say.get("reports/by-category/", period=preset, currency="CHF")
        say.get("transactions/totals/", period=preset, currency="CHF")
        say.get("reports/currencies/", period=preset, currency="CHF")
    say.get("analytics/", start_date="2016-03-01", end_date="2016-03-02", currency="CHF")
    # What they say depends on the day of the month; of a currency without rows, nothing.
    say.get("reports/insights/", currency="NOK")
    say.get("reports/insights/", currency="AAA")
    say.get("reports/insights/", period="all")


def tell_of_budgets_moved(say: Teller) -> None:
    """Into a category that has some of the same already, and into none."""
    for month in (None, "2016-04", "2016-05"):
        say.post("budgets/", {"amount": "5", "category": "To go", "month": month})
    for month in (None, "2016-05"):
        say.post("budgets/", {"amount": "6", "category": "To stay", "month": month})
    going, staying = named(say, "To go"), named(say, "To stay")
    say.get(f"categories/{going}/dependents/")
    say("DELETE", f"categories/{going}/")
    say("DELETE", f"categories/{going}/?move_to={staying}")
    say.get("budgets/", category=staying)
    say("DELETE", f"categories/{staying}/?move_to=none")
    say.get("budgets/", month="2016-04")


def tell_of_deletions(say: Teller) -> None:
    cafe, sushi, travel = (named(say, name) for name in ("Café", "🍣", "Travel"))
    for category in (cafe, sushi, travel):
        say.get(f"categories/{category}/dependents/")
        say("DELETE", f"categories/{category}/")
    say("DELETE", f"categories/{cafe}/?move_to={travel}")
    for target in (cafe, 10**12, "nowhere", sushi):
        say("DELETE", f"categories/{cafe}/?move_to={target}", Idempotency_Key="move")
    say("DELETE", f"categories/{sushi}/?move_to=none", Idempotency_Key="move")
    say("DELETE", f"categories/{cafe}/?move_to={sushi}", Idempotency_Key="move")
    for path, mark in (("transactions", "id 2"), ("expenses", "id 8"), ("income", "id 13")):
        row = marked(say, mark)
        for _ in "ab":
            say("DELETE", f"{path}/{row}/", Idempotency_Key=f"gone {mark}")
        say("DELETE", f"{path}/{row}/")
        say.get(f"{path}/{row}/")
    say.get("transactions/", start_date="2016-01-01")
    say.get("reports/summary/", period="all", currency="USD")
    say.get("reports/by-category/", period="all", currency="USD")
    say.get("categories/")


def tell_of_leaving(say: Teller) -> None:
    say.post("me/delete/", {"password": "wrong"})
    say.post("logout/", {})
    say.get("me/")
    who = {"username": "mira", "password": PASSWORD}
    say.token = say.post("login/", who)["token"]
    say.post("logout/all/", {})
    say.get("transactions/")
    say.token = say.post("login/", who)["token"]
    say.post("me/delete/", {"password": PASSWORD})
    say.get("me/")
    say.token = ""
    say.post("login/", who)
