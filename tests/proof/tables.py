"""The schema of a migrated database, told in the same words for every engine."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

_COLUMNS = {
    "sqlite": """SELECT c.name, c.type, c.pk AND t.sql LIKE '%%AUTOINCREMENT%%', NOT c."notnull",
        c.dflt_value, NULL FROM sqlite_master t, pragma_table_xinfo(t.name) c
        WHERE t.type = 'table' AND t.name = %s""",
    "mysql": """SELECT column_name, column_type, extra, is_nullable = 'YES',
        NULLIF(column_default, 'NULL'), collation_name FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = %s""",
    "postgresql": """SELECT column_name, CONCAT(data_type, '(' || character_maximum_length || ')'),
        is_identity, is_nullable = 'YES', column_default, collation_name
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s""",
}
_CHECKS = {
    "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s",
    "mysql": """SELECT CONCAT('CHECK (', check_clause, ')')
        FROM information_schema.check_constraints
        WHERE constraint_schema = DATABASE() AND table_name = %s""",
    "postgresql": """SELECT pg_get_constraintdef(oid) FROM pg_constraint
        WHERE contype = 'c' AND conrelid = %s::regclass""",
}
_PRIMARY_KEY = {
    "sqlite": "SELECT name FROM pragma_table_xinfo(%s) WHERE pk ORDER BY pk",
    "mysql": """SELECT column_name FROM information_schema.key_column_usage
        WHERE table_schema = DATABASE() AND constraint_name = 'PRIMARY' AND table_name = %s
        ORDER BY ordinal_position""",
    "postgresql": """SELECT attname FROM pg_index, unnest(indkey) WITH ORDINALITY AS place(n, o),
        pg_attribute WHERE indisprimary AND attnum = n AND attrelid = indrelid
        AND indrelid = %s::regclass ORDER BY o""",
}
#: An engine's type, and ours. Every engine keeps instants to the microsecond.
_KINDS = (
    (r"character varying", "varchar"),
    (r"tinyint\(1\)|boolean", "bool"),
    (r"datetime\(6\)|datetime|timestamp with time zone", "instant"),
    (r"longtext", "text"),
    (r"longblob|bytea", "blob"),
    (r"jsonb", "json"),
    (r"(\w*int)(\(\d+\))?( unsigned)?", r"\1"),  # what lies below zero, a check says
    (r"integer( unsigned)?", "int"),
)
#: Primary keys that the database counts up, and never gives twice.
_COUNTED = {"sqlite": 1, "mysql": "auto_increment", "postgresql": "YES"}
#: Collations under which text is compared byte for byte, without padding.
_EXACT = {"utf8mb4_nopad_bin", "utf8mb4_0900_bin", "C"}
_JSON = re.compile(r"json_valid(\w+?)(or\1isnull)?")

#: What an engine has instead of what is written down, and why that is right.
BY_DESIGN = {
    "sqlite": (
        (r": (int|bigint) counted", ": int counted", "it counts INTEGER alone, which has 64 bits"),
        (r" exact", "", "it compares all text byte for byte"),
    ),
    "mysql": (
        (
            r"^(transactions_transaction) foreign key \(category_id\).*$",
            r"\g<0>\n\1 index (category_id)",
            "InnoDB wants an index that begins with a foreign key's column, and adds it",
        ),
    ),
    "postgresql": (),
}


@dataclass(frozen=True)
class Key:
    """What finds rows by these columns, in this order."""

    columns: tuple[str, ...]
    unique: bool

    def serves(self, other: "Key") -> bool:
        """Whether it finds all that the other, an index, would find: it begins like it."""
        begins = self.columns[: len(other.columns)] == other.columns
        return not other.unique and begins and (self.unique or self.columns != other.columns)


def described() -> list[str]:
    """A line for every column, key, index, reference and check of every table."""
    with connection.cursor() as cursor:
        names = sorted(connection.introspection.table_names(cursor))
        return sorted(f"{name} {line}" for name in names for line in _table(cursor, name))


def as_designed(lines: list[str]) -> list[str]:
    """What this engine must have, where these are written down. Each rule has a use."""
    text = "\n".join(lines)
    for pattern, own, reason in BY_DESIGN[connection.vendor]:
        text, uses = re.subn(pattern, own, text, flags=re.MULTILINE)
        assert uses, reason
    return sorted(text.splitlines())


def _table(cursor: Any, table: str) -> Iterator[str]:
    constraints = connection.introspection.get_constraints(cursor, table)
    checks = [_plain(clause) for (sql,) in _ask(cursor, _CHECKS, table) for clause in _clauses(sql)]
    json = {match[1] for each in checks if (match := _JSON.fullmatch(each))}
    for column in _ask(cursor, _COLUMNS, table):
        yield _column(column, json)
    for check in checks:
        if not _JSON.fullmatch(check):
            yield f"check {check}"
    for each in constraints.values():
        if each["foreign_key"]:
            yield f"foreign key ({each['columns'][0]}) to {'.'.join(each['foreign_key'])}"
    primary = Key(tuple(name for (name,) in _ask(cursor, _PRIMARY_KEY, table)), unique=True)
    yield f"primary key ({', '.join(primary.columns)})"
    yield from _keys(constraints, primary)


def _keys(constraints: Mapping[str, Any], primary: Key) -> Iterator[str]:
    """Without an index that another key serves for: some engines leave it out by themselves."""
    keys = {
        Key(_in_order(each), each["unique"])
        for each in constraints.values()
        if not each["primary_key"] and (each["unique"] or each["index"])
    }
    for key in keys:
        if not any(other.serves(key) for other in {*keys, primary}):
            yield f"{'unique' if key.unique else 'index'} ({', '.join(key.columns)})"


def _in_order(constraint: Mapping[str, Any]) -> tuple[str, ...]:
    columns = constraint["columns"]
    orders = constraint.get("orders") or ["ASC"] * len(columns)
    both = zip(columns, orders, strict=True)
    return tuple(name if order == "ASC" else f"{name} {order}" for name, order in both)


def _column(column: tuple[Any, ...], json: set[str]) -> str:
    name, kind, extra, null, default, collation = column
    words = [f"column {name}: {'json' if name in json else _kind(kind)}"]
    words += ["counted"] if extra == _COUNTED[connection.vendor] else []
    words += ["exact"] if collation in _EXACT else []
    words += ["null"] if null else []
    words += [] if default is None else [f"default {default}"]
    return " ".join(words)


def _kind(text: str) -> str:
    kind = text.lower()
    for pattern, ours in _KINDS:
        kind = re.sub(rf"^(?:{pattern})(?=\(\d+\)$|$)", ours, kind)
    return kind


def _ask(cursor: Any, queries: Mapping[str, str], table: str) -> list[tuple[Any, ...]]:
    cursor.execute(queries[connection.vendor], [table])
    return list(cursor.fetchall())


def _clauses(sql: str) -> Iterator[str]:
    """What stands in the parentheses behind every CHECK."""
    for match in re.finditer(r"\bCHECK \(", sql):
        depth, end = 1, match.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(sql[end], 0)
            end += 1
        yield sql[match.end() : end - 1]


def _plain(clause: str) -> str:
    """Without what each engine adds: quotes, parentheses, casts."""
    return re.sub(r"::\w+|[\"'`()\s]", "", clause).lower()
