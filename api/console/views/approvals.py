"""An approval as a person decides on it: what exactly would happen, by which order, until when."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email import policy
from email.parser import BytesParser
from typing import Any
from uuid import UUID

from sqlmodel import Session

from api.console import words
from api.console.views.changes import ChangeLine, change_lines, edit_lines, said
from api.console.views.edits import Field, fields_of
from api.console.views.leads import name_of
from api.members import SignedIn
from integrations.composing import compose
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Verb
from salesgenix.actions import provenance
from salesgenix.actions import service as actions
from salesgenix.actions.service import ActionCard, ApprovalCard, Review, Risk
from salesgenix.authority.rules import MAILS, ActionKind
from salesgenix.decisions import sentences
from salesgenix.decisions import service as decisions
from salesgenix.decisions.service import DecisionCard
from salesgenix.instructions import service as instructions
from salesgenix.kit.errors import SalesgenixError
from salesgenix.leads import service as leads

DECIDED = (
    "approval.granted",
    "approval.refused",
    "approval.answered",
    "approval.stale",
    "approval.expired",
)
MASKED_READ = 50  # records of what was hidden in one conversation


@dataclass(frozen=True, slots=True)
class Draft:
    """An action whose mail is only looked at."""

    workspace_id: UUID
    action_id: UUID
    kind: ActionKind
    arguments: dict[str, Any]
    conversation_id: UUID | None
    lead_id: UUID | None


@dataclass(frozen=True, slots=True)
class Letter:
    """The mail as its recipient would see it."""

    sender: str
    recipient: str
    subject: str
    text: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Order:
    id: UUID
    name: str
    words: str
    version: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``digest`` stands for all that is shown here; ``single`` says why it is not one of many."""

    id: UUID
    action_id: UUID
    kind: str
    digest: str
    summary: str
    lead: str
    lead_id: UUID | None
    conversation_id: UUID | None
    letter: Letter | None
    payload: list[tuple[str, str]]
    order: Order | None
    why: list[str]
    masked: str
    changes: list[ChangeLine]
    refusals: list[str]
    risk: Risk
    single: list[str]
    requested_at: datetime
    expires_at: datetime
    fields: list[Field]
    opened: str = ""  # the verb whose form is open, because something in it was not right


@dataclass(frozen=True, slots=True)
class Decided:
    """``edits``: from what the agent wanted to what was approved; only for who may read it."""

    card: DecisionCard
    edits: list[ChangeLine]


@dataclass(frozen=True, slots=True)
class Typed:
    """What came with a form that could not be carried out: nothing of it is lost."""

    approval_id: UUID
    verb: str
    values: Mapping[str, str]
    wrong: Mapping[str, str]
    sentence: str


def questions(session: Session, who: SignedIn, typed: Typed | None = None) -> list[Question]:
    """What waits, oldest first."""
    found = [
        _question(session, who, card, review)
        for card, review in actions.reviewed(session, who.workspace_id, now=who.now)
    ]
    return [
        _with_typed(one, typed) if typed and one.id == typed.approval_id else one for one in found
    ]


def decided(session: Session, who: SignedIn, *, limit: int) -> list[Decided]:
    """What was decided lately, newest first."""
    lately = decisions.listing(session, who.workspace_id, types=DECIDED, limit=limit)
    return [Decided(card, _edits(session, who, card)) for card in lately]


def _edits(session: Session, who: SignedIn, card: DecisionCard) -> list[ChangeLine]:
    is_edit = bool((card.body.get("facts") or {}).get("edited"))
    if not (is_edit and card.action_id and who.may(Verb.REPLY)):
        return []
    found = provenance.edits_of(session, who.workspace_id, card.action_id)
    return edit_lines(found, who.member.zone)


def by_risk(found: list[Question]) -> list[tuple[str, list[Question]]]:
    groups = [(risk.value, [one for one in found if one.risk is risk]) for risk in Risk]
    return [(risk, group) for risk, group in groups if group]


def orders_in_force(session: Session, who: SignedIn) -> int:
    active = instructions.active_rules(session, who.workspace_id, now=who.now)
    return len({rule.instruction_id for rule in active})


