"""The whole flow with a scripted model: real scripts, real processes, real folders."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from code_it.code_editor.python_editor import PythonCodeEditor
from code_it.errors import ConfigError, LLMUnavailable
from code_it.flow import TaskResult
from code_it.models import Completion, build_llama_base_llm
from code_it.models.scripted import ScriptedLLM, ScriptedReply
from code_it.runs.journal import read_journal
from code_it.task_executor import TaskExecutionConfig, TaskExecutor
from tests.models.servers import StandInServer, as_json

WRITE_OUT = "open('out.txt', 'w').write('done')"
TASK = "Write the word done to out.txt."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty current folder."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    yield work


def fenced(source: str) -> str:
    return f"```python\n{source}\n```"


def execute(task: str, *replies: ScriptedReply, **settings: Any) -> tuple[TaskResult, ScriptedLLM]:
    """Carry out `task` in the current folder with a model that gives `replies`."""
    llm = ScriptedLLM(*replies)
    settings = {"log_to_stdout": False, "time_limit_seconds": 20.0, **settings}
    executor = TaskExecutor(PythonCodeEditor(), lambda: llm, TaskExecutionConfig(**settings))
    return executor.execute(task), llm


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file of the user's, without the run record."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".code_it" not in path.parts
    }


def test_first_answer_that_holds_is_delivered(folder: Path) -> None:
    """A right first answer costs one call; its file and the script are in the folder."""
    result, llm = execute(TASK, fenced(WRITE_OUT))
    assert result.verdict.outcome == "verified"
    assert str(result).startswith("Task Success: Program Succeeded")
    assert "Succeeded" in result
    assert len(llm.calls) == result.usage.llm_calls == 1
    assert (folder / "out.txt").read_text() == "done"
    assert WRITE_OUT in (folder / "persistent_source.py").read_text()
    assert result.delivered == ("out.txt",)


def test_delivered_script_runs_by_itself(folder: Path) -> None:
    """`persistent_source.py` is a script that any Python runs, with its PEP 723 header."""
    execute(TASK, fenced(WRITE_OUT))
    (folder / "out.txt").unlink()
    subprocess.run([sys.executable, "persistent_source.py"], check=True)
    assert (folder / "out.txt").read_text() == "done"
    assert (folder / "persistent_source.py").read_text().startswith("# /// script\n")


def test_missing_input_ends_the_search(folder: Path) -> None:
    """No other script could read it either; the verdict says so, whatever the script hides."""
    (folder / "word.txt").write_text("a")
    hiding = "try:\n    print(open('words.txt').read())\nexcept OSError:\n    pass"
    result, llm = execute("Print the lines of words.txt.", fenced(hiding), fenced("print('a')"))
    assert result.verdict.outcome == "failed"
    assert (
        "there is no such file in the folder; the task may mean word.txt" in result.verdict.reason
    )
    assert len(llm.calls) == 1


def test_next_attempt_sees_the_error(folder: Path) -> None:
    """A failed run is shown to the coder: its own line and the error, not the traceback."""
    result, llm = execute(TASK, fenced("value = {}\nprint(value['a'])"), fenced(WRITE_OUT))
    assert result.verdict.outcome == "verified"
    assert result.attempts == 2
    assert "KeyError: 'a'" in llm.prompts[1]
    assert "print(value['a'])" in llm.prompts[1]
    assert "Traceback" not in llm.prompts[1]


def test_repair_is_told_what_the_names_stand_for(folder: Path) -> None:
    """The keys that a dict really has are shown; looking at them changes nothing in the folder."""
    script = (
        "import json\nopen('log.txt', 'a').write('x')\n"
        "data = json.loads('{\"names\": [1]}')\nprint(data['name'])"
    )
    result, llm = execute(TASK, fenced(script), fenced(WRITE_OUT))
    assert "data is a dict with the keys ['names']" in llm.prompts[1]
    assert result.verdict.outcome == "verified"
    assert (folder / "log.txt").read_text() == "x"


def test_other_lines_are_put_in_place_of_those_that_fail(folder: Path) -> None:
    """As long as that leads on; the rest of the script stays, and costs no tokens."""
    script = "rows = [1, 2]\ntotal = rows['a']\nopen('out.txt', 'w').write(total.text)"
    write = "open('out.txt', 'w').write(f'{total}x')"
    result, llm = execute(
        'Write "1x" to out.txt.',
        *map(fenced, (script, "total = rows[0]", write)),
        agreement_samples=0,
    )
    assert result.candidate is not None
    assert result.candidate.source == f"rows = [1, 2]\ntotal = rows[0]\n{write}\n"
    assert (folder / "out.txt").read_text() == "1x"
    assert "Write the line" in llm.prompts[1]
    assert len(llm.calls) == 3
    assert result.attempts == 3


def test_lines_that_lead_nowhere_are_dropped(folder: Path) -> None:
    """Then the script is written afresh; the tries at lines do not count as scripts."""
    useless = fenced("x = 0 / 0")
    result, llm = execute(
        TASK,
        *(fenced("x = 1 / 0"), useless, useless, fenced(WRITE_OUT)),
        max_coding_attempts=2,
    )
    assert result.ok
    assert result.candidate is not None
    assert result.candidate.source.strip() == WRITE_OUT
    assert len(llm.calls) == 4


def test_what_ran_only_with_other_lines_is_not_verified_without_a_second_opinion(
    folder: Path,
) -> None:
    """That a picture is there says little when lines were put in until it was."""
    draw = "import base64\n{}\nopen('dot.png', 'wb').write(base64.b64decode(data))"
    data = (
        "data = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
        "AABJRU5ErkJggg=='"
    )
    task = "Draw a dot of 1x1 pixels and save it as dot.png."
    result, _ = execute(task, fenced(draw.format("data = 1 / 0")), fenced(data))
    assert result.verdict.outcome == "ran"
    (folder / "dot.png").unlink()
    result, _ = execute(task, fenced(draw.format(data)))
    assert result.verdict.outcome == "verified"


def test_word_succeeded_proves_nothing(folder: Path) -> None:
    """A program that prints "Succeeded" and exits with 1 has failed, and changes nothing."""
    source = "print('Program Succeeded'); open('out.txt', 'w').write('x'); raise SystemExit(1)"
    result, _ = execute(TASK, fenced(source), max_coding_attempts=1)
    assert result.verdict.outcome == "failed"
    assert str(result).startswith("Task Failed:")
    assert snapshot(folder) == {}


def test_exit_status_zero_without_the_file_is_failed(folder: Path) -> None:
    """What the task asks for has to be there; the model is told which file is missing."""
    result, llm = execute(TASK, fenced("print('done')"), fenced(WRITE_OUT))
    assert "out.txt is made" in llm.prompts[1]
    assert result.verdict.outcome == "verified"


def test_output_of_an_earlier_run_does_not_count(folder: Path) -> None:
    """A file that is left from before is no evidence that this script makes it."""
    (folder / "out.txt").write_text("old")
    result, _ = execute(TASK, fenced("print('done')"), max_coding_attempts=1, max_patches=0)
    assert result.verdict.outcome == "failed"
    assert (folder / "out.txt").read_text() == "old"


def test_replaced_output_is_kept_in_the_run_folder(folder: Path) -> None:
    """The former content of a replaced file and script can be had back."""
    (folder / "out.txt").write_text("old")
    (folder / "persistent_source.py").write_text("# mine")
    result, _ = execute(TASK, fenced(WRITE_OUT))
    before = Path(result.run_folder) / "before"
    assert (folder / "out.txt").read_text() == "done"
    assert (before / "out.txt").read_text() == "old"
    assert (before / "persistent_source.py").read_text() == "# mine"


def test_deleting_the_inputs_does_no_harm(folder: Path) -> None:
    """A script that deletes or overwrites the user's files is refused, and they are untouched."""
    (folder / "data.txt").write_text("precious")
    hostile = (
        "import os\n"
        "for name in os.listdir('.'):\n    os.remove(name)\n"
        "open('out.txt', 'w').write('x')"
    )
    result, _ = execute("Read data.txt and write out.txt.", fenced(hostile), max_coding_attempts=1)
    assert result.verdict.outcome == "failed"
    assert "data.txt" in result.verdict.reason
    assert snapshot(folder) == {"data.txt": b"precious"}


