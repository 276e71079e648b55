""" "Tuesday, no sorry, Wednesday": what is said after a correction takes the place of what was."""

from collections.abc import Sequence

from agent.understanding.timing.elements import Element

_TIMES = {"part", "clock", "after", "before"}
_JOINTS = {"or", "and", "to", "between"}
_NEAR = 30  # characters: "sorry for the late reply. Tuesday" corrects nothing


def corrected(elements: Sequence[Element]) -> list[Element]:
    """The elements that stand after all corrections, in order."""
    out: list[Element] = []
    for at, element in enumerate(elements):
        if element.kind != "correction":
            out.append(element)
            continue
        coming = next((e for e in elements[at + 1 :] if e.kind not in _JOINTS), None)
        if coming is not None and coming.start - element.end <= _NEAR:
            out = _without(out, elements[at + 1 :])
    return out


def _without(said: list[Element], coming: Sequence[Element]) -> list[Element]:
    kinds = {"time" if e.kind in _TIMES else e.kind for e in _until_correction(coming)}
    dropped = set()
    if "day" in kinds:
        dropped |= {"day", *_JOINTS}
    if "time" in kinds:
        dropped |= {*_TIMES, *_JOINTS}
    return [e for e in said if e.kind not in dropped]


def _until_correction(elements: Sequence[Element]) -> list[Element]:
    end = next((n for n, e in enumerate(elements) if e.kind == "correction"), len(elements))
    return list(elements[:end])
