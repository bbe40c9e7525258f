"""The page around a kiosk's page: it hears the heartbeat of what is inside and starts it anew when that is dead or white."""

from html import escape

from flask import Response, redirect, request
from werkzeug import Response as Answer

from data import store
from data.i18n import DEFAULT_LOCALE, LOCALES, translator
from server import bundle

PATH = "/kiosk/watched"
SCRIPT = "watch.js"
# A page under this policy has a process of its own even inside a page of its own host, so a script that hangs there
# does not hang the page that watches it (https://wicg.github.io/document-isolation-policy/).
APART = ("Document-Isolation-Policy", "isolate-and-require-corp")


def watched(release: str) -> Answer:
    """The watching page of ``?screen=<profile>``; the fragment (the screen's token) goes on to the page inside."""
    screen = request.args.get("screen", "")
    if screen not in set(store.load("screens")["id"]):
        return redirect(f"/kiosk?{request.query_string.decode('latin-1')}")      # which says what there is
    return Response(html(release), mimetype="text/html", headers={"Cache-Control": "no-cache"})


def html(release: str) -> str:
    """A cover with the exhibition's name, and the script that puts the exhibition under it."""
    names = {tongue: escape(translator(tongue)("site.title")) for tongue in LOCALES}
    said = "".join(f'<p class="cover__name" lang="{tongue}">{name}</p>' for tongue, name in names.items())
    return f"""<!doctype html>
<html lang="{DEFAULT_LOCALE}" data-theme="night" data-mode="watched" data-release="{release}">
<head>
<meta charset="utf-8">
<title>{names[DEFAULT_LOCALE]}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, user-scalable=no">
<link rel="stylesheet" href="{bundle.url("app.css")}">
<link rel="stylesheet" href="{bundle.url("fonts.css")}">
<link rel="icon" href="data:,">
<script defer src="{bundle.url(SCRIPT)}"></script>
</head>
<body><main class="cover">{said}<span class="cover__pond" aria-hidden="true"></span></main></body>
</html>"""
