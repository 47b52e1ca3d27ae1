"""Task -> does it say how each line of an input is built, and of no line that it is otherwise?"""

from __future__ import annotations

import re

from code_it.flow import Task

_EACH_LINE = re.compile(
    r"\b(?:each|every) line (?:\w+ (?:\S+ )?)?(?:holds|has|contains|is|looks|starts|begins|consists"
    r"|gives|names|describes|stands)\b"
    r"|\b(?:holds|has|with|contains) one \w+ (?:per|on each) line\b",
    re.IGNORECASE,
)
_OR_NOT = re.compile(
    r"\b(?:ignor\w+|skip\w*|leave out|left out|other lines?|malformed|broken|invalid|wrong|damaged"
    r"|not (?:have|fit|match|begin|start|contain)|comments?|unless|only (?:the )?lines|matching"
    r"|lines (?:that|which|with|without)|some lines|garbage|traceback)\b",
    re.IGNORECASE,
)


def tells_of_each_line(task: Task) -> bool:
    return bool(_EACH_LINE.search(task.text)) and not _OR_NOT.search(task.text)