_RENAMING = """\
import os
for name in os.listdir("photos"):
    os.rename(f"photos/{name}", f"photos/{name.lower()}")
os.remove("photos/b.jpg")
"""


@pytest.mark.parametrize("may_delete", [False, True])
def test_files_are_renamed_where_the_task_asks_for_it(folder: Path, may_delete: bool) -> None:
    """What is moved lies elsewhere afterwards; what is deleted goes only where that is allowed."""
    (folder / "photos").mkdir()
    for name in ("A.jpg", "B.jpg"):
        (folder / "photos" / name).write_text(name)
    task = "Rename all files in photos to lower case."
    result, _ = execute(task, fenced(_RENAMING), allow_deletions=may_delete)
    assert result.verdict.outcome == "ran"
    assert set(snapshot(folder)) - {"persistent_source.py"} == (
        {"photos/a.jpg"} if may_delete else {"photos/a.jpg", "photos/B.jpg"}
    )
    assert result.gone == (("photos/A.jpg", "photos/B.jpg") if may_delete else ("photos/A.jpg",))
    kept = Path(result.run_folder, "before", "photos", "B.jpg")
    assert kept.exists() is may_delete


def test_files_that_were_to_be_renamed_and_were_not_are_told(folder: Path) -> None:
    """With the loop that went through nothing."""
    (folder / "photos").mkdir()
    (folder / "photos" / "A.PNG").write_text("a")
    script = (
        "import glob, os\nfor name in glob.glob('photos/*.{}'):\n    os.rename(name, name.lower())"
    )
    task = "Rename all files in photos to lower case."
    replies = [fenced(script.format(ending)) for ending in ("jpg", "PNG")]
    result, llm = execute(task, *replies, max_patches=0)
    assert (folder / "photos" / "a.png").is_file()
    assert "no file was changed, renamed or made" in llm.prompts[1]
    assert result.gone == ("photos/A.PNG",)


def test_nothing_to_check_gives_ran(folder: Path) -> None:
    """A task without anything to check is not claimed to be verified."""
    result, _ = execute("Print a greeting.", fenced("print('hello')"))
    assert result.verdict.outcome == "ran"
    assert result.ok
    assert result.run is not None
    assert result.run.stdout == "hello\n"


def test_printing_nothing_is_failed_when_output_is_asked_for(folder: Path) -> None:
    """A task that asks for output is not done in silence."""
    result, _ = execute("Print a greeting.", fenced("x = 1"), max_coding_attempts=1, max_patches=0)
    assert result.verdict.outcome == "failed"


def test_runaway_is_stopped(folder: Path) -> None:
    """A script that does not end is ended at the time limit, and the model is told so."""
    result, llm = execute(
        TASK, fenced("while True: pass"), fenced(WRITE_OUT), time_limit_seconds=1.0
    )
    assert result.verdict.outcome == "verified"
    assert "stopped" in llm.prompts[1]


def test_input_is_closed(folder: Path) -> None:
    """`input()` ends at once, and the model is told that nobody types."""
    _, llm = execute(TASK, fenced("input('name? ')"), fenced(WRITE_OUT))
    assert "EOFError" in llm.prompts[1]
    assert "input()" in llm.prompts[1]


def test_the_first_script_is_asked_for_in_the_plainest_way(folder: Path) -> None:
    """The next ones are told how a script shall be, and the last one drawn at a time has a plan."""
    bad = fenced("raise SystemExit(3)")
    result, llm = execute(
        TASK,
        bad,
        bad,
        *(fenced("raise SystemExit(4)"), fenced("raise SystemExit(4)")),
        "1. Open the file.\n2. Write the word.",
        fenced(WRITE_OUT),
        coding_samples=3,
    )
    assert result.verdict.outcome == "verified"
    first, fresh, planned = llm.calls[0], llm.calls[2], llm.calls[-1]
    (told,) = first.messages
    assert told.role == "user" and TASK in told.content
    assert planned.messages[0] == fresh.messages[0]
    assert fresh.messages[0].role == "system"
    assert "Open the file." in planned.messages[-1].content
    assert first.temperature == fresh.temperature < planned.temperature
    assert result.plan is not None


class ManyLLM(ScriptedLLM):
    """Writes as many answers at once as are wanted."""

    def __init__(self, *replies: ScriptedReply) -> None:
        super().__init__(*replies)
        self.wanted: list[int] = []

    def complete_several(self, messages: Any, count: int, **options: Any) -> tuple[Completion, ...]:
        self.wanted.append(count)
        return tuple(self.complete(messages, **options) for _ in range(count))


@pytest.mark.parametrize(("step", "wanted"), [(0.0, [3]), (0.1, [])])
def test_samples_in_the_same_words_and_warmth_are_drawn_together(
    folder: Path, step: float, wanted: list[int]
) -> None:
    """By a model that can; each is tried as if it had been drawn alone."""
    llm = ManyLLM(*(fenced(f"raise SystemExit({number})") for number in range(3, 8)))
    config = TaskExecutionConfig(
        sampling_temperature_multiplier=step, coding_samples=5, max_coding_attempts=5,
        repair_failures=False, plan_retries=False, log_to_stdout=False,
    )  # fmt: skip
    result = TaskExecutor(PythonCodeEditor(), lambda: llm, config).execute(TASK)
    events = read_journal(Path(result.run_folder) / "journal.jsonl")
    candidates: list[Any] = [e["candidate"] for e in events if e["event"] == "candidate"]
    assert [each["source"].strip() for each in candidates] == [
        f"raise SystemExit({number})" for number in range(3, 8)
    ]
    assert llm.wanted == wanted
    assert result.usage.llm_calls == (3 if wanted else 5)


