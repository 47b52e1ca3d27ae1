"""Documents that tests read."""

from __future__ import annotations

import io

import pypdf
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject


def pdf(text: str) -> bytes:
    """One page with `text` on it."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(595, 842)
    shown = DecodedStreamObject()
    shown.set_data(f"BT /F 12 Tf 50 700 Td ({text}) Tj ET".encode())
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    named = DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()})
    fonts = DictionaryObject({NameObject("/F"): named})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(shown)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
