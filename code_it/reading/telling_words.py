"""Text -> its telling words: those that say what becomes of the file whose name follows them.

"Write", "convert", "append", "read"; and "to" or "in", which go with a verb that stands before.
"""

from __future__ import annotations

import re

OVERWRITING = frozenset(
    "write writes writing written save saves saving saved create creates creating generate "
    "generates generating produce produces producing".split()
)
PRODUCING = frozenset(
    "make makes making export exports store stores stored output outputs dump dumps draw draws "
    "plot plots render renders build builds put puts place places record records collect goes go "
    "list lists".split()
)
SAVING = frozenset("save saves saved saving".split())
PUTTING = SAVING | frozenset(
    "put puts place places store stores stored record records collect write writes written "
    "writing".split()
)
DRAWING = frozenset("draw draws plot plots".split())
CONVERTING = frozenset(
    "convert converts turn turns copy copies print prints export exports store stores stored "
    "output outputs dump dumps render renders transform translate".split()
)
TRANSFERRING = frozenset(
    "move moves rename renames merge merges combine combines join joins split splits resize "
    "resizes rotate crop extract extracts pack zip compress concatenate sort sorts filter filters "
    "reverse reverses encrypt decrypt import imports insert inserts load loads format".split()
)
ADDING = frozenset("append appends add adds attach insert inserts".split())
READING = frozenset(
    "read reads reading open opens use uses using parse parses compute computes take takes has "
    "have holds contains containing given count counts analyze analyse process fetch fetches find "
    "finds show shows compare compares check checks match matches apply applies set sets change "
    "changes changing replace replaces update updates edit modify switch template delete remove "
    "download downloads get gets unzip validate summarize summarise sum sums embed embeds include "
    "includes reference references display displays feature features describe describes refer "
    "refers".split()
)
PLACING = frozenset("to into as called named".split())
WANTING = frozenset("want wants need needs expect expects".split())
LINKING = frozenset("in of from with by against on over about than for between inside".split())
VERBS = OVERWRITING | PRODUCING | CONVERTING | TRANSFERRING | ADDING | READING | WANTING
TELLING = re.compile(rf"\b(?:{'|'.join(sorted(VERBS | PLACING | LINKING))})\b", re.IGNORECASE)

# Some of them are things as well: "the sum", "their word counts", "a sorted list".
_NOUN = re.compile(
    r"\b(?:the|a|an|their|its|his|her|this|these|those|each|every|all|any|one|no)\s+(?:[\w-]+\s+)?"
    r"(?P<noun>zip|sums?|counts?|lists?|outputs?|records?|plots?|copy|copies|sets?|matches|"
    r"changes?|updates?|exports?|extracts?|filters?)\b"
    r"(?!\s+(?:the|all|how|each|every|their|its)\b)",
    re.IGNORECASE,
)


def telling_words(text: str) -> list[re.Match[str]]:
    """In the order of the text; those that name a thing there are left out."""
    nouns = {match.start("noun") for match in _NOUN.finditer(text)}
    return [word for word in TELLING.finditer(text) if word.start() not in nouns]
