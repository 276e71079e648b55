"""How carefully a person has to look at what is asked: its risk, and whether it may be one of many.

A module of its own beside ``approving``, which asks it, and ``service``, which shows its answer.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from salesgenix.actions import basis, repository
from salesgenix.actions.basis import Change
from salesgenix.actions.judging import Standing, is_held, judge
from salesgenix.actions.models import Action, Approval
from salesgenix.actions.rules import State, shown_digest
from salesgenix.authority.rules import MAILS, ActionKind, Outcome, Verdict
from salesgenix.authority.rules import Approval as Level
from salesgenix.db import keyring_of
from salesgenix.instructions import service as instructions
from salesgenix.leads import service as leads
from salesgenix.leads.rules import FactField

LARGE = 250  # people: from here on a company is no longer medium-sized (EU 2003/361)
NUMBER = re.compile(r"\d[\d.,' ]*")
ASKED_ANYWAY = frozenset({"approval"})  # the order asks about every one of these, limits aside


class Risk(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Single(StrEnum):
    """Why something is not approved among others. The list is closed."""

    ABOVE_CEILING = "above_ceiling"
    OVER_LIMIT = "over_limit"
    SEGMENT = "segment"
    HIGH_VALUE = "high_value"
    FIRST_MAIL = "first_mail"
    STALE = "stale"
    ASKED_AGAIN = "asked_again"
    REFUSED_NOW = "refused_now"
    CANNOT_TELL = "cannot_tell"


GRAVE = frozenset(
    {
        Single.ABOVE_CEILING,
        Single.OVER_LIMIT,
        Single.SEGMENT,
        Single.HIGH_VALUE,
        Single.REFUSED_NOW,
        Single.CANNOT_TELL,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What the answer depends on. ``None``: not known."""

    kind: ActionKind
    asked: frozenset[str]  # names of the checks because of which a person is asked
    is_allowed: bool  # would it happen if a person said yes
    is_about_segment: bool  # the order names the organisations about which it asks
    mails_before: int | None  # to this person
    size: int | None  # people at their company
    is_stale: bool
    was_allowed: bool  # by a person or by the rules, and came back before it had left


@dataclass(frozen=True, slots=True)
class Review:
    """``digest`` stands for the action on the facts as they are now, ``changes`` included.

    ``refusals``: why the rules would refuse it now, whoever approves.
    """

    digest: str
    changes: tuple[Change, ...]
    risk: Risk
    single: tuple[Single, ...]
    refusals: tuple[str, ...]


def needs_single_review(case: Case) -> tuple[Single, ...]:
    """Every reason to look at this one by itself; none: it may be approved among others."""
    is_mail = case.kind in MAILS
    over = case.asked - ASKED_ANYWAY
    found = {
        Single.REFUSED_NOW: not case.is_allowed,
        Single.ABOVE_CEILING: "discount" in over,
        Single.OVER_LIMIT: bool(over - {"discount"}),
        Single.SEGMENT: case.is_about_segment,
        Single.HIGH_VALUE: case.size is not None and case.size >= LARGE,
        Single.CANNOT_TELL: is_mail and case.mails_before is None,
        Single.FIRST_MAIL: is_mail and case.mails_before == 0,
        Single.STALE: case.is_stale,
        Single.ASKED_AGAIN: case.was_allowed,
    }
    return tuple(reason for reason, holds in found.items() if holds)


def risk_of(reasons: tuple[Single, ...]) -> Risk:
    """High: money, limits, people an order singles out. Medium: anything else to look at."""
    if GRAVE.intersection(reasons):
        return Risk.HIGH
    return Risk.MEDIUM if reasons else Risk.LOW


def review(
    session: Session,
    approval: Approval,
    row: Action,
    arguments: dict[str, Any],
    *,
    now: datetime,
) -> Review:
    """A look at what waits, as it would be decided now. Reads only."""
    standing = Standing(is_approved=True, speaks=False)
    verdict = judge(session, row, arguments, standing=standing, now=now)
    facts = basis.gather(session, row, arguments, verdict=verdict, now=now)
    present = basis.basis_digest(session, approval, facts)
    is_stale = present != approval.basis_digest and not is_held(verdict)
    changes = basis.changes(basis.kept(session, approval), facts) if is_stale else ()
    case = case_of(session, approval, row, verdict=verdict, is_stale=is_stale)
    single = needs_single_review(case)
    key = keyring_of(session).person(row.workspace_id, row.subject_ref)
    return Review(
        digest=shown_digest(row.digest, present, key),
        changes=changes,
        risk=risk_of(single),
        single=single,
        refusals=() if case.is_allowed else tuple(verdict.reasons),
    )


def case_of(
    session: Session, approval: Approval, row: Action, *, verdict: Verdict, is_stale: bool
) -> Case:
    return Case(
        kind=ActionKind(row.kind),
        asked=frozenset(check.name for check in verdict.checks if check.result == "ask"),
        is_allowed=verdict.outcome is not Outcome.DENIED or is_held(verdict),
        is_about_segment=_is_about_segment(session, row, verdict),
        mails_before=_mails_before(session, row),
        size=_size(session, row),
        is_stale=is_stale,
        was_allowed=approval.requested_at > row.created_at,
    )


def _is_about_segment(session: Session, row: Action, verdict: Verdict) -> bool:
    """The order that asks asks about some organisations, and so about this one."""
    kind = ActionKind(row.kind)
    return any(
        active.rule.audience.segments or active.rule.audience.companies
        for active in instructions.standing_rules(session, row.workspace_id)
        if active.instruction_id == verdict.instruction_id
        and kind in active.rule.actions
        and active.rule.approval_of(kind) is Level.ASK
    )


def _mails_before(session: Session, row: Action) -> int | None:
    done = repository.of_subject(session, row.workspace_id, row.subject_ref, states=[State.DONE])
    return sum(1 for one in done if one.kind in MAILS)


def _size(session: Session, row: Action) -> int | None:
    if row.lead_id is None:
        return None
    lead = leads.card(session, row.workspace_id, row.lead_id)
    told = next((fact.value for fact in lead.facts if fact.field is FactField.SIZE), "")
    numbers = [int(re.sub(r"\D", "", found)) for found in NUMBER.findall(told)]
    return max(numbers, default=None)
