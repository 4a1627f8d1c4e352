"""A hundred thousand transactions: the page opens, scrolls, finds and adds as with a hundred."""

from pathlib import Path

from django.core.management import call_command
from playwright.sync_api import expect

from tests.dashboard.visiting import Visitors
from users.models import User

COUNT = 100_000
_NODES = "document.getElementsByTagName('*').length"


def _fill(user: User, folder: Path) -> None:
    file = folder / "bank.csv"
    lines = (
        f"{2000 + n // 4000}-{n // 400 % 12 + 1:02}-{n % 28 + 1:02},-{n % 90 + 1}.50,Shop {n}"
        for n in range(COUNT)
    )
    file.write_text("\n".join(["date,amount,description", *lines]), encoding="utf-8")
    call_command("import_transactions", str(file), user=user.username, verbosity=0)


def test_it_is_at_home_in_a_hundred_thousand(visit: Visitors, alice: User, tmp_path: Path) -> None:
    _fill(alice, tmp_path)
    page = visit(alice).open("/transactions/")
    grid = page.get_by_role("grid")
    expect(grid).to_have_attribute("aria-rowcount", str(COUNT))
    expect(page.get_by_role("region", name="Totals of what is shown")).to_contain_text("100,000")
    for _ in range(20):
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        expect(page.locator(".rows-end")).not_to_be_in_viewport()
    assert page.evaluate(_NODES) < 2_000
    page.get_by_role("searchbox").fill("Shop 99998")
    expect(grid).to_have_attribute("aria-rowcount", "1")
    expect(page.get_by_role("row").last).to_contain_text("Shop 99998")
