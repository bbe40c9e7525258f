"""A QR code of an address of this exhibition, as SVG: phones open with it what a screen shows."""

import io

import segno

BORDER = 4  # modules of quiet zone, ISO/IEC 18004
MOST = 300  # characters of an address; a larger code cannot be read from the back row


def svg(address: str) -> bytes:
    """Dark on white, medium error correction, whatever size the page gives it."""
    drawn = io.BytesIO()
    segno.make_qr(address, error="m").save(
        drawn, kind="svg", border=BORDER, dark="black", light="white", omitsize=True, xmldecl=False, svgclass=None, lineclass=None
    )
    return drawn.getvalue()
