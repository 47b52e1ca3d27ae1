"""Source -> the same with the names that pypdf has today.

PyPDF2 has become pypdf, and what it was called then is gone
(https://pypdf.readthedocs.io/en/stable/user/migration-1-to-2.html).
"""

from __future__ import annotations

import ast
import re

from code_it.checks.syntax import parse, parses

_USES_IT = re.compile(r"^\s*(?:import|from)\s+(?:PyPDF2|pypdf)\b", re.MULTILINE)
_NAMES = {
    r"\bPyPDF2\b": "pypdf",
    r"\bPdfFileReader\b": "PdfReader",
    r"\bPdf(?:FileWriter|FileMerger|Merger)\b": "PdfWriter",
    r"\b(\w+)\.getNumPages\(\)": r"len(\1.pages)",
    r"\b(\w+)\.numPages\b": r"len(\1.pages)",
    r"\.getPage\(([^()]*)\)": r".pages[\1]",
    r"\.(?:getDocumentInfo\(\)|documentInfo\b)": ".metadata",
    r"\.addPage\(": ".add_page(",
    r"\.addBlankPage\(": ".add_blank_page(",
    r"\.addMetadata\(": ".add_metadata(",
    r"\.addBookmark\(": ".add_outline_item(",
    r"\.appendPagesFromReader\(": ".append_pages_from_reader(",
    r"\.mergePage\(": ".merge_page(",
    r"\.extractText\(": ".extract_text(",
    r"\.rotateClockwise\(": ".rotate(",
    r"\.isEncrypted\b": ".is_encrypted",
    r"\.(?:mediaBox|media_box)\b": ".mediabox",
    r"\.(?:cropBox|crop_box)\b": ".cropbox",
    r"\.mediabox\.getWidth\(\)": ".mediabox.width",
    r"\.mediabox\.getHeight\(\)": ".mediabox.height",
}
# The keys of metadata are names of PDF, which begin with a slash.
_KEY = re.compile(
    r"(?P<quote>['\"])(?P<key>Title|Author|Subject|Keywords|Creator|Producer)(?P=quote)(?=\s*:)"
)


def with_names_of_pypdf(source: str) -> str:
    """Only in a script that imports it."""
    if not _USES_IT.search(source) or not parses(source):
        return source
    changed = source
    for old, new in _NAMES.items():
        changed = re.sub(old, new, changed)
    changed = _with_keys(changed) if parses(changed) else source
    return changed if parses(changed) else source


def _with_keys(source: str) -> str:
    lines = source.split("\n")
    for node in ast.walk(parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(attr="add_metadata")):
                for number in range(node.lineno - 1, node.end_lineno or node.lineno):
                    lines[number] = _KEY.sub(r"\g<quote>/\g<key>\g<quote>", lines[number])
    return "\n".join(lines)
