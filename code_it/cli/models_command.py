"""`models` tells which model servers answer on this machine, and the flags that use them."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from code_it.cli.arguments import Parser
from code_it.cli.output import tell, tell_json
from code_it.cli.session import Session
from code_it.models._addresses import shown
from code_it.models._transport import KEY_VARIABLE
from code_it.models.discovery import USUAL_PORTS, FoundModel, State, find_models, root_url
from code_it.models.embedded import CONTEXT_TOKENS
from code_it.models.weights import DEFAULT_MODEL, is_downloaded


def models(arguments: Sequence[str], _session: Session) -> int:
    """List the embedded model and those of the servers; none is used unless it is named."""
    options = _parser().parse_args(list(arguments))
    found = (_embedded(), *find_models(options.url))
    if options.json:
        tell_json([asdict(each) for each in found])
    else:
        named = dict.fromkeys(map(root_url, options.url))
        missed = [url for url in named if url not in {each.url for each in found}]
        for line in _lines(found, missed):
            tell(line, sys.stdout)
    return 0


def _parser() -> argparse.ArgumentParser:
    ports = ", ".join(map(str, USUAL_PORTS))
    parser = Parser(
        prog="code-it models",
        description="Tell which model servers answer on this machine, their models and context "
        f"sizes, and the flags that use each. The ports {ports} are asked, with GET only.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--url", action="append", default=[], metavar="URL", help="ask there too; may be repeated"
    )
    parser.add_argument("--json", action="store_true", help="print a list of objects")
    return parser


def _embedded() -> FoundModel:
    state: State = "downloaded" if is_downloaded(DEFAULT_MODEL) else "not downloaded"
    return FoundModel("embedded", "", DEFAULT_MODEL, CONTEXT_TOKENS, state, (), "the default")


def _lines(found: Sequence[FoundModel], missed: Sequence[str]) -> Iterator[str]:
    for each in found:
        context = f", {each.context_tokens} tokens" if each.context_tokens else ""
        place = each.url or "in this process"
        note = f" ({each.note})" if each.note else ""
        yield f"{each.backend}, {place}: {each.model or 'no model'}{context}, {each.state}{note}"
        yield f"    code-it {shlex.join(each.arguments)}".rstrip()
    for url in missed:
        yield (
            f"{shown(url)}: no model server that is known answers there; is it up, and is the key "
            f"in {KEY_VARIABLE} its own, if it has one?"
        )
    if len(found) == 1:
        yield f"No server answers on the ports {', '.join(map(str, USUAL_PORTS))}."
    yield "None of the servers is used unless you name it."