def test_the_package_of_a_module_is_asked_for_once_where_the_model_can(folder: Path) -> None:
    """All the times that it may be asked for, in one question."""
    llm = ManyLLM(
        fenced("import zz_no_such_pkg_here\nzz_no_such_pkg_here.go()"),
        *("zz-none", "zz-other", "zz-third"),
        fenced(WRITE_OUT),
    )
    config = TaskExecutionConfig(log_to_stdout=False, agreement_samples=0)
    assert TaskExecutor(PythonCodeEditor(), lambda: llm, config).execute(TASK).ok
    assert llm.wanted == [3]


def test_samples_with_errors_are_tried_last(folder: Path) -> None:
    """One without an error runs before the next is drawn; the others follow, the tidiest first."""
    bad, good_looking = fenced("raise SystemExit(3)"), fenced("raise SystemExit(4)")
    one_error = fenced("print(1)\n" * 20 + "print(unknown)")
    two_errors = fenced("print(unknown)\nprint(other)")
    result, _ = execute(
        TASK,
        *(bad, bad),
        *(two_errors, one_error, good_looking, good_looking),
        *("1. Write the word.", bad),
        one_error,
        coding_samples=5,
        max_coding_attempts=4,
        max_patches=0,
    )
    events = read_journal(Path(result.run_folder) / "journal.jsonl")
    candidates: list[Any] = [e["candidate"] for e in events if e["event"] == "candidate"]
    tried = [candidate["sample"] for candidate in candidates]
    assert tried == [0, 3, 2, 1]


SUM = "Read numbers.txt, which has one number per line, and write their sum to sum.txt."
RIGHT = "open('sum.txt', 'w').write(str(sum(map(int, open('numbers.txt')))))"
AS_RIGHT = "total = 0\nfor line in open('numbers.txt'):\n    total += int(line)\n" + (
    "open('sum.txt', 'w').write(f'{total}\\n')"
)
AS_RIGHT_PUT_RIGHT = "total = sum(map(int, open('numbers.txt')))\n" + (
    "open('sum.txt', 'w').write(''.join([total]))"
)
WRONG = "open('sum.txt', 'w').write(str(len(list(open('numbers.txt')))))"
WRONG_NAME = "open('sum.txt', 'w').write(unknown)"
AS_WRONG = "open('sum.txt', 'w').write(str(max(map(int, open('numbers.txt')))))"


@pytest.mark.parametrize(
    ("replies", "agrees", "total"),
    [
        pytest.param([RIGHT, AS_RIGHT], True, "12", id="the-second-agrees"),
        pytest.param([RIGHT, AS_RIGHT_PUT_RIGHT], True, "12", id="put-right-without-the-model"),
        pytest.param([RIGHT, RIGHT], True, "12", id="the-same-script-again"),
        pytest.param([WRONG, RIGHT, AS_RIGHT], True, "12", id="two-against-one"),
        pytest.param([RIGHT, WRONG, AS_RIGHT], True, "12", id="one-against-two"),
        pytest.param([RIGHT, "1 / 0", AS_RIGHT], True, "12", id="a-crash-is-no-opinion"),
        pytest.param([WRONG, RIGHT, AS_WRONG], False, "3", id="nobody-agrees"),
        pytest.param([RIGHT, "1 / 0", "2 / 0"], False, "12", id="nobody-else-runs"),
    ],
)
def test_scripts_written_afresh_decide(
    folder: Path, replies: list[str], agrees: bool, total: str
) -> None:
    """What two scripts do is taken, and nothing is verified by that alone."""
    (folder / "numbers.txt").write_text("3\n4\n5\n")
    result, llm = execute(SUM, *map(fenced, replies), agreement_samples=2)
    assert (result.verdict.outcome, (folder / "sum.txt").read_text().strip()) == ("ran", total)
    assert len(llm.calls) == len(replies)
    assert result.ok
    agreements = [check.held for check in result.verdict.checks if check.name == "agreement"]
    assert agreements == [agrees]
    assert result.candidate is not None
    assert Path(result.source_file).read_text().endswith(result.candidate.source)


MEDIAN = "Write the median of the numbers in numbers.txt, which has one per line, to median.txt."
MIDDLE = """\
import statistics
numbers = [float(line) for line in open('numbers.txt')]
open('median.txt', 'w').write(str(statistics.median(numbers)))
"""


@pytest.mark.parametrize(
    ("replies", "agrees"),
    [
        pytest.param([MIDDLE, MIDDLE], True, id="written-without-it"),
        pytest.param([MIDDLE, "1 / 0", MIDDLE + "1\n", MIDDLE + "2\n"], True, id="one-more"),
        pytest.param([MIDDLE, "1 / 0", MIDDLE + "1\n", "2 / 0"], False, id="only-after-it"),
    ],
)
def test_two_scripts_after_the_same_recipe_are_not_enough(
    folder: Path, replies: list[str], agrees: bool
) -> None:
    """Both may have its mistake, so one must do the same that was not shown it.

    What runs first was told the task once more, after recipes, which are shown to the second one
    after it, too.
    """
    (folder / "numbers.txt").write_text("3\n4\n5\n9\n")
    replies = [*(f"{number} / 0" for number in (5, 6, 7, 8)), *replies]
    result, llm = execute(
        MEDIAN, *map(fenced, replies), agreement_samples=2, max_coding_attempts=9, max_patches=0,
        repair_failures=False, plan_retries=False,
    )  # fmt: skip
    assert (folder / "median.txt").read_text() == "4.5"
    assert (result.verdict.outcome, len(llm.calls)) == ("ran", len(replies)), result.verdict.reason
    assert ("shown the same recipe" in result.verdict.reason) is not agrees


@pytest.mark.parametrize(
    ("again", "follows", "written"),
    [
        pytest.param("sorted(open('names.txt'))", True, "ada\nbob\n", id="told-once"),
        pytest.param("open('names.txt').readlines()", False, "bob\nada\n", id="told-in-vain"),
    ],
)
def test_an_instruction_that_is_left_out_is_told_once(
    folder: Path, again: str, follows: bool, written: str
) -> None:
    """Then one is written afresh. What still does not do it is kept, and the verdict says so."""
    (folder / "names.txt").write_text("bob\nada\n")
    task = "Write the names of names.txt to out.txt. They must be sorted alphabetically."
    without = fenced("open('out.txt', 'w').write(open('names.txt').read())")
    replies = [without, fenced(f"open('out.txt', 'w').write(''.join({again}))")]
    replies += replies[1:]
    result, llm = execute(task, *replies, agreement_samples=1, max_patches=0)
    assert (result.verdict.outcome, (folder / "out.txt").read_text()) == ("ran", written)
    assert ("seems left out" in result.verdict.reason) is not follows
    assert "They must be sorted alphabetically." in llm.prompts[1].partition("must not make")[2]
    assert len(llm.calls) == len(replies)


