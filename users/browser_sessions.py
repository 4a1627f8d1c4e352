"""Browsers' sessions: in the database, which holds only a digest of each one's key.

The key is the cookie, and opens everything to whoever has it: as with tokens, nobody who reads the
database, or a backup of it, can sign in with what is there.
"""

import hashlib
from functools import partial
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.utils import timezone

from common.faults import is_transient
from ledger.retrying import retrying


def _digest(key: str) -> str:
    """As long as Django's column has room for."""
    return hashlib.sha256(key.encode()).hexdigest()[:40]


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Any:
        found = self.model.objects.filter(
            session_key=_digest(self.session_key or ""), expire_date__gt=timezone.now()
        ).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return super().exists(_digest(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        made = super().create_model_instance(data)
        made.session_key = _digest(made.session_key)
        return made

    def save(self, must_create: bool = False) -> None:
        if connection.in_atomic_block:  # whoever began it begins it again
            super().save(must_create)
        else:
            retrying(partial(self._save, must_create))

    def _save(self, must_create: bool) -> None:
        try:
            super().save(must_create)
        except UpdateError as error:
            # Django takes every fault of the database for a session that somebody has ended.
            cause = error.__context__
            if isinstance(cause, Exception) and is_transient(cause):
                raise cause from cause.__cause__
            raise

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            super().delete(_digest(key))
