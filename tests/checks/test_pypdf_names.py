"""What pypdf was called, and called its things, in the time of PyPDF2."""

from __future__ import annotations

import io

import pypdf
import pytest

from code_it.checks.pypdf_names import with_names_of_pypdf

OLD = """\
from PyPDF2 import PdfFileReader, PdfFileWriter
reader = PdfFileReader(first)
writer = PdfFileWriter()
for number in range(reader.getNumPages()):
    page = reader.getPage(number)
    if page.mediaBox.getWidth() > page.mediaBox.getHeight():
        page.rotateClockwise(90)
    writer.addPage(page)
writer.addMetadata({'Title': 'Letters'})
writer.write(second)
"""


def test_a_script_of_that_time_runs() -> None:
    """With the names of today, and the title where it belongs."""
    first, second = io.BytesIO(), io.BytesIO()
    writer = pypdf.PdfWriter()
    writer.add_blank_page(300, 200)
    writer.add_blank_page(200, 300)
    writer.write(first)
    exec(compile(with_names_of_pypdf(OLD), "main.py", "exec"), {"first": first, "second": second})
    made = pypdf.PdfReader(second)
    assert [page.rotation for page in made.pages] == [90, 0]
    assert made.metadata is not None
    assert made.metadata.title == "Letters"


@pytest.mark.parametrize(
    "source",
    [
        "from pypdf import PdfReader\nprint(len(PdfReader('a.pdf').pages))\n",
        "import book\nbook.getPage(3)\n",
        "from PyPDF2 import (",
    ],
)
def test_others_stay(source: str) -> None:
    assert with_names_of_pypdf(source) == source
