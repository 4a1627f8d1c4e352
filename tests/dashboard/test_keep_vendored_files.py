"""The dashboard's files: whose they are, what they weigh, and that each finds what it imports."""

import base64
import gzip
import hashlib
import json
import re
import subprocess
from pathlib import Path

import pytest

from dashboard.shell import PAGES
from tests.node import node_program
from tests.serving import ROOT

APP = ROOT / "dashboard"
STATIC = APP / "static" / "dashboard"
VENDOR = STATIC / "vendor"
SHELL = [APP / "templates" / "dashboard" / name for name in ("frame.html", "shell.html")]
ICON = ROOT / "common" / "static" / "common" / "icon.svg"
VENDORED = sorted(VENDOR.glob("*.js"))
TEMPLATES = sorted((APP / "templates").rglob("*.html"))
_HASHED = re.compile(r'\["([\w.-]+\.js)", "sha384-([\w+/=]+)"\]')
_ROW = re.compile(r"^\| ([\w.-]+\.js) \| ([\w.-]+) ([\d.]+)(?: \([^|]*\))? \|", re.MULTILINE)
_BANNER = re.compile(r"^/\*!\n \* ([\w.-]+) v([\d.]+)\n", re.IGNORECASE)
#: What makes code or elements of a text.
_MARKUP = re.compile(
    r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|eval|document\.write(?:ln)?)\b|\bFunction\("
)
_INLINE = re.compile(
    r"<script(?![^>]*\ssrc=)[^>]*>|<style\b|\sstyle\s*=|\son\w+\s*=", re.IGNORECASE
)
_IMPORT = re.compile(r"^(?:import|export) [^;]*?\bfrom \"([^\"]+)\"", re.MULTILINE)
_DYNAMIC = re.compile(r"\bimport\(\s*\"([^\"]+)\"")
#: Each module with all that it imports, linked as a browser links it: nothing of it is run.
_LINK = """
import { readFileSync } from "node:fs";
import { SourceTextModule } from "node:vm";
const faults = {};
for (const url of JSON.parse(readFileSync(0, "utf-8"))) {
  const modules = new Map();
  const at = (identifier) => {
    if (!modules.has(identifier)) {
      const text = readFileSync(new URL(identifier), "utf-8");
      modules.set(identifier, new SourceTextModule(text, { identifier }));
    }
    return modules.get(identifier);
  };
  try {
    await at(url).link((name, from) => at(new URL(name, from.identifier).href));
  } catch (error) {
    faults[url] = error.message;
  }
}
console.log(JSON.stringify(faults));
"""


def own(*suffixes: str) -> list[Path]:
    found = (path for path in STATIC.rglob("*") if path.suffix in suffixes)
    return sorted(path for path in found if VENDOR not in path.parents)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def transferred(paths: list[Path]) -> int:
    """Bytes of the files, each compressed by itself, as it is fetched."""
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def test_it_loads_of_others_only_what_was_checked() -> None:
    named = dict(_HASHED.findall(text_of(STATIC / "charts" / "vendor.js")))
    found = {path.name: hashlib.sha384(path.read_bytes()).digest() for path in VENDORED}
    assert named == {name: base64.b64encode(each).decode() for name, each in found.items()}
    assert len(named) == 2


def test_it_names_the_versions_of_others() -> None:
    rows = {
        file: (name, version) for file, name, version in _ROW.findall(text_of(VENDOR / "README.md"))
    }
    banners = {path.name: _BANNER.match(text_of(path)) for path in VENDORED}
    said = {file: (found[1].lower(), found[2]) for file, found in banners.items() if found}
    assert said.keys() == banners.keys()
    assert rows == said


def test_it_has_the_licences_of_others() -> None:
    wanted = {f"{path.stem}.LICENSE.txt" for path in VENDORED}
    licences = {path.name: text_of(path) for path in VENDOR.glob("*.LICENSE.txt")}
    assert licences.keys() == wanted
    assert [name for name, text in licences.items() if "MIT License" not in text] == []
    assert [name for name in wanted if name not in text_of(VENDOR / "README.md")] == []


def with_imports(module: Path, found: set[Path]) -> set[Path]:
    """The module, and what it imports at once, added to what was found."""
    if module not in found:
        found.add(module)
        for name in _IMPORT.findall(text_of(module)):
            with_imports((module.parent / name).resolve(), found)
    return found


def test_it_asks_for_little_of_its_own_at_first() -> None:
    preloaded = (STATIC / "core").glob("*.js")
    modules: set[Path] = set()
    for module in (STATIC / "main.js", STATIC / "pages" / "overview.js", *preloaded):
        with_imports(module, modules)
    assert len(modules) > 25
    assert transferred([*SHELL, *own(".css"), STATIC / "theme.js", *modules]) < 80_000


def test_it_fetches_little_at_first() -> None:
    """Even with all that the service worker keeps for later, and every picture."""
    files = [path for path in STATIC.rglob("*") if path.is_file()]
    assert transferred([*SHELL, ICON, *files]) < 250_000


def test_it_makes_nothing_of_text() -> None:
    worker = APP / "templates" / "dashboard" / "service_worker.js"
    found = {path.name: _MARKUP.findall(text_of(path)) for path in [*own(".js"), worker]}
    assert {name: words for name, words in found.items() if words} == {}


def test_it_has_nothing_inline() -> None:
    found = {path.name: _INLINE.findall(text_of(path)) for path in TEMPLATES}
    assert len(found) > 5
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "text", ["x.innerHTML = y", "eval(x)", "new Function(x)", "document.write(x)"]
)
def test_it_knows_what_makes_markup(text: str) -> None:
    assert _MARKUP.search(text)


@pytest.mark.parametrize(
    "text", ["<script>x</script>", '<p style="x">', '<a onclick="x">', "<style>x</style>"]
)
def test_it_knows_what_is_inline(text: str) -> None:
    assert _INLINE.search(text)
    assert not _INLINE.search('<script type="module" src="x.js"></script>')


def faults_of(modules: list[Path]) -> dict[str, str]:
    """By module, what does not parse or link of it and of what it imports."""
    done = subprocess.run(
        [node_program(), "--experimental-vm-modules", "--input-type=module", "--eval", _LINK],
        input=json.dumps([path.as_uri() for path in modules]),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    faults: dict[str, str] = json.loads(done.stdout)
    return faults


def test_each_module_finds_what_it_imports() -> None:
    assert faults_of(own(".js")) == {}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("const = 1;", "Unexpected token"),
        ('import { h } from "./nothing.js";', "no such file"),
        ('import { k } from "./there.js";', "does not provide an export named 'k'"),
    ],
)
def test_it_knows_a_module_that_does_not(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "there.js").write_text("export const h = 1;", encoding="utf-8")
    module = tmp_path / "module.js"
    module.write_text(text, encoding="utf-8")
    (found,) = faults_of([module]).values()
    assert fault in found


def test_each_page_has_its_module() -> None:
    named = {
        (path.parent / name).resolve()
        for path in own(".js")
        for name in _DYNAMIC.findall(text_of(path))
    }
    assert {STATIC / "pages" / f"{page}.js" for page in PAGES} <= named
    assert [str(path) for path in sorted(named) if not path.is_file()] == []
