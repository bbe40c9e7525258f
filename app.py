"""Opens the doors: ``create_app()``, ``app`` and ``server``; nothing else lives here."""

import importlib
import logging
from pathlib import Path

import dash
from flask import Flask
from flask_compress import Compress
from whitenoise import WhiteNoise

import settings
from api import doors, linked
from components.shell.living import living
from data import store
from exports import embed
from exports import routes as export_routes
from hub import opened as hub
from server import bundle, cache, codes, demo, errors, frozen, headers, health, installed, kiosk, limits, live, metrics, sitemap
from server import pages as page_routes
from server.shell import Exhibition
from talks import routes as talk_routes

LOCAL = Path(__file__).parent
# Compressed when asked for; static files and views are already.
COMPRESSED = ["text/html", "application/json", "application/geo+json", "application/problem+json", "text/csv"]


def create_app() -> Exhibition:
    """The exhibition, ready to serve. One a process: Dash keeps its callbacks in a module-wide list."""
    chosen = settings.read()
    logging.basicConfig(level=str(chosen["log_level"]), format="%(levelname)s %(name)s: %(message)s")
    store.configure(data_cache=str(chosen["data_cache"]), check_s=float(chosen["data_check_s"]))
    server = Flask("taoyuan", static_folder=None)
    app = Exhibition("taoyuan", server=server, use_pages=True, pages_folder="", suppress_callback_exceptions=True,
                     assets_folder=str(LOCAL / "build" / "static"), include_assets_files=False)
    app.settings, app.linked = chosen, linked.nodes
    server.config["SETTINGS"] = chosen
    for file in sorted((LOCAL / "pages").glob("[a-z]*.py")):
        page = importlib.import_module(f"pages.{file.stem}")
        if page.__name__ in dash.page_registry:
            dash.page_registry[page.__name__]["layout"] = page.layout
    app.layout = living()
    cache.cache.init_app(server, cache.config(str(chosen["cache_url"])))
    server.register_blueprint(page_routes.blueprint)
    metrics.install(server, chosen)
    limits.install(server, chosen)
    server.register_blueprint(sitemap.blueprint)
    server.register_blueprint(health.blueprint)
    server.register_blueprint(live.blueprint)
    server.register_blueprint(installed.blueprint)
    server.register_blueprint(kiosk.blueprint)
    server.register_blueprint(codes.blueprint)
    server.register_blueprint(export_routes.blueprint)
    server.register_blueprint(embed.blueprint)
    server.register_blueprint(talk_routes.blueprint)
    doors.install(server)
    hub.install(server, chosen).warm()
    errors.install(server)
    frozen.install(server)
    server.config.update(COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_MIMETYPES=COMPRESSED, COMPRESS_STREAMS=False)
    Compress(server)
    demo.install(server)            # last: what is installed last sees an answer first, before it is compressed
    live.warm(server)
    bundle.manifest()
    static = WhiteNoise(server.wsgi_app, root=str(bundle.OUT), prefix=bundle.PREFIX, max_age=31536000,
                        immutable_file_test=lambda path, url: True)
    server.wsgi_app = headers.everywhere(static, talk_routes.connects, int(chosen["hsts_s"]))
    return app


app = create_app()
server = app.server
