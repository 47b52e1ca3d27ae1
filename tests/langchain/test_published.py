"""Two agents as people published them in 2023, with only their import lines changed.

The same two jobs are done by agents of today, too.
"""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain_classic.agents import (
    AgentExecutor,
    AgentOutputParser,
    AgentType,
    LLMSingleActionAgent,
    initialize_agent,
)
from langchain_classic.chains import LLMChain
from langchain_core.agents import AgentAction, AgentFinish
from langchain_core.language_models import FakeListLLM
from langchain_core.messages import ToolMessage
from langchain_core.prompts import StringPromptTemplate
from langchain_core.tools import BaseTool

from code_it.langchain.code_it_tool import CodeItTool
from code_it.langchain.llm import CodeItChatModel
from code_it.langchain.python_langchain_tool_mixin import LangchainPythonToolMixin
from code_it.models import build_llama_base_llm
from code_it.models.scripted import ScriptedLLM
from code_it.task_executor import TaskExecutionConfig
from tests.models.servers import StandInServer, as_json


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, which is empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.network
def test_a_task_is_handed_to_the_tool(model_server: StandInServer) -> None:
    """A zero-shot agent has the value of a key fetched from a JSON endpoint."""
    model_server.on("GET", "/data", as_json({"value": "kept on a loopback server"}))
    url = f"{model_server.url}/data"
    script = f"```python\nimport requests\nprint(requests.get({url!r}).json()['value'])\n```"
    model_server.on("POST", "/prompt", as_json({"response": script}))

    config = TaskExecutionConfig()
    config.install_dependencies = True
    config.execute_code = True
    builder = partial(build_llama_base_llm, f"{model_server.url}/prompt")
    tools = [CodeItTool(builder, config).build_execute_task()]
    task = f"Fetch {url} with requests and print what its key value holds."
    replies = [
        f"I have to fetch it.\nAction: ExecuteCodingTask\nAction Input: {task}",
        "I now know the final answer.\nFinal Answer: it is there",
    ]
    agent = initialize_agent(
        tools,
        FakeListLLM(responses=replies),
        agent=AgentType.ZERO_SHOT_REACT_DESCRIPTION,
        return_intermediate_steps=True,
        verbose=True,
    )
    answer = agent.invoke({"input": f"What does the key value hold at {url}?"})
    ((_, observation),) = answer["intermediate_steps"]
    assert observation.startswith("Task Success: Program Succeeded\nStdout:kept on a loopback")
    assert answer["output"] == "it is there"


PLOT = (
    "import matplotlib.pyplot as plt\n\nplt.plot([1, 2, 3], [2, 4, 8])\n"
    "plt.title('An example')\nplt.savefig('chart.png')\nprint('saved')"
)

TEMPLATE = """You write Python with these tools:
{tools}

Question: {input}
The script so far:
{code}
Thought: {agent_scratchpad}"""


class CodePrompt(StringPromptTemplate):
    """Shows the script as it is at each step."""

    template: str
    tools: list[Any]
    code_editor: Any

    def format(self, **given: Any) -> str:
        steps = given.pop("intermediate_steps")
        given["agent_scratchpad"] = "".join(
            f"{action.log}\nObservation: {observation}\nThought: " for action, observation in steps
        )
        given["tools"] = "\n".join(f"{tool.name}: {tool.description}" for tool in self.tools)
        given["code"] = self.code_editor.display_code()
        return self.template.format(**given)


class Parser(AgentOutputParser):
    """Reads one action, or the final answer."""

    def parse(self, text: str) -> AgentAction | AgentFinish:
        if "Final Answer:" in text:
            return AgentFinish({"output": text.rpartition("Final Answer:")[2].strip()}, text)
        match = re.search(r"Action: (.*?)\nAction Input:\s*(.*)", text, re.DOTALL)
        assert match is not None
        return AgentAction(match[1].strip(), match[2], text)


