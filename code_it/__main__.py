"""`python -m code_it`."""

from __future__ import annotations

import os
import sys


def _leave_out_the_current_folder() -> None:
    # Python imports from it first, and what lies there may come from anywhere.
    own = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    try:
        here = os.path.realpath(os.curdir)
    except FileNotFoundError:
        # It was removed, and nothing can be in it.
        return
    if os.path.realpath(own) != here:
        sys.path[:] = [path for path in sys.path if os.path.realpath(path or os.curdir) != here]


if __name__ == "__main__":
    _leave_out_the_current_folder()
    from code_it.cli import main

    sys.exit(main())
