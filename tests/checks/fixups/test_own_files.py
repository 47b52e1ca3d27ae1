"""Scripts that look for other files than the task names, or in another order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from code_it.checks.fixups.own_files import with_files_in_order, with_own_files
from code_it.flow import Task

_RECIPE = """\
for path in sorted(Path("lists").glob("*.pdf")):
    writer.append(path)
"""
_FILES = Task(
    "Join cover.pdf and back.pdf to book.pdf.",
    input_files=("cover.pdf", "back.pdf", "notes.txt"),
    output_files=("book.pdf",),
    recipes=(_RECIPE,),
)
_FOLDER = Task(
    "Join the PDF files in the folder scans.", input_files=("scans",), recipes=(_RECIPE,)
)


@pytest.mark.parametrize(
    ("source", "mended"),
    [
        ("sorted(Path('lists').glob('*.pdf'))", "[Path('cover.pdf'), Path('back.pdf')]"),
        ("Path('lists').rglob('*.txt')", "[Path('notes.txt')]"),
        ("sorted(glob.glob('lists/*.pdf'))", "['cover.pdf', 'back.pdf']"),
    ],
)
def test_files_that_the_task_names_are_taken_in_its_order(source: str, mended: str) -> None:
    assert with_own_files(f"for name in {source}: x()\n", _FILES) == f"for name in {mended}: x()\n"


@pytest.mark.parametrize(
    ("source", "mended"),
    [
        ("sorted(Path('lists').glob('*.pdf'))", "sorted(Path('scans').glob('*.pdf'))"),
        ("glob.glob('lists/*.pdf')", "glob.glob('scans/*.pdf')"),
        ("os.listdir('lists')", "os.listdir('scans')"),
    ],
)
def test_the_only_folder_of_the_task_is_looked_through(source: str, mended: str) -> None:
    assert with_own_files(f"for name in {source}: x()\n", _FOLDER) == f"for name in {mended}: x()\n"


@pytest.mark.parametrize(
    "source",
    [
        "for path in Path('.').glob('*.pdf'): x()\n",
        "for path in Path('lists').glob('*.csv'): x()\n",
        "Path('lists').mkdir()\nfor path in Path('lists').glob('*.pdf'): x()\n",
        "for path in Path('scans').glob('*.pdf'): x()\n",
        "for name in os.listdir('lists'): x()\n",
        "for path in Path('lists'\n",
    ],
)
def test_it_stays_where_it_is_not_clear_what_was_meant(source: str) -> None:
    assert with_own_files(source, _FILES) == source


def test_two_folders_are_not_told_apart() -> None:
    task = Task("Compare the folders old and new.", input_files=("old", "new"), recipes=(_RECIPE,))
    source = "for name in os.listdir('lists'): x()\n"
    assert with_own_files(source, task) == source


@pytest.mark.parametrize(
    "source", ["sorted(Path('.').glob('*.pdf'))", "sorted(glob.glob('./*.pdf'))", "glob('*.pdf')"]
)
def test_this_order_is_that_of_the_task(source: str) -> None:
    task = replace(_FILES, text="Join cover.pdf and back.pdf, in this order, to book.pdf.")
    files = (
        "[Path('cover.pdf'), Path('back.pdf')]" if "Path" in source else "['cover.pdf', 'back.pdf']"
    )
    assert (
        with_files_in_order(f"for name in {source}: x()\n", task) == f"for name in {files}: x()\n"
    )
    assert (
        with_files_in_order(f"for name in {source}: x()\n", _FILES)
        == f"for name in {source}: x()\n"
    )


@pytest.mark.parametrize("source", ["Path('old').glob('*.pdf')", "Path('.').glob('*.txt')", "x("])
def test_other_files_have_no_such_order(source: str) -> None:
    task = replace(_FILES, text="Join cover.pdf and back.pdf, in this order, to book.pdf.")
    assert with_files_in_order(source, task) == source
