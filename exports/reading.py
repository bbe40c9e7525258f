"""Reads the tree of a page as a person would, in one language: headings, paragraphs, facts, lists and tables in their order."""

from collections.abc import Iterator
from typing import Any

Row = dict[str, Any]
Node = Any  # a text, or [tag, attributes, child, …] as components/tree.py writes it
SKIPPED = {"script", "style", "template", "svg", "button", "nav", "input", "select", "label", "img", "option"}
INLINE = {"a", "b", "i", "em", "strong", "span", "small", "sub", "sup", "abbr", "time", "br", "data", "mark", "q", "cite"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def blocks(tree: Node, lang: str) -> list[Row]:
    """What ``tree`` says: {kind: heading, level, text}, {kind: text, text}, {kind: item, text}, {kind: fact, term, text} and
    {kind: table, rows} (all rows of one length). What only the other language says, what is hidden and controls are left out."""
    return [block for block in _walk(tree, lang) if block.get("text") or block.get("rows")]


def _walk(node: Node, lang: str) -> Iterator[Row]:
    if isinstance(node, str):
        yield {"kind": "text", "text": _plain(node)}
        return
    tag = node[0]
    if _is_left_out(node):
        return
    if tag in HEADINGS:
        yield {"kind": "heading", "level": int(tag[1]), "text": said(node, lang)}
    elif tag == "table":
        yield {"kind": "table", "rows": _table(node, lang)}
    elif tag == "li":
        yield {"kind": "item", "text": " · ".join(_texts(node, lang))}
    elif tag == "dl":
        yield from _facts(node, lang)
    else:
        run: list[Node] = []
        for child in _children(node, lang):
            if isinstance(child, str) or (child[0] in INLINE and not _has_blocks(child)):
                run.append(child)
                continue
            yield {"kind": "text", "text": said(["span", {}, *run], lang)}
            run = []
            yield from _walk(child, lang)
        yield {"kind": "text", "text": said(["span", {}, *run], lang)}


def said(node: Node, lang: str) -> str:
    """All words of ``node`` in one line; parts that touch only by layout are set apart."""
    if isinstance(node, str):
        return _plain(node)
    if _is_left_out(node):
        return ""
    if node[0] == "br":
        return " "
    found, before = "", None
    for child in _children(node, lang):
        words = child if isinstance(child, str) else said(child, lang)
        if words.strip() and before is not None and not isinstance(child, str) and not isinstance(before, str):
            found += " "
        found += words
        if words.strip():
            before = child
    return _plain(found)


def _texts(node: Node, lang: str) -> list[str]:
    """The words of a list's item, part by part."""
    parts = []
    for child in _walk(["div", {}, *node[2:]], lang):
        parts.append(f"{child['term']} {child['text']}" if child["kind"] == "fact" else str(child.get("text", "")))
    return [part for part in parts if part]


def _facts(node: Node, lang: str) -> Iterator[Row]:
    term = ""
    for child in _children(node, lang):
        if isinstance(child, str) or _is_left_out(child):
            continue
        if child[0] == "div":
            yield from _facts(child, lang)
        elif child[0] == "dt":
            term = said(child, lang)
        elif child[0] == "dd":
            yield {"kind": "fact", "term": term, "text": said(child, lang)}


def _table(node: Node, lang: str) -> list[list[str]]:
    rows = [[said(cell, lang) for cell in row[2:] if not isinstance(cell, str) and cell[0] in ("td", "th")] for row in _rows(node)]
    wide = max((len(row) for row in rows), default=0)
    return [row + [""] * (wide - len(row)) for row in rows if row]


def _rows(node: Node) -> Iterator[Node]:
    for child in node[2:]:
        if not isinstance(child, str):
            if child[0] == "tr":
                yield child
            else:
                yield from _rows(child)


def _children(node: Node, lang: str) -> list[Node]:
    """The children of ``node``; of twins that say one thing in two languages only the one in ``lang``."""
    children = node[2:]
    spoken = {child[1].get("lang") for child in children if not isinstance(child, str)}
    if {"zh-TW", "en"} <= spoken:
        children = [child for child in children if isinstance(child, str) or child[1].get("lang", lang) == lang]
    return children


def _is_left_out(node: Node) -> bool:
    tag, attributes = node[0], node[1]
    hidden = attributes.get("hidden") not in (None, False) or str(attributes.get("aria-hidden", "")).lower() == "true"
    return tag in SKIPPED or hidden or "__also" in str(attributes.get("class", ""))


def _has_blocks(node: Node) -> bool:
    return any(not isinstance(child, str) and (child[0] not in INLINE or _has_blocks(child)) for child in node[2:])


def _plain(text: str) -> str:
    """One line; a space at an end stays one space."""
    inside = " ".join(text.split())
    return f"{' ' * text[:1].isspace()}{inside}{' ' * (text[-1:].isspace() and bool(inside))}"
