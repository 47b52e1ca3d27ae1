"""What every test may rely on."""

from __future__ import annotations

import signal


def pytest_configure() -> None:
    """Let Ctrl-C interrupt, also where the tests are started in the background of a shell.

    Such a shell has SIGINT ignored, Python leaves it at that, and so do all processes below.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
