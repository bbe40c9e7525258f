"""What is wrong in a table, where it stands and how to mend it."""

from dataclasses import dataclass, replace


@dataclass(unsafe_hash=True)     # not frozen: Python itself writes __traceback__ and __notes__
class DataError(Exception):
    """One thing wrong in one place of one file.

    ``row`` is counted as a spreadsheet shows it (header = 1); ``row`` and ``column`` are None when the whole file is meant.
    ``more`` holds what else was found at the same time: errors are collected, never only the first.
    """

    file: str
    why: str
    mend: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    more: tuple["DataError", ...] = ()

    def __post_init__(self) -> None:
        Exception.__init__(self, str(self))

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.column is not None:
            place += f", column {self.column}"
        what = self.why if self.value is None else f"{_shown(self.value)} {self.why}"
        return f"{place}: {what}; {self.mend}"

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.file, self.why, self.mend, self.row, self.column, self.value, self.more)


def as_one(errors: tuple[DataError, ...]) -> DataError:
    """All ``errors`` as the first of them, with the rest in ``more`` and as notes of the traceback."""
    one = replace(errors[0], more=errors[1:])
    for other in errors[1:]:
        one.add_note(str(other))
    return one


def _shown(value: str) -> str:
    """``value`` quoted, what cannot be seen escaped, and cut at 60 characters so that a message stays one line."""
    return repr(value if len(value) <= 60 else value[:57] + "…")
