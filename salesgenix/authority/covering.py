"""Which orders are about an action: those that may allow it, and all that hold it back.

What is uncertain never helps. An order that is about somebody of whom too little is known, that is
paused, or of which it is unknown how often it was used, allows nothing and still holds back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from salesgenix.authority.kinds import GOES_WITH, USED, ActionKind
from salesgenix.authority.terms import ActiveRule, Channel, Person, Proposal, Rule, Situation

Rules = tuple[ActiveRule, ...]


@dataclass(frozen=True, slots=True)
class Orders:
    """Each step keeps of the grants before it what passes one more question.

    ``usable`` may allow the action; ``binding`` is everything whose limits count.
    """

    named: Rules
    valid: Rules
    running: Rules
    in_channel: Rules
    in_audience: Rules
    usable: Rules
    binding: Rules
    under: UUID | None
    under_is_paused: bool
    under_is_gone: bool

    @property
    def deciding(self) -> Rules:
        """Those a verdict can name."""
        return self.usable or self.in_audience or self.named


def orders_about(proposal: Proposal, rules: Iterable[ActiveRule], situation: Situation) -> Orders:
    everything = tuple(rules)
    about = tuple(active for active in everything if names(active.rule, proposal.kind))
    named = tuple(active for active in about if active.rule.effect == "grant")
    valid = tuple(active for active in named if is_valid(active.rule, situation.now))
    running = tuple(active for active in valid if not active.is_paused)
    in_channel = tuple(a for a in running if has_channel(a.rule, proposal.channel) is True)
    person = situation.person
    in_audience = tuple(a for a in in_channel if a.rule.audience.includes(person) is True)
    usable = tuple(a for a in in_audience if is_used_up(a, proposal.kind, situation) is False)
    binding = tuple(
        active
        for active in about
        if is_valid(active.rule, situation.now)
        and _is_about(active.rule, proposal, person)
        and not (usable and _is_over(active, proposal.kind, situation))
    )
    return Orders(
        named=named,
        valid=valid,
        running=running,
        in_channel=in_channel,
        in_audience=in_audience,
        usable=usable,
        binding=binding,
        under=proposal.under,
        under_is_paused=any(a.is_paused and a.instruction_id == proposal.under for a in everything),
        under_is_gone=proposal.under is not None
        and all(active.instruction_id != proposal.under for active in everything),
    )


def names(rule: Rule, kind: ActionKind) -> bool:
    """Whether the rule is about the kind, or about one that it goes with."""
    return kind in rule.actions or GOES_WITH.get(kind) in rule.actions


def is_valid(rule: Rule, now: datetime) -> bool:
    is_begun = rule.not_before is None or rule.not_before <= now
    return is_begun and (rule.not_after is None or now < rule.not_after)


def has_channel(rule: Rule, channel: Channel | None) -> bool | None:
    """``None``: the order names channels, and which this is nobody knows."""
    if rule.channels is None:
        return True
    return None if channel is None else channel in rule.channels


def is_used_up(active: ActiveRule, kind: ActionKind, situation: Situation) -> bool | None:
    """Whether the order has been used as often as it may be; ``None``: nobody knows."""
    limits, order = active.rule.limits, active.instruction_id
    if kind not in USED:
        return False
    answers = [
        None if counts is None else counts.get(order, 0) >= limit
        for limit, counts in (
            (limits.uses, situation.uses),
            (limits.uses_per_lead, situation.uses_by_lead),
        )
        if limit is not None
    ]
    return True if True in answers else (None if None in answers else False)


def _is_over(active: ActiveRule, kind: ActionKind, situation: Situation) -> bool:
    """A grant that is used up binds as little as one that has expired."""
    return active.rule.effect == "grant" and is_used_up(active, kind, situation) is True


def _is_about(rule: Rule, proposal: Proposal, person: Person | None) -> bool:
    """Or might be: what holds back counts unless it is known not to be about this."""
    is_elsewhere = has_channel(rule, proposal.channel) is False
    return not is_elsewhere and rule.audience.includes(person) is not False
