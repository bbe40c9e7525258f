"""Why a source gave nothing usable: every reason is a sentence, and nothing in it is a secret.

SourceError
├── Unreachable      no connection, time-out, cut off, 5xx, 429: worth another try
├── Refused          an answer came and is none: wrong status, type, encoding, size, shape, an empty list
├── KeyMissing       a variable of the environment is not set
└── TooSoon          the source wants to be left alone a while
"""

import re

# Kinds of reasons by the words of their sentences, for those who do not read them in English; the first that fits counts.
FAILURES = {
    "elsewhere": re.compile(r"^nothing of Taoyuan"),
    "short": re.compile(r"^only .* rows, where the last"),
    "rows": re.compile(r" usable"),
    "door": re.compile(r"not accepted|access_token"),
    "certificate": re.compile(r"certificate"),
    "away": re.compile(r"^no answer within|^took longer|cannot be reached|connection broke"),
    "empty": re.compile(r"is empty$"),
    "endless": re.compile(r"^more than|^redirects|leads back to itself"),
    "status": re.compile(r"^answers with status|^the service says"),
    "shape": re.compile(r"instead|^is no|^no (list|element|SensorThings)|gives no list|lists no such|shape|compression|record$"),
}


def kind_of(reason: str) -> str:
    """Which of FAILURES the sentence ``reason`` tells of; ``other`` when of none."""
    return next((kind for kind, words in FAILURES.items() if words.search(reason)), "other")


class SourceError(Exception):
    """A source could not be read; the last good copy stays."""


class Unreachable(SourceError):
    """``wait_s``: how long the source asked us to wait (Retry-After), None when it did not say."""

    def __init__(self, reason: str, wait_s: float | None = None) -> None:
        super().__init__(reason)
        self.wait_s = wait_s


class Refused(SourceError):
    """``status`` is the HTTP status when that was the reason."""

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.status = status


class KeyMissing(SourceError):
    pass


class TooSoon(SourceError):
    pass


class CellError(ValueError):
    """A cell that cannot be what its field says; the row goes to quarantine with this sentence."""


class Elsewhere(CellError):
    """A position that is good and not in Taoyuan. A source that answers for all of Taiwan may pass such rows over."""
