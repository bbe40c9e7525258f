"""What may stand in one cell: for each kind of break its own reason and its own mend."""

import calendar
import re
import unicodedata
from decimal import Decimal
from urllib.parse import urlsplit

from data.catalog import Field

Trouble = tuple[str, str]   # (why it is refused, how to mend it)

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
UNKNOWN = re.compile(r"(?i)(n/?a|nan|null|none|unknown|-+|—|–|\?|無|不明|未知|不詳)")
INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffd]")
MARKUP = re.compile(r"(?i)<[a-z/!?]|&(lt|gt|#\d+|#x[0-9a-f]+);|javascript:|vbscript:|data:text/html")
ISO = {"any": r"\d{4}(-\d{2}(-\d{2})?)?", "month": r"\d{4}-\d{2}", "day": r"\d{4}-\d{2}-\d{2}"}
LOOSE = re.compile(r"(民國|中華民國)?\s*(\d{1,4})\s*[-/.年]\s*(\d{1,2})\s*(?:[-/.月]\s*(?:(\d{1,2})\s*日?)?)?(?:[T ].*)?")
YEAR_ONLY = re.compile(r"(民國|中華民國)?\s*(\d{2,4})\s*年?")
ROC = 1911              # year 1 of the Republic of China calendar is 1912
FIRST, LAST = 1900, 2100
LONGEST = 5000          # letters of a cell; the longest text of the exhibition has some 500
MOST_DIGITS = 18        # before the point: what a column of whole numbers (int64) holds
TRUE, FALSE = {"1", "y", "yes", "t", "true", "是", "有"}, {"0", "n", "no", "f", "false", "否", "無"}


def trouble(field: Field, cell: str) -> Trouble | None:
    """What is wrong with ``cell`` (text, not empty) in the column ``field``; None = nothing the schema does not see."""
    return _text(field, cell) or _kind(field, cell)


def _text(field: Field, cell: str) -> Trouble | None:
    found = INVISIBLE.search(cell)
    if found:
        return _invisible(found[0])
    if len(cell) > LONGEST:
        return f"has {len(cell):,} letters, more than {LONGEST:,}", "look for a quote that was lost, or shorten the text"
    if cell != cell.strip():
        return "has a space before or after it", f"write {cell.strip()!r}"
    if field.is_number:
        return None
    if cell[0] in "=+-@":
        return "starts like a spreadsheet formula", f"do not start a text with {cell[0]!r}"
    if MARKUP.search(cell) and field.format != "uri":
        return "holds markup, which is never shown as such", "write plain text"
    return None


def _invisible(sign: str) -> Trouble:
    name = f"U+{ord(sign):04X}"
    if sign == "\ufffd":
        return f"holds {name}, the sign of a letter that was lost", "write the letter that stood there and save as UTF-8"
    if sign in "\n\r":
        return "holds a line break", "write the text on one line"
    if sign == "\t":
        return "holds a tab", "write a space instead"
    return f"holds the invisible control character {name}", "take it out"


def _kind(field: Field, cell: str) -> Trouble | None:
    if field.is_number:
        return _number(field, cell)
    if field.type == "boolean":
        return _boolean(cell)
    if field.date:
        return _date(field, cell)
    if field.format == "uri":
        return _url(cell)
    if field.separator:
        return _list(field, cell)
    return None


def _number(field: Field, cell: str) -> Trouble | None:
    if NUMBER.fullmatch(cell):
        if len(cell.lstrip("-").split(".")[0]) > MOST_DIGITS:
            return "is too large to be true", "look at the source again"
        if field.type == "integer" and "." in cell:
            return "is not a whole number", f"write {Decimal(cell).to_integral_value():f}, or the number the source gives"
        return None
    if re.fullmatch(r"(?i)[-+]?(inf|infinity|∞)", cell):
        return "is infinite, which is no number to show", "leave the cell empty when it is unknown"
    if UNKNOWN.fullmatch(cell):
        return "is not a number", "leave the cell empty when it is unknown"
    wide = unicodedata.normalize("NFKC", cell)
    if wide != cell and NUMBER.fullmatch(wide.replace(",", "")):
        return "is written in full-width digits", f"write {wide.replace(',', '')}"
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", cell):
        return "has thousands separators", f"write {cell.replace(',', '')}"
    if re.fullmatch(r"-?[\d.,]+\s*[%％]", cell):
        return "has a percent sign", f"write {cell.rstrip('%％ ').replace(',', '')}; the unit stands in the declaration"
    if re.fullmatch(r"-?\d+,\d+", cell):
        return "has a decimal comma", f"write {cell.replace(',', '.')}"
    if re.fullmatch(r"[-+]?\d+(\.\d+)?[eE][-+]?\d+", cell):
        plain = f"write {Decimal(cell):f}" if abs(Decimal(cell).adjusted()) <= MOST_DIGITS else "write all digits"
        return "is in scientific notation, so digits may be lost", plain
    if re.fullmatch(r"\+(0|[1-9]\d*)(\.\d+)?", cell):
        return "has a plus sign", f"write {cell[1:]}"
    if re.fullmatch(r"-?0\d+(\.\d+)?", cell):
        return "has zeros before it", f"write {Decimal(cell):f}"
    digits = re.search(r"-?\d[\d,]*(\.\d+)?", wide)
    if digits:
        return "holds more than a number", f"write {digits[0].replace(',', '')}; units and words stand in other columns"
    return "is not a number", "write digits, or leave the cell empty when it is unknown"