def test_faults_are_told_as_long_as_there_are_fewer_each_time(folder: Path) -> None:
    """A model often mends one and forgets the other."""
    (folder / "names.txt").write_text("bob\nada\n")
    task = "Write the names of names.txt to out.txt, in upper case. They must be sorted."
    texts = ["open('names.txt').read()", "''.join(sorted(open('names.txt')))"]
    texts.append(texts[1] + ".upper()")
    replies = [fenced(f"open('out.txt', 'w').write({text})") for text in texts]
    result, llm = execute(task, *replies, replies[-1], agreement_samples=1, max_patches=0)
    assert (folder / "out.txt").read_text() == "ADA\nBOB\n"
    assert [prompt.count("nothing in the script does what") for prompt in llm.prompts] == [
        0,
        2,
        1,
        0,
    ]
    assert result.ok


def test_a_value_of_an_earlier_loop_is_made_again_without_the_model(folder: Path) -> None:
    """What is made of each item in one loop is not there for each in the next."""
    (folder / "words.txt").write_text("a\nbbb\ncc\n")
    script = """\
rows = []
for word in open('words.txt'):
    size = len(word.strip())
    rows.append((word, size * size))
with open('out.csv', 'w') as file:
    file.write('size,square\\n')
    for word, square in rows:
        file.write(f'{size},{square}\\n')
"""
    task = "Write the length of each word in words.txt, and its square, to out.csv as size,square."
    execute(task, fenced(script), agreement_samples=0)
    assert (folder / "out.csv").read_text().startswith("size,square\n2,1\n")
    _, llm = execute(task, fenced(script), fenced(script), agreement_samples=1)
    assert (folder / "out.csv").read_text() == "size,square\n1,1\n3,9\n2,4\n"
    assert "always that of the last item" not in "".join(llm.prompts)


def test_what_hangs_on_the_order_of_a_set_is_told(folder: Path) -> None:
    """Among this many, no three runs in a row pick the same one by chance."""
    task = "Write the word of words.txt that stands there most often to out.txt."
    (folder / "words.txt").write_text("\n".join(f"word{n}" for n in range(999)) + "\nword7\n")
    words = "from collections import Counter\nwords = open('words.txt').read().split()\n"
    wrong = words + "word = max(set(words), key=lambda word: words.count(word + '!'))\n"
    right = words + "word = Counter(words).most_common()[0][0]\n"
    wrong, right = (
        fenced(script + "open('out.txt', 'w').write(word)") for script in (wrong, right)
    )
    result, llm = execute(task, wrong, right, right, agreement_samples=1, max_patches=0)
    assert (result.verdict.outcome, (folder / "out.txt").read_text()) == ("ran", "word7")
    assert "another run gives something else" not in result.verdict.reason
    assert "another run gives something else" in llm.prompts[1]
    result, llm = execute(task, wrong, wrong, agreement_samples=1, max_patches=0)
    assert result.verdict.outcome == "ran"
    assert "another run gives something else" in result.verdict.reason


def test_lines_that_follow_an_instruction_are_put_in(folder: Path) -> None:
    """Where the file is written; the rest of the script stays."""
    (folder / "names.txt").write_text("bob\nada\n")
    task = "Write the names of names.txt to out.txt. They must be sorted alphabetically."
    script = "names = list(open('names.txt'))\nopen('out.txt', 'w').write(''.join(names))\n"
    told = [fenced("names = sorted(names)"), fenced("names.sort()"), fenced("names.sort()")]
    result, llm = execute(task, fenced(script), *told, agreement_samples=1)
    assert (folder / "out.txt").read_text() == "ada\nbob\n"
    assert "They must be sorted alphabetically." in llm.prompts[1].partition("not right yet")[2]
    assert result.ok


def test_lines_that_raise_the_same_error_do_not_lead_on(folder: Path) -> None:
    """Written otherwise, they are as wrong as they were: the next script is a fresh one."""
    bad = fenced("open('out.txt', 'w').write(len(3))")
    patch = fenced("open('out.txt', 'w').write(str(len(3)))")
    settings = {"patch_samples": 1, "coding_samples": 2, "plan_retries": False}
    result, llm = execute(TASK, bad, patch, fenced(WRITE_OUT), **settings)
    assert result.ok
    assert ["The next line is wrong" in prompt for prompt in llm.prompts] == [False, True, False]


def test_scripts_are_asked_for_in_other_ways_before_they_are_asked_for_warmer(folder: Path) -> None:
    """In the fewest words, with recipes, with the task told once more, and with nothing else."""
    (folder / "in.yaml").write_text("a: 1\n")
    bad = [fenced(f"raise SystemExit({n})") for n in range(3, 9)]
    result, llm = execute(
        "Load in.yaml and write it to out.json.", *bad, max_coding_attempts=6, max_patches=0,
        repair_failures=False, plan_retries=False,
    )  # fmt: skip
    assert not result.ok
    shown = ["pip name: PyYAML" in prompt for prompt in llm.prompts]
    assert shown == [False, True, False, False, True, False]
    plain = ["complete Python 3 script" not in prompt for prompt in llm.prompts]
    assert plain == [True, False, True, False, False, False]
    known = ["What is known about the inputs" in prompt for prompt in llm.prompts]
    assert known == [True, True, False, True, True, True]
    told = [prompt.count("Load in.yaml and write") for prompt in llm.prompts]
    assert told == [1, 1, 1, 2, 2, 1]
    assert [call.temperature for call in llm.calls] == [0.0] * 6


def test_a_first_script_that_is_not_mended_is_not_counted(folder: Path) -> None:
    """The next one is tried before others are drawn, and mended; with a lower limit it counts."""
    (folder / "in.txt").write_text("a\n")
    bad = [fenced(f"raise SystemExit({n})") for n in range(3, 12)]
    task = "Print the lines of in.txt."
    result, llm = execute(task, *bad, max_patches=0, plan_retries=False)
    assert result.attempts == 6
    assert ["this mistake again" in prompt for prompt in llm.prompts][:3] == [False, False, True]
    result, _ = execute(task, *bad, max_coding_attempts=4, max_patches=0, plan_retries=False)
    assert result.attempts == 4


def test_the_task_is_told_again_behind_what_is_known_of_its_inputs(folder: Path) -> None:
    """Without recipes that is the second way; a task without inputs is told once."""
    (folder / "in.txt").write_text("a\n")
    bad, good = fenced("raise SystemExit(3)"), fenced("print('a')")
    known, llm = execute("Print the lines of in.txt.", bad, good, repair_failures=False)
    assert known.ok
    prompt = llm.prompts[1]
    assert prompt.count("Print the lines of in.txt.") == 2
    assert prompt.index("The task once more") > prompt.index("What is known about the inputs")
    _, llm = execute("Print 'a'.", bad, good, repair_failures=False)
    assert [prompt.count("Print 'a'.") for prompt in llm.prompts] == [1, 1]


