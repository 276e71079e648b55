"""How a conversation begins and how a prospect's message comes in, for every entrance alike."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from sqlmodel import Session

from agent import overhearing
from agent.people import BLOCKED, STOPPED, keep_vault, load_vault, people_of, rules_of
from agent.understanding.signals import read_message
from guardrails.entities import Entity
from guardrails.people import KnownPeople
from guardrails.policy import Direction
from guardrails.vault import Vault
from guardrails.verdicts import GuardVerdict, Inbound, Signal
from prompts.loader import phrases
from salesgenix.accounts import service as accounts
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import MAX_MESSAGE_CHARACTERS, Actor, EventKind
from salesgenix.conversations.service import ConversationCard, NewEvent, Opened, Received
from salesgenix.db import Database
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry, Phase
from salesgenix.kit.clock import Clock
from salesgenix.kit.errors import Conflict, Invalid, Unavailable
from salesgenix.leads import service as leads
from salesgenix.rights import children
from salesgenix.screening import service as screening
from salesgenix.screening.service import Sighted
from salesgenix.tasks import service as tasks
from salesgenix.tasks.rules import TaskKind

# Characters that are no text: C0/C1 controls but tab and line ends, non-characters, surrogates.
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


BY_MAIL = "mail"
UNREAD = "unread"  # marks a message of a child: no model is told what it says
VAULT_RACES = 4  # how often a message is read again because another took its pseudonym


class InboundGuard(Protocol):
    """The part of ``guardrails.Guard`` that stands before the log."""

    def inbound(
        self, text: str, *, vault: Vault, known: KnownPeople, today: date | None = None
    ) -> Inbound: ...


@dataclass(frozen=True, slots=True)
class ByMail:
    """A message that came by mail. ``is_answered``: the agent may answer it, so a turn is owed.
    ``settle`` is called in the transaction that keeps the message.
    """

    subject: str
    is_answered: bool
    settle: Callable[[Session, Received], None]


class Desk(Protocol):
    """What taking a message needs; ``Mind`` and the API's house both have it."""

    @property
    def db(self) -> Database: ...
    @property
    def guard(self) -> InboundGuard: ...
    @property
    def clock(self) -> Clock: ...


def open_conversation(
    db: Database,
    workspace_id: UUID,
    *,
    channel: str,
    now: datetime,
    site_key_id: UUID | None = None,
    language: str | None = None,
    zone: str | None = None,
) -> Opened:
    """A new thread whose first words say that an AI assistant is answering, and for whom."""
    with db.writing() as session:
        return begin_conversation(
            session,
            workspace_id,
            channel=channel,
            now=now,
            site_key_id=site_key_id,
            language=language,
            zone=zone,
        )


def begin_conversation(
    session: Session,
    workspace_id: UUID,
    *,
    channel: str,
    now: datetime,
    site_key_id: UUID | None = None,
    language: str | None = None,
    zone: str | None = None,
) -> Opened:
    """``open_conversation`` in the caller's own transaction."""
    profile = accounts.profile_of(session, workspace_id).profile
    language = language if language in profile.languages else profile.languages[0]
    opened = conversations.open_conversation(
        session,
        workspace_id,
        channel=channel,
        site_key_id=site_key_id,
        language=language,
        zone=zone,
        now=now,
    )
    own = profile.disclosure.get(language, "").strip()
    words = own or phrases(language).one("disclosure")
    text = words.replace("{agent}", profile.agent_name).replace("{company}", profile.company)
    conversation = opened.conversation
    told = NewEvent(kind=EventKind.MESSAGE, actor=Actor.SYSTEM, payload={"text": text, "ai": True})
    conversations.append(session, workspace_id, conversation.id, told, now=now)
    disclosed = Entry(
        type=DecisionType.AI_DISCLOSED,
        phase=Phase.EFFECT,
        outcome="performed",
        conversation_ref=conversation.id,
        subject_ref=conversation.subject_ref,
        facts={"language": language, "channel": channel},
    )
    decisions.record(session, workspace_id, disclosed, now=now)
    return opened


def checked_text(text: str) -> str:
    """The text in NFC without outer blanks; ``Invalid`` says why it is none."""
    if len(text) > MAX_MESSAGE_CHARACTERS:
        raise Invalid(
            "message.too_long",
            f"A message has at most {MAX_MESSAGE_CHARACTERS} characters.",
            limit=MAX_MESSAGE_CHARACTERS,
        )
    if NOT_TEXT.search(text):
        raise Invalid("message.not_text", "A message is plain text.", field="text")
    text = unicodedata.normalize("NFC", text).strip()
    if not text:
        raise Invalid("message.empty", "A message has words in it.", field="text")
    return text


def take_message(
    desk: Desk,
    workspace_id: UUID,
    conversation_id: UUID,
    *,
    text: str,
    client_id: str,
    slot: str | None = None,
    by_mail: ByMail | None = None,
) -> Received:
    """Keeps the message as the guard lets it be kept, once; a turn may be owed now.

    ``Unavailable`` when the guard cannot answer: nothing of the text is kept then, and a person
    of the team is asked to look.
    """
    text = checked_text(text)
    for _ in range(VAULT_RACES):
        try:
            return _take(
                desk,
                workspace_id,
                conversation_id,
                text=text,
                client_id=client_id,
                slot=slot,
                by_mail=by_mail,
            )
        except Conflict as error:  # two messages at once named two people by one pseudonym
            if error.code != "vault.token":
                raise
    raise Unavailable("message.busy", "Too many messages at once. Please send it again.")


