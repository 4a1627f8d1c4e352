import pytest

from tests.browsing import browsing


@pytest.fixture(autouse=True)
def _no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM_PATH", "/nowhere/chromium")


def test_it_skips_where_there_is_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STRICT_PARTS", raising=False)
    with pytest.raises(pytest.skip.Exception, match="CHROMIUM_PATH"), browsing("http://x/"):
        pass


def test_it_fails_where_every_part_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRICT_PARTS", "1")
    with pytest.raises(pytest.fail.Exception, match="CHROMIUM_PATH"), browsing("http://x/"):
        pass
