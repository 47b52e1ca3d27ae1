"""How fast the embedded model reads and writes, alone and beside a busy process.

    python -m benchmarks.tokens_per_second [--model NAME_OR_PATH] [--rounds 5]

Prints a Markdown table of medians. The rounds are interleaved, so that a change in the weather
(heat, other work on the machine) meets every row alike.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from code_it.models import Message
from code_it.models.embedded import EmbeddedLLM, usable_cores

READ_WORDS = 160
BUSY = "while True: pass"


@dataclass(frozen=True)
class Setting:
    """One row of the table."""

    threads: int
    neighbour: int | None
    """Its nice value; `None` for no neighbour."""

    def __str__(self) -> str:
        if self.neighbour is None:
            return f"{self.threads} | none"
        return f"{self.threads} | busy, nice {self.neighbour}"


@dataclass(frozen=True)
class Speed:
    """Tokens per second, as the caller sees them."""

    reading: float
    writing: float


@contextlib.contextmanager
def busy_neighbour(nice: int | None) -> Iterator[None]:
    """A process that wants a whole core for itself."""
    if nice is None:
        yield
        return
    process = subprocess.Popen([sys.executable, "-I", "-c", BUSY])
    try:
        os.setpriority(os.PRIO_PROCESS, process.pid, nice)
        yield
    finally:
        process.kill()
        process.wait()


def measure(llm: EmbeddedLLM, setting: Setting, round_number: int, tokens: int) -> Speed:
    # A beginning that was never seen, or the prompt cache would do the reading.
    opening = f"{time.time_ns()} {round_number} {setting}"
    words = " ".join(f"word{number}" for number in range(READ_WORDS))
    prompt = [Message("user", f"{opening} {words}\nCount from 1 to 1000, one number per line.")]
    pieces: list[float] = []
    with busy_neighbour(setting.neighbour):
        started = time.perf_counter()
        completion = llm.complete(
            prompt, max_tokens=tokens, on_text=lambda _: pieces.append(time.perf_counter())
        )
        ended = time.perf_counter()
    if completion.completion_tokens < 2:
        raise SystemExit("the model wrote too little to be measured; take another --model")
    return Speed(
        reading=completion.prompt_tokens / (pieces[0] - started),
        writing=(completion.completion_tokens - 1) / (ended - pieces[0]),
    )


def table(speeds: dict[Setting, list[Speed]]) -> str:
    lines = [
        "| threads | neighbour | read, tokens/s | written, tokens/s |",
        "| ---: | --- | ---: | ---: |",
    ]
    for setting, measured in speeds.items():
        reading = statistics.median(speed.reading for speed in measured)
        writing = statistics.median(speed.writing for speed in measured)
        lines.append(f"| {setting} | {reading:.1f} | {writing:.1f} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--model", default="", help="a name or the path of a GGUF file")
    parser.add_argument("--rounds", type=int, default=5, help="default: %(default)s")
    parser.add_argument("--tokens", type=int, default=64, help="to write; default: %(default)s")
    options = parser.parse_args()
    threads = sorted({1, usable_cores()}, reverse=True)
    llms = {
        count: EmbeddedLLM(options.model, context_tokens=2048, threads=count) for count in threads
    }
    for llm in llms.values():
        llm.complete([Message("user", "Hello.")], max_tokens=2)
    speeds: dict[Setting, list[Speed]] = {
        Setting(count, neighbour): [] for count in threads for neighbour in (None, 0, 19)
    }
    for round_number in range(options.rounds):
        print(f"round {round_number + 1} of {options.rounds}", file=sys.stderr)
        for setting, measured in speeds.items():
            measured.append(measure(llms[setting.threads], setting, round_number, options.tokens))
    print(table(speeds))


if __name__ == "__main__":
    main()
