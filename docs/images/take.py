"""The pictures of the dashboard in this folder, taken anew from the demo's books.

    .venv/bin/python docs/images/take.py [--to FOLDER] [page ...]

Starts a server of its own on a database of its own; needs Chromium, and a font with emoji (Debian:
fonts-noto-color-emoji).
"""

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from devtools.engines import find_browser  # noqa: E402  # the project is no installed package
from devtools.services import free_port  # noqa: E402
from devtools.serving import server_command  # noqa: E402

HERE = Path(__file__).parent
USERNAME, PASSWORD = "demo", "demo-books-2026"
PAGES = {
    "sign-in": "/sign-in/",
    "overview": "/",
    "transactions": "/transactions/",
    "budgets": "/budgets/",
    "categories": "/categories/",
    "imports": "/imports/",
    "history": "/history/",
    "tokens": "/tokens/",
    "settings": "/settings/",
}
SIZES = {"wide": (1280, 860), "phone": (390, 844)}
SECRETS = ("SECRET_KEY", "TOKEN_PEPPER", "JWT_SIGNING_KEY")


@contextmanager
def demo() -> Iterator[str]:
    """The URL of a server with the demo's books."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            **os.environ,
            **{name: secrets.token_urlsafe(48) for name in SECRETS},
            "ENV_FILE": os.devnull,
            "ALLOWED_HOSTS": "127.0.0.1",
            "DATABASE_URL": f"sqlite:///{folder}/books.sqlite3",
            "DJANGO_SETTINGS_MODULE": "expense_tracker.settings",
        }
        for command in ("migrate", "seed_demo"):
            words = [sys.executable, "manage.py", command]
            subprocess.run(words, cwd=ROOT, env=settings, check=True, capture_output=True)
        command = [str(word) for word in server_command(Path(sys.executable), "127.0.0.1", port)]
        log = subprocess.DEVNULL
        server = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(url)
            yield url
        finally:
            server.terminate()
            server.wait()


def _wait_for(url: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{url}/health/live").close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The server did not start.")


def sign_in(page: Page, url: str) -> None:
    page.goto(f"{url}/sign-in/")
    page.get_by_label("Username or email").fill(USERNAME)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{url}/")


def settled(page: Page, name: str) -> None:
    if name != "sign-in":
        expect(page.locator("#main:not([aria-busy]) h1").first).to_be_visible()
    if name == "overview":
        expect(page.locator(".overview[data-drawn]")).to_be_attached()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(600)  # what moves has come to rest


def take(browser: Browser, url: str, names: list[str], folder: Path) -> None:
    for size, (width, height) in SIZES.items():
        context = browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=1 if size == "wide" else 2,
            locale="en-US",
            service_workers="block",
        )
        page = context.new_page()
        for name in sorted(names, key=lambda name: name != "sign-in"):
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                page.goto(url + PAGES[name])
                settled(page, name)
                page.screenshot(path=folder / f"{name}-{scheme}-{size}.png")
                print(f"{name}-{scheme}-{size}.png")
            if name == "sign-in":
                sign_in(page, url)
        context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="Take the pictures of the dashboard anew.")
    parser.add_argument("pages", nargs="*", metavar="page", help=", ".join(PAGES))
    parser.add_argument("--to", type=Path, default=HERE, metavar="FOLDER", help="where they go")
    chosen = parser.parse_args()
    names = chosen.pages or list(PAGES)
    if unknown := set(names) - set(PAGES):
        parser.error(f"there is no page {', '.join(sorted(unknown))}, only {', '.join(PAGES)}")
    with demo() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        take(browser, url, list(dict.fromkeys(["sign-in", *names])), chosen.to)
        browser.close()


if __name__ == "__main__":
    main()
