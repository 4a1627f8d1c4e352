"""What both ways are asked: an account's reports as of one day."""

from dataclasses import dataclass
from datetime import date

from common.periods import Period, Preset
from common.ranges import Range, read_range
from transactions.totals import Scope


@dataclass(frozen=True, slots=True)
class Question:
    scope: Scope
    today: date

    def of(self, preset: Preset) -> Range:
        return read_range(None, None, preset, default=preset, today=self.today)

    @property
    def all_currencies(self) -> Scope:
        return Scope(self.scope.book)

    @property
    def year(self) -> Range:
        return self.of(Preset.LAST_365_DAYS)

    @property
    def month(self) -> Period:
        return Period.month(self.today.year, self.today.month)
