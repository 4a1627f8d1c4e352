"""The shell opens though the server cannot be reached: it says so, and waits for it."""

from playwright.sync_api import Page, expect

from tests.dashboard.visiting import Visit, Visitors
from users.models import User

_READY = "navigator.serviceWorker.ready.then(({ active }) => active.state)"
_KEPT = """async () => {
  const [name] = await caches.keys();
  const requests = await (await caches.open(name)).keys();
  return requests.map(({ url }) => new URL(url).pathname);
}"""


def _with_worker(visit: Visitors, user: User) -> Visit:
    seen = visit(user, service_workers="allow")
    page = seen.open("/settings/")
    page.evaluate(_READY)
    page.wait_for_function("navigator.serviceWorker.controller?.state === 'activated'")
    return seen


def _is_away(page: Page) -> None:
    expect(page.get_by_role("heading", name="The server cannot be reached")).to_be_visible()


def _forget_failed_requests(seen: Visit) -> None:
    """The browser notes each on its console."""
    seen.complaints[:] = [
        each for each in seen.complaints if "ERR_INTERNET_DISCONNECTED" not in each
    ]


def test_it_opens_without_the_server_and_comes_back_by_itself(visit: Visitors, alice: User) -> None:
    seen = _with_worker(visit, alice)
    page = seen.page
    page.context.set_offline(True)
    page.goto(f"{seen.url}/tokens/")
    _is_away(page)
    expect(page.get_by_role("navigation", name="Pages")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Tokens", exact=True)).to_be_visible()
    _forget_failed_requests(seen)


def test_it_keeps_no_books(visit: Visitors, alice: User) -> None:
    seen = _with_worker(visit, alice)
    seen.open("/tokens/")
    kept = seen.page.evaluate(_KEPT)
    assert {"/", "/static/dashboard/main.js", "/static/dashboard/pages/tokens.js"} <= set(kept)
    assert [path for path in kept if path != "/" and not path.startswith("/static/")] == []


def test_it_stands_in_for_its_own_pages_alone(visit: Visitors, alice: User) -> None:
    seen = _with_worker(visit, alice)
    page = seen.page
    page.goto(f"{seen.url}/problems/")
    expect(page.get_by_role("heading", name="Welcome back")).to_have_count(0)
    page.context.clear_cookies()
    page.goto(f"{seen.url}/tokens/")
    expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()
    assert page.evaluate("caches.match('/').then((found) => found.redirected)") is False
