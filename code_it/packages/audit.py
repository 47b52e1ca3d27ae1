"""What packages did to the environment they came to, found out without starting it."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import metadata
from pathlib import Path

from packaging.utils import canonicalize_name

# Files with code that is run at every start, and the packages that are known to bring them.
_KNOWN_PTH = {
    "distutils-precedence.pth": "setuptools",
    "pywin32.pth": "pywin32",
    "a1_coverage.pth": "coverage",
}
# What setuptools has written for namespaces: one line, in which only the names vary.
_NAMESPACE_PTH = re.compile(
    r"import sys, types, os;(?:has_mfs = sys\.version_info > \(3, 5\);)?"
    r"p = os\.path\.join\(sys\._getframe\(1\)\.f_locals\['sitedir'\], \*\(['\w, ]*\)\);"
    r"importlib = (?:has_mfs and )?__import__\('importlib\.util'\);"
    r"(?:has_mfs and )?__import__\('importlib\.machinery'\);"
    r"m = (?:has_mfs and )?sys\.modules\.setdefault\('[\w.]+', importlib\.util\."
    r"module_from_spec\(importlib\.machinery\.PathFinder\.find_spec\('[\w.]+', "
    r"\[os\.path\.dirname\(p\)\]\)\)\);"
    r"m = m or sys\.modules\.setdefault\('[\w.]+', types\.ModuleType\('[\w.]+'\)\);"
    r"mp = \(m or \[\]\) and m\.__dict__\.setdefault\('__path__',\[\]\);"
    r"\(p not in mp\) and mp\.append\(p\)"
    r"(?:;m and setattr\(sys\.modules\['[\w.]+'\], '\w+', m\))?"
)
_TAKES_OVER = re.compile(r"(?:site|user)customize(?:\..*)?|pip\.(?:conf|ini)|uv\.toml|pyvenv\.cfg")
_INTERPRETER = re.compile(r"pythonw?[\d.]*(?:\.exe)?", re.IGNORECASE)
_BYTECODE = re.compile(r"__pycache__/[^/]*\.pyc(?:\.\d+)? ")
_CODE = (".py", ".so", ".pyd")
# What careless packages leave beside their modules; nobody imports it.
_LEFT_OVER = frozenset({"test", "tests", "doc", "docs", "example", "examples", "scripts", "tools"})

Contents = dict[str, bytes]
_Claims = dict[str, dict[str, str]]


def contents(folder: Path) -> Contents:
    """Every file below `folder`, by relative path, with what is in it or where it points to."""
    return {_relative(path, folder): _content(path) for path in _files(folder)}


def find_trouble(
    folder: Path, site_packages: Path, before: Contents, vouched: Sequence[str] = ()
) -> str:
    """What is wrong with what was installed, in a sentence; empty when nothing is.

    Args:
        before: The `contents` of the environment when it held no packages.
        vouched: Packages that may have code run whenever Python starts.
    """
    claims = _claims(folder, site_packages)
    return (
        _took_over(folder, before)
        or _unaccounted(folder, before, claims)
        or _run_at_start(folder, before, claims, vouched)
        or _two_owners(claims)
    )


def fingerprint(folder: Path, *, without: str, bytecode: bool = True) -> str:
    """Changes when any file below `folder` does, but for `without`; folders do not count.

    Args:
        bytecode: Without it, compiled modules do not count either.

    Sizes and times are looked at, not the contents: the time of the last change of a file's state
    cannot be set back by a program.
    """
    found: list[str] = []
    _collect_states(os.fspath(folder), "", found)
    found = [
        line
        for line in found
        if not line.startswith((f"{without} ", f".{without}."))
        and (bytecode or not _BYTECODE.search(line))
    ]
    return hashlib.sha256("\n".join(found).encode("utf-8", "surrogateescape")).hexdigest()


def _collect_states(folder: str, below: str, found: list[str]) -> None:
    # Not by `_files`: this is done at every use, and in a third of the time.
    folders: list[os.DirEntry[str]] = []
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry)
                continue
            try:
                state = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue  # bytecode is written under other names first
            changed = 0 if os.name == "nt" else state.st_ctime_ns
            found.append(f"{below}{entry.name} {state.st_size} {state.st_mtime_ns} {changed}")
    for entry in folders:
        _collect_states(entry.path, f"{below}{entry.name}/", found)


def size_in_bytes(folder: Path) -> int:
    return sum(path.lstat().st_size for path in _files(folder))


def make_read_only(folder: Path, *, folders: bool) -> None:
    """Everything in `folder`, or only the files; it can still be renamed."""
    for parent, below, names in os.walk(folder):
        for name in (*names, *(below if folders else ())):
            path = Path(parent, name)
            # A change of nothing is a change to the file system, and would look like one.
            if not path.is_symlink() and (mode := stat.S_IMODE(path.stat().st_mode)) & 0o222:
                path.chmod(mode & ~0o222)


def remove_tree(folder: Path) -> None:
    """Remove `folder` even if it is read-only; what cannot be removed stays."""
    for parent, names, _ in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            with suppress(OSError):
                if not path.is_symlink():
                    path.chmod(stat.S_IMODE(path.stat().st_mode) | 0o700)
    shutil.rmtree(folder, ignore_errors=True)


def _took_over(folder: Path, before: Contents) -> str:
    """A wheel can replace `bin/python` and `pyvenv.cfg`, and plant what runs before any script."""
    for name, content in before.items():
        path = folder / name
        if not os.path.lexists(path) or _content(path) != content:
            return _CHANGED.format(name=name)
    for path in _files(folder):
        name = _relative(path, folder)
        in_commands = path.parent.name in ("bin", "Scripts") and path.parent.parent == folder
        is_new_python = in_commands and _INTERPRETER.fullmatch(path.name)
        takes_over = any(map(_TAKES_OVER.fullmatch, path.relative_to(folder).parts))
        if name not in before and (is_new_python or takes_over):
            return _CHANGED.format(name=name)
    return ""


_CHANGED = "A package changed the interpreter it came to ({name}); nothing was installed."


def _unaccounted(folder: Path, before: Contents, claims: _Claims) -> str:
    for path in _files(folder):
        name = _relative(path, folder)
        if name not in before and name not in claims and path.suffix != ".pyc":
            return f"No package accounts for the file {name}; nothing was installed."
    return ""


def _run_at_start(folder: Path, before: Contents, claims: _Claims, vouched: Sequence[str]) -> str:
    for name, owners in claims.items():
        path = folder / name
        known = name in before or owners.keys() <= {*vouched, _KNOWN_PTH.get(path.name, "")}
        if path.suffix == ".pth" and not known and _has_code_run(path.read_bytes()):
            owner = next(iter(owners))
            return (
                f"{owner} would have code run whenever Python starts ({path.name}); nothing was "
                f"installed. To accept it: python -m code_it allow {owner}."
            )
    return ""


def _has_code_run(content: bytes) -> bool:
    """Has a `.pth` file a line of code, as any version of Python would read it?"""
    texts = (content.decode("utf-8-sig", "replace"), content.decode("latin-1"))
    lines = [line.strip() for text in texts for line in text.splitlines()]
    code = [line for line in lines if line.startswith(("import ", "import\t"))]
    return not all(map(_NAMESPACE_PTH.fullmatch, code))


def _two_owners(claims: _Claims) -> str:
    for name, owners in claims.items():
        path = Path(name)
        parts = path.parts[path.parts.index("site-packages") + 1 :] if _is_module(path) else ()
        if not parts or parts[0] in _LEFT_OVER or len(set(owners.values())) < 2:
            continue
        return (
            f"{' and '.join(sorted(owners))} both bring {'/'.join(parts)}, each its own; only one "
            "of them can be installed."
        )
    return ""


def _is_module(path: Path) -> bool:
    return path.suffix in _CODE and "site-packages" in path.parts


def _claims(folder: Path, site_packages: Path) -> _Claims:
    """By relative path: the packages whose records list the file, with the hash they give."""
    claims: _Claims = {}
    for distribution in metadata.distributions(path=[str(site_packages)]):
        owner = canonicalize_name(distribution.metadata["Name"] or "")
        for path in distribution.files or ():
            place = Path(os.path.normpath(site_packages / path))
            if place.is_relative_to(folder):
                hashed = path.hash.value if path.hash else ""
                claims.setdefault(_relative(place, folder), {})[owner] = hashed
    return claims


def _files(folder: Path) -> Iterator[Path]:
    """All files and links, in an order that is always the same; links are not followed."""
    for parent, folders, names in os.walk(folder):
        folders.sort()
        links = [name for name in folders if Path(parent, name).is_symlink()]
        for name in sorted([*names, *links]):
            yield Path(parent, name)


def _content(path: Path) -> bytes:
    return os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes()


def _relative(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()
