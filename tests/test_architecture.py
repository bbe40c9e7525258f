"""Imports run downhill, colours live in themes, and nothing made of text becomes markup: read from the sources themselves."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BELOW = {  # room: the rooms it may name
    "app": {"hub", "pages", "api", "server", "components", "data", "settings", "exports", "talks"},
    "pages": {"server", "components", "data", "settings"},
    "api": {"server", "components", "data", "settings", "api"},
    "server": {"hub", "pages", "components", "data", "settings", "server"},
    "exports": {"exports", "server", "components", "data", "settings"},
    "talks": {"talks", "exports", "server", "components", "data", "settings"},
    "hub": {"server", "components", "data", "settings", "hub"},
    "components": {"components", "data", "settings"},
    "data": {"data", "settings"},
    "settings": set(),
}
ROOMS = {*BELOW, "tests", "bench", "scripts", "assets"}
SOURCES = {
    path: ast.parse(path.read_text("utf-8"))
    for room in BELOW
    for path in ([ROOT / f"{room}.py"] if (ROOT / f"{room}.py").exists() else sorted((ROOT / room).rglob("*.py")))
}
# Addresses that name something without anyone going there: XML namespaces, and what stands in a licence.
NAMESPACES = re.compile(r"https?://(www\.w3\.org/|scripts\.sil\.org/OFL)")
HEX = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})(?![\w-])")


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[str]:
    """Dotted names of what a module imports; ``from data import store`` is data.store."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import of {node.module}"
            yield from (f"{node.module}.{name.name}" for name in node.names)


def names(path: Path) -> set[str]:
    return set(imported(SOURCES[path]))


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def files(folder: str, *endings: str) -> list[Path]:
    return [path for path in sorted((ROOT / folder).rglob("*")) if path.suffix in endings and "vendor" not in path.parts]


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_imports_run_downhill(path: Path):
    uphill = {name for name in names(path) if name.split(".")[0] in ROOMS - BELOW[room_of(path)]}
    assert uphill == set()


def test_nothing_rests_on_the_hub():
    """Losing it changes nothing on a screen: the app puts it in place, the preflight looks at it, nobody else names it."""
    others = [path for path in SOURCES if room_of(path) != "hub"]
    naming = {relative(path) for path in others if any(name.split(".")[0] == "hub" for name in names(path))}
    assert naming == {"app.py", "server/preflight.py"}


def test_nobody_imports_the_app():
    """The server names it as text for its workers; an import would open a second one."""
    assert [relative(path) for path in SOURCES if any(name.split(".")[0] == "app" for name in names(path))] == []


def test_components_are_given_everything():
    """Types and words of data, never the tables."""
    for path in SOURCES:
        if room_of(path) == "components":
            assert not [name for name in names(path) if re.match(r"data\.(store|queries|views|sources)\b", name)], relative(path)


def test_data_knows_no_screen():
    for path in SOURCES:
        if room_of(path) == "data":
            assert {name.split(".")[0] for name in names(path)} & {"dash", "plotly", "dash_leaflet", "flask"} == set(), relative(
                path
            )


def test_no_page_imports_another():
    for path in SOURCES:
        if room_of(path) == "pages":
            assert not [name for name in names(path) if name.split(".")[0] == "pages"], relative(path)


def test_the_server_imports_only_the_page_that_says_no():
    """``server`` stands beside ``pages``: it finds them in the registry, save the one that is no address."""
    used = {name for path in SOURCES if room_of(path) == "server" for name in names(path) if name.split(".")[0] == "pages"}
    assert used <= {"pages.not_found_404"}


def test_plotly_is_nowhere():
    """No page needs it (nor dcc, nor tables), so no page loads it."""
    for path in SOURCES:
        assert not [name for name in names(path) if name.split(".")[0] == "plotly" or name in ("dash.dcc", "dash.dash_table")], (
            relative(path)
        )


def test_colours_stand_in_themes_only():
    themes = ROOT / "assets" / "css" / "themes"
    found = []
    for path in (*files("assets/css", ".css"), *files("assets/js", ".js")):
        if path.parent == themes:
            continue
        text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        found += [
            f"{relative(path)}: {line.strip()[:90]}"
            for line in text.splitlines()
            for match in [HEX.search(line)]
            if match and not line.lstrip().startswith("#")
        ]
        found += [f"{relative(path)}: {match[0]}" for match in re.finditer(r"\b(?:rgba?|hsla?|oklch)\([^v)]*\)", text)]
    for path, tree in SOURCES.items():
        found += [
            f"{relative(path)}: {node.value}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and HEX.fullmatch(node.value)
        ]
    assert found == []


def test_text_never_becomes_markup():
    forbidden = re.compile(
        r"innerHTML|insertAdjacentHTML|outerHTML|document\.write|\beval\(|new Function|createContextualFragment|DOMParser"
    )
    assert [relative(path) for path in files("assets/js", ".js") if forbidden.search(path.read_text("utf-8"))] == []


def test_no_style_in_components_and_pages():
    """Classes only; how a thing looks stands in CSS."""
    found = [
        f"{relative(path)}:{node.lineno}"
        for path, tree in SOURCES.items()
        if room_of(path) in ("components", "pages")
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "style"
    ]
    assert found == []


def test_no_visitors_word_in_pages_and_components():
    """Chinese stands in the locale files and tables; a language is named in its own tongue (frame.py)."""
    found = []
    for path, tree in SOURCES.items():
        if room_of(path) in ("pages", "components"):
            explained = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
            found += [
                f"{relative(path)}: {node.value!r}"
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant)
                and id(node) not in explained
                and isinstance(node.value, str)
                and re.search(r"[\u4e00-\u9fff]{2}", node.value)
            ]
    assert [line for line in found if not line.endswith("frame.py: '中文'")] == []


def test_nothing_points_outside():
    """No file a browser gets names another machine."""
    found = []
    for path in files("assets", ".css", ".js", ".svg", ".html", ".json"):
        for address in re.findall(r"(?:https?:)?//[\w.-]+\.[a-z]{2,}/?[^\s\"')]*", path.read_text("utf-8")):
            if not NAMESPACES.match(address):
                found.append(f"{relative(path)}: {address}")
    assert found == []


def test_every_module_says_what_it_is_for():
    silent = [relative(path) for path, tree in SOURCES.items() if tree.body and not ast.get_docstring(tree)]
    assert silent == []
