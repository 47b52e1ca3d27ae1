"""llama.cpp's own HTTP server, out of xllamacpp, as a program; `--help` tells how to run it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

import xllamacpp

from code_it.models import embedded
from code_it.models.weights import DEFAULT_MODEL, find_weights


def main(argv: Sequence[str] | None = None) -> None:
    """Load, print the address, and serve until the input ends, as it does when a parent dies."""
    options = _parser().parse_args(argv)
    server = _serve(options)
    print(server.listening_address, flush=True)
    sys.stdin.read()
    # Not in order: llama.cpp would first write all that it was asked for.
    os._exit(0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "model",
        nargs="?",
        default=DEFAULT_MODEL,
        help="a name that code_it knows, or the path of a GGUF file; %(default)s by default",
    )
    parser.add_argument("--context", type=int, default=embedded.CONTEXT_TOKENS, metavar="TOKENS")
    parser.add_argument("--slots", type=int, default=1, help="answers to write at a time")
    parser.add_argument("--port", type=int, default=0, help="any free one by default")
    parser.add_argument("--api-key", default="", help="without it everybody is answered")
    return parser


def _serve(options: argparse.Namespace) -> xllamacpp.Server:
    # As the embedded model is set up, so that the answers are the same.
    settings = embedded._server_settings(
        xllamacpp, find_weights(options.model), options.context, embedded.usable_cores()
    )
    settings.port = options.port
    settings.n_parallel = options.slots
    settings.api_keys = [options.api_key] if options.api_key else []
    settings.endpoint_metrics = True
    return xllamacpp.Server(settings)


if __name__ == "__main__":
    main()
