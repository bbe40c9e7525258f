"""QR codes as a phone sees them: read from the picture on the screen, not from what the page says of itself."""

import io

import zxingcpp
from PIL import Image
from playwright.sync_api import Locator


def read_code(drawing: Locator) -> str:
    """The text of the one code in a picture of ``drawing``; fails when there is none or more."""
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(drawing.screenshot())))
    return found.text
