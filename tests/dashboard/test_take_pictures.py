"""The script that takes the pictures of docs/images anew."""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser

from docs.images.take import PAGES
from tests.serving import ROOT

PNG = b"\x89PNG\r\n\x1a\n"
SCRIPT = "docs/images/take.py"


def test_it_takes_a_page_in_both_themes_and_sizes(browser: Browser, tmp_path: Path) -> None:
    words = [sys.executable, SCRIPT, "--to", str(tmp_path), "settings"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    wide = (tmp_path / "settings-dark-wide.png").read_bytes()
    assert wide.startswith(PNG)
    assert int.from_bytes(wide[16:20], "big") == 1280
    assert len(list(tmp_path.glob("settings-*.png"))) == 4


def test_it_knows_no_other_page() -> None:
    words = [sys.executable, SCRIPT, "attic"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert "there is no page attic, only sign-in, overview" in done.stderr


def test_there_is_a_picture_of_every_page() -> None:
    folder = ROOT / "docs" / "images"
    kinds = [f"{theme}-{size}.png" for theme in ("light", "dark") for size in ("wide", "phone")]
    wanted = {f"{name}-{kind}" for name in PAGES for kind in kinds}
    assert wanted <= {path.name for path in folder.glob("*.png")}
