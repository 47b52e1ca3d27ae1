"""Tags of a namespace are found, in whatever way they are looked for."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.namespaces import with_any_namespace, with_elements_anywhere
from code_it.flow import Task

GPX = """\
<gpx xmlns="http://example.org/gpx">
 <trk><trkpt lat="1.5"><ele>3</ele></trkpt><trkpt lat="2.5"><ele>4</ele></trkpt></trk>
</gpx>"""
TASK = Task("", brief=f"ride.gpx: gpx file\n{GPX}")


@pytest.mark.parametrize(
    "looking",
    [
        "[e.text for e in root.findall('trk/trkpt/ele')]",
        "[e.text for e in root.findall('.//ele')]",
        "[e.text for e in root.iter('ele')]",
        "[p.findtext('ele') for p in root.iter('trkpt')]",
        "[p.find('ele').text for p in root.find('trk')]",
        "[e.text for e in root.iter() if e.tag == 'ele']",
    ],
)
def test_tags_are_found(looking: str) -> None:
    source = f"import xml.etree.ElementTree as ET\nroot = ET.fromstring(text)\nfound = {looking}"
    names: dict[str, object] = {"text": GPX}
    exec(with_any_namespace(source, TASK), names)
    assert names["found"] == ["3", "4"]


@pytest.mark.parametrize(
    ("source", "brief"),
    [
        ("import xml.etree.ElementTree as ET\nx = root.findall('{u}ele')", TASK.brief),
        ("import xml.etree.ElementTree as ET\nx = root.findall('other')", TASK.brief),
        ("import xml.etree.ElementTree as ET\nx = root.findall('ele')", "<gpx><ele/></gpx>"),
        ("import xml.etree.ElementTree as ET\nx = root.find('p')", '<html xmlns="u"><p>'),
        ("from bs4 import BeautifulSoup\nx = soup.find('ele')", TASK.brief),
        ("x = text.find('ele')", TASK.brief),
        ("x = (", TASK.brief),
    ],
)
def test_nothing_else_is_changed(source: str, brief: str) -> None:
    assert with_any_namespace(source, Task("", brief=brief)) == source


@pytest.mark.parametrize(
    ("found", "anywhere"),
    [
        ("root.findall('item')", "root.findall('.//item')"),
        ("tree.getroot().iterfind('channel/item')", "tree.getroot().iterfind('.//channel/item')"),
        ("root.findall('{*}item')", "root.findall('.//{*}item')"),
    ],
)
def test_elements_are_looked_for_below_the_first_level(found: str, anywhere: str) -> None:
    loop = "x = 1\nfor item in {}:\n    print(item)\n"
    assert with_elements_anywhere(loop.format(found), 2) == loop.format(anywhere)
    assert with_elements_anywhere(loop.format(found), 1) == ""
    assert with_elements_anywhere(loop.format(anywhere), 2) == ""
