import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from devtools.console import Problem
from devtools.serving import address, check_port_is_free


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_it_names_a_taken_port_and_the_way_out(taken_port: int) -> None:
    with pytest.raises(Problem) as caught:
        check_port_is_free("127.0.0.1", taken_port)

    assert f"Port {taken_port} on 127.0.0.1 is taken" in str(caught.value)
    assert "python3 dev.py run" in str(caught.value)


def test_it_names_a_host_that_is_not_ours() -> None:
    # 192.0.2.0/24 is set aside for documentation: no machine has it (RFC 5737).
    with pytest.raises(Problem, match=r"HOST is '192\.0\.2\.1': that is no address"):
        check_port_is_free("192.0.2.1", 8000)


def test_it_listens_on_port_8000_of_this_machine_alone_by_default(tmp_path: Path) -> None:
    assert address(tmp_path) == ("127.0.0.1", 8000)


def test_it_takes_host_and_port_from_the_env_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text('HOST=0.0.0.0\nPORT="8123"  # ours\n')

    assert address(tmp_path) == ("0.0.0.0", 8123)


def test_it_prefers_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("PORT=8123\n")
    monkeypatch.setenv("PORT", "8456")

    assert address(tmp_path) == ("127.0.0.1", 8456)


@pytest.mark.parametrize("value", ["eighty", "0", "65536", "-1", "8000.0", "٨٠٠٠"])
def test_it_names_a_port_that_is_none(
    value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", value)

    with pytest.raises(Problem, match=r"PORT is .*: it takes a number from 1 to 65535"):
        address(tmp_path)
