"""A function of one string -> a LangChain tool that never raises."""

from __future__ import annotations

from collections.abc import Callable

from langchain_core.tools import Tool

from code_it.errors import CodeItError


def make_tool(name: str, function: Callable[[str], str], description: str, example: str) -> Tool:
    """A tool for agents that give one string and read one string.

    Args:
        example: How an agent uses it, in the words of a ReAct transcript.
    """
    return Tool(
        name=name,
        func=errors_as_text(function),
        description=f"{description}\nExample:\n{example.strip()}",
    )


def errors_as_text(function: Callable[[str], str]) -> Callable[[str], str]:
    """`function`, answering with the message where it raises one of our errors.

    An exception would end the agent; a message is something to go on with.
    """

    def answer(tool_input: str = "") -> str:
        try:
            return function(tool_input)
        except CodeItError as error:
            return f"Error: {error}"

    return answer
