"""Documents that are opened and are for the script to make."""

from __future__ import annotations

import pytest

from code_it.checks.failing_lines import whole
from code_it.checks.repairs.new_documents import with_new_document
from code_it.flow import Task

_TASK = Task(
    "Make log.xlsx of a.xlsx.", input_files=("a.xlsx",), output_files=("log.xlsx", "b.docx")
)
_NO_FILE = "FileNotFoundError: [Errno 2] No such file or directory: '{}'"
_NO_PACKAGE = "docx.opc.exceptions.PackageNotFoundError: Package not found at '{}'"


@pytest.mark.parametrize(
    ("source", "error", "begun"),
    [
        ("book = openpyxl.load_workbook(name)", _NO_FILE.format("log.xlsx"),
         "book = openpyxl.Workbook()"),
        ("book = load_workbook('log.xlsx')", _NO_FILE.format("log.xlsx"),
         "from openpyxl import Workbook\nbook = Workbook()"),
        ("from openpyxl import load_workbook, Workbook\nbook = load_workbook('log.xlsx')",
         _NO_FILE.format("log.xlsx"),
         "from openpyxl import load_workbook, Workbook\nbook = Workbook()"),
        ("page = Document('b.docx')", _NO_PACKAGE.format("b.docx"), "page = Document()"),
        ("book = load_workbook('a.xlsx')", _NO_FILE.format("a.xlsx"), ""),
        ("book = open('log.xlsx')", _NO_FILE.format("log.xlsx"), ""),
        ("book = load_workbook('log.xlsx')", "ValueError: no", ""),
    ],
)  # fmt: skip
def test_a_document_that_is_to_be_made_is_begun(source: str, error: str, begun: str) -> None:
    assert with_new_document(whole(source), error, _TASK) == begun
