"""Files of real banks' shape, most of them written by others: samples/README.md says by whom."""

from pathlib import Path

import pytest

from imports.csv_guessing import guess_mapping
from imports.entries import Flaw
from imports.formats import format_of
from tests.imports.reading import read_any

SAMPLES = Path(__file__).parent / "samples"
#: In pounds, euros, whatever it is in: what comes in is above zero; `-` is a flaw.
READ = {
    "amex.ofx": "-169.92 0.21",
    "amex.qif": "150.94 -20.58",
    "apostrophe.qif": "-12.5 1250",
    "banco_do_brasil.ofx": "239.55",
    "bank_of_ireland.csv": "428.03 -512 -50",
    "banque_populaire.ofx": "-13.5 -6",
    "banque_postale.ofx": "-1.55 200",
    "batch_03.xml": "-10 -20",
    "batch_04.xml": "-10 -20",
    "batch_05.xml": "-10 -20",
    "batch_06.xml": "-10 -20",
    "batch_07.xml": "-10 -20",
    "bunq.csv": "-2.56 750",
    "caixa.ofx": "-",
    "chase.qfx": "-10",
    "cic.qif": "500 -9.59",
    "commbank.ofx": "12.34",
    "credit_mutuel.ofx": "4325 -4.92",
    "day_first.qif": "-10 -20 30",
    "dbs.csv": "-7.8",
    "erste.csv": "- -89.3 -983.59 -2015.88",
    "first_direct.csv": "-5",
    "hsbc_brasil.ofx": "-1020.88",
    "ing_batch.xml": "-4753.74 2688",
    "itau.ofx": "-70 300",
    "kbc.csv": "-16.52 35.77",
    "liabilities.qif": "- -67.5",
    "monzo.csv": "-10",
    "monzo.qif": "1000 -15 -1.5",
    "n26.csv": "-59.99",
    "nasty.qif": "10000 -10000000 123 - -",
    "nubank.ofx": "-33.3 600",
    "ocbc.csv": "-8.5 - -50 -",
    "own_rows.jsonl": "-12.5 1500 -",
    "quicken_1994.qif": "- 75 -10",
    "quicken_accounts.qif": "-40 -10 20",
    "rabobank.csv": "-337.49 50",
    "raiffeisen.csv": "-33.87 -23.55 24 -1443.48",
    "raiffeisen_cz.csv": "-111.11",
    "spaced.qif": "-10 -20 30",
    "sparkasse.csv": "-36.99",
    "splits.qif": "-253.64 -746.36 -",
    "stuzza.xml": "50",
    "swiss.xml": "4500",
    "thousands.qif": "-1010 -30020 30",
    "two_accounts.ofx": "219.33 -123 123",
    "ultimate_02.xml": "8.85",
    "unicredit_cz.csv": "-1",
    "version_08.xml": "8.85",
    "version_2.ofx": "-99.9",
}
KINDS = {".csv": "csv", ".ofx": "ofx", ".qfx": "ofx", ".qif": "qif", ".xml": "camt"}


def shown(row):
    if isinstance(row, Flaw):
        return "-"
    amount = row.amount if row.type == "income" else -row.amount
    return f"{amount:f}".removesuffix(".0")


@pytest.mark.parametrize("name", sorted(READ))
def test_it_reads_the_sample(name):
    with (SAMPLES / name).open("rb") as file:
        assert format_of(file) == KINDS.get(Path(name).suffix, "jsonl")
        assert " ".join(map(shown, read_any(file))) == READ[name]


def test_it_knows_every_sample():
    assert {each.name for each in SAMPLES.iterdir()} - {"README.md"} == READ.keys()


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("bunq.csv", {"date": "Datum", "amount": "Bedrag", "description": "Naam"}),
        ("n26.csv", {"amount": "Betrag (EUR)", "description": "Empfänger"}),
        ("rabobank.csv", {"notes": "Omschrijving-1", "description": "Naam tegenpartij"}),
        ("ocbc.csv", {"debit": "Withdrawals (SGD)", "credit": "Deposits (SGD)"}),
        ("raiffeisen.csv", {"date": 1, "description": 2, "amount": 4}),
        ("unicredit_cz.csv", {"amount": "Zaúčtovaná částka"}),
    ],
)
def test_it_finds_the_columns_of_the_sample(name, columns):
    with (SAMPLES / name).open("rb") as file:
        found = guess_mapping(file).mapping.columns
    assert columns.items() <= found.items()
