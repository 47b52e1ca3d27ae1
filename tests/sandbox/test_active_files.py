"""Which files a person is warned of before they are opened."""

from __future__ import annotations

import pytest

from code_it.sandbox.active_files import what_opening_does


@pytest.mark.parametrize(
    ("name", "contents", "told"),
    [
        pytest.param("r.html", b"<p>Hello <b>you</b></p>", "", id="plain-page"),
        pytest.param("r.html", b"<a href='https://example.org'>x</a>", "", id="page-with-link"),
        pytest.param("r.html", b"<img src='pic.png'>", "", id="page-with-own-picture"),
        pytest.param("r.html", b"<p>on = 3, url is //x</p>", "", id="words"),
        pytest.param("r.html", b'<img src="https://x.invalid/p">', "network", id="beacon"),
        pytest.param("r.html", b"<link rel=a href=//x.invalid/s.css>", "network", id="style"),
        pytest.param(
            "r.html", b"<style>a{background:url( 'http://x')}</style>", "network", id="css"
        ),
        pytest.param("r.html", b"<SCRIPT>alert(1)</SCRIPT>", "scripts", id="script"),
        pytest.param("r.htm", b"<body onload=x()>", "scripts", id="handler"),
        pytest.param("r.html", "<script>".encode("utf-16"), "scripts", id="two-bytes"),
        pytest.param("p.svg", b"<svg:script>x</svg:script>", "scripts", id="svg"),
        pytest.param("p.svg", b"<svg><image href='https://x/'/></svg>", "network", id="svg-image"),
        pytest.param("a.xlsx", b"PK..xl/worksheets/sheet1.xml", "", id="workbook"),
        pytest.param("a.docm", b"PK..word/vbaProject.bin", "macros", id="macros"),
        pytest.param("a.DOC", b"\xd0\xcf_VBA_PROJECT", "macros", id="old-macros"),
        pytest.param("a.csv", b"name,amount\nx,-5\ny,+3.5\nz,-1e5\nw,-\n", "", id="numbers"),
        pytest.param("a.csv", b'name,phone\nx,a=b\n"q @ r",-5%\n', "", id="signs-inside"),
        pytest.param("a.csv", b"name\n=cmd|' /C calc'!A0\n", "compute", id="formula"),
        pytest.param("a.csv", b'name,x\na,"=HYPERLINK(""http://x"")"\n', "compute", id="quoted"),
        pytest.param("a.csv", b"@SUM(1+1)*cmd|x", "compute", id="at"),
        pytest.param("a.tsv", b"a\t+cmd|x\n", "compute", id="plus"),
        pytest.param("m.pkl", b"\x80\x04", "loading", id="pickle"),
        pytest.param("n.ipynb", b"{}", "notebook", id="notebook"),
        pytest.param("x.desktop", b"[Desktop Entry]", "program", id="desktop"),
        pytest.param("x.lnk", b"L\0\0\0", "program", id="shortcut"),
        pytest.param("tool", b"#!/bin/sh\n", "program", id="by-its-start"),
        pytest.param("data.bin", b"\x7fELF\x02", "program", id="elf"),
        pytest.param("x.zip", b"PK", "unpack", id="archive"),
        pytest.param("x.txt", b"<script>", "", id="text"),
        pytest.param("x.json", b"{}", "", id="json"),
        pytest.param("x.png", b"\x89PNG", "", id="picture"),
    ],
)
def test_what_is_told(name: str, contents: bytes, told: str) -> None:
    """Something where opening it does something, nothing where it does not."""
    found = what_opening_does(name, contents, b"")
    assert told in found
    assert bool(found) == bool(told)


def test_the_end_is_looked_at_too() -> None:
    """What comes after a long start counts."""
    assert what_opening_does("r.html", b"<p>" * 100, b"<script>") != ""


@pytest.mark.parametrize(
    "piece", [b"<", b"<a ", b'"=', b"<img src=", b",-1", b"-1,", b"\n ", b"on"]
)
@pytest.mark.parametrize("name", ["a.html", "a.csv"])
def test_no_contents_take_long(name: str, piece: bytes) -> None:
    """The search goes over a file once, whatever is in it: this would not end otherwise."""
    what_opening_does(name, piece * (2**20 // len(piece)), b"")
