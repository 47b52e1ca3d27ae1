"""Source -> the same with the names that libraries have today for what had other ones.

Small models remember the names of their time. Only what has the same arguments, and does the same,
is here; each of the new names is known to releases of several years, too.
"""

from __future__ import annotations

import ast
import re

from code_it.checks.imports import packages_of
from code_it.checks.syntax import parse, parses

# PyPDF2 has become pypdf (https://pypdf.readthedocs.io/en/stable/user/migration-1-to-2.html).
_PYPDF = {
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
_NAMES: dict[str, dict[str, str]] = {
    "PyPDF2": _PYPDF,
    "pypdf": _PYPDF,
    # https://pillow.readthedocs.io/en/stable/deprecations.html#constants
    "PIL": {r"\bImage\.ANTIALIAS\b": "Image.LANCZOS"},
    # https://numpy.org/doc/stable/release/1.24.0-notes.html#expired-deprecations and
    # https://numpy.org/doc/stable/numpy_2_0_migration_guide.html#main-namespace
    "numpy": {
        r"\b(?:np|numpy)\.(float|int|bool|object|str|complex)\b(?!_)": r"\1",
        r"\b(np|numpy)\.float_\b": r"\1.float64",
        r"\b(np|numpy)\.(?:NaN|NAN)\b": r"\1.nan",
        r"\b(np|numpy)\.(?:Inf|Infinity|infty)\b": r"\1.inf",
        r"\b(np|numpy)\.product\(": r"\1.prod(",
        r"\b(np|numpy)\.cumproduct\(": r"\1.cumprod(",
        r"\b(np|numpy)\.row_stack\(": r"\1.vstack(",
        r"\b(np|numpy)\.alltrue\(": r"\1.all(",
        r"\b(np|numpy)\.sometrue\(": r"\1.any(",
    },
    # https://pandas.pydata.org/docs/whatsnew/v2.0.0.html#removal-of-prior-version-deprecations-changes
    "pandas": {
        r"\.iteritems\(\)": ".items()",
        r"\bline_terminator=": "lineterminator=",
        r",\s*error_bad_lines=False\b": ", on_bad_lines='skip'",
        r"\.fillna\(method=['\"](?:ffill|pad)['\"]\)": ".ffill()",
        r"\.fillna\(method=['\"](?:bfill|backfill)['\"]\)": ".bfill()",
    },
    # https://openpyxl.readthedocs.io/en/stable/changes.html
    "openpyxl": {
        r"\.get_sheet_by_name\(([^()]*)\)": r"[\1]",
        r"\.get_sheet_names\(\)": ".sheetnames",
        r"\.get_active_sheet\(\)": ".active",
        r"\.get_highest_row\(\)": ".max_row",
        r"\.get_highest_column\(\)": ".max_column",
    },
    # Headings are paragraphs of a style:
    # https://python-docx.readthedocs.io/en/latest/user/styles-using.html
    "docx": {
        r"\b(\w+)\.headings\b": (
            r"[_p for _p in \1.paragraphs if _p.style.name.startswith('Heading')]"
        ),
    },
    # Since PyYAML 6 `load` wants a loader (https://github.com/yaml/pyyaml/blob/main/CHANGES).
    "yaml": {r"\byaml\.load\(([^(),]+(?:\([^()]*\))?)\)": r"yaml.safe_load(\1)"},
    "networkx": {r"\b(G|graph|g)\.node\[": r"\1.nodes["},
    # https://docs.python.org/3/whatsnew/3.9.html#removed, .../3.10.html#removed, .../3.3.html
    "xml": {r"\.getiterator\(": ".iter("},
    "time": {r"\btime\.clock\(\)": "time.perf_counter()"},
    "collections": {
        r"\bcollections\.(Mapping|Sequence|Iterable|Iterator|Callable)\b": r"collections.abc.\1",
    },
    "base64": {r"\bbase64\.(en|de)codestring\(": r"base64.\1codebytes("},
}
# The keys of metadata are names of PDF, which begin with a slash.
_KEY = re.compile(
    r"(?P<quote>['\"])(?P<key>Title|Author|Subject|Keywords|Creator|Producer)(?P=quote)(?=\s*:)"
)


def with_names_of_today(source: str) -> str:
    """Only those of what the script imports."""
    if not parses(source):
        return source
    changed, packages = source, packages_of(source)
    for package in sorted(packages & _NAMES.keys()):
        for old, new in _NAMES[package].items():
            changed = re.sub(old, new, changed)
    if packages & {"PyPDF2", "pypdf"} and parses(changed):
        changed = _with_keys(changed)
    return changed if parses(changed) else source


def _with_keys(source: str) -> str:
    lines = source.split("\n")
    for node in ast.walk(parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(attr="add_metadata")):
                for number in range(node.lineno - 1, node.end_lineno or node.lineno):
                    lines[number] = _KEY.sub(r"\g<quote>/\g<key>\g<quote>", lines[number])
    return "\n".join(lines)