def test_a_function_is_asked_for_in_one_way_and_warmer(folder: Path) -> None:
    """Its examples are in the docstring, and need not be told again."""
    bad = [fenced(f"def f(x):\n    return {n}") for n in range(3)]
    result, llm = execute(
        "Write a function f(x). f(1) == 7", *bad, max_coding_attempts=3, max_patches=0,
        repair_failures=False, plan_retries=False,
    )  # fmt: skip
    assert not result.ok
    assert [call.temperature for call in llm.calls] == [0.0, 0.5, 0.6]
    assert not any("The task once more" in prompt for prompt in llm.prompts)


def test_a_check_that_leaves_one_outcome_needs_no_second_opinion(folder: Path) -> None:
    """One that looks at the order of rows leaves their values open."""
    (folder / "in.txt").write_text("a\nb\n")
    (folder / "in.csv").write_text("n\n2\n1\n")
    reverse = "open('out.txt', 'w').write('\\n'.join(open('in.txt').read().split()[::-1]))"
    task = "Write the lines of in.txt in reverse order to out.txt."
    result, llm = execute(task, fenced(reverse), agreement_samples=2)
    assert (result.verdict.outcome, len(llm.calls)) == ("verified", 1)
    sort = "lines = sorted(open('in.csv').read().split()[1:])\nopen('out.csv', 'w').write({})"
    task = "Write the rows of in.csv to out.csv, sorted by n, lowest first."
    right = sort.format("'\\n'.join(['n', *lines])")
    other = sort.format("'n\\n' + '\\n'.join(lines)")
    result, llm = execute(task, fenced(right), fenced(other), agreement_samples=2)
    assert (result.verdict.outcome, len(llm.calls)) == ("verified", 2)


@pytest.mark.parametrize(
    ("more", "outcome"), [("", "ran"), ("Write at least 2 jokes, one joke per line.", "verified")]
)
def test_a_text_of_the_models_own_needs_something_to_check(
    folder: Path, more: str, outcome: str
) -> None:
    """Whether they are jokes, nothing here can tell; how many there are can be counted."""
    script = "open('out.txt', 'w').write('Roses are red.\\nViolets are blue.\\n')"
    task = f"Generate jokes and save them in a file called out.txt. {more}"
    result, llm = execute(task, fenced(script), agreement_samples=1)
    assert (result.verdict.outcome, len(llm.calls)) == (outcome, 1)


def test_nothing_to_check_needs_no_second_opinion(folder: Path) -> None:
    """The verdict says that nothing was checked, whatever another script does."""
    result, llm = execute("Print a greeting.", fenced("print('hi')"), agreement_samples=2)
    assert (result.verdict.outcome, len(llm.calls)) == ("ran", 1)


def test_what_followed_a_recipe_is_compared_even_where_nothing_can_be_checked(folder: Path) -> None:
    """Two that print the same are right against one that may have followed the recipe."""
    bad = fenced("raise SystemExit(3)")
    (folder / "a.ini").write_text("[north]\nopen = yes\n[south]\nopen = no\n")
    task = "Read a.ini with configparser and print the sections that are open."
    read = "text = open('a.ini').read()\n"
    prints = ("print(*['north', 'south'])", "print('nor' + 'th')", "print('nort' + 'h')")
    comment = re.search(r"#.*", (files("code_it.recipes") / "ini_files.txt").read_text())
    assert comment
    followed, *others = [fenced(f"{read}{line}") for line in prints]
    followed = followed.replace(read, f"{read.strip()}  {comment.group()}\n")
    result, llm = execute(task, bad, followed, *others, agreement_samples=2, repair_failures=False)
    assert result.candidate is not None
    assert result.candidate.source.strip().endswith("print('nor' + 'th')")
    assert (result.verdict.outcome, len(llm.calls)) == ("ran", 4)
    result, llm = execute(task, *others, agreement_samples=2)
    assert (result.verdict.outcome, len(llm.calls)) == ("ran", 1)


def test_a_frame_gets_its_columns_without_the_model(folder: Path) -> None:
    """The index is written when the task asks for it; that costs no call."""
    (folder / "in.csv").write_text("kind,n\na,1\nb,2\na,3\n")
    task = "Read in.csv and write out.csv with the columns kind, total: the sum of n by kind."
    script = (
        "import pandas as pd\nframe = pd.read_csv('in.csv').groupby('kind')[['n']].sum()\n"
        "frame.to_csv('out.csv', index=False)\n"
    )
    result, llm = execute(task, fenced(script), agreement_samples=0)
    assert (folder / "out.csv").read_text() == "kind,total\na,4\nb,2\n"
    assert result.ok
    assert len(llm.calls) == 1
    result, _ = execute(
        task, fenced(script), agreement_samples=0, max_patches=0, max_coding_attempts=1
    )
    assert (result.ok, result.attempts) == (False, 1)


def test_no_sampling_asks_for_no_second_opinion(folder: Path) -> None:
    """It is one line of repairs: a script that looks right ends it."""
    (folder / "numbers.txt").write_text("3\n4\n5\n")
    result, llm = execute(SUM, fenced(RIGHT), code_sampling_strategy="NO_SAMPLING")
    assert result.verdict.outcome == "ran"
    assert len(llm.calls) == 1


def test_chance_is_not_doubted(folder: Path) -> None:
    """Where one script does something else each time, what others do says nothing."""
    task = "Write a random number to out.txt."
    scripts = [
        f"import random\nopen('out.txt', 'w').write(str(random.random() + {n}))" for n in range(3)
    ]
    result, _ = execute(task, *map(fenced, scripts), agreement_samples=2)
    assert result.verdict.outcome == "ran"
    assert not [check for check in result.verdict.checks if check.name == "agreement"]
    assert (folder / "out.txt").read_text().startswith("0.")


def test_model_that_is_gone_takes_nothing_along(folder: Path) -> None:
    """A script that looks right is delivered, although no other one can be asked for."""
    (folder / "numbers.txt").write_text("3\n4\n5\n")
    llm = ScriptedLLM(fenced(RIGHT), LLMUnavailable("it is gone"))
    config = TaskExecutionConfig(log_to_stdout=False, agreement_samples=2)
    result = TaskExecutor(PythonCodeEditor(), lambda: llm, config).execute(SUM)
    assert result.verdict.outcome == "ran"
    assert (folder / "sum.txt").read_text() == "12"


@pytest.mark.parametrize(
    ("settings", "replies"),
    [
        pytest.param({"max_llm_calls": 2}, [WRONG_NAME, WRONG_NAME, RIGHT], id="calls"),
        pytest.param({"max_completion_tokens": 1}, [WRONG_NAME, RIGHT], id="tokens"),
        pytest.param({"max_seconds": 0.001}, [RIGHT], id="seconds"),
    ],
)
def test_search_ends_when_the_budget_is_spent(
    folder: Path, settings: dict[str, Any], replies: list[str]
) -> None:
    """The last of the replies would have been right."""
    (folder / "numbers.txt").write_text("3\n4\n5\n")
    result, llm = execute(SUM, *map(fenced, replies), **settings)
    assert (result.verdict.outcome, len(llm.calls)) == ("failed", len(replies) - 1)
    assert not (folder / "sum.txt").exists()


