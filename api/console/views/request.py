"""One request about a person's data: what is held, what would be ordered, what was answered."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from api.console import words
from api.console.views import erasures as erasure_view
from api.console.views import exports as export_view
from api.console.views.leads import FactLine, name_of, said_where
from api.console.views.outbox import letter_of
from api.console.views.requests import Row, row
from api.console.visit import Visit
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Verb
from salesgenix.actions import service as actions
from salesgenix.authority.rules import Notice
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType
from salesgenix.decisions.service import DecisionCard
from salesgenix.erasures import service as erasures
from salesgenix.exports import person
from salesgenix.exports import service as exports
from salesgenix.exports.rules import LINK_LASTS
from salesgenix.kit.errors import NotFound
from salesgenix.leads.rules import FactField
from salesgenix.leads.service import LeadCard
from salesgenix.privacy import requests
from salesgenix.privacy import service as privacy
from salesgenix.privacy.files import RequestCard, day_of
from salesgenix.privacy.rules import (
    BEFORE_ORDER,
    STOPS,
    NoChild,
    Refusal,
    RequestKind,
    RequestState,
    legal_date,
)
from salesgenix.privacy.service import KnownItem
from salesgenix.rights import service as rights
from salesgenix.rights.rules import Choice

SHOWN_DECISIONS = 400
CHAINED = ("request.", "person.", "erasure.", "export.", "child.")
NO_CHILD = {
    NoChild.SLIP: "The age was a slip of the pen, or a joke",
    NoChild.OTHER: "It was somebody else's age",
    NoChild.ADULT: "We know this person: an adult",
}
REFUSALS = {
    Refusal.UNFOUNDED: "It is plainly unfounded or excessive",
    Refusal.LEGAL_DUTY: "A law obliges us to keep the data",
    Refusal.LEGAL_CLAIMS: "The data is needed for legal claims",
    Refusal.OTHERS_RIGHTS: "It would harm the rights of other people",
    Refusal.NOT_HELD: "Nothing is held about them",
}
LETTERS = {
    Notice.REQUEST_CONFIRM: "Letter to confirm the address",
    Notice.REQUEST_RECEIVED: "Receipt",
    Notice.REQUEST_ANSWERED: "Answer",
    Notice.REQUEST_REFUSED: "Refusal",
    Notice.EXPORT_READY: "Link to the archive",
}
# Letters that carry a secret of the person are named here, but not shown.
SECRET = frozenset({Notice.REQUEST_CONFIRM, Notice.EXPORT_READY})
COPY = (
    "An archive is made with everything the register names about them; other people are masked. "
    f"They get a link that works for {LINK_LASTS.days} days, and the answer goes out with it."
)
EFFECTS = {
    RequestKind.ACCESS: COPY,
    RequestKind.PORTABILITY: COPY,
    RequestKind.AUTOMATED_COPY: COPY,
    RequestKind.INFORM: COPY,
    RequestKind.RECTIFY: "The old value is removed wherever it stood as a value, also in mail that "
    "waits. What was said in the conversation stays as it was said.",
    RequestKind.RESTRICT: "Their data is only kept: the agent stops, nothing is sent, nothing new "
    "is learnt. It ends when you lift it on their page.",
    RequestKind.ERASE: "Their messages, facts, meetings, mail and tasks are destroyed with the key "
    "they lie under, every store is searched, and a signed receipt says so.",
    RequestKind.OBJECT: "No more selling and no more contact. Their data stays until they ask for "
    "its deletion or its time is over.",
    RequestKind.WITHDRAW_CONSENT: "No more contact. What was done before stays lawful; their data "
    "stays until they ask for its deletion or its time is over.",
    RequestKind.UNSUBSCRIBE: "No more contact. It was stopped when the request came in.",
    RequestKind.COMPLAINT: "They get your words as the answer, with the authority and the court "
    "they can turn to.",
}
TABLES = {
    "lead": "Lead",
    "lead_fact": "Facts",
    "conversation": "Conversations",
    "event": "Messages and events",
    "vault_entry": "Values behind pseudonyms",
    "action": "Actions",
    "delivery": "Mails",
    "approval": "Approvals",
    "appointment": "Meetings",
    "task": "Tasks",
    "turn": "Turns of the agent",
    "decision": "Decision records",
    "payload": "Contents of decisions",
    "decision_payload": "Contents of decisions",
    "data_request": "Data requests",
    "export": "Exports",
    "erasure": "Erasures",
    "visitor": "Chat sessions",
}


@dataclass(frozen=True, slots=True)
class Held:
    """What is held about the person: rows by table, and the values."""

    lead: LeadCard
    name: str
    counts: list[tuple[str, int]]
    items: list[FactLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """``words`` is none while the owner has still to say who it is about."""

    words: str | None
    candidates: list[tuple[UUID, str, str]]
    about: UUID | None
    is_known: bool
    field: FactField | None
    fields: list[tuple[str, str]]
    present: str | None
    effect: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter about the request; ``text`` only of those that carry no secret."""

    name: str
    state: tuple[str, str]
    is_answer: bool
    subject: str
    text: str
    action_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    row: Row
    card: RequestCard
    legal_on: date
    is_legal_late: bool
    decided_by: str
    held: Held | None
    order: Order | None
    may_refuse: bool
    may_end: bool
    may_extend: bool
    child_hour: str  # how long until it is deleted without an order; empty where that is not so
    export: export_view.Row | None
    erasure: erasure_view.Row | None
    letters: list[Sent]
    chain: list[DecisionCard]


