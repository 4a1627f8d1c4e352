"""An amount as people of each locale type it is the same to the API; and none changes by itself."""

import pytest

from tests.dashboard.visiting import Visitors

_READ = """async ([typed, amounts]) => {
  const { amountAsTyped, typedAmount } = await import("/static/dashboard/core/format.js");
  return [typed.map(typedAmount), amounts.map((each) => typedAmount(amountAsTyped(each)))];
}"""
#: As the API sends them, with each number of decimals that there is.
AMOUNTS = ["12.50", "1200", "1.250", "0.500", "1234.567", "99999999999.99", "0.0001"]
TYPED = {
    "en-US": {
        "12.5": "12.5",
        "12,5": "12.5",
        "1,234.50": "1234.50",
        "1,234": "1234",
        "1,234,567": "1234567",
        "1.234,50": "1234.50",
        "1.234,567": "1234.567",
        "0,500": "0.500",
        "1 234.5": "1234.5",
        "abc": "abc",
        "1.2.3": "1.2.3",
    },
    "de-DE": {
        "12,5": "12.5",
        "12.5": "12.5",
        "1.234,50": "1234.50",
        "1.234": "1234",
        "1,234": "1.234",
        "1,234.567": "1234.567",
        "0.500": "0.500",
    },
    "fr-CH": {"1’234,50": "1234.50", "1'234.50": "1234.50", "12,5": "12.5"},
    "ar-BH": {"12.500": "12.500", "١٢٫٥": "12.5", "١٬٢٣٤٫٥٠٠": "1234.500"},
    "fa-IR": {"۱۲٫۵": "12.5", "12.5": "12.5"},
    "ja-JP": {"1,200": "1200", "1200": "1200"},
}


@pytest.mark.parametrize("locale", TYPED)
def test_it_reads_what_is_typed(visit: Visitors, locale: str) -> None:
    seen = visit(locale=locale)
    seen.page.goto(f"{seen.url}/sign-in/")
    typed = TYPED[locale]
    read, again = seen.page.evaluate(_READ, [list(typed), AMOUNTS])
    assert dict(zip(typed, read, strict=True)) == typed
    assert again == AMOUNTS