def test_what_was_found_within_the_budget_is_kept_and_not_verified(folder: Path) -> None:
    """Without a second opinion nothing is known about the sum."""
    (folder / "numbers.txt").write_text("3\n4\n5\n")
    result, llm = execute(SUM, fenced(RIGHT), agreement_samples=2, max_llm_calls=1)
    assert (result.verdict.outcome, len(llm.calls)) == ("ran", 1)
    assert (folder / "sum.txt").read_text() == "12"


@pytest.mark.parametrize(("network", "calls"), [("on", 1), ("off", 2)])
def test_what_sends_data_is_not_compared_with_another(
    folder: Path, network: str, calls: int
) -> None:
    """The other one would send it again; without a network nothing is sent."""
    (folder / "numbers.txt").write_text("3\n4\n5\n")
    sending = (
        "import urllib.request\n"
        "try:\n    urllib.request.urlopen('http://127.0.0.1:9/', data=b'')\n"
        "except OSError:\n    pass\n"
    )
    replies = [fenced(sending + RIGHT), fenced(sending + AS_RIGHT)]
    result, llm = execute(SUM, *replies, agreement_samples=1, network=network)
    assert len(llm.calls) == calls
    assert ("it sends data" in result.verdict.reason) == (network == "on")


def test_no_sampling_repairs_one_line(folder: Path) -> None:
    """NO_SAMPLING draws one script and repairs it until the attempts are used up."""
    replies = [fenced(f"raise SystemExit({n})") for n in range(1, 5)]
    result, llm = execute(TASK, *replies, fenced(WRITE_OUT), code_sampling_strategy="NO_SAMPLING")
    assert result.verdict.outcome == "verified"
    assert result.attempts == 5
    assert [f"exit status {n}" in llm.prompts[n] for n in range(1, 5)] == [True] * 4


def test_attempts_are_bounded(folder: Path) -> None:
    """No more scripts are tried than `max_coding_attempts` allows."""
    llm_replies = [fenced(f"raise SystemExit({n})") for n in range(1, 30)]
    result, _ = execute(TASK, *llm_replies, max_coding_attempts=3)
    assert result.verdict.outcome == "failed"
    assert result.attempts <= 3


def test_prose_only_is_failed(folder: Path) -> None:
    """Replies without code end as a result, not as an exception."""
    result, _ = execute(TASK, *["I am sorry, I cannot do that."] * 20)
    assert result.verdict.outcome == "failed"
    assert snapshot(folder) == {}


def test_syntax_error_goes_to_the_linter(folder: Path) -> None:
    """A script that does not compile is mended before any time is spent on running it."""
    result, llm = execute(TASK, fenced("print('a'\nx = = 2"), fenced(WRITE_OUT))
    assert result.verdict.outcome == "verified"
    assert "cannot be run" in llm.prompts[1]
    assert result.attempts == 1


def test_without_execution_nothing_is_run(folder: Path) -> None:
    """`execute_code=False` delivers a script that compiles, and claims no more."""
    source = "open('ran.txt', 'w').write('x')"
    result, _ = execute(TASK, fenced(source), execute_code=False)
    assert result.verdict.outcome == "written"
    assert result.ok
    assert list(snapshot(folder)) == ["persistent_source.py"]


def test_made_up_package_is_not_installed(folder: Path) -> None:
    """An import that nobody knows is refused as a fact for the next prompt."""
    result, llm = execute(
        TASK,
        fenced("import zz_no_such_pkg_here\nzz_no_such_pkg_here.go()"),
        fenced(WRITE_OUT),
        dependency_samples=0,
    )
    assert result.verdict.outcome == "verified"
    assert "zz_no_such_pkg_here" in llm.prompts[1]
    assert result.packages == ()


def test_examples_in_the_task_are_checked(folder: Path) -> None:
    """Calls that the task shows are made, and a wrong answer is shown to the model."""
    task = "Write a function add(a, b) that adds two numbers. add(1, 2) == 3"
    result, llm = execute(
        task, fenced("def add(a, b):\n    return a - b"), fenced("def add(a, b):\n    return a + b")
    )
    assert result.verdict.outcome == "verified"
    assert "add(1, 2) gives 3" in llm.prompts[1]
    assert "-1" in llm.prompts[1]


def test_where_nothing_came_of_a_script_another_one_is_written(folder: Path) -> None:
    """After one that was told of it, and made nothing either."""
    made = "open('n.csv', 'w').write('n,half\\n')"
    rows = "open('n.csv', 'a').write('1,0.5\\n2,1\\n')"
    replies = [made, f"{made}  # again", f"{made}\n{rows}"]
    task = "Write n.csv with the columns n and half for the numbers 1 and 2."
    result, llm = execute(task, *map(fenced, replies), agreement_samples=1, max_patches=0)
    assert "nothing below its header row" in llm.prompts[1]
    assert "nothing below" not in llm.prompts[2]
    assert (folder / "n.csv").read_text() == "n,half\n1,0.5\n2,1\n"
    assert (result.ok, len(llm.calls)) == (True, 3)


FIRST = "Write a function first(items). first([3, 4]) == 3"
SHAKY = "def first(items):\n    return items[0]"
STURDY = "def first(items):\n    return items[0] if items else None"


@pytest.mark.parametrize(
    ("second", "kept", "calls"),
    [(STURDY, STURDY, 2), (SHAKY + "  # again", SHAKY, 2), ("1 / 0", SHAKY, 3)],
)
def test_a_function_that_stumbles_over_empty_inputs_gets_one_more_try(
    folder: Path, second: str, kept: str, calls: int
) -> None:
    """It is taken when it holds the examples and does not stumble; else the first one is kept."""
    result, llm = execute(FIRST, fenced(SHAKY), fenced(second), agreement_samples=1)
    assert "first([]) ends in IndexError" in llm.prompts[1]
    assert result.verdict.outcome == "verified"
    assert result.candidate is not None
    assert result.candidate.source.strip() == kept
    # Each that holds the examples counts as a second opinion.
    assert len(llm.calls) == calls


def test_a_function_that_holds_its_examples_is_kept_when_the_model_is_gone(folder: Path) -> None:
    """The further try is worth less than what is there."""
    result, _ = execute(FIRST, fenced(SHAKY), LLMUnavailable("it is gone"), agreement_samples=1)
    assert result.verdict.outcome == "verified"
    assert result.candidate is not None
    assert result.candidate.source == SHAKY + "\n"


DOUBLE = "Write a function double(n). double(2) == 4"
TWICE = "def double(n):\n    return 2 * n"


