"""The run record survives a kill, and holds no secrets."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from code_it import __version__
from code_it.errors import ConfigError
from code_it.flow import Candidate
from code_it.runs.journal import REDACTED, Journal, read_journal, redact, secret_values

WRITER = """
import sys
from pathlib import Path
from code_it.runs.journal import Journal

journal = Journal.start(Path(sys.argv[1]))
print(journal.folder, flush=True)
number = 0
while True:
    number += 1
    journal.write("reply", number=number, text="x" * 5000)
    if number == 20:
        print("20", flush=True)
"""


def test_a_run_folder_is_made_and_its_first_event_says_who_writes(tmp_path: Path) -> None:
    """The folder is the user's alone; the first event names the version, process and machine."""
    journal = Journal.start(tmp_path / ".code_it" / "runs")
    journal.close()

    (event,) = read_journal(journal.folder)
    assert journal.folder.parent == tmp_path / ".code_it" / "runs"
    assert (event["seq"], event["event"]) == (1, "start")
    assert (event["version"], event["pid"]) == (__version__, os.getpid())
    assert stat.S_IMODE(journal.folder.stat().st_mode) == 0o700


def test_events_keep_their_order_and_fields(tmp_path: Path) -> None:
    """Records, paths, sets, bytes and odd numbers are kept as plain values."""

    @dataclass
    class Odd:
        where: Path
        names: frozenset[str]

    journal = Journal.start(tmp_path)
    journal.write("candidate", candidate=Candidate("x = 1", parent=Candidate("x = 0")))
    journal.write("odd", odd=Odd(Path("a/b"), frozenset({"b", "a"})), raw=b"\xff", n=float("nan"))
    journal.write("error", error=ValueError("no"), counts={1: (2, None, True)})

    _start, candidate, odd, error = read_journal(journal.folder)
    assert candidate["candidate"]["parent"]["source"] == "x = 0"  # type: ignore[index]
    assert odd["odd"] == {"where": str(Path("a/b")), "names": ["a", "b"]}
    assert (odd["raw"], odd["n"]) == ("\\xff", "nan")
    assert (error["error"], error["counts"]) == ("no", {"1": [2, None, True]})
    assert [event["seq"] for event in (candidate, odd, error)] == [2, 3, 4]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_writer_leaves_a_readable_journal(tmp_path: Path) -> None:
    """After a kill that nothing can catch, every event that was written can be read."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    folder = Path(writer.stdout.readline().strip())
    writer.stdout.readline()
    while_written = read_journal(folder)
    writer.send_signal(signal.SIGKILL)
    writer.communicate()

    events = read_journal(folder)
    assert len(events) >= len(while_written) >= 20
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert all(event["text"] == "x" * 5000 for event in events[1:])


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_torn_last_line_is_dropped(tmp_path: Path, cut: int) -> None:
    """Wherever the last line breaks off, the lines before it are read."""
    journal = Journal.start(tmp_path)
    journal.write("plan", steps=["one"])
    journal.write("plan", steps=["two"])
    file = journal.folder / "journal.jsonl"
    file.write_bytes(file.read_bytes()[:-cut])

    assert [event["seq"] for event in read_journal(file)] == [1, 2]


def test_what_is_no_event_is_dropped_and_unknown_events_are_kept(tmp_path: Path) -> None:
    """Damage in one line costs that line only."""
    file = tmp_path / "journal.jsonl"
    file.write_bytes(b'{"event": "from the future", "x": 1}\nnull\n\xff\xfe{\n{"event": "end"}\n')

    assert [event["event"] for event in read_journal(file)] == ["from the future", "end"]


def test_odd_characters_are_kept(tmp_path: Path) -> None:
    """Half a surrogate pair, NUL, newlines and escapes neither fail nor break a line in two."""
    text = "\udc80 \x00 \n \r \u2028 \x1b[2J é 🐈"
    journal = Journal.start(tmp_path)
    journal.write("reply", text=text)
    path = journal.save("reply.txt", text)

    assert read_journal(journal.folder)[1]["text"] == text
    assert "🐈" in path.read_text(encoding="utf-8")


def test_threads_may_write_at_once(tmp_path: Path) -> None:
    """Every event of every thread is there, whole and numbered once."""
    journal = Journal.start(tmp_path)

    def write() -> None:
        for _ in range(25):
            journal.write("n", text="y" * 999)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [event["seq"] for event in read_journal(journal.folder)] == list(range(1, 102))


def test_an_artefact_is_saved_whole_and_its_hash_written_down(tmp_path: Path) -> None:
    """Folders are made as needed, a second version replaces the first, and no other file stays."""
    journal = Journal.start(tmp_path)
    journal.save("attempt-1/script.py", "x = 1\n")
    path = journal.save("attempt-1/script.py", "x = 2\n")

    assert path.read_text(encoding="utf-8") == "x = 2\n"
    assert [file.name for file in path.parent.iterdir()] == ["script.py"]
    saved = [event["sha256"] for event in read_journal(journal.folder)[1:]]
    assert len(saved) == len(set(saved)) == 2


def test_what_is_going_to_be_run_is_kept_as_it_is(tmp_path: Path) -> None:
    """A script that holds a key works only with that key."""
    source = "login('http://me:hunter22@host')\n"
    path = Journal.start(tmp_path, secrets=["hunter22"]).save("s.py", source, as_it_is=True)

    assert path.read_text(encoding="utf-8") == source


@pytest.mark.parametrize("name", ["", "/etc/x", "../x", "a/../../x"])
def test_an_artefact_stays_in_the_run_folder(tmp_path: Path, name: str) -> None:
    """A name that leads out of the folder is a mistake of the caller."""
    with pytest.raises(ValueError, match="not a name within"):
        Journal.start(tmp_path).save(name, "")


def test_nothing_is_written_after_close(tmp_path: Path) -> None:
    """Closing twice, or writing after it, does no harm."""
    journal = Journal.start(tmp_path)
    journal.close()
    journal.close()
    journal.write("late")

    assert len(read_journal(journal.folder)) == 1


def test_the_record_stays_out_of_git(tmp_path: Path) -> None:
    """`.code_it` ignores itself; what a user wrote in its place is left alone."""
    Journal.start(tmp_path / ".code_it" / "runs")
    ignore = tmp_path / ".code_it" / ".gitignore"
    assert ignore.read_text() == "*\n"

    ignore.write_text("runs/\n")
    Journal.start(tmp_path / ".code_it" / "runs")
    assert ignore.read_text() == "runs/\n"


def test_a_folder_that_cannot_be_made_is_one_clear_sentence(tmp_path: Path) -> None:
    """The error names the folder and the reason."""
    (tmp_path / ".code_it").write_text("a file in the way")
    with pytest.raises(ConfigError, match=r"\.code_it.runs cannot be written: Not a directory"):
        Journal.start(tmp_path / ".code_it" / "runs")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_one_clear_sentence(tmp_path: Path) -> None:
    """When an event cannot be written, the caller learns why."""
    journal = Journal.start(tmp_path)
    full = os.open("/dev/full", os.O_WRONLY)
    os.dup2(full, journal._descriptor)
    os.close(full)
    with pytest.raises(ConfigError, match="cannot be written: No space left"):
        journal.write("reply", text="x")
    journal.close()


SECRET_TEXTS = [
    pytest.param("sk-" + "proj-Ab1" * 4, id="openai"),
    pytest.param("gh" + "p_" + "A1b2" * 9, id="github"),
    pytest.param("github" + "_pat_" + "A1b2_" * 9, id="github-fine"),
    pytest.param("AKIA" + "ABCDEFGH12345678", id="aws"),
    pytest.param("hf" + "_" + "aBcD" * 8, id="hugging-face"),
    pytest.param("eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxIn0.c2lnbmF0dXJl", id="jwt"),
    pytest.param("hunter22secret", id="value"),
    pytest.param(
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIB\nAAKCAQ==\n-----END RSA PRIVATE KEY-----",
        id="pem",
    ),
    pytest.param(
        r"-----BEGIN PRIVATE KEY-----\nMIIEpAIB\nAAKCAQ==\n-----END PRIVATE KEY-----",
        id="pem-escaped",
    ),
    pytest.param("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk", id="pem-cut"),
]


@pytest.mark.parametrize("secret", SECRET_TEXTS)
def test_secrets_are_kept_out_of_the_record(tmp_path: Path, secret: str) -> None:
    """A secret is in no file of the run folder, however deep in a record it was."""
    journal = Journal.start(tmp_path, secrets=["hunter22secret"])
    journal.write("reply", text=f"key = '{secret}'", nested=[{"a": (secret,)}, {secret: 1}])
    path = journal.save("script.py", f"key = '{secret}'")

    event = read_journal(journal.folder)[1]
    assert event["text"] == path.read_text(encoding="utf-8") == f"key = '{REDACTED}'"
    assert secret not in (journal.folder / "journal.jsonl").read_text()
    assert json.dumps(secret)[1:-1] not in (journal.folder / "journal.jsonl").read_text()


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        pytest.param("http://u:p@h/x", f"http://{REDACTED}@h/x", id="login"),
        pytest.param("db://u:p@ss:w@h", f"db://{REDACTED}@h", id="at-in-password"),
        pytest.param("http://:tok@h", f"http://{REDACTED}@h", id="no-user"),
        pytest.param("http://u@h:80/a:b@c", "http://u@h:80/a:b@c", id="no-password"),
        pytest.param('f"http://{u}:{p}@{h}"', 'f"http://{u}:{p}@{h}"', id="code"),
        pytest.param("a task-with-a-rather-long-name", "a task-with-a-rather-long-name", id="task"),
        pytest.param("x = 'BEGIN PRIVATE KEY'", "x = 'BEGIN PRIVATE KEY'", id="words"),
        pytest.param("abcdef and abc", f"{REDACTED} and {REDACTED}", id="overlapping"),
    ],
)
def test_redact(text: str, redacted: str) -> None:
    """Logins in addresses go; what merely resembles a secret stays."""
    assert redact(text, ["abc", "abcdef", ""]) == redacted


def test_redacting_takes_time_in_proportion_to_the_text() -> None:
    """Text made to be slow to search is searched all the same, within the test's time limit."""
    for piece in ("://a:", "-----BEGIN PRIVATE KEY-----", "eyJ", "sk-", "-", "://", "eyJaaaaaaaa."):
        redact(piece * 20_000, [])


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("OPENAI_API_KEY", "0123456789", True),
        ("github_token", "0123456789", True),
        ("PGPASSWORD", "0123456789", True),
        ("MYSQL_PWD", "0123456789", True),
        ("AWS_SECRET_ACCESS_KEY", "0123456789", True),
        ("SENTRY_DSN", "https://0123456789@sentry", True),
        ("API_KEY", "short", False),
        ("PWD", "/home/someone", False),
        ("OLDPWD", "/home/someone", False),
        ("PATH", "/usr/bin:/bin", False),
        ("KEYBOARD_LAYOUT", "us-international", False),
        ("TOKENIZERS_PARALLELISM", "disabled-here", False),
    ],
)
def test_secret_values(name: str, value: str, found: bool) -> None:
    """The name of a variable says whether its value is a secret; short ones are none."""
    assert secret_values({name: value}) == ((value,) if found else ())


def test_the_password_in_an_address_is_a_secret() -> None:
    """It may turn up alone, whatever the variable is called."""
    assert secret_values({"PIP_INDEX_URL": "https://me:correcthorse@host/x"}) == ("correcthorse",)
