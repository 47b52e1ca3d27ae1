"""Tags of a namespace are found, in whatever way they are looked for."""

from __future__ import annotations

import pytest

from code_it.checks.namespaces import with_any_namespace
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
