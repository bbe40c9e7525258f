"""Claim 1: the map's first screen in a quarter of the time and a tenth of the bytes of the same map in stock Dash."""

from collections import Counter

from bench import figures, stock_app
from bench.browser import Wire, chromium, fresh, open_ready, worked
from bench.servers import exhibition, stock

TITLE = "First screen, cold cache, processor four times slower"
NAMES = {"ours": "exhibition /map", "plotly": "stock Dash, plotly map", "leaflet": "stock Dash, dash-leaflet + chart"}
KINDS = ("code", "styles", "data", "fonts", "other")
MOST_KB = 500


def marks() -> dict[str, int]:
    """How many marks each peer's finished map has."""
    points = len(stock_app.of_year(stock_app.YEARS[-1])) + len(stock_app.layers["stations"]["features"])
    shapes = sum(len(layer["features"]) for name, layer in stock_app.layers.items() if name != "stations")
    return {"ours": 0, "plotly": points, "leaflet": points + shapes}


def measure(quick: bool) -> str:
    times: dict[str, list[float]] = {kind: [] for kind in NAMES}
    work: dict[str, list[float]] = {kind: [] for kind in NAMES}
    wires: dict[str, Counter[str]] = {}
    requests: dict[str, int] = {}
    expected = marks()
    with exhibition() as ours, stock("plotly") as plotly, stock("leaflet") as leaflet, chromium() as browser:
        addresses = {"ours": f"{ours}/map", "plotly": plotly, "leaflet": leaflet}
        for turn in range(1, 4) if quick else range(10):
            for kind, address in addresses.items():
                with fresh(browser, kind, expected[kind]) as (page, cdp):
                    wire = Wire(cdp)
                    took = open_ready(page, address)
                    busy = worked(cdp)
                    page.wait_for_load_state("networkidle")
                    if turn:  # turn 0 warms servers and browser, and is not counted
                        times[kind].append(took)
                        work[kind].append(busy)
                        wires[kind], requests[kind] = wire.bytes, len(wire.requests)
    return report(times, work, wires, requests)


def report(
    times: dict[str, list[float]], work: dict[str, list[float]], wires: dict[str, Counter[str]], requests: dict[str, int]
) -> str:
    total = {kind: sum(wire.values()) / 1000 for kind, wire in wires.items()}
    middle = {kind: figures.median(values) for kind, values in times.items()}
    ratios = {kind: figures.median([own / other for own, other in zip(times["ours"], times[kind], strict=True)]) for kind in times}
    rows = [
        (
            NAMES[kind],
            f"{middle[kind]:,.0f}",
            f"{figures.p95(times[kind]):,.0f}",
            f"{ratios[kind]:.2f}",
            f"{figures.median(work[kind]):,.0f}",
            f"{total[kind]:,.0f}",
            f"{total['ours'] / total[kind]:.3f}",
            requests[kind],
        )
        for kind in NAMES
    ]
    kinds = [(NAMES[kind], *(f"{wires[kind][one] / 1000:,.0f}" for one in KINDS)) for kind in NAMES]
    apart = total["ours"] - wires["ours"]["fonts"] / 1000
    peers = [kind for kind in NAMES if kind != "ours"]
    return "\n".join(
        [
            figures.table(("", "ready ms", "p95", "ours/this", "processor ms", "kB on the wire", "ours/this", "requests"), rows),
            "",
            figures.table(("kB", *KINDS), kinds),
            "",
            *(
                figures.claim(f"time against {NAMES[kind]}, median of {len(times['ours'])} pairs", ratios[kind], 0.25)
                for kind in peers
            ),
            *(figures.claim(f"bytes against {NAMES[kind]}, fonts counted", total["ours"] / total[kind], 0.1) for kind in peers),
            *(figures.claim(f"bytes against {NAMES[kind]}, fonts apart", apart / total[kind], 0.1) for kind in peers),
            figures.claim("kB on the wire, fonts apart", apart, MOST_KB),
        ]
    )
