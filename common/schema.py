"""The OpenAPI schema: what drf-spectacular cannot see by itself, said once for every operation."""

import inspect
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any

import inflection
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import deep_import_string
from drf_spectacular.settings import spectacular_settings

from common.permissions import SignedIn
from common.schema_links import add_links
from common.schema_parts import (
    Json,
    Pages,
    names_of_values,
    page_parameters,
    problem_ref,
    ref,
    shared_components,
    success_headers,
)
from common.serializers import StrictSerializer

_SUMMARIES = {
    "list": "List {many}",
    "create": "Create {one}",
    "retrieve": "Read {one}",
    "update": "Replace {one}",
    "partial_update": "Edit {one}",
    "destroy": "Delete {one}",
}
_DESCRIPTIONS = {
    "list": "`next` and `previous` are the whole URLs of the neighbouring pages, or null.",
    "update": "What is left out gets its default again.",
    "partial_update": "What is left out stays as it is.",
}
_BY_CURSOR = (
    "Without `page`, the first page has the `count`; follow `next` for the others, which cost the "
    "same however far they lie. Pages by number are counted every time, and end at row 10,000."
)
_DONE = {"200": "As asked.", "201": "It is created.", "202": "It is begun.", "204": "It is done."}
_SAFE = {"GET", "HEAD"}
_WRITES_OF_ROWS = {"create", "update", "partial_update", "destroy"}
#: What drf-spectacular calls null where it stands beside an enum.
_NULL = "NullEnum"
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class ContractSchema(AutoSchema):
    """Answers are `output_serializer_class`, whatever validates what comes in.

    What else a view promises is read from it: `pagination_parameters` (a list's) or
    `page_parameters`, `is_conditional`, `writes_books`, its authentication and its throttles.
    """

    view: Any

    def get_operation(self, *place: Any, **more: Any) -> Json | None:
        operation: Json | None = super().get_operation(*place, **more)
        if operation is None:
            return None
        parameters = operation.pop("parameters", [])
        codes = self._refusals(operation, parameters)
        if self._is_tagged:
            parameters.append(ref("parameters", "IfNoneMatch"))
        if self._is_book_write:
            parameters.append(ref("parameters", "IdempotencyKey"))
        if self._is_versioned and self.method != "POST":
            parameters.append(ref("parameters", "IfMatch"))
        answers = self._answers(operation.pop("responses"), sorted(codes))
        return {**operation, "parameters": parameters, "responses": answers}

    @property
    def _is_tagged(self) -> bool:
        return self.method in _SAFE and getattr(self.view, "is_conditional", False)

    @property
    def _is_book_write(self) -> bool:
        return self.method not in _SAFE and getattr(self.view, "writes_books", False)

    @property
    def _is_versioned(self) -> bool:
        """It writes one row, which carries its version."""
        is_row = getattr(self.view, "action", None) in _WRITES_OF_ROWS
        return is_row and getattr(self.view, "is_versioned", False)

    def _answers(self, found: Json, codes: list[int]) -> Json:
        headers = {
            "written": self._is_book_write,
            "tagged": self._is_tagged or (self._is_versioned and self.method != "DELETE"),
            "limited": bool(self.view.get_throttles()),
        }
        answers: Json = {
            status: {
                **answer,
                "description": _DONE[status],
                "headers": success_headers(status, answer.get("content", {}), **headers),
            }
            for status, answer in found.items()
            if status < "400"
        }
        if _action_of(self.view) in getattr(self.view, "dry_run_actions", ()):
            answers["200"]["headers"]["Operation-Id"] = ref("headers", "OperationIdUnlessDryRun")
        if self._is_tagged:
            answers["304"] = ref("responses", "NotModified")
        return answers | {str(code): problem_ref(code) for code in codes}

    def _refusals(self, operation: Json, parameters: list[Json]) -> set[int]:
        """The statuses with which the operation can say no."""
        codes = {int(status) for status in operation["responses"] if status >= "400"}
        # An unknown query parameter is 400 everywhere.
        codes |= {400, 406, 503}
        codes |= {401, 403} if self.view.get_authenticators() else set()
        codes |= {413, 415} if "requestBody" in operation else set()
        codes |= {429} if self.view.get_throttles() else set()
        codes |= {409, 422} if self._is_book_write else set()
        codes |= {412} if self._is_versioned and self.method != "POST" else set()
        codes |= {410} if any(each["name"] == "since" for each in parameters) else set()
        is_findable = any(each["in"] == "path" or each["name"] == "page" for each in parameters)
        return codes | ({404} if is_findable else set())

    def get_auth(self) -> list[Json]:
        """None at all for what ignores a sign-in; none, too, where one is not needed."""
        schemes: list[Json] = super().get_auth() if self.view.get_authenticators() else []
        is_needed = any(isinstance(each, SignedIn) for each in self.view.get_permissions())
        return schemes if is_needed or not schemes else [*schemes, {}]

    def get_request_serializer(self) -> Any:
        if self._of_action is not None:
            return self._of_action
        replacement = getattr(self.view, "replace_serializer_class", None)
        if self.method == "PUT" and replacement is not None:
            return replacement
        return super().get_request_serializer()

    @property
    def _of_action(self) -> Any:
        return getattr(self.view, "request_serializers", {}).get(_action_of(self.view))

    def _get_request_for_media_type(self, serializer: Any, direction: Any = "request") -> Any:
        """What is an action's own is validated whole, in a PATCH as well."""
        if serializer is None or serializer is not self._of_action:
            return super()._get_request_for_media_type(serializer, direction)
        component = self.resolve_serializer(serializer(), direction)
        return component.ref, bool(component.schema.get("required"))

    def map_parsers(self) -> list[str]:
        """JSON alone where it is taken: of a body in several types, clients send it in all."""
        found: list[str] = super().map_parsers()
        return ["application/json"] if "application/json" in found else found

    def get_response_serializers(self) -> Any:
        output = getattr(self.view, "output_serializer_class", None)
        return super().get_response_serializers() if output is None else output

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        name = super().get_serializer_name(serializer, direction)
        return name.removesuffix("Input").removesuffix("Output")

    def get_paginated_name(self, serializer_name: str) -> str:
        return f"{serializer_name}List"

    # Words

    def get_operation_id(self) -> str:
        words = [word.replace("-", "_") for word in self._tokenize_path()]
        action = getattr(self.view, "action", None)
        return "_".join([*words, action] if action in _SUMMARIES else words)

    def get_summary(self) -> str:
        said, more = self._doc()
        standard = _SUMMARIES.get(_action_of(self.view))
        if standard is not None and not more:
            many = self._tokenize_path()[0]
            one = inflection.singularize(many)
            article = "an" if one[0] in "aeiou" else "a"
            return standard.format(many=many, one=one if one == many else f"{article} {one}")
        return said.removesuffix(".")

    def get_description(self) -> str:  # type: ignore[override]  # drf-spectacular's, not DRF's
        by_cursor = "cursor" in getattr(self.view, "pagination_parameters", ())
        action = getattr(self.view, "action", "")
        if action == "list" and by_cursor:
            return _BY_CURSOR
        said, more = self._doc()
        return more or _DESCRIPTIONS.get(action) or (said if action in _SUMMARIES else "")

    def _doc(self) -> tuple[str, str]:
        """The first paragraph of what the method says of itself, and the rest."""
        name = getattr(self.view, "action", None) or self.method.lower()
        summary, _, rest = inspect.cleandoc(getattr(self.view, name).__doc__ or "").partition(
            "\n\n"
        )
        return summary, rest

    # Parameters

    def get_filter_backends(self) -> list[Any]:
        """A list's, and those of what a list's rows add up to."""
        is_of_rows = self.method == "GET" and getattr(self.view, "detail", None) is False
        return list(self.view.filter_backends) if is_of_rows else []

    def _resolve_path_parameters(self, variables: list[str]) -> list[Json]:
        """Ids are integers here as they are in bodies."""
        parameters: list[Json] = super()._resolve_path_parameters(variables)
        for each in parameters:
            if each["schema"].get("pattern", "").startswith("^[0-9]"):
                each["schema"] = {"type": "integer", "minimum": 1}
        return parameters

    def _get_paginator(self) -> Pages | None:
        names = getattr(self.view, "pagination_parameters", ())
        return Pages(names) if names and getattr(self.view, "action", None) == "list" else None

    def _get_pagination_parameters(self) -> list[Json]:
        names = getattr(self.view, "page_parameters", ())
        return page_parameters(names) or super()._get_pagination_parameters()

    # Serializers

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Json:
        """Described by its own docstring, never by one it inherits."""
        schema: Json = super()._map_basic_serializer(serializer, direction)
        doc = type(serializer).__doc__
        schema.pop("description", None)
        return {"description": inspect.cleandoc(doc), **schema} if doc else schema

    def _postprocess_serializer_schema(self, schema: Json, serializer: Any, direction: Any) -> Json:
        """What is sent is strict: other keys are refused, and those of the answer ignored."""
        schema = super()._postprocess_serializer_schema(schema, serializer, direction)
        if direction == "request" and isinstance(serializer, StrictSerializer):
            ignored = sorted(serializer.ignored_keys - serializer.fields.keys())
            schema["properties"] |= {key: {"readOnly": True} for key in ignored}
            schema["additionalProperties"] = False
        if getattr(serializer, "partial", False):
            # What a PATCH leaves out is left alone.
            for each in schema["properties"].values():
                each.pop("default", None)
        return schema

    def _insert_field_validators(self, field: Any, schema: Json) -> None:
        """An empty string may match the pattern already, which `oneOf` would hold against it."""
        super()._insert_field_validators(field, schema)
        if "oneOf" in schema and {"type": "string", "maxLength": 0} in schema["oneOf"]:
            schema["anyOf"] = schema.pop("oneOf")


