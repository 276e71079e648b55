"""Whom a clause is about."""

from collections.abc import Sequence
from typing import Any

from salesgenix.authority.rules import Audience, Segment
from salesgenix.drafts.meaning.findings import CannotHold, Case
from salesgenix.drafts.reading.lexicons import Tag
from salesgenix.drafts.terms import Standing

_KINDS = ("seg", "country", "stage", "company_name")
_JOINED = frozenset({"segments", "companies", "countries", "stages"})
_JOINTS = frozenset({"and", "to", "dash", "upto", "until"})
_FIELDS = {
    "seg": "segments",
    "country": "countries",
    "stage": "stages",
    "company_name": "companies",
}


def audiences(case: Case, earlier: Sequence[Audience]) -> list[Audience]:
    """One for each group that is named; a single one of everybody when none is.

    ``earlier`` are those that the sentence has named before, of whom the others are others.
    """
    case.take("company", "person")
    if case.take("others"):
        return [_others(case, earlier)]
    groups = _groups(case)
    sized = _sizes(case)
    if not groups:
        groups = [{}]
    found = [Audience(**(group | sized)) for group in groups]
    if not case.said("except"):
        return found
    case.take("except")
    if len(found) > 1 or found[0].is_everybody:
        raise CannotHold("exception")
    return [found[0].model_copy(update={"is_except": True})]


def _others(case: Case, earlier: Sequence[Audience]) -> Audience:
    """All that have not been named; unclear where these cannot be told in one exception."""
    whom = list(dict.fromkeys(one for one in earlier if not one.is_everybody))
    if not whom or case.has(*_KINDS, "except") or any(one.is_except for one in whom):
        raise CannotHold("which_others", None, Standing.UNCLEAR)
    said = [one.model_dump(exclude_defaults=True) for one in whom]
    field = next(iter(said[0]))
    if len(said) > 1 and not (field in _JOINED and all(one.keys() == {field} for one in said)):
        raise CannotHold("which_others", None, Standing.UNCLEAR)
    if len(said) == 1:
        return whom[0].model_copy(update={"is_except": True})
    named: frozenset[Any] = frozenset().union(*(getattr(one, field) for one in whom))
    return Audience(**{field: named, "is_except": True})


def _groups(case: Case) -> list[dict[str, Any]]:
    """Kinds that a comma or an ``and`` parts are separate groups: banks, and German companies."""
    own = case.take(*_KINDS)
    lent = [tag for tag in case.clause.lent if tag.kind in _KINDS]
    tags = own or lent
    if _is_mixed(case, tags):
        raise CannotHold("exception", tags[0])
    pieces: dict[int, dict[str, Any]] = {}
    for tag in tags:
        piece = (
            sum(
                tag.start >= case.clause.tags[at].start
                for at in case.clause.pieces
                if at < len(case.clause.tags)
            )
            if tag in own
            else 0
        )
        _add(pieces.setdefault(piece, {}), tag)
    merged: list[dict[str, Any]] = []
    for group in pieces.values():
        if merged and set(merged[-1]) == set(group) and len(group) == 1:
            field = next(iter(group))
            merged[-1][field] |= group[field]
        else:
            merged.append(group)
    return merged


def _add(group: dict[str, Any], tag: Tag) -> None:
    value = Segment(str(tag.value)) if tag.kind == "seg" else str(tag.value)
    field = _FIELDS[tag.kind]
    group[field] = group.get(field, frozenset()) | {value}


def _is_mixed(case: Case, tags: list[Tag]) -> bool:
    """Some named before ``except`` and some after it: ``banks except German ones``."""
    borders = [tag.start for tag in case.clause.all("except")]
    own = [tag.start for tag in tags if tag in case.clause.tags]
    return bool(borders) and bool(own) and any(s < borders[0] for s in own)


def _sizes(case: Case) -> dict[str, int]:
    """``over 500 people``, ``fewer than 50 employees``, ``between 50 and 200``, ``500 or more``."""
    sign = _size_sign(case)
    if sign is None:
        return {}
    figures = [tag for tag in case.tags("number", "window") if tag.end <= sign.end][-2:]
    numbers = [tag for tag in figures if isinstance(tag.value, int)]
    if not numbers:
        raise CannotHold("size", sign, Standing.UNCLEAR)
    last = numbers[-1]
    if len(numbers) > 1 and (before := case.before(last)) and before.kind in _JOINTS:
        case.mark(*numbers, sign, before, *case.tags("between"))
        return {"size_min": int(numbers[0].value), "size_max": int(last.value)}
    return _one_sided(case, last, sign)


def _one_sided(case: Case, figure: Tag, sign: Tag) -> dict[str, int]:
    near = [t for t in (case.before(figure), case.after(figure), case.after(sign)) if t]
    count = int(figure.value)
    for tag in near:
        bounds = {
            "above": {"size_min": count + 1}, "min": {"size_min": count},
            "below": {"size_max": max(0, count - 1)}, "max": {"size_max": count},
            "upto": {"size_max": count},
        }.get(tag.kind)  # fmt: skip
        if bounds is not None:
            case.mark(figure, sign, tag)
            return bounds
    if case.reading.tokens[figure.end : figure.end + 1] and (
        case.reading.tokens[figure.end].text == "+"
    ):
        case.mark(figure, sign)
        return {"size_min": count}
    raise CannotHold("size", figure, Standing.UNCLEAR)


def _size_sign(case: Case) -> Tag | None:
    """``employees``, or ``people`` of a company, beside a figure."""
    for tag in case.clause.all("size", "person"):
        before = case.before(tag)
        is_size = tag.kind == "size" or case.has("company", "seg")
        plus = before is not None and before.kind == "number" and tag.start - before.end <= 1
        if is_size and plus and before is not None and before.start not in case.used:
            return tag
    return None
