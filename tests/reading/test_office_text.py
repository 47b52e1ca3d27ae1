"""The text of Word and PowerPoint files."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from code_it.reading.apart import UnreadableFile, read_apart

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


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
