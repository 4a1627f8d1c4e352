"""The story ends with files: how they come into the books of one more person, and go out of them.

MariaDB leaves gaps between the ids of what follows many rows that were made by one statement, but
for one row, three and seven: so many are booked of each file.
"""

from typing import Any

from tests.importing.importer import FORM, form
from tests.proof.later_story import latest
from tests.proof.teller import Teller
from tests.serving import PASSWORD

CSV = """Datum;Betrag;Text;Kategorie
01.03.2016;-3,50;Café 🍵;Té
01.03.2016;-3,50;Café 🍵;Té
31.02.2016;-1,00;No such day;
02.03.2016;1.234,56;Straße;12
02.03.2016;-12345678901234567890;Too much;
""".encode()
OFX = b"""OFXHEADER:100

<OFX><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>2</BANKACCTFROM>
<STMTTRN><DTPOSTED>20160401<TRNAMT>-3.50<FITID>a<NAME>Baker &amp; Son</STMTTRN>
<STMTTRN><DTPOSTED>20160401<TRNAMT>-3.50<FITID>a<NAME>The same again</STMTTRN></STMTRS></OFX>
"""
QIF = b"""!Type:Bank
D04/30/2016
T-6.00
PMarket
SFood
$-3.00
STea
$-2.00
S[Savings]
$-1.00
^
D13/13/2016
T1
^
"""
CAMT = b"""<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>
<Acct><Id><IBAN>DE1</IBAN></Id></Acct><Ntry><Amt Ccy="EUR">7.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Sts>BOOK</Sts><BookgDt><Dt>2016-05-01</Dt></BookgDt><AcctSvcrRef>r</AcctSvcrRef>
<AddtlNtryInf>Wages</AddtlNtryInf></Ntry></Stmt></BkToCstmrStmt></Document>"""
LINES = """{"date": "2016-06-01", "amount": "4", "type": "expense", "description": "Ⅷ"}
{"date": "2016-06-01", "amount": 1e3, "type": "expense"}
""".encode()
FORMATS = ("csv", "jsonl", "ofx", "qif", "beancount", "ledger")


def tell_of_files(say: Teller) -> None:
    rosa = {"username": "rosa", "email": "rosa@example.org", "password": PASSWORD}
    say.token = say.post("register/", rosa)["token"]
    say("PATCH", "me/", {"currency": "EUR"})
    tell_of_looking_first(say)
    tell_of_committing(say)
    tell_of_formats(say)
    tell_of_refused_files(say)
    tell_of_exports(say)


def sent(say: Teller, file: bytes, key: str = "", **fields: str) -> Any:
    """The answer to an upload."""
    headers = {"Idempotency_Key": key} if key else {}
    return say.post("imports/", form(file, **fields), Content_Type=FORM, **headers)


def tell_of_looking_first(say: Teller) -> None:
    one = f"imports/{sent(say, CSV, dry_run='true')['id']}/"
    say.get(f"{one}rows/")
    say.get(f"{one}rows/", verdict="invalid", page_size=1)
    for wrong in ({"verdict": "good"}, {"page": 9}, {"type": "expense"}):
        say.get(f"{one}rows/", **wrong)
    for row, change in (
        (1, {"category": "Ñew"}),
        (2, {"force": True}),
        (3, {"skip": True}),
        (4, {"category": 10**12}),
        (4, {"category": None, "colour": "red"}),
        (5, {}),
        (9, {"skip": True}),
    ):
        say("PATCH", f"{one}rows/{row}/", change)
    for mapping in (
        {"sign": "both", "columns": {"date": 9.5}},
        {"columns": {"date": "Day"}},
        {"date_format": "D"},
        {"colour": 1},
        {"decimal": ".", "columns": {"category": None}},
        {"decimal": ",", "columns": {"category": "Kategorie"}},
    ):
        say("PATCH", one, {"mapping": mapping})
        say.get(f"{one}rows/", page_size=2)
    say.post(f"{one}undo/", None)
    say("DELETE", one)
    say("DELETE", one)
    say.post(f"{one}commit/", {})


def tell_of_committing(say: Teller) -> None:
    number = sent(say, CSV, dry_run="true")["id"]
    one = f"imports/{number}/"
    for body in ({"apply_suggestions": "maybe"}, {"apply_suggestions": True}, {}):
        say.post(f"{one}commit/", body, Idempotency_Key=f"{body}")
    say.get("transactions/", **{"import": number})
    say.get("transactions/totals/", **{"import": number})
    say.get(f"operations/{latest(say)}/changes/")
    say.get(f"{one}rows/")
    edited = say.get("transactions/", ordering="date")["results"][0]["id"]
    say("PATCH", f"transactions/{edited}/", {"notes": "mine"})
    for _ in "ab":
        say.post(f"{one}undo/", None, Idempotency_Key="back")
    say.post(f"{one}undo/", None)
    say("PATCH", one, {"mapping": {"sign": "income"}})
    say("DELETE", f"transactions/{edited}/")


def tell_of_formats(say: Teller) -> None:
    for file in (CSV, OFX, QIF, CAMT, LINES):
        for key in ("", f"file {len(file)}", f"file {len(file)}"):
            number = sent(say, file, key)["id"]
        say.get(f"imports/{number}/rows/")
    say.get("imports/", page_size=3)
    say.get(f"imports/{number}/")
    say.get("imports/", ordering="created_at", page_size=1)
    say.get("transactions/")
    say.get("transactions/totals/")


def tell_of_refused_files(say: Teller) -> None:
    for file in (b"", b"%PDF-1.7", b"a,b\n1,2\n", b"<a/>", b"!Type:Memorized\n"):
        sent(say, file)
    for fields in (
        {"dry_run": "maybe"},
        {"currency": "XYZ"},
        {"mapping": "[1]"},
        {"mapping": '{"sign": []}'},
        {"colour": "red"},
    ):
        sent(say, CSV, **fields)
    sent(say, OFX, f"file {len(CSV)}")
    sent(say, OFX, mapping='{"sign": "income"}')
    sent(say, b'Date,Amount\n2016-03-01,1\n2016-03-01,"1\n2016-03-02,1\n')
    say.post("imports/", {"file": "x"})


def tell_of_exports(say: Teller) -> None:
    for form_of_file in FORMATS:
        for path in ("transactions", "expenses", "income"):
            say.get(f"{path}/export/", format=form_of_file, end_date="2016-05-31")
    for wrong in ({"format": "pdf"}, {"type": "expense"}, {"start_date": "2016-02-31"}):
        say.get("expenses/export/", **wrong)
