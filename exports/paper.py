"""A story, a talk or a page as PDF: tagged text in our own typefaces, pictures as drawings, sources at the end."""

from typing import Any

from data import store
from data.i18n import LOCALES, translator
from exports import faces, frame, reading, typeset
from exports.colours import colours
from exports.said import said

Row = dict[str, Any]
HEAD = """#let given = json(bytes(sys.inputs.given))
#let ink = given.colours.map(rgb)
#set document(title: given.title, author: given.site)
#set text(font: given.text, lang: given.lang, region: given.region, size: 10.5pt, fill: ink.at(0))
#set par(leading: 0.72em, justify: false)
#let titled(size, body) = text(font: given.display, size: size, weight: 700, body)
#set page(paper: "a4", margin: (x: 18mm, top: 18mm, bottom: 20mm), footer: context {
  set text(size: 8pt, fill: ink.at(1))
  grid(columns: (1fr, auto), given.foot, counter(page).display("1 / 1", both: true))
})
#let size(level) = if level == 1 { 24pt } else if level == 2 { 15pt } else { 12pt }
#show heading: it => block(above: 1.3em, below: 0.7em, titled(size(it.level), it.body))
#show link: it => text(fill: ink.at(2), it)
"""
STORY = (
    HEAD
    + """
#heading(level: 1, given.title)
#text(size: 12pt, fill: ink.at(1), given.subtitle)
#v(4mm)
#for (number, step) in given.steps.enumerate() [
  #block(breakable: false, width: 100%)[
    #image(bytes(step.picture), format: "svg", width: 100%, alt: step.alt)
    #heading(level: 2, step.head)
    #par(titled(12pt, step.sentence))
    #par(step.notes)
    #if step.caution != "" { par(text(fill: ink.at(1), size: 9pt, step.caution)) }
    #par(text(size: 8.5pt, fill: ink.at(1), step.source))
  ]
  #v(5mm)
]
#heading(level: 2, given.sources_word)
#for one in given.sources [
  #par(text(size: 8.5pt)[#one.publisher · #one.title \\ #link(one.url)[#one.url]])
]
"""
)
PAGE = (
    HEAD
    + """
#for one in given.blocks {
  if one.kind == "heading" { heading(level: one.level, one.text) }
  else if one.kind == "item" { list.item(one.text) }
  else if one.kind == "fact" { terms.item(one.term, one.text) }
  else if one.kind == "table" {
    set text(size: calc.min(9.5pt, 90pt / one.rows.at(0).len()))
    table(columns: one.rows.at(0).len(), stroke: (x, y) => (bottom: 0.4pt + ink.at(1)), inset: (x: 3pt, y: 4pt),
      table.header(..one.rows.at(0).map(cell => strong(cell))), ..one.rows.slice(1).flatten())
  }
  else { par(one.text) }
}
"""
)


def story(question: str, title: str, scenes: list[Row], lang: str, version: str, theme: str = "day") -> bytes:
    """A handout: every step with its picture, sentence, notes and source; all sources with their addresses at the end."""
    steps = []
    for scene in scenes:
        words = said(scene, len(scenes), lang)
        steps.append(
            {
                "picture": frame.scene_picture(scene, len(scenes), lang, theme, embed=False, is_bare=True),
                "alt": f"{words.title}. {words.sentence}",
                "head": f"{words.year} · {words.title}",
                "sentence": words.sentence,
                "notes": words.notes,
                "caution": words.caution,
                "source": f"{words.source} · {words.period or words.year} · {words.count}",
            }
        )
    table = store.load("sources").set_index("source_id")
    tongue = LOCALES.index(lang)
    sources = [
        {"publisher": pair[tongue], "title": table.loc[key, "title"], "url": table.loc[key, "url"]}
        for key, pair in {key: pair for scene in scenes for key, pair in scene["sources"]}.items()
    ]
    given = {
        **_given(question, lang, version, theme),
        "subtitle": title,
        "steps": steps,
        "sources": sources,
        "sources_word": translator(lang)("exports.sources"),
    }
    return typeset.pdf(STORY, {"given": given})


def page(title: str, tree: Any, address: str, lang: str, version: str, theme: str = "day") -> bytes:
    """The words of a page in one language, from its tree (components/tree.py); ``address`` is where it lives."""
    blocks = reading.blocks(tree, lang)
    if not any(block["kind"] == "heading" and block["level"] == 1 for block in blocks):
        blocks.insert(0, {"kind": "heading", "level": 1, "text": title})
    given = _given(title, lang, version, theme)
    return typeset.pdf(PAGE, {"given": {**given, "foot": f"{given['foot']} · {address}", "blocks": blocks}})


def _given(title: str, lang: str, version: str, theme: str) -> Row:
    t, chosen = translator(lang), colours(theme)
    return {
        "title": title,
        "site": t("site.title"),
        "lang": lang.split("-")[0],
        "region": "tw" if lang == "zh-TW" else "gb",
        "text": [face.family for face in faces.TEXT[lang]],
        "display": [face.family for face in faces.TITLE[lang]],
        "colours": [chosen["text"], chosen["text-soft"], chosen["family-move"]],
        "foot": f"{t('site.title')} · {t('exports.data_version', version=version)}",
    }