def _take(
    desk: Desk,
    workspace_id: UUID,
    conversation_id: UUID,
    *,
    text: str,
    client_id: str,
    slot: str | None,
    by_mail: ByMail | None,
) -> Received:
    with desk.db.reading() as session:
        profile = accounts.profile_of(session, workspace_id).profile
        members = accounts.members(session, workspace_id)
        card = conversations.card(session, workspace_id, conversation_id)
        lead = leads.card(session, workspace_id, card.lead_id)
        known = people_of(profile, members, lead, rules_of(session, workspace_id, profile))
        vault = load_vault(session, workspace_id, conversation_id)
    inbound, marks = _guarded(desk, card, text, vault=vault, known=known, by_mail=by_mail)
    payload = _kept(inbound, slot) | marks
    owes_answer = by_mail is None or by_mail.is_answered
    now = desk.clock.now()
    heard = None
    if card.control == "rep" or not owes_answer:
        heard = read_message(
            inbound.stored, languages=profile.languages, minor_age=profile.minor_age
        )
    with desk.db.writing() as session:
        is_child = Signal.MINOR in inbound.signals or Entity.MINOR_AGE in inbound.stopped
        if is_child or children.is_protected(session, workspace_id, card.subject_ref):
            # for a person to judge by, until it goes; no brain reads it, nothing is learnt from it
            payload = {"text": inbound.stored, UNREAD: True} | marks
        received = conversations.receive(
            session,
            workspace_id,
            conversation_id,
            client_id=client_id,
            payload=payload,
            owes_turn=owes_answer,
            now=now,
        )
        if by_mail is not None:
            by_mail.settle(session, received)
        if received.is_new and UNREAD not in payload:
            keep_vault(
                session,
                workspace_id,
                conversation_id,
                vault,
                subject_ref=card.subject_ref,
                now=now,
            )
        if received.is_new:
            if is_child:
                children.protect(session, workspace_id, conversation_id, card.subject_ref, now=now)
            _record_verdict(session, card, inbound.verdict, now=now)
        if received.is_new and heard is not None and UNREAD not in payload:
            overhearing.keep(session, card, heard, seq=received.seq, words=inbound.stored, now=now)
    return received


def _guarded(
    desk: Desk,
    card: ConversationCard,
    text: str,
    *,
    vault: Vault,
    known: KnownPeople,
    by_mail: ByMail | None,
) -> tuple[Inbound, dict[str, Any]]:
    """The text as it may be kept, and what a mail says beside it."""
    try:
        today = desk.clock.now().date()
        inbound = desk.guard.inbound(text, vault=vault, known=known, today=today)
        return inbound, _marks(desk, by_mail, known) if by_mail is not None else {}
    except Exception as error:
        _ask_the_team(desk, card.workspace_id, card.id)
        raise Unavailable(
            "guard.unavailable",
            "Your message could not be checked, so it was not kept. Please try again, or ask for "
            "a person.",
        ) from error


def _marks(desk: Desk, by_mail: ByMail, known: KnownPeople) -> dict[str, Any]:
    """The subject is a person's text like any other; a model is not told it."""
    subject = " ".join(NOT_TEXT.sub(" ", by_mail.subject).split())
    if subject:
        subject = desk.guard.inbound(subject, vault=Vault(), known=known).stored
    return {"via": BY_MAIL, "subject": subject}


def _record_verdict(
    session: Session, card: ConversationCard, verdict: GuardVerdict, *, now: datetime
) -> None:
    entry = guard_entry(verdict, card.id, card.subject_ref)
    decisions.record(session, card.workspace_id, entry, now=now)
    screening.note(
        session,
        card.workspace_id,
        sighted(verdict, Direction.PROSPECT_TO_MODEL),
        conversation_id=card.id,
        subject_ref=card.subject_ref,
        now=now,
    )


def _kept(inbound: Inbound, slot: str | None) -> dict[str, Any]:
    payload: dict[str, Any] = {"text": inbound.stored, "model": inbound.model}
    held_back = {BLOCKED: sorted(inbound.blocked), STOPPED: sorted(inbound.stopped)}
    payload |= {name: kinds for name, kinds in held_back.items() if kinds}
    if slot is not None:
        payload["choice"] = {"slot": slot}
    return payload


def guard_entry(
    verdict: Any, conversation_ref: UUID, subject_ref: UUID, turn_id: UUID | None = None
) -> Entry:
    """A guard's verdict as a decision: counts and codes, never a value."""
    kinds = {"pass": DecisionType.GUARDRAIL_PASSED, "mask": DecisionType.GUARDRAIL_MASKED}
    return Entry(
        type=kinds.get(str(verdict.result), DecisionType.GUARDRAIL_BLOCKED),
        phase=Phase.EFFECT,
        outcome=str(verdict.result),
        reasons=tuple(verdict.codes),
        conversation_ref=conversation_ref,
        subject_ref=subject_ref,
        turn_id=turn_id,
        guardrail={
            "stage": str(verdict.stage),
            "engine": verdict.engine,
            "version": verdict.version,
            "result": str(verdict.result),
            "counts": {str(entity): count for entity, count in verdict.counts.items()},
            "ms": verdict.ms,
        },
    )


def sighted(verdict: GuardVerdict, direction: Direction) -> list[Sighted]:
    """A verdict as it is counted for the owner: kinds and numbers, never a value."""
    return [
        Sighted(direction.value, entity, treatment, count)
        for entity, treatment, count in verdict.treated
    ]


def _ask_the_team(desk: Desk, workspace_id: UUID, conversation_id: UUID) -> None:
    with desk.db.writing() as session:
        card = conversations.card(session, workspace_id, conversation_id)
        tasks.open_task(
            session,
            workspace_id,
            conversation_id,
            subject_ref=card.subject_ref,
            kind=TaskKind.AGENT_FAILED,
            note="A message could not be checked by the guardrails and was not kept.",
            now=desk.clock.now(),
        )
