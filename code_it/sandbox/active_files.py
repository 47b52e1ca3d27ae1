"""Files that do something when they are opened, told to the person before they are.

Nothing is unpacked or interpreted: bytes are searched, and only so many of them.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

LOOKED_AT_BYTES = 1024 * 1024
"""From the start of a file, and as many from its end."""

_PAGES = frozenset({".htm", ".html", ".mht", ".mhtml", ".shtml", ".svg", ".xht", ".xhtml", ".xml"})
# No repetition here is without an end, so that the time grows with the length and no faster.
_CODE_IN_PAGE = re.compile(
    rb"<\s{0,9}(?:\w{1,20}:)?script\b|\bon[a-z]{3,20}\s{0,9}=|\bjavascript:"
    rb"|<\s{0,9}(?:iframe|object|embed)\b",
    re.I,
)
_REMOTE_IN_PAGE = re.compile(
    rb"\b(?:src|action|data|poster)\s{0,9}=\s{0,9}[\"']?\s{0,9}(?:https?:)?//"
    rb"|<\s{0,9}(?:link|image|use|base)\b[^<>]{0,300}?\bhref\s{0,9}=\s{0,9}[\"']?(?:https?:)?//"
    rb"|\burl\(\s{0,9}[\"']?\s{0,9}(?:https?:)?//|@import\s{1,9}[\"'](?:https?:)?//"
    rb"|http-equiv\s{0,9}=\s{0,9}[\"']?refresh",
    re.I,
)
_OFFICE = frozenset(
    """.doc .docm .docx .dot .dotm .odp .ods .odt .pot .potm .ppam .pps .ppsm .ppt .pptm .pptx .xla
    .xlam .xls .xlsb .xlsm .xlsx .xlt .xltm""".split()
)
_MACROS = (b"vbaProject.bin", b"_VBA_PROJECT", b"Basic/script-lb.xml")
_TABLES = frozenset({".csv", ".tsv"})
# What a spreadsheet computes; a number may begin with a sign too.
_FORMULA = re.compile(
    rb"""(?:^|[,;\t\r\n])[ ]{0,9}["']?[ ]{0,9}
    (?:[=@]|[+-](?![ ]{0,9}[\d.,]{0,40}(?:e[+-]?\d{1,9})?%?[ ]{0,9}["']?(?:[,;\t\r\n]|$)))
    [ ]{0,9}[\w(@+'"|-]""",
    re.I | re.VERBOSE,
)
_PICKLES = frozenset(".joblib .p .pickle .pkl .pt .pth".split())
_PROGRAMS = frozenset(
    """.appref-ms .applescript .bash .bat .cmd .com .command .desktop .dll .dylib .exe .fish .hta
    .jar .js .jse .lnk .mjs .msi .pif .pl .ps1 .py .pyw .rb .scf .scr .sh .so .url .vbe .vbs .wsf
    .zsh""".split()
)
_PROGRAM_STARTS = (b"#!", b"\x7fELF", b"MZ")
_ARCHIVES = frozenset(".7z .bz2 .gz .rar .tar .tgz .xz .zip .zst".split())
_A_PROGRAM = "it is a program, and nobody has read it"
_BY_NAME = (
    (_PICKLES, "loading it may run what is in it"),
    (frozenset({".ipynb"}), "it is a notebook, and its cells are programs"),
    (_PROGRAMS, _A_PROGRAM),
    (_ARCHIVES, "it may unpack to far more than it is, and to other places"),
)


def what_opening_does(name: str, start: bytes, end: bytes) -> str:
    """Why to be careful with a file, in a few words; empty where nothing is known against it.

    Args:
        start: The first `LOOKED_AT_BYTES` of it.
        end: The last.
    """
    suffix = PurePosixPath(name.lower()).suffix
    for suffixes, told in _BY_NAME:
        if suffix in suffixes:
            return told
    if suffix in _PAGES:
        return _about_page(start + b"\n" + end)
    both, told = (start, end), ""
    if suffix in _OFFICE and any(sign in part for sign in _MACROS for part in both):
        told = "it has macros"
    elif suffix in _TABLES and any(map(_FORMULA.search, both)):
        told = "it has cells that a spreadsheet would compute"
    elif start.startswith(_PROGRAM_STARTS):
        told = _A_PROGRAM
    return told


def _about_page(text: bytes) -> str:
    # Of text in two bytes per character every second one is empty.
    plain = text.replace(b"\0", b"")
    code, remote = _CODE_IN_PAGE.search(plain), _REMOTE_IN_PAGE.search(plain)
    if code and remote:
        return "it has scripts in it, and fetches things from the network"
    if code:
        return "it has scripts in it"
    return "it fetches things from the network" if remote else ""
