"""What a script may use up."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from code_it.sandbox.process import OUTPUT_LIMIT_BYTES

if TYPE_CHECKING:
    from code_it.config import TaskExecutionConfig

_MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Every limit holds for one run."""

    time_limit_seconds: float = 120.0
    """Wall clock."""
    cpu_seconds: float = 0.0
    """Processor time of one process; 0 for what all processors give in the time limit."""
    memory_mib: int = 4096
    """Address space of one process, and resident memory of all together; 0 for no limit."""
    processes: int = 128
    """Processes and threads at one time."""
    file_size_mib: int = 512
    """The largest file that may be written."""
    open_files: int = 1024
    """Per process."""
    folder_mib: int = 1024
    """How much the work folder and the temporary files may grow together."""
    files: int = 100_000
    """How many files and folders may be in them."""
    output_bytes: int = OUTPUT_LIMIT_BYTES
    """Standard output and standard error together."""

    @classmethod
    def of(cls, config: TaskExecutionConfig, *, time_limit_seconds: float | None = None) -> Limits:
        return cls(
            time_limit_seconds=(
                config.time_limit_seconds if time_limit_seconds is None else time_limit_seconds
            ),
            cpu_seconds=config.cpu_limit_seconds,
            memory_mib=config.memory_limit_mib,
            processes=config.max_processes,
            file_size_mib=config.file_size_limit_mib,
            folder_mib=config.folder_limit_mib,
            output_bytes=config.output_limit_mib * _MIB,
        )

    @property
    def whole_cpu_seconds(self) -> float:
        """`cpu_seconds`, or what it stands for; a little room lets the time limit come first."""
        return self.cpu_seconds or self.time_limit_seconds * (os.cpu_count() or 1) + 5
