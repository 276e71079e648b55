"""How much of a reply travels together.

The outbound guard works by sentence, so nothing is gained by carrying single tokens through the
loop: each would cost a chain of objects and callbacks, and all would wait for the same full stop.
"""

ENOUGH = 160  # characters
BOUNDARIES = frozenset(".!?…:;\n")


def is_enough(text: str) -> bool:
    """Whether the piece may hold an end that the guard can release up to, or is long anyway."""
    return len(text) >= ENOUGH or not BOUNDARIES.isdisjoint(text)
