"""Every setting, one row each; the environment overrides the default under the same name in capitals."""

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """One choice of whoever runs the exhibition: name, default (its type is the type), what it means, what may stand there."""

    name: str
    default: str | int | float
    meaning: str
    allowed: tuple[str, ...] = ()
    between: tuple[int, int] | None = None


SETTINGS = (
    Setting("host", "127.0.0.1", "Address the server listens on; 0.0.0.0 lets other machines in."),
    Setting("port", 8050, "Port the server listens on."),
    Setting("workers", 1, "Server processes; each maps the same compiled tables."),
    Setting("mode", "web", "How a screen behaves when its address does not say: web, kiosk or presenter.",
            ("web", "kiosk", "presenter")),
    Setting("theme", "night", "Theme shown when the address does not say.", ("night", "day", "contrast")),
    Setting("cache_url", "memory://", "Where derived values are kept: memory:// (this process) or redis://host:port/0."),
    Setting("data_cache", "build/frames", "Folder of the compiled tables; writable by the server only."),
    Setting("data_check_s", 1.0, "Seconds between two looks whether a table has changed; 0 looks every time."),
    Setting("releases", "releases", "Folder of the frozen data releases."),
    Setting("public_url", "", "Address of the exhibition on the web, such as https://example.tw; empty = the host asked of."),
    Setting("contact", "", "Where people write about the exhibition, such as an office's mail or page; empty = none is named."),
    Setting("idle_s", 60, "Seconds without a touch after which a kiosk asks whether anybody is there, 30 to 300.",
            between=(30, 300)),
    Setting("idle_story_s", 120, "The same while a story plays, 30 to 300.", between=(30, 300)),
    Setting("hub_tokens", "",
            "Who may command the screens: name=token, several separated by commas, 24 characters or more each; "
            "empty = the hub is closed."),
    Setting("hub_screen_token", "",
            "What the screens show to report to the hub, 24 characters or more; empty = no reports are taken."),
    Setting("hub_networks", "127.0.0.0/8,::1/128,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7",
            "Networks of the hall the hub answers in, separated by commas."),
    Setting("hub_proxies", 0, "Proxies in front of the server whose X-Forwarded-For the hub believes."),
    Setting("hub_database_url", "sqlite:///var/hub.sqlite",
            "Where the hub remembers: sqlite:///file or postgresql://user@host/name."),
    Setting("hub_heartbeat_s", 15, "Seconds between two reports of a screen."),
    Setting("hub_visits", "on", "Whether the hub keeps what visitors looked at.", ("on", "off")),
    Setting("hub_poll", "on", "Whether screens that report to the hub ask visitors the poll at the end of the attract loop.",
            ("on", "off")),
    Setting("live_dir", "build/live", "Folder of what the live sources brought; the refresh writes, the server reads."),
    Setting("demo", "off",
            "Demonstration: /pulse shows generated rows (in LIVE_DIR-demo), and every screen says so; real rows are not touched.",
            ("on", "off")),
    Setting("data_url", "", "Object store that keeps the live datasets too, s3://… or abfs://…; empty = this machine only."),
    Setting("engine_url", "duckdb://", "Engine of the sums over many rows: duckdb://, spark://… or clickhouse://."),
    Setting("tls_bundle", "", "PEM file, or folder of them, with intermediate certificates that servers leave out."),
    Setting("follow_port", 0, "Port of the channel an audience follows a talk on; 0 = the one after PORT, -1 = no channel."),
    Setting("follow_url", "",
            "Address of that channel as browsers see it, such as https://example.tw behind a proxy; "
            "empty = same host, FOLLOW_PORT."),
    Setting("follow_token", "",
            "What a presenter shows to open a talk; empty = being in a private network is enough (set it behind a proxy)."),
    Setting("hsts_s", 0,
            "Seconds browsers must keep to https (HSTS); 31536000 once TLS stands in front, 0 = nothing is said of it."),
    Setting("rate_limit", "1200 per minute", "Requests of pages one address may make; off = no limits at all."),
    Setting("rate_limit_data", "300 per minute", "Requests of /api, /data, /ogc and /catalog one address may make."),
    Setting("rate_exempt", "127.0.0.0/8,::1/128", "Networks without limits, such as the hall's, separated by commas."),
    Setting("body_limit_kb", 2048, "Kilobytes a request may send."),
    Setting("metrics", "local", "Who may read /metrics: this machine, everyone, nobody.", ("local", "all", "off")),
    Setting("log_format", "text",
            "Lines of the log: text, or json with a line a request (route, status, time; never who asked).", ("text", "json")),
    Setting("log_level", "INFO", "How much the server says.", ("DEBUG", "INFO", "WARNING", "ERROR")),
)


class SettingError(ValueError):
    """A value in the environment that cannot be used; the message names the setting and what may stand there."""


def read(environment: Mapping[str, str] = os.environ) -> dict[str, str | int | float]:
    """Every setting by name, from ``environment`` where given, else its default. Raises SettingError."""
    values: dict[str, str | int | float] = {}
    for setting in SETTINGS:
        text = environment.get(setting.name.upper(), "").strip()
        if not text:
            values[setting.name] = setting.default
            continue
        try:
            values[setting.name] = type(setting.default)(text)
        except ValueError:
            kind = "a whole number" if isinstance(setting.default, int) else "a number"
            raise SettingError(f"{setting.name.upper()}={text!r} is not {kind}. {setting.meaning}") from None
        if setting.between and not setting.between[0] <= float(values[setting.name]) <= setting.between[1]:
            least, most = setting.between
            raise SettingError(f"{setting.name.upper()}={text!r}: write {least} to {most}. {setting.meaning}")
        if setting.allowed and values[setting.name] not in setting.allowed:
            raise SettingError(f"{setting.name.upper()}={text!r}: write one of {', '.join(setting.allowed)}. {setting.meaning}")
    return values
