"""Which times belong to which days, and how far one denial reaches."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.understanding.timing.elements import Element

TIMES = frozenset({"part", "clock", "after", "before"})


@dataclass(slots=True)
class Group:
    """Days and the times said of them."""

    days: list[Element] = field(default_factory=list)
    times: list[Element] = field(default_factory=list)
    is_time_first: bool = False

    @property
    def elements(self) -> list[Element]:
        return sorted([*self.days, *self.times], key=lambda e: e.start)


def segments(elements: Sequence[Element]) -> list[list[Element]]:
    """Stretches that one negation can cover: up to a comma, a "but" or the end of the sentence."""
    out: list[list[Element]] = [[]]
    for element in elements:
        last = out[-1][-1] if out[-1] else None
        place = (element.clause, element.segment)
        breaks = last is not None and place != (last.clause, last.segment)
        if breaks or element.kind in {"but", "prefer", "correction"}:
            out.append([])
        out[-1].append(element)
    return out


def grouped(elements: Sequence[Element]) -> list[Group]:
    groups: list[Group] = [Group()]
    before: Element | None = None
    for element in elements:
        current = groups[-1]
        if element.kind == "day":
            if _day_opens_group(current):
                groups.append(Group())
            groups[-1].days.append(element)
        elif element.kind in TIMES:
            joined = before is not None and before.kind in {"or", "and", "but"}
            apart = joined or element.mark == "," or (before and before.clause != element.clause)
            if current.is_time_first and current.days and apart:
                groups.append(Group())
            target = groups[-1]
            target.is_time_first = target.is_time_first or not target.days
            target.times.append(element)
        before = element
    return _settled_groups([g for g in groups if g.days or g.times])


def apart(times: Sequence[Element], joints: Sequence[int]) -> list[list[Element]]:
    """``9 to 11, or in the afternoon from 3``: a part of the day rules only what is said with it.

    ``joints`` are the places of "or" and "and".
    """
    out: list[list[Element]] = []
    for element in sorted(times, key=lambda e: e.start):
        chunk = out[-1] if out else []
        is_joined = any(chunk[-1].end <= at < element.start for at in joints) if chunk else False
        differs = bool(chunk) and (element.kind == "part") != (chunk[-1].kind == "part")
        if not chunk or (is_joined and differs):
            out.append([])
        out[-1].append(element)
    return out


def _day_opens_group(group: Group) -> bool:
    return bool(group.days and group.times and not group.is_time_first)


def _settled_groups(groups: list[Group]) -> list[Group]:
    """Times without a day belong to the days said before them, or else after them."""
    out: list[Group] = []
    loose: list[Element] = []
    for group in groups:
        if group.days:
            group.times = [*loose, *group.times]
            loose = []
            out.append(group)
        elif out:
            out[-1].times += group.times
        else:
            loose += group.times
    if loose:
        out.append(Group(times=loose))
    return out
