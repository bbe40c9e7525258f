"""Words, numbers and dates in the visitor's language: translator(locale)."""

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "locales"
DEFAULT_LOCALE = "zh-TW"
MONTHS = ("January", "February", "March", "April", "May", "June",
          "July", "August", "September", "October", "November", "December")
# Round numbers are read as words: the unit of each language, largest first, and how many digits may stand before it.
ROUND_ZH = ((Decimal(10**12), "兆"), (Decimal(10**8), "億"), (Decimal(10**4), "萬"))
ROUND_EN = ((Decimal(10**12), " trillion"), (Decimal(10**9), " billion"), (Decimal(10**6), " million"))


def _listed(folder: Path = FOLDER) -> tuple[str, ...]:
    """The languages with a file in ``folder``, the default first."""
    tags = sorted(file.stem for file in folder.glob("*.json"))
    return tuple(sorted(tags, key=lambda tag: (tag != DEFAULT_LOCALE, tag)))


LOCALES = _listed()


@dataclass(frozen=True)
class Translator:
    """Says messages, numbers and dates in one language. ``t("room.thing", name="…")`` fills {name}."""

    locale: str
    messages: dict[str, str]

    def __call__(self, key: str, **values: Any) -> str:
        """The message ``key`` with ``values`` filled in. Raises KeyError on an unknown key or a value not given."""
        try:
            message = self.messages[key]
        except KeyError:
            raise KeyError(f"data/locales/{self.locale}.json has no message {key!r}; add it there") from None
        return message.format_map(values) if values or "{" in message else message

    @property
    def is_zh(self) -> bool:
        return self.locale.lower().startswith("zh")

    def number(self, value: float | Decimal, digits: int | None = None) -> str:
        """``value`` as people write it: 2,272,391; exact large round numbers as 2,000萬 and 20 million.

        ``digits`` after the point: that many; None = as many as the value has, at most six.
        A number is round when at most four digits of it stand before the unit, two of them after the point (27.2億 · 2.72 billion).
        Raises ValueError on a value that is no finite number: unknown is said in words by whoever knows why.
        """
        exact = Decimal(str(value))
        if not exact.is_finite():
            raise ValueError(f"{value!r} is no number to show; say in words that it is unknown")
        if digits is not None:
            return f"{exact:,.{digits}f}"
        for unit, word in ROUND_ZH if self.is_zh else ROUND_EN:
            counted = exact / unit
            whole, _, part = _plain(abs(counted)).partition(".")
            if abs(counted) >= 1 and len(whole + part) <= 4 and len(part) <= 2:      # 69,360, never 6.936萬
                return f"{_grouped(counted)}{word}"
        return _grouped(round(exact, 6))

    def date(self, iso: str) -> str:
        """An ISO date as precise as it is: 2019年6月13日 · 13 June 2019; 2019年6月 · June 2019; 2019年 · 2019."""
        year, *rest = (int(part) for part in iso.split("-"))
        if not rest:
            return self.year(year)
        if self.is_zh:
            return f"{year}年{rest[0]}月" + (f"{rest[1]}日" if len(rest) > 1 else "")
        return (f"{rest[1]} " if len(rest) > 1 else "") + f"{MONTHS[rest[0] - 1]} {year}"

    def year(self, value: int | str) -> str:
        """A year, or the year of an ISO date: 2019年 · 2019."""
        year = str(value)[:4]
        return f"{year}年" if self.is_zh else year


@cache
def translator(locale: str = DEFAULT_LOCALE) -> Translator:
    """The words of ``locale``. Raises KeyError when there is no such file in data/locales."""
    file = FOLDER / f"{locale}.json"
    if locale not in LOCALES:
        raise KeyError(f"no language {locale!r}; there are {', '.join(LOCALES)} in data/locales")
    return Translator(locale, json.loads(file.read_text(encoding="utf-8")))


def _plain(number: Decimal) -> str:
    """``number`` without exponent and without zeros at the end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _grouped(number: Decimal) -> str:
    return f"{Decimal(_plain(number)):,}"


HAN = re.compile(r"[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]+")      # Chinese characters and their full-width signs


def by_tongue(name: str) -> tuple[str, str]:
    """(on a Chinese page, on an English page) of a name that may stand in both scripts, such as Liberty Times 自由時報:
    as it is, and without its Chinese where something is left."""
    return name, " ".join(HAN.sub(" ", name).split()) or name
