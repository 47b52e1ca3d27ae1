"""A LangChain tool that has a whole coding task done."""

from __future__ import annotations

from langchain_core.tools import Tool

from code_it.code_editor.python_editor import PythonCodeEditor
from code_it.config import TaskExecutionConfig
from code_it.langchain.tools import make_tool
from code_it.models import ModelBuilder

_DESCRIPTION = (
    "Writes a Python script for a task, installs the packages that it needs, runs it and checks "
    "the outcome. The input is the task in plain words, not code. The answer begins with "
    "'Task Success' or 'Task Failed' and holds what the script printed."
)
_EXAMPLE = """
Action: ExecuteCodingTask
Action Input: Print the mean of the column "price" of orders.csv.
Observation: Task Success: Program Succeeded
Stdout:12.5
Stderr:
"""


class CodeItTool:
    """Gives an agent the power to have coding tasks done."""

    def __init__(
        self, model_builder: ModelBuilder, config: TaskExecutionConfig | None = None
    ) -> None:
        """
        Args:
            model_builder: Makes the model that writes the scripts; the agent's own is another.
            config: The defaults when left out; read anew for each task.
        """
        self.model_builder = model_builder
        self.config = config if config is not None else TaskExecutionConfig()

    def build_execute_task(self) -> Tool:
        """The tool `ExecuteCodingTask`: a task in, the text of a `TaskResult` out."""
        return make_tool("ExecuteCodingTask", self.execute_task, _DESCRIPTION, _EXAMPLE)

    def execute_task(self, task: str) -> str:
        """Carry out `task` with an editor of its own; the text of the `TaskResult`.

        Raises:
            CodeItError: The task could not be tried at all; the tool answers with the message.
        """
        from code_it.task_executor import TaskExecutor

        executor = TaskExecutor(PythonCodeEditor(), self.model_builder, self.config)
        return str(executor.execute(task))
