"""The name of a neighbourhood in both tongues."""

from typing import Any

from dash import html

from components.words import bilingual, pair


def village_name(row: dict[str, Any]) -> html.Span:
    """Both names; or the Chinese one, and in English the words that no English name is on record."""
    zh, en = row["name_zh"], row["name_en"]
    if isinstance(en, str) and en:
        return bilingual(zh, en.removesuffix(" Village"))
    said = html.Span(
        [html.Span(zh, lang="zh-TW"), html.Span(pair("village.no_english_short")[1], className="soft")],
        lang="en",
        className="no-english",
    )
    return html.Span([html.Span(zh, lang="zh-TW"), said], className="words")
