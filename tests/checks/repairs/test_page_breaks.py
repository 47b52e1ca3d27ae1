"""What shall stand on a later page, and stands on the first one."""

from __future__ import annotations

import pytest

from code_it.checks.repairs.page_breaks import with_page_break
from code_it.flow import Task

TASK = Task("Make a.pdf with two pages. The second page has the text Total costs: and the sum.")
CANVAS = """\
from reportlab.pdfgen import canvas
pdf = canvas.Canvas("a.pdf")
pdf.drawString(50, 700, "Costs")
if True:
    pdf.drawString(50, 650, f"Total costs: {3}")
pdf.save()
"""
FPDF = """\
from fpdf import FPDF
doc = FPDF()
doc.add_page()
doc.set_font("helvetica", size=12)
doc.cell(text="Costs")
doc.cell(text=f"Total costs: {3}")
doc.output("a.pdf")
"""
PLATYPUS = """\
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate
style = getSampleStyleSheet()["Normal"]
story = [Paragraph("Costs", style)]
story.append(Paragraph(f"Total costs: {3}", style))
SimpleDocTemplate("a.pdf").build(story)
"""


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (CANVAS, "    pdf.showPage()"),
        (FPDF, "doc.add_page()"),
        (PLATYPUS, "story.append(PageBreak())"),
    ],
)
def test_a_page_ends_before_what_the_next_one_has(source: str, line: str) -> None:
    lines = with_page_break(source, TASK).split("\n")
    told = next(number for number, text in enumerate(lines) if "Total costs" in text)
    assert lines[told - 1] == line
    compile("\n".join(lines), "main.py", "exec")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (CANVAS, "Make a.pdf with the text Total costs: and the sum."),
        (CANVAS.replace("osts", "ash"), TASK.text),
        ("print('Total costs: 3')\n", TASK.text),
        ("rows = []\nrows.append('Total costs:')\n", TASK.text),
    ],
)
def test_others_stay(source: str, text: str) -> None:
    assert with_page_break(source, Task(text)) == ""
