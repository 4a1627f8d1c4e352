"""URLs of the very transactions that add up to a figure."""

from dataclasses import dataclass
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
        query = {name: value for name, value in filters.items() if value is not None}
        if period is not None:
            query |= {"start_date": period.start.isoformat(), "end_date": period.last.isoformat()}
        return f"{self.base}?{urlencode(query, safe=',')}" if query else self.base


def category_filter(category: int) -> str:
    """A total's category as the list's filter names it."""
    return str(category) if category else NONE
