"""The filters of the history."""

import django_filters

from common.filters import ChoiceFilter, DayFilter
from common.ranges import preset_choices
from ledger.serializers import RESOURCES


class OperationFilter(django_filters.FilterSet):
    """The parameters, as the schema shows them."""

    kind = django_filters.CharFilter(max_length=40, label="Exactly this kind.")
    resource = ChoiceFilter(
        choices=[(name, name) for name in RESOURCES], label="What changed such rows."
    )
    start_date = DayFilter(label="The first day, `YYYY-MM-DD`, where you are.")
    end_date = DayFilter(label="The last day, inclusive.")
    period = ChoiceFilter(choices=preset_choices(), label="A named range instead of dates.")