def test_a_function_that_raises_errors_for_inputs_like_those_of_the_examples_is_told(
    folder: Path,
) -> None:
    """And is not verified when it still does."""
    shaky = "def double(n):\n    return {2: 4}[n]"
    result, llm = execute(DOUBLE, fenced(shaky), fenced(TWICE), agreement_samples=2)
    assert "double(1) ends in KeyError: 1" in llm.prompts[1]
    assert result.candidate is not None
    assert (result.candidate.source.strip(), result.verdict.outcome) == (TWICE, "verified")
    result, _ = execute(DOUBLE, fenced(shaky), agreement_samples=2)
    assert result.verdict.outcome == "ran"
    assert "ends in KeyError" in result.verdict.reason
    # Where it stays so, and another one has no such error, that is the likelier one.
    replies = (shaky, f"{shaky}  # again", "1 / 0", ODD)
    result, _ = execute(DOUBLE, *map(fenced, replies), agreement_samples=2)
    assert result.candidate is not None
    assert (result.candidate.source.strip(), result.verdict.outcome) == (ODD, "ran")


def test_one_small_change_takes_an_error_away_where_the_model_does_not(folder: Path) -> None:
    """Elsewhere the function gives what it gave before; and nothing is said of it any more."""
    task = "Write a function second(text). second('abc') == 'b', second('') == ''"
    shaky = "def second(text):\n    return text[1] if text else ''"
    result, llm = execute(task, fenced(shaky), fenced(shaky), agreement_samples=1)
    assert "second('a') ends in IndexError" in llm.prompts[1]
    assert result.candidate is not None
    assert "text[1:2] if text" in result.candidate.source
    assert "IndexError" not in result.verdict.reason


def test_a_case_that_was_forgotten_is_put_in_without_the_model(folder: Path) -> None:
    """What a search finds nothing for is what the function gives for nothing elsewhere."""
    task = "Write a function low(a). low([3, 2, 4]) == [2], low([]) == [], low([5, 6]) == [6]"
    endless = (
        "def low(a):\n    if not a: return []\n    best = float('inf')\n    for n in a:\n"
        "        if n % 2 == 0 and n < best: best = n\n    return [best]"
    )
    result, llm = execute(task, fenced(endless), fenced(endless), agreement_samples=1)
    assert "infinity is where a search begins" in llm.prompts[1]
    assert result.candidate is not None
    assert "if best == float('inf'): return []" in result.candidate.source
    assert "infinity" not in result.verdict.reason


def test_two_scripts_that_stumble_are_not_right_against_one_that_does_not(folder: Path) -> None:
    shaky = "def double(n):\n    return {2: 4}[n]"
    replies = (TWICE, shaky, f"{shaky}  # again")
    result, _ = execute(DOUBLE, *map(fenced, replies), agreement_samples=2)
    assert result.candidate is not None
    assert (result.candidate.source.strip(), result.verdict.outcome) == (TWICE, "ran")


def test_what_a_function_refuses_itself_is_no_slip(folder: Path) -> None:
    """Nothing is told of it, and a script written afresh may do otherwise."""
    strict = "def double(n):\n    if n < 2: raise ValueError(n)\n    return 2 * n"
    _, llm = execute(DOUBLE, fenced(strict), fenced(TWICE), agreement_samples=2)
    assert "ValueError" not in llm.prompts[1]


HALF = "def double(n):\n    return 4"
ODD = "def double(n):\n    return n + 2"
ADDED = "def double(n):\n    return n + n"


@pytest.mark.parametrize(
    ("replies", "kept", "outcome"),
    [
        ((TWICE, ADDED), TWICE, "verified"),
        ((HALF, TWICE, ADDED), TWICE, "verified"),
        ((HALF, TWICE, ODD), HALF, "ran"),
        ((HALF, "1 / 0", TWICE, ADDED), TWICE, "verified"),
        ((HALF, "1 / 0", "1 / 0", "1 / 0", "1 / 0"), HALF, "verified"),
        ((HALF, "def double(n):\n    return 0", ODD, TWICE), HALF, "ran"),
    ],
)
def test_functions_that_hold_the_examples_are_compared_for_other_inputs(
    folder: Path, replies: tuple[str, ...], kept: str, outcome: str
) -> None:
    """Two that give the same are right against a third; in place of those that fail, which say
    nothing, others are written."""
    result, llm = execute(DOUBLE, *map(fenced, replies), agreement_samples=2)
    assert result.candidate is not None
    assert (result.candidate.source.strip(), result.verdict.outcome) == (kept, outcome)
    assert len(llm.calls) == len(replies)


@pytest.mark.parametrize(
    ("replies", "kept", "outcome"),
    [
        (("1 / 0", TWICE, ADDED), ADDED, "verified"),
        (("1 / 0", TWICE, ODD, ADDED), ADDED, "verified"),
        (("1 / 0", TWICE, "1 / 0  # again"), TWICE, "ran"),
        (("1 / 0", TWICE, "1 / 0  # again", ODD), ODD, "ran"),
    ],
)
def test_a_function_that_was_mended_gives_way_to_one_that_was_not(
    folder: Path, replies: tuple[str, ...], kept: str, outcome: str
) -> None:
    """It is verified by one that gives the same; when only it holds the examples, it is not."""
    settings = {"agreement_samples": 2, "max_patches": 0}
    result, _ = execute(DOUBLE, *map(fenced, replies), **settings)
    assert result.candidate is not None
    assert (result.candidate.source.strip(), result.verdict.outcome) == (kept, outcome)


THRICE = "Write a function span(a, b). span(1, 4) == 3, span(2, 2) == 0, span(5, 9) == 4"
ONE_OFF = "def span(a, b):\n    return b - a + 1"
SPAN = "def span(a, b):\n    return b - a"
ALSO_SPAN = "def span(a, b):\n    return -a + b"


@pytest.mark.parametrize(
    ("rival", "kept", "outcome"),
    [(ALSO_SPAN, ALSO_SPAN, "verified"), ("1 / 0", SPAN, "ran")],
)
def test_a_function_that_is_one_small_change_away_is_mended_without_the_model(
    folder: Path, rival: str, kept: str, outcome: str
) -> None:
    """One that was written so and gives the same is taken then, and verified."""
    result, _ = execute(THRICE, *map(fenced, (ONE_OFF, rival)), agreement_samples=1)
    assert result.candidate is not None
    assert (result.candidate.source.strip(), result.verdict.outcome) == (kept, outcome)


def test_of_two_small_changes_that_is_taken_which_other_scripts_need(folder: Path) -> None:
    """Alone, `n < 9` is likelier to have been `n <= 9` than `n >= 9`."""
    task = "Write a function large(n). large(9) == True, large(3) == False"
    between, above = "def large(n):\n    return n > 4 and n < 9", "def large(n):\n    return n > 9"
    replies = (between, above, f"{above}  # again")
    result, _ = execute(task, *map(fenced, replies), agreement_samples=1, max_patches=0)
    assert result.candidate is not None
    assert "n >= 9" in result.candidate.source
    assert result.verdict.outcome == "ran"


