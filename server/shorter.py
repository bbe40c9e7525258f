"""Scripts without comments and blanks: less for a phone to read. Every word and sign stays as it is written, in its order."""

from collections.abc import Iterator

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

WHOLE = {"string", "template_string", "regex"}      # blanks inside are meant
LOOSE = b"(){}[],;:"                                # beside these signs a blank says nothing
OPEN = b"{(,;["                                     # after these signs a new line says nothing


def script(source: bytes) -> bytes:
    """``source`` without comments, with a blank or a new line only where it may matter.

    Raises SyntaxError when it is not JavaScript.
    """
    root = Parser(Language(tree_sitter_javascript.language())).parse(source).root_node
    if root.has_error:
        raise SyntaxError("not JavaScript as far as it can be read")
    parts, end = [], 0
    for token in tokens(root):
        gap = source[end : token.start_byte]
        if parts and gap:
            parts.append(_between(parts[-1][-1:], gap, source[token.start_byte : token.start_byte + 1]))
        parts.append(source[token.start_byte : token.end_byte])
        end = token.end_byte
    return b"".join(parts)


def tokens(node: Node) -> Iterator[Node]:
    """The words and signs under a node, in order, without comments."""
    if node.type == "comment":
        return
    if node.type in WHOLE or not node.child_count:
        if node.start_byte < node.end_byte:
            yield node
        return
    for child in node.children:
        yield from tokens(child)


def _between(before: bytes, gap: bytes, after: bytes) -> bytes:
    if b"\n" in gap:
        return b"" if before in OPEN else b"\n"
    return b"" if before in LOOSE or after in LOOSE else b" "
