"""`python -m code_it`."""

from __future__ import annotations

import sys

from code_it.cli import main

if __name__ == "__main__":
    sys.exit(main())