def test_fewer_attempts_than_usual_hold_with_examples_too(folder: Path) -> None:
    """More are made for examples only where nobody has asked for fewer."""
    wrong = [fenced(f"def first(items):\n    return {n}") for n in range(4, 24)]
    result, _ = execute(FIRST, *wrong, max_coding_attempts=2, plan_retries=False)
    assert (result.ok, result.attempts) == (False, 2)
    result, _ = execute(FIRST, *wrong, max_attempts_with_examples=7, plan_retries=False)
    assert (result.ok, result.attempts) == (False, 7)


def test_examples_have_a_time_limit_of_their_own(folder: Path) -> None:
    """A function that does not end is given up sooner than a script that works on files."""
    endless = fenced("def first(items):\n    while True: pass\nfirst([1])")
    result, _ = execute(FIRST, endless, max_coding_attempts=1, example_time_limit_seconds=1.0)
    assert result.run is not None
    assert result.run.stopped_because == "it ran longer than 1 s"


def test_brief_of_the_inputs_reaches_the_model(folder: Path) -> None:
    """The writer has seen the header of the table that it is to read."""
    (folder / "data.csv").write_text("city,rain\nOslo,3\n")
    _, llm = execute("Print the sum of rain in data.csv.", fenced("print(3)"))
    assert "'city', 'rain'" in llm.prompts[0]


def test_interrupt_leaves_the_folder_as_it_was(folder: Path) -> None:
    """Ctrl-C while the model writes passes through; only the run record is new."""
    (folder / "data.txt").write_text("mine")
    with pytest.raises(KeyboardInterrupt):
        execute(TASK, KeyboardInterrupt())
    assert snapshot(folder) == {"data.txt": b"mine"}
    journal = next((folder / ".code_it" / "runs").glob("*/journal.jsonl"))
    assert read_journal(journal)[-1]["event"] == "cancelled"
    assert not list(journal.parent.glob("trial-*"))


def test_model_that_is_down_is_an_error(folder: Path) -> None:
    """A model that cannot be asked is no failed task."""
    with pytest.raises(LLMUnavailable):
        execute(TASK, LLMUnavailable("nobody answers"))
    assert snapshot(folder) == {}


@pytest.mark.parametrize("text", ["", "  \n"])
def test_empty_task_is_refused(folder: Path, text: str) -> None:
    """There is nothing to do for an empty task."""
    with pytest.raises(ConfigError, match="empty"):
        execute(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x" * 70_000, "longer than 64 KiB"),
        ("a\0b", "binary data"),
        ("\udcff", "not UTF-8 text"),
    ],
)
def test_what_is_no_task_is_refused(folder: Path, text: str, says: str) -> None:
    """Before anything is written."""
    with pytest.raises(ConfigError, match=says):
        execute(text)
    assert list(folder.iterdir()) == []


def test_setting_assigned_later_is_validated(folder: Path) -> None:
    """Settings are looked at when `execute` starts."""
    config = TaskExecutionConfig(log_to_stdout=False)
    executor = TaskExecutor(PythonCodeEditor(), ScriptedLLM, config)
    config.coding_samples = 0
    with pytest.raises(ConfigError, match="coding_samples is 0"):
        executor.execute(TASK)


def test_run_record_tells_the_whole_story(folder: Path) -> None:
    """Prompts, replies, candidates, reports, runs and verdicts are in the journal, in order."""
    result, _ = execute(TASK, fenced("1/0"), fenced(WRITE_OUT))
    events = [event["event"] for event in read_journal(Path(result.run_folder) / "journal.jsonl")]
    story = [event for event in events if event != "saved"]
    one_try = ["prompt", "reply", "candidate", "requirements", "run", "verdict"]
    assert story == ["start", "task", *one_try, *one_try, "result"]
    assert "VERIFIED" in (Path(result.run_folder) / "report.md").read_text().upper()


def test_secrets_of_the_environment_stay_out_of_the_record(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key in an environment variable is not written down, even when the task quotes it."""
    monkeypatch.setenv("SOME_API_KEY", "tr0ub4dor-and-3-more")
    result, _ = execute("Print tr0ub4dor-and-3-more.", fenced("print('x')"))
    for path in Path(result.run_folder).rglob("*"):
        if path.is_file():
            assert b"tr0ub4dor-and-3-more" not in path.read_bytes(), path


class OwnClient:
    """A model client as a user would write it."""

    def __init__(self) -> None:
        self.parameters: dict[str, object] = {}
        self.prompt = ""

    def _call(self, prompt: str, stop: list[str] | None = None) -> str:
        self.prompt = prompt
        return fenced(WRITE_OUT)

    def set_parameter(self, name: str, value: object) -> None:
        self.parameters[name] = value


def test_client_of_the_users_own(folder: Path) -> None:
    """Any object with `_call` and `set_parameter` is a model."""
    client = OwnClient()
    config = TaskExecutionConfig(log_to_stdout=False, coder_temperature=0.5)
    result = TaskExecutor(PythonCodeEditor(), lambda: client, config).execute(TASK)
    assert result.ok
    assert TASK in client.prompt
    assert client.parameters["temperature"] == 0.5


def test_story_is_logged_to_stdout(folder: Path) -> None:
    """A program that has not set up logging sees one line per arrow on standard output."""
    program = (
        "from code_it.code_editor.python_editor import PythonCodeEditor\n"
        "from code_it.models.scripted import ScriptedLLM\n"
        "from code_it.task_executor import TaskExecutionConfig, TaskExecutor\n"
        f"llm = ScriptedLLM({fenced(WRITE_OUT)!r})\n"
        f"TaskExecutor(PythonCodeEditor(), lambda: llm, TaskExecutionConfig()).execute({TASK!r})\n"
    )
    root = Path(__file__).parents[1]
    said = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "Writing: a script" in said
    assert "Try 1: It ran, and every check drawn from the task holds." in said


def test_published_example_of_the_library(folder: Path) -> None:
    """The base example runs as published, against a server with the classic llama API."""
    server = StandInServer()
    server.on("POST", "/prompt", as_json({"response": fenced(WRITE_OUT)}))
    builder = partial(build_llama_base_llm, f"{server.url}/prompt")
    result = TaskExecutor(PythonCodeEditor(), builder, TaskExecutionConfig()).execute(TASK)
    server.close()
    assert result.verdict.outcome == "verified"
    assert TASK in server.asked[0].body["prompt"]
    assert (folder / "out.txt").read_text() == "done"


def test_a_script_that_was_cut_off_is_never_run() -> None:
    """Not even when what there is of it compiles; the reason says what was the matter."""
    cut = Completion("```python\nopen('out.txt', 'w').write('a')\n", "length")
    result, _ = execute(TASK, *[cut] * 20, max_coding_attempts=2)
    assert result.verdict.outcome == "failed"
    assert "cut off at 1536 tokens; raise max_tokens" in result.verdict.reason
    assert result.run is None and not Path("out.txt").exists()
