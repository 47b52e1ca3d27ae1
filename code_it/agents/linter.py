"""Candidate, CheckReport -> Candidate, by asking an LLM to mend what the tools complain of."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from code_it.agents.base import BaseAgent
from code_it.agents.reply import read_script
from code_it.flow import Candidate, CheckReport
from code_it.prompts import render


class Linter(BaseAgent):
    """Mends a script that does not compile, before any time is spent on running it."""

    name: ClassVar[str] = "linter"

    def mend(self, candidate: Candidate, report: CheckReport) -> Candidate:
        """Ask for the script without the faults in `report`.

        Raises:
            UnparsableReply: The reply has no code.
        """
        prompt = render("linter", source=candidate.source, messages="\n".join(report.messages[:3]))
        source, read_as = read_script(self.ask(lambda _share: prompt))
        return replace(candidate, source=source, read_as=read_as, parent=candidate, fixes=())
