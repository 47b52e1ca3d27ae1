"""The text of Word and PowerPoint files."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pypdf
import pytest

from code_it.reading.apart import UnreadableFile, read_apart
from code_it.reading.input_brief import brief_of_inputs
from tests.documents import pdf

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


STYLE = '<w:pStyle w:val="Heading1"/>'


def paragraph(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{text}</w:t></w:r>" for text in runs) + "</w:p>"


def write_word(path: Path, body: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        text = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", text)
    return path


def test_paragraphs_and_tables_come_in_order(tmp_path: Path) -> None:
    """Runs are put together, and cells without text are kept."""
    rows = "".join(
        f"<w:tr><w:tc>{paragraph(one)}</w:tc><w:tc>{paragraph(other)}</w:tc></w:tr>"
        for one, other in (("Topic", "Due"), ("Roof", ""))
    )
    body = (
        paragraph("Board ", "meeting") + paragraph() + f"<w:tbl>{rows}</w:tbl>" + paragraph("End")
    )
    lines = read_apart("word_lines", write_word(tmp_path / "a.docx", body))
    assert lines == ["Board meeting", ["Topic", "Due"], ["Roof", ""], "End"]


def test_slides_come_in_their_order(tmp_path: Path) -> None:
    """The tenth comes after the second."""
    with zipfile.ZipFile(tmp_path / "a.pptx", "w") as archive:
        for number in (10, 2):
            text = f"<a:p><a:r><a:t>slide {number}</a:t></a:r></a:p>"
            archive.writestr(f"ppt/slides/slide{number}.xml", f'<s xmlns:a="{DRAWING}">{text}</s>')
    assert read_apart("slide_lines", tmp_path / "a.pptx") == ["slide 2", "slide 10"]


def test_what_a_document_looks_like_is_told(tmp_path: Path) -> None:
    """Its first texts with their styles, and the first rows of its tables, for a script to read."""
    heading = paragraph("Roster").replace("<w:p>", f"<w:p><w:pPr>{STYLE}</w:pPr>")
    rows = "".join(
        f"<w:tr><w:tc>{paragraph(one)}</w:tc><w:tc>{paragraph(other)}</w:tc></w:tr>"
        for one, other in (("", "Mon"), ("Early", "Ann / Bob"), ("Late", ""), ("Night", "Cy"))
    )
    write_word(tmp_path / "a.docx", f"{heading}{paragraph('For May')}<w:tbl>{rows}</w:tbl>")
    assert brief_of_inputs(("a.docx",), tmp_path).splitlines() == [
        "a.docx: Word document with 2 paragraphs with text and 1 tables",
        "  'Roster' (style Heading1)",
        "  'For May'",
        "  tables[0], 4 rows of 2 cells, first rows: ['', 'Mon'] / ['Early', 'Ann / Bob']"
        " / ['Late', '']",
    ]


def test_what_slides_look_like_is_told(tmp_path: Path) -> None:
    """By their first texts."""
    with zipfile.ZipFile(tmp_path / "a.pptx", "w") as archive:
        text = "<a:p><a:r><a:t>Plans</a:t></a:r></a:p>"
        archive.writestr("ppt/slides/slide1.xml", f'<s xmlns:a="{DRAWING}">{text}</s>')
    assert brief_of_inputs(("a.pptx",), tmp_path).splitlines() == [
        "a.pptx: PowerPoint presentation with 1 texts, which begin with",
        "  'Plans'",
    ]


def test_what_a_pdf_looks_like_is_told(tmp_path: Path) -> None:
    """One without text has only its pages, and one with a password not even those."""
    (tmp_path / "a.pdf").write_bytes(pdf("Dear Ann"))
    assert brief_of_inputs(("a.pdf",), tmp_path).splitlines() == [
        "a.pdf: PDF document with 1 pages, and the text of the first begins with",
        "  Dear Ann",
    ]
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(tmp_path / "b.pdf")
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "c.pdf")
    assert brief_of_inputs(("b.pdf", "c.pdf"), tmp_path).splitlines() == [
        "b.pdf: PDF document with 1 pages",
        "c.pdf: PDF document that is encrypted with a password",
    ]


@pytest.mark.parametrize("body", ["<w:p>", "&nothing;"])
def test_what_is_no_office_file_is_refused(tmp_path: Path, body: str) -> None:
    """With the error that other readers raise too."""
    with pytest.raises(UnreadableFile):
        read_apart("word_lines", write_word(tmp_path / "a.docx", body))
    (tmp_path / "b.docx").write_bytes(b"PK nonsense")
    with pytest.raises(UnreadableFile):
        read_apart("word_lines", tmp_path / "b.docx")
    with pytest.raises(UnreadableFile):
        read_apart("slide_lines", tmp_path / "b.docx")
