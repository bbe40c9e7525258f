"""Words of sources: a link that leaves keeps its sign with its last word; a note is told in the languages it is written in."""

from components.source_note import JOINER, outside, table_note
from components.words import words


def test_the_sign_stays_with_the_last_word():
    link = outside(words("source.open"), "https://example.org/")
    assert link.children[1] == JOINER == "\u2060"      # WORD JOINER, Unicode line breaking rule LB11
    assert "icon--external-link" in link.children[2].className


def test_a_chinese_name_in_an_english_note_is_told_as_chinese():
    said = table_note("The English name of 創奕能源科技 is romanised by us.").children[1]
    assert said.lang == "en"
    before, name, after = said.children
    assert (before, after) == ("The English name of ", " is romanised by us.")
    assert (name.children, name.lang) == ("創奕能源科技", "zh-TW")
