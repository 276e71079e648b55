"""What an owner orders, and how long it holds when the order does not say so. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from salesgenix.authority.rules import FLOOR, USED, Rule
from salesgenix.kit.errors import Invalid

MAX_WORDS_CHARACTERS = 4_000
STANDING, CAMPAIGN, ONE_OFF = "standing", "campaign", "one_off"
ENDING = frozenset({CAMPAIGN, ONE_OFF})  # what says itself when it ends
LASTS = timedelta(days=365)  # an order given in the console that names no end
AT_MOST = timedelta(days=366)  # twelve months, in any year
IN_FORCE_WHILE_WRITTEN = frozenset({"file", "terminal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What an owner orders. ``surface`` is where: ``file``, ``console``, ``api``.

    ``drafted_by`` found the rule for the words, ``shown_digest`` is of the plain words that were
    confirmed, ``unenforced`` are the spans of the words that no rule keeps.
    """

    key: str
    words: str
    rule: Rule
    author_member_id: UUID | None = None
    surface: str = "file"
    kind: str = "standing"
    drafted_by: str = "person"
    shown_digest: str | None = None
    unenforced: tuple[tuple[int, int], ...] = ()


def settled(order: Order, known: Rule | None, now: datetime) -> Order:
    """The order with the ends and uses that it leaves to us; ``Invalid`` when it cannot be given.

    What grants something ends: in the console after a year at the latest, while an order of the
    file stands as long as the file says so. A campaign or a one-off says its end itself. What only
    holds back needs none: its end would let more happen. ``known`` is what the same order means
    already; given again it keeps its end.
    """
    _check(order)
    rule = _each(order.rule, _once) if order.kind == ONE_OFF else order.rule
    if order.kind in ENDING and any(lacks_end(part) for part in rule.flat()):
        raise Invalid("instruction.end", "A campaign or a one-off needs an end.", field="not_after")
    if order.surface in IN_FORCE_WHILE_WRITTEN:
        return replace(order, rule=rule)
    rule = _ended_as(rule, known, now) or _each(rule, lambda part: _ended(part, now))
    for part in rule.flat():
        _check_end(part, now)
    return replace(order, rule=rule)


def _check(order: Order) -> None:
    if not order.words.strip() or len(order.words) > MAX_WORDS_CHARACTERS:
        raise Invalid("instruction.words", f"Words: 1 to {MAX_WORDS_CHARACTERS} characters.")
    if not order.rule.actions and order.kind != ONE_OFF:
        raise Invalid("instruction.actions", "The rule names no action, so it means nothing.")
    if order.kind not in {STANDING, CAMPAIGN, ONE_OFF}:
        raise Invalid("instruction.kind", "Standing, campaign or one_off.", field="kind")


def _check_end(part: Rule, now: datetime) -> None:
    if not _grants(part) or part.not_after is None:
        return
    if part.not_after <= now:
        raise Invalid("instruction.over", "This order would be over already.", field="not_after")
    if part.not_after - now > AT_MOST:
        raise Invalid("instruction.end", "An order ends within 12 months.", field="not_after")


def _grants(part: Rule) -> bool:
    return part.effect == "grant" and bool(part.actions - FLOOR)


def lacks_end(part: Rule) -> bool:
    return _grants(part) and part.not_after is None


def _once(part: Rule) -> Rule:
    if not _grants(part) or part.limits.uses is not None or not part.actions & USED:
        return part
    limits = part.limits.model_copy(update={"uses": 1})
    return part.model_copy(update={"limits": limits})


def _ended(part: Rule, now: datetime) -> Rule:
    end = (now + LASTS).replace(second=0, microsecond=0)  # as it is said: to the minute
    return part.model_copy(update={"not_after": end}) if lacks_end(part) else part


def _ended_as(rule: Rule, known: Rule | None, now: datetime) -> Rule | None:
    """The rule with the ends of the known one, if that makes it the same and they are to come."""
    if known is None or len(known.parts) != len(rule.parts):
        return None
    old = iter(known.flat())
    same = _each(rule, lambda part: _with_end_of(next(old), part))
    is_over = any(part.not_after and part.not_after <= now for part in known.flat())
    return same if same == known and not is_over else None


def _with_end_of(known: Rule, part: Rule) -> Rule:
    return part.model_copy(update={"not_after": known.not_after}) if lacks_end(part) else part


def _each(rule: Rule, change: Callable[[Rule], Rule]) -> Rule:
    first, *rest = (change(part) for part in rule.flat())
    return first.model_copy(update={"parts": tuple(rest)})
