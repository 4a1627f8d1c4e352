"""The filters of the categories' list."""

import django_filters

from common.filters import MAX_SEARCH, SwitchFilter
from common.text import fold
from ledger.querysets import OwnedQuerySet


class CategoryFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(
        method="search_names", max_length=MAX_SEARCH, label="A part of the name, in any case."
    )
    archived = SwitchFilter(
        field_name="archived", label="`true`: archived ones alone; `false`: the others."
    )

    def search_names(self, queryset: OwnedQuerySet, name: str, value: str) -> OwnedQuerySet:
        return queryset.filter(name_key__contains=fold(value))
