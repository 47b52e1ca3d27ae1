"""Every error that code_it raises.

    CodeItError
    ├── ConfigError             a setting, a task file, a folder: exit code 2
    ├── FolderBusy              another run holds the work folder: exit code 75
    ├── Cancelled               another thread asked for the end: exit code 130
    ├── SandboxError
    │   └── SandboxUnavailable  the wanted isolation is not to be had: exit code 3
    ├── ModelError              exit code 4
    │   ├── WeightsError        the weights are not there, or not what they should be
    │   ├── LLMUnavailable      nobody answers, or the answer is a refusal
    │   │   └── LLMTimeout
    │   ├── LLMBadResponse      it answers, with what is no completion
    │   ├── PromptTooLong       the prompt does not fit into what the model can hold
    │   └── BudgetSpent         the user's limit of calls, tokens or seconds is reached
    ├── PackageError            exit code 5
    │   └── InstallError        pip or uv failed; carries its output
    ├── UnparsableReply         a model's reply that cannot be used; carries the reply
    └── ToolError               a tool of ours (pylint) failed

A generated script that fails is no error: it is a `RunResult`.
"""

from __future__ import annotations


class CodeItError(Exception):
    """What happened, to what, and what to try."""

    exit_code = 1


class ConfigError(CodeItError):
    exit_code = 2


class FolderBusy(CodeItError):
    # EX_TEMPFAIL of sysexits.h: try again later.
    exit_code = 75


class Cancelled(CodeItError):
    # As after Ctrl-C.
    exit_code = 130


class SandboxError(CodeItError):
    exit_code = 3


class SandboxUnavailable(SandboxError):
    pass


class ModelError(CodeItError):
    exit_code = 4


class WeightsError(ModelError):
    pass


class LLMUnavailable(ModelError):
    pass


class LLMTimeout(LLMUnavailable):
    pass


class LLMBadResponse(ModelError):
    pass


class PromptTooLong(ModelError):
    def __init__(self, message: str, prompt_room: int = 0) -> None:
        """
        Args:
            prompt_room: Tokens of a prompt that would have fitted; 0 when that is not known.
        """
        super().__init__(message)
        self.prompt_room = prompt_room


class BudgetSpent(ModelError):
    pass


class PackageError(CodeItError):
    exit_code = 5


class InstallError(PackageError):
    def __init__(self, message: str, output: str = "") -> None:
        super().__init__(message)
        self.output = output


class UnparsableReply(CodeItError):
    def __init__(self, stage: str, reply: str) -> None:
        super().__init__(f"the {stage}'s reply could not be read: {reply[:200]!r}")
        self.stage = stage
        self.reply = reply


class ToolError(CodeItError):
    pass
