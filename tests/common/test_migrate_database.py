import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from common.text import KeyField

COLLATIONS = {"postgresql": {"C"}, "mysql": {"utf8mb4_nopad_bin", "utf8mb4_0900_bin"}}
KEYS = [
    (field.model._meta.db_table, field.column)
    for model in apps.get_models()
    for field in model._meta.local_fields
    if isinstance(field, KeyField)
]


def test_it_needs_no_migration_that_is_not_written(transactional_db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_it_has_keys():
    assert ("categories_category", "name_key") in KEYS
    assert ("transactions_transaction", "external_id") in KEYS


@pytest.mark.parametrize(("table", "column"), KEYS)
def test_it_compares_keys_byte_for_byte(transactional_db, table, column):
    if connection.vendor == "sqlite":  # BINARY unless told otherwise
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
            assert "COLLATE" not in cursor.fetchone()[0].upper()
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT collation_name FROM information_schema.columns "
            "WHERE table_name = %s AND column_name = %s AND table_schema IN (%s, 'public')",
            [table, column, connection.settings_dict["NAME"]],
        )
        found = {name for (name,) in cursor.fetchall()}
    assert len(found) == 1
    assert found <= COLLATIONS[connection.vendor]
