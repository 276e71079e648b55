"""Stretches of hours within one day."""

from dataclasses import replace

from agent.understanding.timing.clocks import NOON, Clock


def meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def narrowest(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """``first thing in the morning`` says two parts of the day, and means the smaller."""
    return [
        one
        for one in ranges
        if not any(o != one and one[0] <= o[0] and o[1] <= one[1] for o in ranges)
    ]


def settled_range(start: Clock, end: Clock, part: str | None) -> tuple[Clock, Clock]:
    """``11 to 1pm`` starts in the morning, ``2-4pm`` does not; both ends are settled together."""
    last = end.settled(part) or replace(end, hour=end.hour + NOON, is_sure=True)
    first = start.settled(part) or replace(start, is_sure=True)
    if last.minutes <= first.minutes and last.hour < NOON and not end.is_sure:
        last = replace(last, hour=last.hour + NOON)
    if not start.is_sure and start.hour < NOON and part is None:
        readings = [
            replace(start, hour=hour, is_sure=True) for hour in (start.hour + NOON, start.hour)
        ]
        fitting = [c for c in readings if c.minutes < last.minutes]
        if first.minutes >= last.minutes or end.is_sure:
            first = fitting[0] if fitting else first
    return first, last
