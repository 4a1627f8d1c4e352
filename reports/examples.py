"""Answers of reports, as the schema shows them: real ones, kept in `examples.json`.

A test asks each path again, of the same books on the same day, and compares.
"""

import json
from pathlib import Path
from typing import Any

from drf_spectacular.utils import OpenApiExample

RECORDED: dict[str, Any] = json.loads(
    Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
)


def _example(name: str) -> OpenApiExample:
    recorded = RECORDED[name]
    return OpenApiExample(recorded["title"], recorded["answer"], response_only=True)


SUMMARY = _example("summary")
BY_CATEGORY = _example("by-category")
TRENDS = _example("trends")
MONTHLY_SUMMARY = _example("monthly-summary")
CALENDAR = _example("calendar")
WEEKLY = _example("weekly")
CURRENCIES = _example("currencies")
INSIGHTS = _example("insights")
ANALYTICS = _example("analytics")
