"""A small model in the agent's seat: what becomes of two jobs, step by step.

    python -m benchmarks.agent_seat --out agent_seat.json --keep agent_seat

The same model drives a `create_agent` agent and, behind its only tool, writes the scripts. Every
step is printed as it happens and stands in the results: what the model said word for word, what was
made of it, what the tool reported and answered, and how it ended.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from langchain.agents import create_agent
from langgraph.errors import GraphRecursionError

from code_it.config import TaskExecutionConfig
from code_it.errors import Cancelled, ModelError
from code_it.langchain.code_it_tool import CodeItTool
from code_it.langchain.llm import CodeItChatModel
from code_it.models import LLM, Completion, Message, as_llm
from code_it.models.embedded import build_embedded_llm

SECRET = "kingfisher 4711"
_SYSTEM = (
    "You cannot run anything yourself. Hand the task to the tool, in the user's own words and with "
    "every address and file name. Then tell the user the outcome."
)
# A call of the tool is short; a reply that is not one need not be long.
_MOST_TOKENS = 512
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Job:
    """What the agent is asked, and whether it is done."""

    name: str
    text: str
    """`{url}` stands for the address of a JSON document."""
    done: Callable[[str, Path], bool]
    """Given the agent's last words and its folder."""


JOBS = (
    Job(
        "json_key",
        "Get the JSON at {url} and tell me what its key value holds.",
        lambda said, _: SECRET in said,
    ),
    Job(
        "chart",
        "Plot an example chart with matplotlib, and save it as chart.png.",
        lambda _, folder: _is_picture(folder / "chart.png"),
    ),
)


@dataclass
class Record:
    """What became of a job."""

    job: str
    question: str
    done: bool = False
    """The job is done, whatever the agent says."""
    ended: str = ""
    """`answered`, `steps` or `seconds` for the limits, or an error."""
    answer: str = ""
    """The agent's last words."""
    verdicts: list[str] = field(default_factory=list)
    """Of the tool, one for each call that came to one."""
    seconds: float = 0.0
    steps: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Limits:
    """When a job is given up: a small model may go round without end."""

    replies: int = 8
    seconds: float = 1200.0


def run(job: Job, llm: LLM, folder: Path, limits: Limits) -> Record:
    """Let an agent do `job` in `folder`, which is empty."""
    with _json_server() as url:
        record = Record(job.name, job.text.format(url=url))
        log = _Log(record)
        config = TaskExecutionConfig(work_folder=str(folder), log_to_stdout=False)
        code_it = CodeItTool(lambda: llm, config)
        watch = threading.Timer(limits.seconds, _out_of_time, (log, code_it))
        watch.daemon = True
        watch.start()
        try:
            record.ended = _drive(record.question, llm, code_it, log, limits)
        finally:
            watch.cancel()
    record.done = job.done(record.answer, folder)
    record.seconds = log.seconds()
    return record


def _drive(question: str, llm: LLM, code_it: CodeItTool, log: _Log, limits: Limits) -> str:
    """How it ended."""
    seat = CodeItChatModel.from_builder(lambda: _Overheard(llm, log), max_tokens=_MOST_TOKENS)
    agent: Any = create_agent(seat, [code_it.build_execute_task()], system_prompt=_SYSTEM)
    # The model and the tools take a step each.
    config = {"recursion_limit": 2 * limits.replies}
    asked = {"messages": [("user", question)]}
    try:
        for mode, part in agent.stream(asked, config, stream_mode=["updates", "custom"]):
            if mode == "custom":
                log.add("progress", **part)
                if log.is_over.is_set():
                    code_it.cancel()  # of a task that began when the time was up
            else:
                log.messages([each for node in part.values() for each in node["messages"]])
    except GraphRecursionError:
        return "steps"
    except Cancelled:
        return "seconds"
    except ModelError as error:
        return f"{type(error).__name__}: {error}"
    return "answered"


class _Log:
    """Writes the steps down, and prints them."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._started = time.monotonic()
        self.is_over = threading.Event()

    def seconds(self) -> float:
        return round(time.monotonic() - self._started, 1)

    def add(self, step: str, **facts: Any) -> None:
        self._record.steps.append({"seconds": self.seconds(), "step": step, **facts})
        print(f"{self.seconds():7.1f} s  {step:9} {json.dumps(facts)}", flush=True)

    def messages(self, messages: Sequence[Any]) -> None:
        for message in messages:
            if message.type == "tool":
                self.add("answer", tool=message.name, text=message.text)
                if message.artifact is not None:
                    self._record.verdicts.append(message.artifact.verdict.outcome)
            elif message.tool_calls:
                for call in message.tool_calls:
                    self.add("call", tool=call["name"], arguments=call["args"])
            else:
                self._record.answer = message.text
                self.add("end", text=message.text)


class _Overheard:
    """The model in the agent's seat; its words are written down before anything reads them."""

    def __init__(self, llm: LLM, log: _Log) -> None:
        self._llm = llm
        self._log = log

    def complete(self, messages: Sequence[Message], **options: Any) -> Completion:
        if self._log.is_over.is_set():
            raise Cancelled("the time is up")
        reply = self._llm.complete(messages, **options)
        self._log.add(
            "reply",
            text=reply.text,
            finish=reply.finish_reason,
            tokens=[reply.prompt_tokens, reply.completion_tokens],
        )
        return reply


def _out_of_time(log: _Log, code_it: CodeItTool) -> None:
    log.is_over.set()
    code_it.cancel()


@contextlib.contextmanager
def _json_server() -> Iterator[str]:
    """The address of a JSON document on loopback, while the context lasts."""
    body = json.dumps({"id": 7, "value": SECRET}).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/data"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _is_picture(path: Path) -> bool:
    return path.is_file() and path.read_bytes().startswith(_PNG)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.keep is not None and options.keep.exists():
        parser.error(f"{options.keep} is there already; name a new folder")
    llm = as_llm(build_embedded_llm(options.model))
    limits = Limits(options.most_replies, options.most_seconds)
    records: list[Record] = []
    for job in JOBS:
        with _folder(options.keep, job.name) as folder:
            record = run(job, llm, folder, limits)
        records.append(record)
        told = [asdict(each) for each in records]
        options.out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        mark = "done" if record.done else "not done"
        print(f"{job.name}: {mark}, ended: {record.ended}, {record.seconds} s", flush=True)


@contextlib.contextmanager
def _folder(keep: Path | None, name: str) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix=f"{name}-") as folder:
            yield Path(folder)
    else:
        (keep / name).mkdir(parents=True)
        yield keep / name


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.agent_seat",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--out", type=Path, default=Path("agent_seat.json"))
    parser.add_argument("--model", default="", help="a GGUF file; by default the embedded model's")
    parser.add_argument("--keep", type=Path, help="a folder for the work folders, records included")
    parser.add_argument("--most-replies", type=int, default=Limits.replies, help="of the agent")
    parser.add_argument("--most-seconds", type=float, default=Limits.seconds, help="for one job")
    return parser


if __name__ == "__main__":
    main()
