"""What banks and programs call their columns, in the languages that their files come in.

English, German, French, Spanish, Italian, Dutch, Portuguese, Polish, Swedish. For each field the
names that say it best come first: of two columns that would do, the better name has it.
"""

import re
from collections.abc import Mapping, Sequence

NAMES: Mapping[str, Sequence[str]] = {
    "date": (
        *("date", "transaction date", "booking date", "posting date", "posted date", "date posted"),
        *(
            "trans date",
            "completed date",
            "started date",
            "post date",
            "value date",
            "settlement date",
        ),
        *(
            "buchungstag",
            "buchungsdatum",
            "buchung",
            "datum",
            "belegdatum",
            "umsatzdatum",
            "valutadatum",
        ),
        *("valuta", "wertstellung", "wertstellungstag", "date opération", "date operation"),
        *("date de l'opération", "date comptable", "date de comptabilisation", "date de valeur"),
        *("fecha", "fecha operación", "fecha operacion", "fecha contable", "fecha valor"),
        *(
            "data",
            "data operazione",
            "data contabile",
            "data valuta",
            "data operacji",
            "data księgowania",
        ),
        *(
            "boekingsdatum",
            "boekdatum",
            "transactiedatum",
            "rentedatum",
            "bokföringsdag",
            "transaktionsdag",
        ),
        *(
            "data mov.",
            "data movimento",
            "when",
            "timestamp",
            "time",
            "created",
            "datum verrichting",
        ),
    ),
    "amount": (
        *(
            "amount",
            "transaction amount",
            "amount (eur)",
            "amount (usd)",
            "amount (gbp)",
            "value",
            "sum",
        ),
        *("betrag", "betrag (€)", "betrag (eur)", "umsatz", "umsatz in eur", "betrag in eur"),
        *(
            "montant",
            "montant (eur)",
            "montant de l'opération",
            "importe",
            "importe (eur)",
            "cantidad",
        ),
        *(
            "importo",
            "importo (eur)",
            "bedrag",
            "bedrag (eur)",
            "valor",
            "kwota",
            "kwota operacji",
            "belopp",
        ),
        *("total", "price", "cost"),
    ),
    "debit": (
        *(
            "debit",
            "debit amount",
            "money out",
            "paid out",
            "withdrawal",
            "withdrawals",
            "withdrawal amt.",
        ),
        *("amount debit", "debits", "out", "spent", "soll", "belastung", "ausgaben", "lastschrift"),
        *(
            "débit",
            "débit (eur)",
            "débit euros",
            "cargo",
            "cargos",
            "debe",
            "addebiti",
            "uscite",
            "dare",
        ),
        *("af", "débito", "obciążenia", "uttag"),
    ),
    "credit": (
        *("credit", "credit amount", "money in", "paid in", "deposit", "deposits", "deposit amt."),
        *("amount credit", "credits", "in", "received", "haben", "gutschrift", "einnahmen"),
        *(
            "crédit",
            "crédit (eur)",
            "crédit euros",
            "abono",
            "abonos",
            "haber",
            "accrediti",
            "entrate",
        ),
        *("avere", "bij", "crédito", "uznania", "insättning"),
    ),
    "type": (
        *(
            "type",
            "transaction type",
            "debit/credit",
            "credit/debit",
            "cr/dr",
            "dr/cr",
            "d/c",
            "dc",
        ),
        *("af bij", "soll/haben", "s/h", "sens", "tipo", "income/expense", "direction"),
    ),
    "currency": (
        *(
            "currency",
            "currency code",
            "ccy",
            "transaction currency",
            "währung",
            "waehrung",
            "devise",
        ),
        *(
            "moneda",
            "divisa",
            "valuta code",
            "muntsoort",
            "munt",
            "moeda",
            "waluta",
            "valuta/divisa",
        ),
    ),
    "description": (
        *(
            "description",
            "payee",
            "merchant",
            "merchant name",
            "name",
            "counterparty",
            "counter party",
        ),
        *("transaction description", "narrative", "details", "transaction details", "particulars"),
        *("narration", "beneficiary", "beneficiary / originator", "payee name", "partner name"),
        *("auftraggeber / begünstigter", "auftraggeber/empfänger", "auftraggeber / empfänger"),
        *("beguenstigter/zahlungspflichtiger", "begünstigter/zahlungspflichtiger", "empfänger"),
        *("name zahlungsbeteiligter", "zahlungsempfänger*in", "zahlungsempfänger", "buchungstext"),
        *("libellé", "libelle", "libellé simplifié", "concepto", "descripción", "descripcion"),
        *("descrizione", "causale", "naam / omschrijving", "naam tegenpartij", "naam"),
        *("handelaar", "counteraccount name", "název protiúčtu"),
        *(
            "descrição",
            "opis operacji",
            "opis",
            "nadawca / odbiorca",
            "beskrivning",
            "rubrik",
            "text",
        ),
    ),
    "notes": (
        *("notes", "note", "memo", "comment", "comments", "reference text", "message", "remarks"),
        *(
            "verwendungszweck",
            "notiz",
            "bemerkung",
            "commentaire",
            "observaciones",
            "note aggiuntive",
        ),
        *(
            "omschrijving",
            "omschrijving-1",
            "mededelingen",
            "mededeling",
            "tytuł",
            "notatka",
            "meddelande",
            "purpose",
            "payment reference",
        ),
    ),
    "category": (
        *("category", "categories", "category name", "kategorie", "catégorie", "categorie"),
        *("categoría", "categoria", "kategoria", "kategori", "budget category"),
    ),
    "external_id": (
        *("external_id", "external id", "transaction id", "transaction reference", "id", "fitid"),
        *("bank reference", "reference number", "ref", "reference", "referenz", "buchungsreferenz"),
        *("kundenreferenz", "numéro d'opération", "référence", "referencia", "riferimento", "uuid"),
    ),
    "refund": ("refund",),
}


def field_of(name: str) -> tuple[str, int] | None:
    """The field that a column of this name holds, and how well it says so (0 is best)."""
    bare = " ".join(name[:_LONGEST].strip().strip("\ufeff\"'").casefold().rstrip(":").split())
    return _PLACES.get(bare) or _PLACES.get(_CURRENCY.sub("", bare))


_LONGEST = 100
#: Behind a name: "Withdrawals (SGD)", "Amount CZK".
_CURRENCY = re.compile(
    r" (?:\((?:[a-z]{3}|euros?|[$€£])\)|\[[a-z]{3}\]|(?:in )?(?:[a-z]{3}|[$€£]))$"
)
_PLACES = {
    name: (field, place)
    for field, names in reversed(list(NAMES.items()))
    for place, name in reversed(list(enumerate(names)))
}
