"""Every case of the list of hostile scripts has a test, at the levels at which it must hold."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

_ALL = ("namespaces", "landlock", "process")
_CONFINING = ("namespaces", "landlock")

CASES: dict[str, tuple[str, ...]] = {
    # Reading secrets
    "H01": _CONFINING,
    "H02": _CONFINING,
    "H04": _CONFINING,
    "H05": _ALL,
    "H07": _CONFINING,
    "H08": _ALL,
    "H10": _CONFINING,
    # Writing outside, persistence, privilege
    "H11": _CONFINING,
    "H12": _ALL,
    "H14": _CONFINING,
    "H15": _CONFINING,
    "H16": _ALL,
    "H18": _ALL,
    "H20": _ALL,
    "H21": _ALL,
    "H22": _CONFINING,
    "H23": _CONFINING,
    "H24": _CONFINING,
    "H25": ("landlock",),
    "H26": _CONFINING,
    "H27": _CONFINING,
    # Network
    "H29": _CONFINING,
    "H30": _CONFINING,
    "H31": _CONFINING,
    "H33": _CONFINING,
    "H34": _CONFINING,
    "H35": _ALL,
    "H36": _CONFINING,
    # Processes and signals
    "H38": _CONFINING,
    "H39": _CONFINING,
    "H40": _CONFINING,
    "H41": _ALL,
    "H42": _ALL,
    "H43": _ALL,
    "H44": _CONFINING,
    "H45": _CONFINING,
    "H46": _ALL,
    "H47": _ALL,
    # Resources
    "H48": _ALL,
    "H49": _ALL,
    "H51": _ALL,
    "H52": _ALL,
    "H53": _ALL,
    "H54": _ALL,
    "H55": _ALL,
    "H56": _ALL,
    # Output, terminal, parsing outside
    "H57": _ALL,
    "H59": _ALL,
    "H61": _ALL,
    "H63": _ALL,
    # Packages
    "H71": _CONFINING,
    # Environment
    "H73": _ALL,
    "H75": _ALL,
}
"""The levels at which each case is contained, and not only told of in the docs."""

ELSEWHERE: dict[str, tuple[str, ...]] = {
    "H07": ("tests/sandbox/test_trial.py::test_h07_second_names_are_not_brought_back",),
    "H14": (
        "tests/packages/test_environments.py::test_an_environment_that_was_changed_is_built_anew",
    ),
    "H37": ("tests/sandbox/test_honest.py::test_honest_scripts_work",),
    "H64": ("tests/packages/test_environments.py::test_source_distributions_are_not_run",),
    "H65": (
        "tests/packages/test_environments.py::test_odd_requirements_start_no_installer",
        "tests/packages/test_policy.py::test_only_names_are_requirements",
    ),
    "H67": (
        "tests/packages/test_names.py::test_common_imports_find_their_distribution",
        "tests/packages/test_names.py::test_modules_of_any_standard_library_are_never_installed",
        "tests/packages/test_policy.py::test_modules_that_this_python_has_no_more",
    ),
    "H68": (
        "tests/packages/test_policy.py::test_an_invented_package_is_refused_with_the_nearest_known_one",
        "tests/packages/test_policy.py::test_look_alikes_are_told_from_the_real_thing",
        "tests/packages/test_policy.py::test_tools_and_this_program_are_not_installed",
        "tests/packages/test_environments.py::test_releases_have_to_be_some_days_old",
        "tests/packages/test_environments.py::test_terms_hold_for_what_is_needed_too",
    ),
}
"""Cases that are no matter of a level, or not of one alone, and where they are tested."""


def functions_in(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


def cases_of(name: str) -> list[str]:
    """The numbers in the name of a test, such as `test_h24_h26_calls_are_refused`."""
    match = re.match(r"test((?:_h\d\d)+)_", name)
    return [number.upper() for number in match[1].strip("_").split("_")] if match else []


def levels_of(function: ast.FunctionDef) -> set[str]:
    told = " ".join(map(ast.unparse, function.decorator_list))
    if "every_level" in told:
        return {*_ALL}
    return {*_CONFINING} if "confining_level" in told else {one for one in _ALL if one in told}


def levels_by_case() -> dict[str, set[str]]:
    """The levels at which each case is tested in this folder."""
    found: dict[str, set[str]] = {}
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        for function in functions_in(path):
            for case in cases_of(function.name):
                found.setdefault(case, set()).update(levels_of(function))
    return found


@pytest.mark.parametrize("case", sorted({*CASES, *ELSEWHERE}))
def test_it_is_tested(case: str) -> None:
    """At each level of the list, or in the tests that are named for it."""
    assert {*CASES.get(case, ())} <= levels_by_case().get(case, set())
    for place in ELSEWHERE.get(case, ()):
        path, _, name = place.partition("::")
        assert name in {function.name for function in functions_in(ROOT / path)}, place


def test_what_runs_at_no_level_is_told_of() -> None:
    """A case that the list does not know has to be added to it, or be one of the same kind."""
    more = {"H50", "H74"}
    assert set(levels_by_case()) - more <= {*CASES}
