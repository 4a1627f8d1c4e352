import pytest

from tests.node import node_program, run_node


def test_it_skips_where_there_is_no_node(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("STRICT_PARTS", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no node is installed"):
        node_program()


def test_it_fails_where_every_part_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("STRICT_PARTS", "1")
    with pytest.raises(pytest.fail.Exception, match="no node is installed"):
        node_program()


def test_it_does_without_packages_that_are_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    node_program()
    monkeypatch.delenv("STRICT_PARTS", raising=False)
    with pytest.raises(pytest.skip.Exception, match="packages of docs are not installed"):
        run_node("docs", ["--version"])


def test_it_says_what_node_said() -> None:
    done = run_node("postman", ["-e", "console.log(process.env.WHO)"], {"WHO": "Ada"})

    assert (done.returncode, done.stdout) == (0, "Ada\n")
