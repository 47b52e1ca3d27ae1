"""What a script may use up."""

from __future__ import annotations

from dataclasses import dataclass

from code_it.sandbox.process import OUTPUT_LIMIT_BYTES


@dataclass(frozen=True)
class Limits:
    """Every limit holds for one run."""

    time_limit_seconds: float = 120.0
    """Wall clock."""
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
    output_bytes: int = OUTPUT_LIMIT_BYTES
    """Standard output and standard error together."""
