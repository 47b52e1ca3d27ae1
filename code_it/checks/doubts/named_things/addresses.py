"""Task, sentence, source -> an address that a sentence names, and a script does not ask for.

Of `http://host/devices/ID`, where ID stands for something else, `devices/` is in the script.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from code_it.checks.doubts.blanking import without_samples
from code_it.flow import Task
from code_it.reading.file_names import URL
from code_it.reading.url_templates import PLACEHOLDER


def not_requested(task: Task, sentence: str, source: str) -> re.Match[str] | None:
    hosts = {urlsplit(url).netloc for url in task.urls}
    for match in URL.finditer(without_samples(sentence)):
        address = urlsplit(match[0].rstrip(".,;:)"))
        part = _fixed_part(address.path)
        if part and address.netloc in hosts and part not in source:
            return match
    return None


def _fixed_part(path: str) -> str:
    """Its last part; with a slash behind it where something else follows. Empty for none."""
    fixed: list[str] = []
    for part in path.strip("/").split("/"):
        if PLACEHOLDER.fullmatch(part):
            return f"{fixed[-1]}/" if fixed else ""
        fixed.append(part)
    return fixed[-1]
