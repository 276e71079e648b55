"""How much of a rule that somebody else proposes for the words is taken over into a draft."""

from dataclasses import replace
from uuid import UUID

from salesgenix.authority.rules import FLOOR, ActionKind, Rule
from salesgenix.drafts.reading.people import first_names
from salesgenix.drafts.reading.words import key_of
from salesgenix.drafts.terms import Draft, Facts

MOST_PARTS = 20


def joined(read: Draft, proposed: Rule, facts: Facts) -> Draft:
    """What the embedded reading says stays, word for word. Of the proposal is added what holds
    back, and what it allows of a kind that a sentence speaks of and the reading did not understand.

    So nothing is allowed that no sentence allows, and no refusal of the owner's is lost.
    """
    own = list(read.rule.flat()) if read.rule is not None else []
    added = [
        part
        for part in (_fitting(one, read.open_kinds, facts) for one in proposed.flat()[:MOST_PARTS])
        if part is not None and part not in own
    ]
    if not added:
        return read
    first, *rest = [*own, *added]
    rule = first.model_copy(update={"parts": tuple(rest)})
    return replace(read, rule=rule, drafted_by="model")


def _fitting(part: Rule, open_kinds: frozenset[ActionKind], facts: Facts) -> Rule | None:
    kinds = part.actions - FLOOR
    if part.effect == "grant":
        kinds &= open_kinds
    if not kinds or not _is_of_this_workspace(part, facts):
        return None
    approval = {kind: value for kind, value in part.approval.items() if kind in kinds}
    return part.model_copy(update={"actions": kinds, "approval": approval})


def _is_of_this_workspace(part: Rule, facts: Facts) -> bool:
    """It names only members there are, no lead, and no person in a company's place."""
    members: frozenset[UUID] = (part.calendar.members if part.calendar else None) or frozenset()
    persons = [
        name
        for name in part.audience.companies
        if key_of(name.split()[0] if name.split() else "") in first_names()
    ]
    return members <= facts.members.keys() and part.audience.leads is None and not persons
