"""The facts that a request to a person rests on, and what of them has changed since.

A person approves an action in a world: under this order, at these prices, for this address. They
are kept sealed beside the request, and learnt again before anything is done.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.actions.models import Action, Approval
from salesgenix.actions.rules import digest_of
from salesgenix.appointments import service as appointments
from salesgenix.appointments.rules import State as MeetingState
from salesgenix.authority.rules import MAILS, ActionKind, Verdict
from salesgenix.conversations import service as conversations
from salesgenix.db import keyring_of, read_sealed, write_sealed
from salesgenix.decisions.rules import as_code
from salesgenix.instructions import service as instructions
from salesgenix.kit.errors import Invalid, NotFound
from salesgenix.knowledge import service as knowledge
from salesgenix.leads import service as leads
from salesgenix.leads.rules import Stage

Basis = dict[str, str]

# While a sale is open its stage moves with every answer; that changes nothing about a request.
SETTLED = frozenset({Stage.BOOKED, Stage.WON, Stage.LOST, Stage.DISQUALIFIED, Stage.OPTED_OUT})
BY_PRICE = frozenset({ActionKind.DISCOUNT_OFFER})
BY_PRICES_TOLD = frozenset({ActionKind.STRATEGY_USE, ActionKind.MAIL_TRANSCRIPT})
BY_TIME = frozenset(
    {ActionKind.APPOINTMENT_BOOK, ActionKind.APPOINTMENT_MOVE, ActionKind.APPOINTMENT_HOLD}
)
BY_MEETING = frozenset(
    {
        ActionKind.APPOINTMENT_CANCEL,
        ActionKind.MAIL_INVITATION,
        ActionKind.MAIL_CANCELLATION,
        ActionKind.MAIL_REMINDER,
    }
)
BY_ADDRESS = MAILS | {ActionKind.APPOINTMENT_BOOK}
READ_BACK = 200  # events in which prices may have been cited


@dataclass(frozen=True, slots=True)
class Change:
    """``fact``: order, limit, policy, price, contact, meeting, sale, or unknown (nothing was kept).

    ``place`` is where it stands: the page and line of a price. ``""``: there was, or is, none.
    """

    fact: str
    place: str
    old: str
    new: str


def gather(
    session: Session, row: Action, arguments: dict[str, Any], *, verdict: Verdict, now: datetime
) -> Basis:
    """The facts as they are now. Reads only."""
    facts = dict(_order(session, row, verdict, now))
    facts |= _prices(session, row, now)
    kind = ActionKind(row.kind)
    if row.lead_id is not None:
        lead = leads.card(session, row.workspace_id, row.lead_id)
        facts["sale"] = lead.stage.value if lead.stage in SETTLED else "open"
        if kind in BY_ADDRESS:
            used = str(arguments.get("email") or "")
            known = lead.email or used
            facts["contact"] = used if known.casefold() == used.casefold() else known
    if kind in BY_TIME:
        facts["meeting"] = "free" if _is_free(session, row, arguments, now) else "taken"
    if kind in BY_MEETING:
        facts["meeting"] = _meeting(session, row, arguments)
    return facts


def keep(session: Session, approval: Approval, facts: Basis) -> None:
    approval.basis_digest = basis_digest(session, approval, facts)
    write_sealed(session, approval, basis=json.dumps(facts, ensure_ascii=False, sort_keys=True))
    session.add(approval)
    session.flush()


def kept(session: Session, approval: Approval) -> Basis | None:
    """``None`` for a request of an earlier release."""
    text = read_sealed(session, approval, "basis")
    return None if text is None else json.loads(text)


def basis_digest(session: Session, about: Approval | Action, facts: Basis) -> str:
    key = keyring_of(session).person(about.workspace_id, about.subject_ref)
    return digest_of("approval.basis", facts, key)


def holds(
    session: Session,
    row: Action,
    arguments: dict[str, Any],
    approval: Approval,
    /,
    *,
    verdict: Verdict,
    now: datetime,
) -> bool:
    """Whether everything is as it was when a person approved. Asked again before it leaves."""
    facts = gather(session, row, arguments, verdict=verdict, now=now)
    return approval.basis_digest == basis_digest(session, approval, facts)


def changes(old: Basis | None, new: Basis) -> tuple[Change, ...]:
    """What a person has to know before deciding again."""
    if old is None:
        return (Change("unknown", "", "", ""),)
    return tuple(_changes(old, new))


def _changes(old: Basis, new: Basis) -> Iterator[Change]:
    for name in sorted({*old, *new}):
        before, after = old.get(name, ""), new.get(name, "")
        if before == after or name == "order":
            continue
        fact, _, place = name.partition(":")
        if fact == "order_ref":
            yield Change("order", "", old.get("order", ""), new.get("order", ""))
        elif fact == "price":
            yield from (Change(fact, place, *pair) for pair in _lines(before, after))
        else:
            yield Change(fact, place, before, after)


def _lines(before: str, after: str) -> Iterator[tuple[str, str]]:
    """The lines that differ, old beside new."""
    old, new = before.split("\n"), after.split("\n")
    for name, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if name != "equal":
            yield "\n".join(old[a:b]), "\n".join(new[c:d])


def _order(
    session: Session, row: Action, verdict: Verdict, now: datetime
) -> Iterator[tuple[str, str]]:
    """The rule that decides, in its version, and each limit because of which a person is asked."""
    if verdict.instruction_id is not None:
        card = instructions.card(session, row.workspace_id, verdict.instruction_id, now=now)
        version = next(one for one in card.versions if one.version == verdict.rule_version)
        yield "order_ref", f"{card.id}:{version.version}:{version.digest}"
        yield "order", f"Version {version.version}: {version.plain_words}"
    for check in verdict.checks:
        if check.result == "ask":
            yield f"limit:{check.name}", as_code(check.limit)


def _prices(session: Session, row: Action, now: datetime) -> Basis:
    facts: Basis = {}
    titles = None
    if row.kind in BY_PRICES_TOLD:
        titles = _cited(session, row)
    elif row.kind not in BY_PRICE:
        return facts
    if row.kind in BY_PRICE:
        policy = accounts.profile_of(session, row.workspace_id).profile.discount
        above = "a person is asked" if policy.above == "ask" else "never"
        facts["policy"] = f"Up to {policy.ceiling_percent} %; above that, {above}"
    found = knowledge.prices(session, row.workspace_id, now=now, titles=titles)
    return facts | {f"price:{place}": text for place, text in found.items()}


def _cited(session: Session, row: Action) -> frozenset[str]:
    if row.conversation_id is None:
        return frozenset()
    log = conversations.history(session, row.workspace_id, row.conversation_id, limit=READ_BACK)
    return frozenset(
        str(source.get("title", ""))
        for event in log
        for source in event.payload.get("sources") or ()
        if isinstance(source, dict)
    )


def _is_free(session: Session, row: Action, arguments: dict[str, Any], now: datetime) -> bool:
    """Kept for this very request, or still to be had."""
    try:
        member_id, starts_at = _time(session, row, arguments)
    except (ValueError, KeyError, Invalid):
        return False
    if row.conversation_id is not None:
        for meeting in appointments.of_conversation(session, row.workspace_id, row.conversation_id):
            is_this = (meeting.member_id, meeting.starts_at) == (member_id, starts_at)
            if is_this and meeting.state in {MeetingState.AWAITING_APPROVAL, MeetingState.HELD}:
                return True
    window = (starts_at, starts_at + timedelta(minutes=1))
    found = appointments.free_slots(
        session, row.workspace_id, [window], "UTC", now=now, member_id=member_id
    )
    return any(slot.starts_at == starts_at for slot in found)


def _time(session: Session, row: Action, arguments: dict[str, Any]) -> tuple[UUID, datetime]:
    if arguments.get("member_id") and arguments.get("starts_at"):
        return UUID(str(arguments["member_id"])), datetime.fromisoformat(arguments["starts_at"])
    return appointments.find_slot(session, row.workspace_id, str(arguments["slot_id"]))


def _meeting(session: Session, row: Action, arguments: dict[str, Any]) -> str:
    try:
        wanted = UUID(str(arguments.get("appointment_id")))
        card = appointments.card(session, row.workspace_id, wanted)
    except (ValueError, NotFound):
        return "unknown"
    return f"{card.state}, {card.starts_at.isoformat()}"
