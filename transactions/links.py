"""URLs of the very transactions that add up to a figure."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from rest_framework.request import Request

from common.ids import NONE
from common.network import whole_url
from common.periods import Period

LIST = "/api/transactions/"


@dataclass(frozen=True, slots=True)
class TransactionLinks:
    """The list's URL with filters; `common` ones stand in every link."""

    base: str

    @classmethod
    def of(cls, request: Request, path: str = LIST) -> "TransactionLinks":
        return cls(whole_url(request, path))

    def to(self, period: Period | None = None, **filters: str | None) -> str:
        """The list within the period (None for all time) and with the filters that are not None."""
        given = ((name, value) for name, value in filters.items() if value is not None)
        url = _filtered(self.base, tuple(given))
        if period is None:
            return url
        mark = "&" if "?" in url else "?"
        return f"{url}{mark}start_date={period.start}&end_date={period.last}"


# Hundreds of links of one answer differ in their days alone.
@lru_cache(maxsize=1_000)
def _filtered(base: str, filters: tuple[tuple[str, str], ...]) -> str:
    return f"{base}?{urlencode(filters, safe=',')}" if filters else base


def category_filter(category: int) -> str:
    """A total's category as the list's filter names it; 0 is the id that nobody has."""
    return str(max(category, 0)) if category else NONE
