"""How much of a reply travels together.

The outbound guard works by sentence, so nothing is gained by carrying single tokens through the
loop: each would cost a chain of objects and callbacks, and all would wait for the same full stop.
It lets a sentence go once the first sign after it is known, so that sign travels with it.
"""

import re

from guardrails.text.openings import opening

ENOUGH = 160  # characters
_END = re.compile(r"[.!?…:;\n]\s*\S")


def is_enough(text: str, *, opens: bool = False) -> bool:
    """Whether the piece may hold an end that the guard can release up to, or is long anyway;
    ``opens``: a reply begins with it, and its courtesy ("Thank you, ") waits for nothing.
    """
    if opens and opening(text) is not None:
        return True
    return len(text) >= ENOUGH or _END.search(text) is not None
