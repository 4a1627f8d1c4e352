"""The OpenAPI document, as tests walk it."""

from collections.abc import Iterator
from typing import Any

from tests.answers import Json, resolve, schema

METHODS = ("get", "post", "put", "patch", "delete")


def operations() -> Iterator[tuple[str, str, Json]]:
    """Path, method and operation, of all."""
    for path, item in schema()["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def operation(name: str) -> Json:
    return next(each for *_, each in operations() if each["operationId"] == name)


def url_of(path: str, id: int = 1) -> str:
    """The path of a row; of an import's rows, of its first one."""
    return path.format(id=id, row=1)


def parameters(operation: Json) -> dict[str, Json]:
    """By name, with references followed."""
    return {each["name"]: each for each in map(resolve, operation.get("parameters", []))}


def component(name: str) -> Json:
    found: Json = schema()["components"]["schemas"][name]
    return found


def answer_components() -> dict[str, Json]:
    """The objects that answers are made of."""
    return {
        name: found
        for name, found in schema()["components"]["schemas"].items()
        if "properties" in found and not name.endswith("Request") and name != "Problem"
    }


def everything(found: Any = None) -> Iterator[Json]:
    """Every object of the document, however deep."""
    found = schema() if found is None else found
    if isinstance(found, dict):
        yield found
    for child in found.values() if isinstance(found, dict) else found:
        if isinstance(child, dict | list):
            yield from everything(child)
