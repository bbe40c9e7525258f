"""Is this file a talk of this exhibition? What is wrong says step, field, value and how to mend it, in both languages."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from data.i18n import LOCALES, translator
from server.address import Refused, short, understand
from server.pages import page_of

MOST_BYTES = 262_144  # sixty steps with the longest words and notes in both languages take some 240 kB
MOST_FAULTS = 50
SCHEMA = json.loads((Path(__file__).parent / "talk.schema.json").read_text("utf-8"))
NOT_SHOWN = {"present", "present_notes", "follow", "talk"}  # a lectern in its own picture would never end
FIELDS = {"address", "words", "notes", "minutes", "talk", "title", "steps", *LOCALES}


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong. ``step`` counts from 1, None when it is of the whole talk; ``what`` is a key of talks.error_… and
    talks.mend_…; ``values`` fill both."""

    what: str
    step: int | None = None
    field: str = ""
    value: str = ""
    values: tuple[tuple[str, str], ...] = ()

    def told(self) -> dict[str, Any]:
        """The fault for a JSON answer: step, field, value, and ``error`` and ``mend`` by language."""
        given = {"value": self.value, "field": self.field, **dict(self.values)}
        return {
            "step": self.step,
            "field": self.field,
            "value": self.value,
            "error": {tag: translator(tag)(f"talks.error_{self.what}", **given) for tag in LOCALES},
            "mend": {tag: translator(tag)(f"talks.mend_{self.what}", **given) for tag in LOCALES},
        }


class BadTalk(ValueError):
    """What was sent is no talk; ``faults`` says why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.step}: {fault.field} {fault.what}" for fault in faults))
        self.faults = faults


def read(raw: bytes) -> dict[str, Any]:
    """The talk in ``raw``, checked. Raises BadTalk with every fault found (fifty at most)."""
    if len(raw) > MOST_BYTES:
        raise BadTalk([Fault("too_large", value=f"{len(raw):,}", values=(("most", f"{MOST_BYTES:,}"),))])
    try:
        talk = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise BadTalk([Fault("not_utf8")]) from None
    except _Twice as twice:
        raise BadTalk([Fault("twice", field=short(twice.args[0]))]) from None
    except (ValueError, RecursionError) as error:
        line = str(getattr(error, "lineno", 1))
        raise BadTalk([Fault("not_json", values=(("line", line),))]) from None
    faults = [*_of_schema(talk), *_of_texts(talk)][:MOST_FAULTS]
    faults = faults or list(_of_addresses(talk))
    if faults:
        raise BadTalk(faults[:MOST_FAULTS])
    return talk


class _Twice(ValueError):
    """A name that stands twice in one object: readers disagree which one counts (RFC 8259, 4)."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise _Twice(next(name for name in names if names.count(name) > 1))
    return found


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    return Draft202012Validator(SCHEMA)


def _of_schema(talk: Any) -> Iterable[Fault]:
    for number, error in enumerate(
        sorted(_validator().iter_errors(talk), key=lambda one: [str(part) for part in one.absolute_path])
    ):
        if number == MOST_FAULTS:
            return
        yield _fault(error)


def _fault(error: ValidationError) -> Fault:
    """A fault of the schema in our words: no library's sentence reaches an official."""
    path = list(error.absolute_path)
    step = path[1] + 1 if len(path) > 1 and path[0] == "steps" and isinstance(path[1], int) else None
    field = ".".join(str(part) for part in (path[2:] if step else path))
    value = _shown(error.instance)
    rule, limit = error.validator, error.validator_value
    if rule == "required":
        missing = next(name for name in limit if name not in error.instance)
        return Fault("missing", step, ".".join(part for part in (field, missing) if part))
    if rule == "additionalProperties":
        known = error.schema["properties"]
        extra = sorted(set(error.instance) - set(known))[0]
        return Fault(
            "unknown_field",
            step,
            ".".join(part for part in (field, short(extra)) if part),
            short(extra),
            (("good", ", ".join(known)),),
        )
    if rule == "type":
        return Fault("wrong_type", step, field or "talk", value, (("good", _kind(limit)),))
    if rule in ("maxLength", "maxItems"):
        return Fault("too_long", step, field, str(len(error.instance)), (("most", str(limit)),))
    if rule in ("minLength", "minItems"):
        return Fault("empty", step, field)
    if rule in ("minimum", "maximum"):
        limits = error.schema
        return Fault("out_of_range", step, field, value, (("least", str(limits["minimum"])), ("most", str(limits["maximum"]))))
    if rule == "pattern":
        return Fault("outside", step, field, value)
    return Fault("wrong_version", step, field, value)


def _of_texts(talk: Any, path: tuple[Any, ...] = ()) -> Iterable[Fault]:
    """Texts with characters that are no text: control signs, halves of a character, signs that turn the direction of writing."""
    if isinstance(talk, dict):
        for name, value in talk.items():
            yield from _of_texts(value, (*path, name))
    elif isinstance(talk, list):
        for number, value in enumerate(talk):
            yield from _of_texts(value, (*path, number))
    elif isinstance(talk, str) and not talk.replace("\n", "").isprintable():
        step = path[1] + 1 if len(path) > 1 and path[0] == "steps" and isinstance(path[1], int) else None
        bad = next(one for one in talk if not one.isprintable() and one != "\n")
        yield Fault("unreadable", step, short(".".join(str(part) for part in (path[2:] if step else path))), f"U+{ord(bad):04X}")


def _of_addresses(talk: dict[str, Any]) -> Iterable[Fault]:
    for number, step in enumerate(talk["steps"], 1):
        address = step["address"]
        found = understand(address) if "#" not in address and "\\" not in address else Refused(404, "", "address.no_page")
        if isinstance(found, Refused):
            near = found.links[0] if found.links else "/"
            yield Fault("no_page", number, "address", short(address, 120), (("near", near),))
        elif found.page["name"] in NOT_SHOWN:
            yield Fault("no_page", number, "address", short(address, 120), (("near", "/stories"),))
        elif page_of(address)["status"] != 200:
            yield Fault("no_page", number, "address", short(address, 120), (("near", "/" + address.split("/")[1].split("?")[0]),))


def _kind(wanted: str) -> str:
    return {"object": "{ … }", "array": "[ … ]", "string": '"…"', "number": "1.5"}[wanted]


def _shown(value: Any) -> str:
    return short(value if isinstance(value, str) else json.dumps(value, ensure_ascii=True), 120)
