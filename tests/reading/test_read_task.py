"""A task and its folder -> all that is told of both."""

from __future__ import annotations

from pathlib import Path

from code_it.reading import read_task

LINES = "".join(f"2024-03-0{n} 09:58:3{n} [INFO] worker-{n}: job {n}\n" for n in range(1, 8))
ACCESS = "".join(
    f'10.0.0.{n} - - [10/Oct/2023:13:55:3{n} +0000] "GET /{n} HTTP/1.1" 200 {n}\n'
    for n in range(1, 8)
)


def test_how_lines_are_built_is_told(tmp_path: Path) -> None:
    """With the number of each group, which a small model would count wrongly."""
    (tmp_path / "job.txt").write_text(LINES)
    task = read_task("Count the levels in job.txt.", tmp_path, read_urls=False)
    assert "every line fits match = re.match(r'([" in task.brief
    assert "match[4] is 'job 1'" in task.brief


def test_a_recipe_that_takes_lines_apart_is_enough(tmp_path: Path) -> None:
    """With two ways in sight, a small model mixes them up."""
    (tmp_path / "access.log").write_text(ACCESS)
    text = "access.log is the access log of a web server. Count the requests by path."
    task = read_task(text, tmp_path, read_urls=False)
    assert any("re.compile(" in recipe for recipe in task.recipes)
    assert "re.match" not in task.brief
    plain = read_task(text, tmp_path, read_urls=False, show_recipes=False)
    assert "re.match" in plain.brief


def test_what_an_input_is_asks_for_recipes_too(tmp_path: Path) -> None:
    """A web page is one, though the text does not call it so."""
    (tmp_path / "peaks.html").write_text("<body><table><tr><td>1</td></tr></table></body>")
    task = read_task("Print the heights in peaks.html.", tmp_path, read_urls=False)
    assert any("BeautifulSoup" in recipe for recipe in task.recipes)
    (tmp_path / "peaks.txt").write_text("1\n")
    other = read_task("Print the heights in peaks.txt.", tmp_path, read_urls=False)
    assert not any("BeautifulSoup" in recipe for recipe in other.recipes)