def _question(session: Session, who: SignedIn, card: ApprovalCard, review: Review) -> Question:
    action, zone = card.action, who.member.zone
    lead = leads.card(session, who.workspace_id, action.lead_id) if action.lead_id else None
    return Question(
        id=card.id,
        action_id=action.id,
        kind=action.kind,
        digest=review.digest,
        summary=action.summary,
        lead=name_of(lead),
        lead_id=action.lead_id,
        conversation_id=action.conversation_id,
        letter=letter_of(session, who, action),
        payload=_with(session, who, action) + payload(action.arguments, zone),
        order=_order(session, who, action),
        why=[why(check) for check in action.checks if check.get("result") == "ask"],
        masked=_masked(session, who, action),
        changes=change_lines(review.changes, zone),
        refusals=[sentences.reason(code) for code in review.refusals],
        risk=review.risk,
        single=[words.SINGLE_REVIEWS[reason] for reason in review.single],
        requested_at=card.requested_at,
        expires_at=card.expires_at,
        fields=fields_of(card, zone),
    )


def _with_typed(one: Question, typed: Typed) -> Question:
    fields = [
        replace(
            field,
            value=typed.values.get(f"arg.{field.name}", field.value),
            wrong=typed.wrong.get(field.name, ""),
        )
        for field in one.fields
    ]
    return replace(one, fields=fields, opened=typed.verb)


def letter_of(session: Session, who: SignedIn, action: ActionCard) -> Letter | None:
    """The mail as it would be written now; none for what is no mail, or cannot be written yet."""
    if action.kind not in MAILS:
        return None
    draft = Draft(
        who.workspace_id,
        action.id,
        action.kind,
        action.arguments,
        action.conversation_id,
        action.lead_id,
    )
    try:
        envelope = compose(
            session, draft, now=who.now, public_url=who.house.settings.effective_public_url
        )
    except SalesgenixError:
        return None
    mail = BytesParser(policy=policy.default).parsebytes(envelope.message)
    body = mail.get_body(("plain",))
    names = (part.get_filename() for part in mail.walk())
    return Letter(
        sender=str(mail["From"] or envelope.sender),
        recipient=envelope.recipient,
        subject=str(mail["Subject"] or ""),
        text=str(body.get_content()).strip() if body is not None else "",
        files=tuple(dict.fromkeys(name for name in names if name)),
    )


def _order(session: Session, who: SignedIn, action: ActionCard) -> Order | None:
    if action.instruction_id is None:
        return None
    card = instructions.card(session, who.workspace_id, action.instruction_id, now=who.now)
    name = words.said(card.key.split("~")[0])
    return Order(card.id, name, card.words, action.rule_version)


def _with(session: Session, who: SignedIn, action: ActionCard) -> list[tuple[str, str]]:
    """The person of the team whose time it is."""
    members = accounts.members(session, who.workspace_id)
    name = next(
        (one.name for one in members if str(one.id) == action.arguments.get("member_id")), ""
    )
    return [("With", name)] if name else []


def _masked(session: Session, who: SignedIn, action: ActionCard) -> str:
    """What was hidden from the model in the conversation that this comes from."""
    if action.conversation_id is None:
        return ""
    counts: Counter[str] = Counter()
    for card in decisions.listing(
        session,
        who.workspace_id,
        conversation_ref=action.conversation_id,
        type_="guardrail.masked",
        limit=MASKED_READ,
    ):
        counts.update((card.body.get("guardrail") or {}).get("counts") or {})
    if not counts:
        return ""
    stage = {"stage": "inbound", "counts": dict(counts)}
    said = sentences.explain({"type": "guardrail.masked", "guardrail": stage})
    return said.partition(": ")[2].rstrip(".")


def payload(arguments: dict[str, Any], zone: str) -> list[tuple[str, str]]:
    """The arguments as they will be used, in words; identifiers for machines are left out."""
    is_timed = arguments.get("starts_at") is not None
    shown = [
        (words.field(name), said(name, value, zone))
        for name, value in arguments.items()
        if value not in (None, "", [])
        and not name.endswith("_id")
        and not (name == "label" and is_timed)
    ]
    return [(label, text) for label, text in shown if text]


def why(check: dict[str, Any]) -> str:
    """Why a person is asked: ``Discount: the limit is 10, this is 15``."""
    name, limit, found = (str(check.get(part) or "") for part in ("name", "limit", "observed"))
    if name == "approval":
        return "The owner wants to be asked first"
    if name == "discount" and limit and found:
        return f"The agent may give up to {limit} % by itself; this is {found} %"
    return f"{words.said(name)}: the limit is {limit}, this is {found}"
