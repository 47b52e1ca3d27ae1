"""Scripts that make something for a file, and forget to write it."""

from __future__ import annotations

import pytest

from code_it.checks.repairs.unsaved import with_saving


@pytest.mark.parametrize(
    ("source", "file", "line"),
    [
        (
            "from docx import Document\ndoc = Document()\ndoc.add_heading('a')\n",
            "a.docx",
            "doc.save('a.docx')",
        ),
        (
            "import openpyxl\nbook = openpyxl.Workbook()\nbook.active['A1'] = 1\n",
            "a.xlsx",
            "book.save('a.xlsx')",
        ),
        (
            "from reportlab.pdfgen import canvas\npdf = canvas.Canvas('a.pdf')\n",
            "a.pdf",
            "pdf.save()",
        ),
        (
            "from PIL import Image\nimage = Image.new('RGB', (1, 1))\n",
            "b.png",
            "image.save('b.png')",
        ),
        (
            "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.title('a')\n",
            "c.png",
            "plt.savefig('c.png')",
        ),
        (
            "import pandas as pd\ndf = pd.DataFrame([1])\n",
            "a.csv",
            "df.to_csv('a.csv', index=False)",
        ),
    ],
)
def test_a_line_that_writes_the_file_is_added(source: str, file: str, line: str) -> None:
    """At the end, where all that was done is done."""
    assert with_saving(source, file) == f"{source.rstrip()}\n{line}\n"


def test_it_is_added_where_the_name_is_known() -> None:
    """In the function that makes it, before it returns."""
    source = "def main():\n    doc = Document()\n    doc.add_heading('a')\n    return 1\n\nmain()\n"
    lines = with_saving(source, "a.docx").split("\n")
    assert lines[3:5] == ["    doc.save('a.docx')", "    return 1"]
    guarded = "if __name__ == '__main__':\n    doc = Document()\n    doc.add_heading('a')\n"
    assert with_saving(guarded, "a.docx").split("\n")[3] == "    doc.save('a.docx')"


def test_a_figure_is_saved_before_it_is_shown() -> None:
    """Afterwards it would be empty."""
    source = "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()\n"
    assert with_saving(source, "a.png").split("\n")[2:4] == ["plt.savefig('a.png')", "plt.show()"]


@pytest.mark.parametrize(
    ("source", "file"),
    [
        ("doc = Document()\ndoc.save('other.docx')\n", "a.docx"),
        ("doc = Document()\nother = Document()\n", "a.docx"),
        ("doc = Document()\n", "a.pdf"),
        ("for n in range(3):\n    doc = Document()\n", "a.docx"),
        ("print(1)\n", "a.png"),
        ("plt.plot([1])\n", "a.txt"),
    ],
)
def test_where_it_is_not_clear_nothing_is_added(source: str, file: str) -> None:
    """Two of a kind, one of another kind, or one that is written under another name."""
    assert with_saving(source, file) == ""
