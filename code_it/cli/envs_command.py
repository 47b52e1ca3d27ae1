"""`envs` lists the environments that are kept for later runs, and removes them."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

from code_it.cli.arguments import Parser
from code_it.cli.output import tell, tell_json
from code_it.cli.session import Session
from code_it.errors import ConfigError
from code_it.packages.store import environments_folder
from code_it.packages.stored import Stored, prune, stored_environments

_UNUSED_DAYS = 30.0
_DAY_SECONDS = 86_400.0


def envs(arguments: Sequence[str], _session: Session) -> int:
    """List them, or remove those that nobody used for a while and list what is left."""
    options = _parser().parse_args(list(arguments))
    removed = 0
    if options.prune:
        if options.unused_days < 0:
            raise ConfigError(f"--unused-days is {options.unused_days:g}; it must not be negative")
        removed = prune(unused_days=options.unused_days)
    found = stored_environments()
    if options.json:
        tell_json([_facts(each) for each in found])
        return 0
    if options.prune:
        tell(f"Removed {removed}.", sys.stdout)
    for each in found:
        tell(_line(each), sys.stdout)
    total = sum(each.bytes for each in found)
    tell(f"{len(found)} kept, {_mib(total)} MiB, in {environments_folder()}", sys.stdout)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="code-it envs",
        description="List the environments of scripts that are kept for later runs, the one that "
        "was used last first.",
        allow_abbrev=False,
    )
    parser.add_argument("--prune", action="store_true", help="remove those not used for a while")
    parser.add_argument(
        "--unused-days",
        type=float,
        default=_UNUSED_DAYS,
        metavar="DAYS",
        help=f"how long that is; 0 removes all (default: {_UNUSED_DAYS:g})",
    )
    parser.add_argument("--json", action="store_true", help="print a list of objects")
    return parser


def _facts(each: Stored) -> dict[str, object]:
    return {
        "path": str(each.path),
        "wanted": list(each.wanted),
        "all_packages": list(each.all_packages),
        "bytes": each.bytes,
        "last_used": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(each.last_used)),
    }


def _line(each: Stored) -> str:
    days = (time.time() - each.last_used) / _DAY_SECONDS
    used = "today" if days < 1 else f"{days:.0f} days ago"
    wanted = ", ".join(each.wanted) or ("no packages" if not each.all_packages else "unknown")
    return f"{_mib(each.bytes):>7} MiB  used {used:<12}  {each.path.name[:12]}  {wanted}"


def _mib(size: int) -> str:
    return f"{size / 2**20:.1f}"
