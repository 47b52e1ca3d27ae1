"""What plain reading makes of the words of a task."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from code_it.flow import Example
from code_it.reading.name_lists import parse_name_list
from code_it.reading.task_text import read_text


def _folder(tmp_path: Path, there: str) -> Path:
    for name in filter(None, there.split("|")):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith("/"):
            path.mkdir(exist_ok=True)
        else:
            path.write_text("x")
    return tmp_path


# text, files that are there, outputs, inputs, what else may change
_FILES = [
    ("Merge a.csv and b.csv into merged.csv", "a.csv|b.csv", "merged.csv", "a.csv|b.csv", ""),
    ("Save the plot to plots/out.png", "", "plots/out.png", "", ""),
    ("The result should be in out.txt", "", "out.txt", "", ""),
    ("Read a.txt and write the sum to total.txt", "a.txt", "total.txt", "a.txt", ""),
    ("Write the sum of a.txt, which has lines of numbers, to b.txt", "a.txt", "b.txt", "a.txt", ""),
    ("Copy every line that has an error in it from a.txt to b.txt", "a.txt", "b.txt", "a.txt", ""),
    ("I'd like a file b.csv with a line per customer of a.csv", "a.csv", "b.csv", "a.csv", ""),
    ("From a.csv, give me a chart in chart.png", "a.csv", "chart.png", "a.csv", ""),
    ("Make me an Excel file (summary.xlsx) from a.csv", "a.csv", "summary.xlsx", "a.csv", ""),
    ("Summarise a.csv per month in a new file monthly.csv", "a.csv", "monthly.csv", "a.csv", ""),
    ("All addresses in a.txt should end up in b.txt, sorted", "a.txt", "b.txt", "a.txt", ""),
    ("The output file is called result.csv", "", "result.csv", "", ""),
    ("The output is result.csv with the columns a and b", "", "result.csv", "", ""),
    ("In result.txt, write for each line of a.txt its length", "a.txt", "result.txt", "a.txt", ""),
    ("In a.txt, write each word in upper case", "a.txt", "", "a.txt", ""),
    ("Draw a chart of the sales by month, bars.png", "", "bars.png", "", ""),
    ("Sort a.csv by name (keep the header) -> sorted.csv", "a.csv", "sorted.csv", "a.csv", ""),
    ("Check a.csv for names that come twice, list them in b.csv", "a.csv", "b.csv", "a.csv", ""),
    ("Write one file: even.txt with the even numbers of a.txt", "a.txt", "even.txt", "a.txt", ""),
    ("If a name comes twice, list them in b.csv", "", "", "", "b.csv"),
    ("The settings should be in config.ini, or stop", "config.ini", "", "config.ini", ""),
    ("Pack the files whose names end in .md into the zip file a.zip", "", "a.zip", "", ""),
    ("Without unpacking a.zip to disk, write b.csv", "a.zip", "b.csv", "a.zip", ""),
    ("Write the ten commonest words with their counts to top.csv", "", "top.csv", "", ""),
    ("Write the sorted list into b.txt", "", "b.txt", "", ""),
    ("Plot the totals and save the plot as p.png", "", "p.png", "", ""),
    ("Make a copy of a.txt called b.txt", "a.txt", "b.txt", "a.txt", ""),
    ("Print the sum of the numbers in a.txt", "a.txt", "", "a.txt", ""),
    ("Rename report.txt to old.txt", "report.txt", "old.txt", "report.txt", "report.txt"),
    ("Move a.txt to archive/a.txt", "a.txt", "archive/a.txt", "a.txt", "a.txt"),
    ("Copy a.txt to b.txt", "a.txt|b.txt", "b.txt", "a.txt", ""),
    ("Append a line to log.txt", "log.txt", "", "log.txt", "log.txt"),
    ("Append a line to log.txt", "", "log.txt", "", ""),
    ("Remove the empty lines from notes.md in place", "notes.md", "", "notes.md", "notes.md"),
    ("Unzip data.zip into the folder data", "data.zip|data/", "", "data.zip|data", "data/*"),
    ("config.ini contains the setup; change the port to 80", "config.ini", "", "config.ini",
     "config.ini"),
    ("config.ini holds the setup. Change the port to 80.", "config.ini", "", "config.ini",
     "config.ini"),
    ("In config.ini change the log file from app.log to debug.log", "config.ini", "", "config.ini",
     "config.ini|app.log|debug.log"),
    ("Update stock.json: set the apples to 3", "stock.json", "", "stock.json", "stock.json"),
    ("Download https://example.org/a.csv and save it as b.csv", "", "b.csv", "", ""),
    ("Print the number of lines in 'my file.txt'", "my file.txt", "", "my file.txt", ""),
    ("List the wrong ones in bad.csv with the columns file and errors", "", "bad.csv", "", ""),
    ("List the rows in a.csv with the columns file and errors", "a.csv", "", "a.csv", ""),
    ("Make up 9 people and save them in p.csv with the columns a and b", "", "p.csv", "", ""),
    ("Use Python 3.11 features, e.g. match, and write out.txt", "", "out.txt", "", ""),
    ("Send it to bob@example.com via example.com", "", "", "", ""),
    ("Use `os.path`, `matplotlib.pyplot` and response.json() to write it", "", "", "", ""),
    ("Like Node.js does, write out.txt", "", "out.txt", "", ""),
    ("Use main.py as the template", "main.py", "", "main.py", ""),
    ("Lies Über.csv and write the totals to Größe.txt", "Über.csv", "Größe.txt", "Über.csv", ""),
    ("Écris: save it as été.csv", "", "été.csv", "", ""),
    (r"Read C:\data\in.csv and write data\out.csv", "", "", "", ""),
    ("Read /etc/hosts.txt and write ../out.txt, ~/home.txt and $HOME/x.txt", "", "", "", ""),
    ("Write the result to ../../etc/out.txt", "", "", "", ""),
    ("For each .txt file write its size", "a.txt", "", "", ""),
    ("Write one file per month such as 2024-01.csv", "", "", "", ""),
    ("Save each page, for example page1.html, page2.html and page3.html", "", "", "", ""),
    ("Write the names (e.g. bob.txt) to list.txt", "", "list.txt", "", "bob.txt"),
    ("Write one file per user called {name}.txt or *_old.csv or <id>.json", "", "", "", ""),
    ("Save the reports as report-YYYY.txt", "", "", "", "report-YYYY.txt"),
    ("Rename the photos to photo_1.jpg, photo_2.jpg and so on", "", "", "",
     "photo_1.jpg|photo_2.jpg"),
    ("Sort the lines of names.txt and save it as names.txt", "names.txt", "", "names.txt",
     "names.txt"),
    ("Read in.json, double every value, and write it back to in.json", "in.json", "", "in.json",
     "in.json"),
    ("Compare old.csv to new.csv and print the differences", "old.csv|new.csv", "",
     "old.csv|new.csv", ""),
    ("Compare old.csv to new.csv", "", "", "", ""),
    ("Sum the numbers in the file called numbers.txt", "numbers.txt", "", "numbers.txt", ""),
    ("Write the number of lines in notes.txt", "notes.txt", "", "notes.txt", ""),
    ("Write the number of lines of notes.txt", "", "", "", ""),
    ("Write a script called clean.py that reads data.csv", "data.csv", "", "data.csv",
     "clean.py"),
    ("If there are errors, write them to errors.txt", "", "", "", "errors.txt"),
    ("Write errors.txt only if there are errors", "", "", "", "errors.txt"),
    ("Save it as out.csv or out.json", "", "", "", "out.csv|out.json"),
    ("Do not write tmp.txt. Make result.json instead of result.xml", "", "result.json", "", ""),
    ("Write good.txt without creating bad.txt", "", "good.txt", "", ""),
    ("Never change a.csv, but write b.csv", "a.csv", "b.csv", "a.csv", ""),
    ("Input file: in.csv\nOutput file: totals.csv", "in.csv", "totals.csv", "in.csv", ""),
    ("Output: out.csv", "", "out.csv", "", ""),
    ("Write index.html with a link to about.html", "", "index.html", "", ""),
    ("Create a page with links to a.html and b.html", "", "", "", ""),
    ("Create the files a.txt, b.txt and c.txt", "", "a.txt|b.txt|c.txt", "", ""),
    ("Save it as Annual Report.csv", "", "", "", "Report.csv"),
    ("Save it as 'annual report.csv'", "", "annual report.csv", "", ""),
    ("Save it as “annual report.csv”", "", "annual report.csv", "", ""),
    ('Write the line "see notes.txt" to out.txt', "", "out.txt", "", "see notes.txt"),
    ("Don't lose the user's file a.csv's header", "a.csv", "", "a.csv", ""),
    ("Save data.csv as a compressed file data.csv.gz", "data.csv", "data.csv.gz", "data.csv", ""),
    ("Write the rows of data.csv to the table sales in shop.db", "data.csv|shop.db", "",
     "data.csv|shop.db", ""),
    ("Write data.csv to the screen", "data.csv", "", "data.csv", ""),
    ("Plot data.csv and save the figure as fig.png", "data.csv", "fig.png", "data.csv", ""),
    ("Plot the column x of data.csv to fig.svg", "data.csv", "fig.svg", "data.csv", ""),
    ("Plot data.csv", "", "", "", ""),
    ("Export data.db as data.sql", "data.db", "data.sql", "data.db", ""),
    ("Rename all .jpeg files to .jpg", "a.jpeg", "", "", "*"),
    ("Delete every old file in the folder cache", "cache/", "", "cache", "cache/*"),
    ("Hash every file in the folder docs and write sums.txt", "docs/", "sums.txt", "docs", ""),
    ("Do not delete or change any file in the folder docs", "docs/", "", "docs", ""),
    ("Save the charts in the folder plots", "plots/", "", "plots", "plots/*"),
    ("Write the result in the same format as sample.csv to out.csv", "sample.csv", "out.csv",
     "sample.csv", ""),
    ("out.csv is written with one row per user", "", "out.csv", "", ""),
    ("The file total.txt should contain the sum of n.txt", "n.txt", "total.txt", "n.txt", ""),
    ("data.csv is created by the till; print its header", "data.csv", "", "data.csv", ""),
    ("data.csv is created by the till", "", "", "", ""),
    ("Load users.csv into the SQLite database users.db", "users.csv", "users.db", "users.csv", ""),
    ("Import users.csv into users.db", "users.csv|users.db", "", "users.csv|users.db", "users.db"),
    ("Create out.txt. Then read out.txt and print it.", "out.txt", "out.txt", "", ""),
    ("Split big.txt into part1.txt and part2.txt", "big.txt", "part1.txt|part2.txt", "big.txt", ""),
    ("Remove duplicates from a.csv and write the rest to b.csv", "a.csv", "b.csv", "a.csv", ""),
    ("Replace the tabs in a.txt. Save the result as b.txt.", "a.txt", "b.txt", "a.txt", ""),
    ("Encrypt s.txt with key.bin, write s.enc.bin and delete s.txt", "s.txt|key.bin", "s.enc.bin",
     "s.txt|key.bin", "s.txt"),
    ("I want a file called primes.txt with the first 100 primes", "", "primes.txt", "", ""),
    ("Please put the ten top words in a file called top10.json", "", "top10.json", "", ""),
    ("Generate invoice.pdf from order.json using page.html", "order.json|page.html", "invoice.pdf",
     "order.json|page.html", ""),
    ("I'd like you to write the totals into totals.xlsx", "", "totals.xlsx", "", ""),
    ("Make a thumbnail of cat.jpg (200 px), save as small.jpg", "cat.jpg", "small.jpg", "cat.jpg",
     ""),
    ("", "", "", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "there", "made", "taken", "changed"), _FILES)
def test_files_that_a_text_names(
    tmp_path: Path, text: str, there: str, made: str, taken: str, changed: str
) -> None:
    """Outputs, inputs and files that may change are told apart by the nearest telling word."""
    task = read_text(text, _folder(tmp_path, there))

    def names(joined: str) -> set[str]:
        return set(filter(None, joined.split("|")))

    assert set(task.output_files) == names(made)
    assert set(task.input_files) == names(taken)
    assert set(task.may_change) == names(made) | names(changed)


def test_a_link_out_of_the_folder_is_no_input(tmp_path: Path) -> None:
    """What lies outside of the work folder is not looked at, whatever it is called inside."""
    (tmp_path / "secret.txt").write_text("s")
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "in.txt").symlink_to(tmp_path / "secret.txt")
    assert read_text("Read in.txt", folder).input_files == ()


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Write o.csv with the columns name, total and share.", ("name", "total", "share")),
        ("Write o.csv with the columns a, b\nand c.", ("a", "b", "c")),
        ("Write o.csv with columns word,count.", ("word", "count")),
        ("Save it as o.csv, which has the columns a (in km) and b, sorted by a.", ("a", "b")),
        (
            "Write o.csv with the columns 'first name' and \"last name\".",
            ("first name", "last name"),
        ),
        ("Write o.csv with three columns, a, b and c.", ("a", "b", "c")),
        ("Write o.csv with the fields a, b and c.", ("a", "b", "c")),
        ("Write o.csv (columns: a, b, c), sorted by a.", ("a", "b", "c")),
        ("Write o.csv with a header row (a, b, c).", ("a", "b", "c")),
        ("Write o.csv with the header a,b and one row for each person.", ("a", "b")),
        ("Write o.csv, whose first line is a,b,c.", ("a", "b", "c")),
        ("Write o.csv. Its columns are a, b and c.", ("a", "b", "c")),
        ("Write o.csv with the sums. The header is a,b.", ("a", "b")),
        ("Write o.csv with the header in bold.", ()),
        ("Write o.csv with the header a, and then the rows.", ()),
        ("Write o.csv, whose first line is the title.", ()),
        ("Write o.csv. Its columns are as wide as those of the input.", ()),
        ("Write o.csv with the columns first name and last name.", ()),
        ("Write o.csv without the columns a and b.", ()),
        ("Write o.csv sorted by the columns a and b.", ()),
        ("Write o.csv with the columns of the input.", ()),
        ("Write o.csv with the columns a and b and c.", ()),
        ("Write o.csv with the columns a, b and the mean.", ()),
        ("Write o.csv with the columns a, a and b.", ()),
        ("Write o.json with the columns a and b.", ()),
        ("Write o.csv with the columns a.", ()),
        ("Read so.csv, no.csv has the columns a and b. Write o.csv.", ()),
        ("Read sales_o.csv with the columns a and b. Write o.csv with the sums.", ()),
        ("Write o.csv with the columns a and b, without a header row.", ()),
    ],
)
def test_columns_of_an_output(tmp_path: Path, text: str, columns: tuple[str, ...]) -> None:
    """Columns are known only when their list clearly ends."""
    found = dict(read_text(text, tmp_path).columns)
    assert found == ({"o.csv": columns} if columns else {})


def test_name_list_that_goes_on_is_unknown() -> None:
    """A list that ends in the middle of a phrase tells nothing."""
    assert parse_name_list("a, b (in km) and c, sorted by a") == ("a", "b", "c")
    assert parse_name_list("a, b and c, and the rows of all sheets.") == ("a", "b", "c")
    assert parse_name_list("a and b, and c.") == ()
    assert parse_name_list("a, b c and d.") == ()
    assert parse_name_list("") == ()


@pytest.mark.parametrize(
    ("text", "examples"),
    [
        ("Write add(a, b); add(1, 2) == 3", [("add(1, 2)", "3")]),
        ("f(1) returns 2, f(2) returns 4.", [("f(1)", "2"), ("f(2)", "4")]),
        ("f(1) gives 'x' and f(2) gives [1, 2]", [("f(1)", "'x'"), ("f(2)", "[1, 2]")]),
        (">>> f([3, 1])\n[1, 3]\n>>> f('a')\n'A'", [("f([3, 1])", "[1, 3]"), ("f('a')", "'A'")]),
        ("`f(2)` → `4`", []),
        ("f(0.5) = 0.25", [("f(0.5)", "0.25")]),
        ("f(3) is True", [("f(3)", "True")]),
        ("f((1, 2)) => (2, 1)", [("f((1, 2))", "(2, 1)")]),
        ("f() should return None.", [("f()", "None")]),
        ("f(1) returns {1, 2}", [("f(1)", "{1, 2}")]),
        ("f(1) -> int", []),
        ("f(x) == 3", []),
        ("f(3) gives 3 or 4", []),
        ("f(3) returns 2 values", []),
        ("f(3) returns 1, 2", []),
        ("f(3) returns 'a' or 'b'", []),
        ("obj.f(3) == 4", []),
        ("f(1) != 2", []),
        (">>> f(1)\nTraceback (most recent call last):", []),
        ("f(3) is not 9", []),
    ],
)
def test_examples(tmp_path: Path, text: str, examples: list[tuple[str, str]]) -> None:
    """A call counts as an example when its value is one literal, without doubt."""
    assert list(read_text(text, tmp_path).examples) == [Example(*pair) for pair in examples]


@pytest.mark.parametrize(
    "text",
    [
        "Rename all files in photos to lower case.",
        "Move the files of photos into folders by their ending.",
        "The folder photos holds my pictures.\nRename these to the form 2024-06-12.jpg.",
        "In the folder photos there are pictures. Replace the spaces in their names.",
        "Pictures are in the folder photos. Put a number in front of its name for each of them.",
    ],
)
def test_a_folder_whose_files_get_other_names_may_change(tmp_path: Path, text: str) -> None:
    """Also where another sentence says which files are meant, or nothing says it is a folder."""
    (tmp_path / "photos").mkdir()
    task = read_text(text, tmp_path)
    assert task.input_files == ("photos",)
    assert "photos/*" in task.may_change


@pytest.mark.parametrize(
    "text",
    [
        "Write the names of the files in photos to names.txt. Do not rename them.",
        "List what is in photos, and put their names into names.txt.",
        "Print the number of files in photos.",
    ],
)
def test_a_folder_that_is_looked_at_stays(tmp_path: Path, text: str) -> None:
    """Their names may be spoken of without a change."""
    (tmp_path / "photos").mkdir()
    assert "photos/*" not in read_text(text, tmp_path).may_change


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("Increase all prices in in.csv by 10 percent.", True),
        ("Convert the names in in.csv to upper case, in the same file.", True),
        ("Convert the names in in.csv to upper case and print them.", False),
        ("Read in.csv, drop its empty rows and save it again.", True),
        ("How many rows of in.csv are there when they are rounded?", False),
        ("Convert in.csv to out.json.", False),
    ],
)
def test_what_is_done_to_a_file_itself(tmp_path: Path, text: str, changes: bool) -> None:
    """Where nothing is made and nothing printed, something is to become of the input."""
    (tmp_path / "in.csv").write_text("a\n1\n")
    assert ("in.csv" in read_text(text, tmp_path).may_change) is changes


def test_what_a_page_shows_is_no_output(tmp_path: Path) -> None:
    (tmp_path / "logo.png").touch()
    for verb in ("embeds", "includes", "references", "displays"):
        task = read_text(f'Create index.html that {verb} "logo.png".', tmp_path)
        assert (task.output_files, task.may_change) == (("index.html",), ("index.html",))


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Print the sum.", True),
        ("Show the table on the screen.", True),
        ("Do not print anything.", False),
        ("Print the invoice to invoice.pdf", False),
        ("Print a warning if a row is empty", False),
        ("Print yes if a.txt exists, otherwise no", True),
        ("Write a function that prints hello", False),
        ("Read the fingerprint and save it.", False),
        ("Make a page with a button to print it.", False),
        ("The script should print nothing.", False),
        ("Make the picture large enough for print.", False),
        ("Write o.txt. Don't print it. Print the number of rows.", True),
        ("Print only the number.", True),
        ("Print only lines with an error.", False),
        ("How many lines has a.txt?", True),
        ("a.txt is a list of words. Find the longest.", True),
        ("Tell me the mean of the prices in a.csv", True),
        ("Find the longest word and write it to o.txt.", False),
        ("Find the pictures and move them to old.", False),
        ("Write a function. What it gives is the sum.", False),
        ("What a day! Rename a.txt.", False),
    ],
)
def test_printing(tmp_path: Path, text: str, asks: bool) -> None:
    """Output is asked for only when it is printed in any case, or nothing else can answer."""
    assert read_text(text, tmp_path).asks_for_output is asks


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("Get https://example.org/a.json", True),
        ("Fetch the headlines of www.example.org", True),
        ("Use the GitHub API to list the issues", True),
        ("Scrape the prices of the shop", True),
        ("Then download the newest release notes", True),
        ("Check whether each site in sites.txt is online", True),
        ("Check which of the hosts in hosts.txt are reachable", True),
        ("downloads.csv has the columns url and size; sum the download size", False),
        ("Extract every URL from page.html", False),
        ("catalog.html is a page of a web shop", False),
        ("Read the web page in page.html", False),
        ("Sort a.csv", False),
    ],
)
def test_network(tmp_path: Path, text: str, needs: bool) -> None:
    """The network is given for an address or a service, not for a file that came from one."""
    assert read_text(text, tmp_path).needs_network is needs


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("See https://example.org/a.", ("https://example.org/a",)),
        ("(https://example.org/a)", ("https://example.org/a",)),
        ("https://example.org/a_(b), then", ("https://example.org/a_(b)",)),
        ("'https://example.org/?a=1&b=2'", ("https://example.org/?a=1&b=2",)),
        ("https://example.org/users/{id}/x", ()),
        ("Keep those that start with http:// or https://.", ()),
        ("https://example.org/<city>", ()),
        ("https://a.org https://a.org https://b.org", ("https://a.org", "https://b.org")),
        ("ftp://example.org", ()),
    ],
)
def test_addresses(tmp_path: Path, text: str, urls: tuple[str, ...]) -> None:
    """Addresses come without the punctuation around them; patterns of addresses are none."""
    assert read_text(text, tmp_path).urls == urls


@pytest.mark.parametrize(
    "piece",
    ["a", "a/", "a.", "a.txt ", "'a.txt'", "f(", "f(1) is ", "f(1) == (", "write ", "not ",
     "folder ", "https://", "\n", " ", "write o.csv with the columns a, ", "print ", "all ", "\0",
     ">>> f(1)\n1\n", "such as ((", "'", '"', "\n - ", "f(a(b)c", "e.g. ", "\u0300"],
)  # fmt: skip
def test_long_odd_texts_end(tmp_path: Path, piece: str) -> None:
    """64 KiB of one thing repeated are read to the end, and the text is kept whole."""
    text = (piece * 65_536)[:65_536]
    assert read_text(text, tmp_path).text == text


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "a.csv 'b c.txt' ../x.txt /y.txt write save to as in the folder , . ; : ( ) \n == f(1) "
            'columns with print if not e.g. such https://x.org ` " é \0'.split(" ")
        )
        | st.text(max_size=8),
        max_size=60,
    )
)
def test_any_text_gives_names_inside_the_folder(words: list[str]) -> None:
    """No text raises, and no name leaves the work folder."""
    task = read_text(" ".join(words), Path(__file__).parent)
    for name in (*task.output_files, *task.input_files, *task.may_change):
        assert not name.startswith("/")
        assert ".." not in name.split("/")
    assert set(task.output_files) <= set(task.may_change)