def _boolean(cell: str) -> Trouble | None:
    if cell in ("true", "false"):
        return None
    meant = "true" if cell.lower() in TRUE else "false" if cell.lower() in FALSE else "true or false"
    return "is not true or false", f"write {meant}"


def _date(field: Field, cell: str) -> Trouble | None:
    """Dates are ISO 8601 and only as precise as the source: 2017, 2017-03, 2017-03-02."""
    wanted = field.date or "any"
    if re.fullmatch(ISO["any"], cell, re.ASCII):
        year, *rest = map(int, cell.split("-"))
        if not FIRST <= year <= LAST:
            return _roc(year, rest) if year < 200 else ("is no year this exhibition speaks of", "look at the source again")
        if not _is_real(year, *rest):
            return "is no day of the calendar", "look at the source again; write the month alone when the day is not known"
        if not re.fullmatch(ISO[wanted], cell, re.ASCII):
            want = "2017-03" if wanted == "month" else "2017-03-02"
            return f"is not as precise as the column ({wanted})", f"write it like {want}"
        return None
    text = unicodedata.normalize("NFKC", cell)
    loose, year_only = LOOSE.fullmatch(text), YEAR_ONLY.fullmatch(text)
    if loose:
        year, rest = int(loose[2]), [int(part) for part in loose.groups()[2:] if part]
    elif year_only:
        year, rest = int(year_only[2]), []
    elif re.fullmatch(r"\d{8}", text) and _is_real(int(text[:4]), int(text[4:6]), int(text[6:])):
        year, rest = int(text[:4]), [int(text[4:6]), int(text[6:])]
    else:
        return "is not ISO 8601", "write it like 2017, 2017-03 or 2017-03-02"
    if "民國" in text or 50 <= year < 200:
        return _roc(year, rest)
    if not FIRST <= year <= LAST or not _is_real(year, *rest):
        return "is not ISO 8601", "write it like 2017, 2017-03 or 2017-03-02"
    return "is not ISO 8601", f"write {_iso(year, *rest)}"


def _roc(year: int, rest: list[int]) -> Trouble:
    why = "is a year of the Republic of China calendar (民國)"
    if not _is_real(year + ROC, *rest):
        return why, f"write it as a common year: {year + ROC}"
    return why, f"write {_iso(year + ROC, *rest)}"


def _is_real(year: int, month: int = 1, day: int = 1) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _iso(year: int, *rest: int) -> str:
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in rest)])


def _url(cell: str) -> Trouble | None:
    try:
        parts = urlsplit(cell)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError:
        return "is not a web address", "write the whole address, starting with https://"
    if parts.scheme not in ("http", "https"):
        return "is not an http or https address", "write the whole address, starting with https://"
    if not parts.hostname or "." not in parts.hostname or re.search(r'[\s"<>\\^`{|}]', cell):
        return "is not a web address", "write the whole address as the browser shows it"
    return None


def _list(field: Field, cell: str) -> Trouble | None:
    mark = field.separator or ";"
    parts = cell.split(mark)
    for other in ("；", "、", ",", "|"):
        if other in cell:
            return f"is not separated by {mark!r}", f"write {cell.replace(other, mark)}"
    if any(part != part.strip() or not part for part in parts):
        return "has a space or an empty place in its list", f"write {mark.join(p.strip() for p in parts if p.strip())}"
    double = next((part for part in parts if parts.count(part) > 1), None)
    if double:
        return f"names {double!r} twice", "name each once"
    unknown = next((part for part in parts if field.items and part not in field.items), None)
    if unknown:
        return f"names {unknown!r}, which is none of {', '.join(field.items)}", "write one of them"
    return None
