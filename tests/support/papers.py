"""Papers as somebody sees them who holds them in front of a camera."""

from __future__ import annotations

import pypdfium2
import zxingcpp

DOTS = 200 / 72  # an inch has 200 dots: what a phone makes of a sheet of A4


def codes_on(pdf: bytes) -> list[str]:
    """What the codes on a paper's pages say, read from the drawn pages, not from the file."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        picture = page.render(scale=DOTS, grayscale=True)
        rows = memoryview(picture.buffer).cast("B", (picture.height, picture.stride))
        found += [code.text for code in zxingcpp.read_barcodes(rows)]
    return found
