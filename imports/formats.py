"""Which format a file is in, by what stands in it: what it is called is often wrong."""

import re
from typing import BinaryIO

from exports.csv_writer import HEADER
from imports.camt import read_camt
from imports.csv_reader import read_csv
from imports.entries import Read
from imports.jsonl import read_jsonl
from imports.mapping import Mapping
from imports.ofx import read_ofx
from imports.qif import read_qif
from imports.text import decode_sample, guess_encoding, sample_of

_QIF = re.compile("^!(?:Type|Account|Option|Clear):?", re.IGNORECASE | re.MULTILINE)
FORMATS = ("csv", "ofx", "qif", "camt", "jsonl")


def format_of(file: BinaryIO) -> str:
    """One of FORMATS; CSV where nothing else is plain. Unreadable for what is none of a bank's."""
    text = decode_sample(sample_of(file), guess_encoding(file)).lstrip("\ufeff \t\r\n")
    if text.startswith(",".join(HEADER)):  # of an export of ours, whatever its cells have in them
        return "csv"
    if text.startswith(("{", "[")):
        return "jsonl"
    if _QIF.match(text):
        return "qif"
    if "<OFX" in text.upper() or text.upper().startswith("OFXHEADER"):
        return "ofx"
    if text.startswith("<"):
        return "camt"
    return "qif" if _QIF.search(text) else "csv"


def read(file: BinaryIO, name: str, mapping: Mapping | None = None) -> Read:
    """The entries and flaws of a file in the format of this name; a CSV needs its mapping."""
    match name:
        case "ofx":
            return read_ofx(file)
        case "camt":
            return read_camt(file)
        case "qif":
            return read_qif(file, mapping.date_format if mapping else None)
        case "jsonl":
            return read_jsonl(file)
        case _:
            return read_csv(file, mapping or Mapping())
