"""Contents: what a text says about what is in the files that it asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_it.flow import (
    Content,
    Elements,
    Ends,
    Keys,
    Order,
    Pages,
    PixelSize,
    Reversed,
    Shape,
    Sheet,
    Table,
    Wording,
)
from code_it.reading.task_text import read_text


def contents(text: str, folder: Path) -> tuple[Content, ...]:
    (folder / "in.txt").write_text("a\n")
    (folder / "in.csv").write_text("a,b\n1,2\n")
    return read_text(text, folder).contents


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write out.json, a list of objects with the keys name and age.",
         [Keys("out.json", ("name", "age"), "items")]),
        ("Write out.json with three fields: total, mean (a number) and name (text).",
         [Keys("out.json", ("total", "mean", "name"), "top", ("mean",))]),
        ("Write out.json: a list with one object per row.\nEach object has id and note (text).",
         [Shape("out.json", "list"), Keys("out.json", ("id", "note"), "items")]),
        ("Save it as out.yaml. It must be a list with one entry for each row.",
         [Shape("out.yaml", "list")]),
        ("Write out.yml, a YAML file. The file is a mapping of names to numbers.",
         [Shape("out.yml", "object")]),
        ("Write out.json. It should be an object.", [Shape("out.json", "object")]),
        ("Save out.json: an object with one entry for each town, whose value is an object with "
         "count (the number of rows) and best.",
         [Shape("out.json", "object"), Keys("out.json", ("count", "best"), "values", ())]),
        ("Write the rows of in.csv to out.csv, sorted by price, highest first.",
         [Order("out.csv", "price", "descending")]),
        ("Write out.csv with the rows of in.csv. Sort it by the column name.",
         [Order("out.csv", "name", "either")]),
        ("Write out.csv. Sort it by shop, and for the same shop by price, highest first.",
         [Order("out.csv", "shop", "either")]),
        ("Save out.json: a list with one object for each product, sorted by price.",
         [Shape("out.json", "list"), Order("out.json", "price", "either")]),
        ("Write out.csv, sorted by age with the youngest first.",
         [Order("out.csv", "age", "ascending")]),
        ("Write out.csv, sorted by age, oldest first.", [Order("out.csv", "age", "descending")]),
        ("Write out.csv, sorted by day, oldest first.", [Order("out.csv", "day", "ascending")]),
        ("Create the Excel file out.xlsx with one sheet called Budget.",
         [Sheet("out.xlsx", "Budget", only=True)]),
        ("Save it as out.xlsx with a sheet named 'Year 1' and a sheet named 'Year 2'.",
         [Sheet("out.xlsx", "Year 1"), Sheet("out.xlsx", "Year 2")]),
        ("Save out.xlsx with one sheet called Sums and one sheet called Details.",
         [Sheet("out.xlsx", "Sums"), Sheet("out.xlsx", "Details")]),
        ("Write out.csv, sorted by cost, cheapest first.", [Order("out.csv", "cost", "ascending")]),
        ("Write out.csv, sorted by kg, heaviest first.", [Order("out.csv", "kg", "descending")]),
        ("Write out.csv, sorted by time, best first.", [Order("out.csv", "time", "either")]),
        ("Create the database out.db with a table books that has the columns title and year.",
         [Table("out.db", "books", ("title", "year"))]),
        ("Make the PDF file out.pdf with two pages.", [Pages("out.pdf", 2)]),
        ("Make out.pdf with one page for each person.", []),
        ("Turn in.md into out.html. It must be a complete web page with a <table> element.",
         [Elements("out.html", ("html", "head", "body", "table"))]),
        ("Write out.html with the table of in.csv.", []),
        ("Draw a red circle and save it as out.png, 64x48 pixels.", [PixelSize("out.png", 64, 48)]),
        ("Make a picture that is 64 pixels wide and 48 pixels high. Save it as out.png.",
         [PixelSize("out.png", 64, 48)]),
        ("The photos are 64 pixels wide and 48 pixels high. Save one as out.png.", []),
        ("Write the lines of in.txt in reverse order to out.txt.",
         [Reversed("out.txt", "in.txt")]),
        ("Write out.txt, one sum per line. It starts with 0, 1 and 2, so that the last line is 9.",
         [Ends("out.txt", ("0", "1", "2"), "9")]),
        ("Write out.txt. Its first line is 'Rope list' and its last line must be 'End'.",
         [Ends("out.txt", ("Rope list",), "End")]),
        ("Write out.txt. The last line is 12 x 12 = 144.", []),
        ("Write out.txt. The last line is the sum. It starts with 5 and more.", []),
        ("Write out.txt. If there are none, the last line is 0.", []),
        ("Write the word done to out.txt.", [Wording("out.txt", "done")]),
        ('Write "it\'s done" to out.txt.', [Wording("out.txt", "it's done")]),
        ("Please create a file called out.txt with the text 'Hello, you!'.",
         [Wording("out.txt", "Hello, you!")]),
    ],
)  # fmt: skip
def test_what_a_text_says(text: str, found: list[Content], tmp_path: Path) -> None:
    told = contents(text, tmp_path)
    # That a count is a number may or may not be understood; it must not be misunderstood.
    assert [_without_numbers(c) for c in told] == [_without_numbers(c) for c in found]


def _without_numbers(content: Content) -> Content:
    if isinstance(content, Keys) and content.where == "values":
        return Keys(content.file, content.names, content.where)
    return content


@pytest.mark.parametrize(
    "text",
    [
        "The file in.csv is sorted by day. Write its first row to out.csv.",
        "Write out.csv and print the rows sorted by price.",
        "Write out.csv with the two dearest of each kind, for each kind sorted by price.",
        "Get the items. Each item has id, price and active. Write the sum to out.json.",
        "Write the words of each line of in.txt in reverse order to out.txt.",
        "Count the words of in.txt. Write the word count to out.txt.",
        'Write "yes" or "no" to out.txt.',
        'Write "yes" to out.txt. Write the time below it.',
        'Write "Names:" to out.txt. Read in.csv. Then append its lines.',
        'Write "yes" to out.txt if in.csv has rows.',
        'Write "Hello, <name>" to out.txt.',
        'Write "done" to out.html.',
        "Write the lines of in.txt to out.txt, sorted in reverse order.",
        "Write the unique lines of in.txt in reverse order to out.txt.",
        "Resize the 100x100 pixels picture to 50x50 pixels and save it as out.png.",
        "Read a workbook with a sheet called Data and write out.csv.",
        "Write a.json and b.json with the fields x and y.",
        "Write out.csv, sorted by price per kg.",
        "Write out.csv, sorted by name length.",
        "Write out.csv, sorted by change, with the biggest changes first.",
        "Write out.csv, sorted by amount, and a last row with the total.",
        "Read the sheet called Orders in in.csv and write the sums to out.xlsx.",
        "Copy in.csv to out.xlsx without the sheet called Temp.",
        "Make out.xlsx with the cells of the sheet called Orders.",
        "Make out.xlsx with a sheet called Sales Summary.",
        "Make out.xlsx with a sheet named after each region.",
        "Resize in.png to out.png so that it fits into 800x600 pixels, with its proportions.",
        "Draw a chessboard with squares of 50 x 50 pixels and save it as out.png.",
        "Shrink in.png to at most 800x600 pixels and save it as out.png.",
        "Paste logo.png, 64x64 pixels large, into photo.jpg and save it as out.png.",
        "Write the lines of in.txt that contain ERROR in reverse order to out.txt.",
        "Write the last 2 lines of in.txt in reverse order to out.txt.",
        "Remove the footer element of in.txt and save the rest as out.html.",
        "Write out.json with the keys sensor and mean, one object per sensor.",
        "Write out.json with the fields min, max and mean, for every sensor.",
    ],
)
def test_what_is_about_something_else_is_left_out(text: str, tmp_path: Path) -> None:
    assert contents(text, tmp_path) == ()


@pytest.mark.parametrize(
    ("text", "decimals"),
    [
        ("Print the sum rounded to two decimals.", 2),
        ("Print the mean, rounded to 3 decimal places, to out.txt.", 3),
        ("Round the price to 2 decimals and the share to 4 decimals: rounded to 2 decimals, "
         "rounded to 4 decimals.", None),
        ("Print the sum.", None),
    ],
)  # fmt: skip
def test_decimals(text: str, decimals: int | None, tmp_path: Path) -> None:
    assert read_text(text, tmp_path).decimals == decimals