def _action_of(view: Any) -> str:
    return getattr(view, "action", None) or ""


def only_the_contract(endpoints: list[tuple[str, str, str, Callable[..., Any]]]) -> Any:
    """The paths of the API in the order of their URLs; on each, reading comes first."""
    kept = [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/")]
    paths = list(dict.fromkeys(path for path, *_ in kept))
    return sorted(kept, key=lambda each: (paths.index(each[0]), _METHODS.index(each[2])))


def share_what_repeats(result: Json, **_: Any) -> Json:
    """Adds the components that operations refer to, and the links; names enums of parameters."""
    add_links(result["paths"])
    operations = list(_operations(result))
    statuses = {
        int(status) for each in operations for status in each["responses"] if status >= "400"
    }
    components = result["components"]
    for kind, shared in shared_components(statuses).items():
        components[kind] = components.get(kind, {}) | shared
    names = _enum_names()
    for each in operations:
        for parameter in each["parameters"]:
            _name_enum(parameter.get("schema", {}), names, components["schemas"])
    components["schemas"].pop(_NULL, None)
    for schema in components["schemas"].values():
        if "oneOf" in schema:  # one shape may have all that another one has, and more
            schema["anyOf"] = schema.pop("oneOf")
        schema |= names_of_values(schema.get("enum", ()))
        for field in schema.get("properties", {}).values():
            _take_null(field)
    result["components"] = {kind: dict(sorted(found.items())) for kind, found in components.items()}
    return result


def _operations(result: Json) -> Iterator[Json]:
    for path in result["paths"].values():
        yield from path.values()


def _enum_names() -> dict[frozenset[str], str]:
    """The names that the settings give to sets of values."""
    names = {}
    for name, place in spectacular_settings.ENUM_NAME_OVERRIDES.items():
        found = deep_import_string(place)
        is_enum = inspect.isclass(found) and issubclass(found, Enum)
        values = [each.value for each in found] if is_enum else found
        names[frozenset(values)] = name
    return names


def _name_enum(schema: Json, names: dict[frozenset[str], str], schemas: Json) -> None:
    """Put a reference in the place of an inline enum, so that each set of values exists once."""
    if "enum" not in schema:
        return
    values = schema.pop("enum")
    name = names[frozenset(values)]
    schemas.setdefault(name, {"type": "string", "enum": values})
    for key in ("type", "minLength", "x-spec-enum-id"):
        schema.pop(key, None)
    schema["$ref"] = f"#/components/schemas/{name}"


def _take_null(schema: Json) -> None:
    """Null among the values of an enum is said as it is of every other type."""
    values = schema.get("oneOf", [])
    if ref("schemas", _NULL) in values:
        del schema["oneOf"]
        schema["anyOf"] = [each for each in values if each != ref("schemas", _NULL)]
        schema["anyOf"].append({"type": "null"})