def file(session: Session, visit: Visit, request_id: UUID, choice: Choice) -> File:
    who = visit.who
    card = requests.card(session, who.workspace_id, request_id)
    may_act, today = who.may(Verb.ANSWER_REQUESTS), day_of(who.now, card.zone)
    is_early = card.state in BEFORE_ORDER and may_act
    is_plain = is_early and not card.is_of_child
    is_in_time = today <= legal_date(card.received_on)
    export, erasure = _work(session, visit, card)
    return File(
        row=row(session, visit, card),
        card=card,
        legal_on=card.legal_on,
        is_legal_late=card.is_open and today > card.legal_on,
        decided_by=_member(session, visit, card.decided_by),
        held=_held(session, visit, card) if may_act else None,
        order=_order(session, visit, card, choice) if is_early else None,
        may_refuse=is_plain and card.kind not in STOPS,
        may_end=is_plain,
        may_extend=may_act
        and card.is_open
        and not card.is_of_child
        and card.extended_at is None
        and is_in_time,
        child_hour=_until(card, who.now),
        export=export,
        erasure=erasure,
        letters=_letters(session, visit, card) if may_act else [],
        chain=_chain(session, visit, card),
    )


def _until(card: RequestCard, now: datetime) -> str:
    if card.executes_at is None or card.state is not RequestState.ROUTED:
        return ""
    minutes = max(0, int((card.executes_at - now).total_seconds() // 60))
    if minutes == 0:
        return "any moment now"
    hours = round(minutes / 60)
    if minutes < 120:  # noqa: PLR2004 two hours: minutes say more
        return f"in {minutes} minute{'' if minutes == 1 else 's'}"
    return f"in {hours} hours"


def _held(session: Session, visit: Visit, card: RequestCard) -> Held | None:
    """Nothing before they have shown who they are: it would tell whom an address belongs to."""
    if card.identified_at is None or not card.is_open:
        return None
    found = rights.candidates(session, visit.who.workspace_id, card)
    if len(found) != 1:
        return None
    ws, lead = visit.who.workspace_id, found[0]
    counts = person.counted(session, ws, lead.subject_ref)
    return Held(
        lead=lead,
        name=name_of(lead),
        counts=[(TABLES.get(table, words.said(table)), count) for table, count in counts.items()],
        items=[_line(item) for item in privacy.what_we_know(session, ws, lead.subject_ref)],
    )


def _line(item: KnownItem) -> FactLine:
    value = words.language(item.value) if item.field == "language" else item.value
    source = words.CHANNELS.get(item.source) or said_where(item.source)
    return FactLine(words.field(item.field), value, source, at=item.collected_at)


def _order(session: Session, visit: Visit, card: RequestCard, choice: Choice) -> Order | None:
    if card.state is not RequestState.ROUTED:
        return None
    found = rights.candidates(session, visit.who.workspace_id, card)
    chosen = next((lead for lead in found if lead.subject_ref == choice.about_ref), None)
    lead = chosen or (found[0] if len(found) == 1 else None)
    is_open = len(found) > 1 and chosen is None
    needs_field = card.kind is RequestKind.RECTIFY and lead is not None
    said = None
    if not is_open and (choice.field is not None or not needs_field):
        exact = Choice(about_ref=lead.subject_ref if lead else None, field=choice.field)
        said = rights.words_before(session, visit.who.workspace_id, card.id, exact)
    facts = {fact.field: fact.value for fact in lead.facts} if lead else {}
    return Order(
        words=said,
        candidates=[
            (one.subject_ref, name_of(one), f"{one.created_at:%d %b %Y}")
            for one in (found if len(found) > 1 else [])
        ],
        about=lead.subject_ref if lead else None,
        is_known=bool(found),
        field=choice.field,
        fields=[(one.value, words.field(one)) for one in FactField] if needs_field else [],
        present=facts.get(choice.field) if choice.field else None,
        effect=EFFECTS[card.kind],
    )


def _work(
    session: Session, visit: Visit, card: RequestCard
) -> tuple[export_view.Row | None, erasure_view.Row | None]:
    ws = visit.who.workspace_id
    export, erasure = None, None
    if card.export_id is not None:
        export = export_view.row_of(session, visit, exports.card(session, ws, card.export_id))
    if card.erasure_id is not None:
        erasure = erasure_view.row_of(erasures.card(session, ws, card.erasure_id))
    return export, erasure


def _letters(session: Session, visit: Visit, card: RequestCard) -> list[Sent]:
    return [
        _sent(action, attempts)
        for action, attempts in actions.letters_to(
            session, visit.who.workspace_id, card.subject_ref
        )
    ]


def _sent(action: actions.ActionCard, attempts: tuple[actions.DeliveryCard, ...]) -> Sent:
    code = action.arguments.get("purpose")
    purpose = Notice(code) if code else None
    letter = letter_of(attempts[-1]) if attempts and attempts[-1].message else None
    is_shown = letter is not None and purpose is not None and purpose not in SECRET
    return Sent(
        name=LETTERS.get(purpose, words.said(str(code))) if purpose else "A letter",
        state=letter.state if letter else words.ACTION_STATES[action.state],
        is_answer=purpose in {Notice.REQUEST_ANSWERED, Notice.REQUEST_REFUSED},
        subject=letter.subject if letter and is_shown else "",
        text=letter.text if letter and is_shown else "",
        action_id=action.id,
    )


def _chain(session: Session, visit: Visit, card: RequestCard) -> list[DecisionCard]:
    """Every record that names the request or the work that carries it out, in order."""
    named = {str(one) for one in (card.id, card.export_id, card.erasure_id) if one}
    types = tuple(one.value for one in DecisionType if one.value.startswith(CHAINED))
    found = decisions.listing(
        session,
        visit.who.workspace_id,
        types=types,
        since=card.received_at,
        limit=SHOWN_DECISIONS,
        language=visit.language,
    )
    return [one for one in reversed(found) if named & _named(one)]


def _named(card: DecisionCard) -> set[str]:
    facts = card.body.get("facts") or {}
    return {str(facts.get(name)) for name in ("request", "export", "erasure")}


def _member(session: Session, visit: Visit, member_id: UUID | None) -> str:
    if member_id is None:
        return ""
    try:
        return accounts.member(session, visit.who.workspace_id, member_id).name
    except NotFound:
        return "A former colleague"