@pytest.mark.network
def test_a_chart_is_plotted_with_the_editor(folder: Path) -> None:
    """An agent with a prompt and a parser of its own adds code, installs, and runs."""
    code_editor = LangchainPythonToolMixin()
    tools = [
        code_editor.build_add_code_tool(),
        code_editor.build_run_tool(),
        code_editor.build_pip_install(),
    ]
    replies = [
        f"I write it.\nAction: CodeEditorAddCode\nAction Input:\n```python\n{PLOT}\n```",
        "It needs a package.\nAction: PipInstall\nAction Input: pip install matplotlib",
        "I run it.\nAction: CodeEditorRunCode\nAction Input: run\nend of llm output",
        "Final Answer: the chart is in chart.png",
    ]
    prompt = CodePrompt(
        template=TEMPLATE,
        tools=tools,
        code_editor=code_editor,
        input_variables=["input", "intermediate_steps"],
    )
    agent = LLMSingleActionAgent(
        llm_chain=LLMChain(llm=FakeListLLM(responses=replies), prompt=prompt),
        output_parser=Parser(),
        stop=["\nObservation:"],
    )
    executor = AgentExecutor.from_agent_and_tools(
        agent=agent, tools=tools, return_intermediate_steps=True
    )
    answer = executor.invoke({"input": "Plot an example chart with matplotlib."})
    observations = [observation for _, observation in answer["intermediate_steps"]]
    assert observations[0] == PLOT
    assert observations[1].startswith("Installed: matplotlib==")
    assert observations[2].startswith("Program Succeeded\nStdout:saved")
    assert answer["output"] == "the chart is in chart.png"
    assert (folder / "chart.png").read_bytes().startswith(b"\x89PNG")
    assert code_editor.display_code() == (folder / "persistent_source.py").read_text() == PLOT


def modern(tools: list[BaseTool], *replies: str) -> Any:
    """An agent of LangChain 1.x whose model gives `replies`."""
    llm = ScriptedLLM(*replies)
    return create_agent(CodeItChatModel.from_builder(lambda: llm), tools)


def call(name: str, **arguments: str) -> str:
    return json.dumps({"tool": name, "arguments": arguments})


def observations_of(state: dict[str, Any]) -> list[str]:
    return [each.text for each in state["messages"] if isinstance(each, ToolMessage)]


def test_a_task_is_handed_to_the_tool_today(model_server: StandInServer) -> None:
    """The value of the key, by an agent of LangChain 1.x."""
    model_server.on("GET", "/data", as_json({"value": "kept on a loopback server"}))
    url = f"{model_server.url}/data"
    fetch = f"print(json.load(urllib.request.urlopen({url!r}))['value'])"
    script = f"```python\nimport json\nimport urllib.request\n\n{fetch}\n```"
    model_server.on("POST", "/prompt", as_json({"response": script}))
    builder = partial(build_llama_base_llm, f"{model_server.url}/prompt")
    tool = CodeItTool(builder, TaskExecutionConfig()).build_execute_task()
    task = f"Fetch {url} and print what its key value holds."
    agent = modern([tool], call("ExecuteCodingTask", task=task), "It is there.")
    state = agent.invoke({"messages": [("user", f"What does the key value hold at {url}?")]})
    (observation,) = observations_of(state)
    assert observation.startswith("Task Success: Program Succeeded\nStdout:kept on a loopback")
    assert state["messages"][-1].content == "It is there."


@pytest.mark.network
def test_a_chart_is_plotted_with_the_editor_today(folder: Path) -> None:
    """The chart, by an agent of LangChain 1.x."""
    code_editor = LangchainPythonToolMixin()
    agent = modern(
        [
            code_editor.build_add_code_tool(),
            code_editor.build_run_tool(),
            code_editor.build_pip_install(),
        ],
        call("CodeEditorAddCode", code=PLOT),
        call("PipInstall", packages="matplotlib"),
        call("CodeEditorRunCode"),
        "The chart is in chart.png.",
    )
    state = agent.invoke({"messages": [("user", "Plot an example chart with matplotlib.")]})
    added, installed, ran = observations_of(state)
    assert added == PLOT
    assert installed.startswith("Installed: matplotlib==")
    assert ran.startswith("Program Succeeded\nStdout:saved")
    assert (folder / "chart.png").read_bytes().startswith(b"\x89PNG")
