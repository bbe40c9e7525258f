"""A link that leaves the exhibition keeps its sign with its last word."""

from components.source_note import JOINER, outside
from components.words import words


def test_the_sign_stays_with_the_last_word():
    link = outside(words("source.open"), "https://example.org/")
    assert link.children[1] == JOINER == "\u2060"      # WORD JOINER, Unicode line breaking rule LB11
    assert "icon--external-link" in link.children[2].className
