"""Which stages did something in a run, by its journal."""

from __future__ import annotations

from pathlib import Path

from benchmarks.acted import problems_by_arm
from code_it.code_editor.python_editor import PythonCodeEditor
from code_it.models.scripted import ScriptedLLM
from code_it.task_executor import TaskExecutionConfig, TaskExecutor


def _carry_out(folder: Path, task: str, *replies: str) -> None:
    folder.mkdir(parents=True)
    llm = ScriptedLLM(*(f"```python\n{reply}\n```" for reply in replies))
    config = TaskExecutionConfig(log_to_stdout=False, work_folder=str(folder))
    TaskExecutor(PythonCodeEditor(str(folder / "made.py")), lambda: llm, config).execute(task)


def test_only_what_did_something_is_told(tmp_path: Path) -> None:
    _carry_out(tmp_path / "plain-code_it-1", "Print a greeting.", "print('hello')")
    _carry_out(
        tmp_path / "mended-code_it-2",
        "Write 1 to out.txt.",
        "print(os.getcwd())",
        "open('out.txt', 'w').write('1')",
    )
    (tmp_path / "plain-one_shot-1").mkdir()
    found = problems_by_arm(tmp_path)
    assert found["no_fixes"] == ["mended"]
    assert found["no_repair"] == ["mended"]
    assert all("plain" not in problems for problems in found.values())
    assert found["no_planner"] == found["no_dependency_tracker"] == []
