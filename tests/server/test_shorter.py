"""What a browser loads says, word for word, what is written in assets/js."""

from pathlib import Path

import pytest
import tree_sitter_javascript
from tree_sitter import Language, Parser

from server import shorter

SCRIPTS = sorted((Path(__file__).parents[2] / "assets" / "js").glob("*.js"))


def said(source: bytes) -> list[bytes]:
    return [token.text for token in shorter.tokens(Parser(Language(tree_sitter_javascript.language())).parse(source).root_node)]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_every_word_and_sign_stays(path: Path):
    whole = path.read_bytes()
    short = shorter.script(whole)
    assert said(short) == said(whole)
    assert len(short) < len(whole)


@pytest.mark.parametrize(
    ("written", "short"),
    [
        (b"const a = 1; // one\nconst b = a + +a;", b"const a = 1;const b = a + +a;"),
        (b"/* top */ f(a,\n  b)\n\ng()", b"f(a,b)\ng()"),
        (b"const t = `${a ? `${b} ` : \"\"} // no comment`", b"const t = `${a ? `${b} ` : \"\"} // no comment`"),
        (b"all.filter((x) => /^\\/(a|b)\\//.test(x) /* b */)", b"all.filter((x)=> /^\\/(a|b)\\//.test(x))"),
        (b"return /* why\n */ a", b"return\na"),
    ],
)
def test_blanks_stay_where_they_matter(written: bytes, short: bytes):
    assert shorter.script(written) == short


def test_what_is_no_script_is_said():
    with pytest.raises(SyntaxError):
        shorter.script(b"const = (;")
