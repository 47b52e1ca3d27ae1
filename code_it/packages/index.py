"""Questions to the user's own package index, asked through pip so that its settings hold."""

from __future__ import annotations

import re

from code_it.packages.index_settings import PIP, QUIET_PIP, pip_is_there, scrubbed_environment
from code_it.packages.store import neutral_folder
from code_it.sandbox.process import run_process

_TIMEOUT_SECONDS = 60.0
_NO_SUCH = "No matching distribution found"
# 404 is how an index says no.
_NO_ANSWER = re.compile(r"Could not fetch URL \S+: (?!404 )|not a trusted or secure host")


def is_on_index(name: str) -> bool:
    """Does the index have a release of `name`?

    True also when there is no answer to be had: then the install says what is wrong.
    """
    if not pip_is_there():
        return True
    argv = [*PIP, "index", "versions", "-vv", *QUIET_PIP, "--", name]
    with neutral_folder() as folder:
        result = run_process(
            argv,
            cwd=folder,
            environment=scrubbed_environment(),
            timeout_seconds=_TIMEOUT_SECONDS,
            supervised=True,
        )
    output = result.stdout + result.stderr
    return not (_NO_SUCH in output and not _NO_ANSWER.search(output))
