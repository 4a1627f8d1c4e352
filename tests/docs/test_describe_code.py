"""What the documents say of the code is so."""

import re
import tomllib
from collections.abc import Iterator

import pytest
from django.urls import Resolver404, resolve
from drf_spectacular.generators import SchemaGenerator

from common.problems import KINDS
from tests.docs.reading import anchors, linked_files, links
from tests.serving import ROOT

PAGES = sorted(
    str(path.relative_to(ROOT)) for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
)
_CODE = re.compile(r"`([\w./-]+\.(?:py|example|toml))`")
_NAMED = re.compile(r"`([\w/]+\.py)`\s+\(`(\w+)`\)")
#: What the shell fills in: an id.
_VARIABLE = re.compile(r"\$\w+")
_CALL = re.compile(r"`((?:(?:GET|POST|PUT|PATCH|DELETE)(?:`, `)?)+) (/api/[\w/{}-]*)`")


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_its_links_lead_somewhere(page: str) -> None:
    assert [str(path) for path in linked_files(page) if not path.exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_its_links_lead_to_headings(page: str) -> None:
    missing = [
        (path.name, anchor)
        for path, anchor in links(page)
        if anchor and anchor not in anchors(path)
    ]

    assert missing == []


@pytest.mark.parametrize("page", PAGES)
def test_its_boxes_are_closed(page: str) -> None:
    fences = re.findall(r"^```\w*$", text_of(page), re.MULTILINE)

    assert len(fences) % 2 == 0
    assert text_of(page).count("```") == len(fences)


@pytest.mark.parametrize("page", PAGES)
def test_it_names_files_that_exist(page: str) -> None:
    named = [name for name in _CODE.findall(text_of(page)) if "/" in name or name == ".env.example"]

    assert [name for name in named if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize("page", PAGES)
def test_it_finds_each_name_in_the_file_it_gives(page: str) -> None:
    for file, name in _NAMED.findall(text_of(page)):
        source = (ROOT / file).read_text(encoding="utf-8")
        assert re.search(rf"\b(?:def|class) {name}\b|^{name}\b", source, re.MULTILINE), (file, name)


def test_the_way_of_a_request_is_told_with_its_files() -> None:
    assert len(_NAMED.findall(text_of("docs/architecture.md"))) > 30


def test_the_house_has_the_floors_that_are_enforced() -> None:
    picture = text_of("docs/images/house.svg")
    contract = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["contracts"][0]

    assert re.findall(r'class="name"[^>]*>(\w+)<', picture) == contract["layers"]


def test_the_errors_are_those_of_the_code() -> None:
    rows = re.findall(
        r"^\| (\d+) \| `(\w+)` \| (.*?) \| (.*) \|$", text_of("docs/api/errors.md"), re.M
    )

    assert rows == [
        (str(kind.status), code, kind.title, kind.explanation) for code, kind in KINDS.items()
    ]


def calls() -> Iterator[tuple[str, str]]:
    for methods, path in _CALL.findall(text_of("docs/api/reference.md")):
        for method in methods.split("`, `"):
            yield method.lower(), path


def test_the_api_page_tells_of_every_path() -> None:
    told = {path for _, path in calls()}

    assert set(SchemaGenerator().get_schema(public=True)["paths"]) == told


def test_the_api_page_tells_of_calls_that_exist() -> None:
    paths = SchemaGenerator().get_schema(public=True)["paths"]
    missing = [(method, path) for method, path in calls() if method not in paths.get(path, {})]

    assert missing == []


@pytest.mark.parametrize("page", PAGES)
def test_the_addresses_of_its_own_server_exist(page: str) -> None:
    for path in re.findall(r"(?<!API=)<?http://127\.0\.0\.1:8000(/[^\s?)>\"]*)", text_of(page)):
        try:
            resolve(_VARIABLE.sub("1", path))
        except Resolver404:
            pytest.fail(f"{page} leads to {path}, which is not there.")
