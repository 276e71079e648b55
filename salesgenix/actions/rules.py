"""The life of an action, the arguments of each kind, and the digest that binds an approval."""

import hashlib
import hmac
from datetime import timedelta
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

import rfc8785
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from salesgenix.authority.rules import BY_MEMBER, OUTBOUND, ActionKind, Notice
from salesgenix.conversations.rules import MAX_MESSAGE_CHARACTERS, HandoffReason
from salesgenix.kit.errors import Conflict, Invalid
from salesgenix.qualification.rules import Level

APPROVAL_LASTS = timedelta(hours=24)
INTENT_LASTS = timedelta(minutes=15)  # what was meant longer ago has an effect, or a person looks
LEASE = timedelta(seconds=60)  # a claim nobody ended by then is looked into
RETRIES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
MAX_ATTEMPTS = len(RETRIES) + 1


class State(StrEnum):
    AWAITING_APPROVAL = "awaiting_approval"
    AUTHORISED = "authorised"
    CLAIMED = "claimed"
    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"
    EXPIRED = "expired"
    IN_DOUBT = "in_doubt"


# Internal actions are authorised and done in one transaction; outbound ones are claimed in between.
MOVES: dict[State, frozenset[State]] = {
    State.AWAITING_APPROVAL: frozenset({State.AUTHORISED, State.REFUSED, State.EXPIRED}),
    State.AUTHORISED: frozenset(
        {
            State.CLAIMED,
            State.DONE,
            State.FAILED,
            State.REFUSED,
            State.AWAITING_APPROVAL,
            State.IN_DOUBT,
        }
    ),
    State.CLAIMED: frozenset(
        {
            State.DONE,
            State.FAILED,
            State.AUTHORISED,
            State.AWAITING_APPROVAL,  # what it rested on changed before it left
            State.IN_DOUBT,
            State.REFUSED,
        }
    ),
    State.IN_DOUBT: frozenset({State.DONE, State.AUTHORISED, State.FAILED}),  # a person found out
    State.DONE: frozenset(),
    State.FAILED: frozenset(),
    State.REFUSED: frozenset(),
    State.EXPIRED: frozenset(),
}


class PermitFault(StrEnum):
    """Why nothing is handed over under a permit, as a reason in the decision log."""

    LAPSED = "permit_lapsed"  # too late, or the rule has changed since: judged anew
    USED = "permit_used"
    MISMATCH = "permit_mismatch"  # there is none for exactly this


class ApprovalState(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    EDITED = "edited"
    REJECTED = "rejected"
    ANSWERED = "answered"
    EXPIRED = "expired"


# A person said yes to it, as it was or as they changed it.
GRANTED = frozenset({ApprovalState.APPROVED, ApprovalState.EDITED})


class Verb(StrEnum):
    """What a person can do with an approval."""

    APPROVE = "approve"
    EDIT = "edit"
    REJECT = "reject"
    ANSWER = "answer"  # not this; what the person says instead, the agent takes up


def check_move(present: str, wanted: State) -> None:
    """Raises ``Conflict`` (``action.moved_on``) unless the table has that move."""
    if wanted not in MOVES[State(present)]:
        raise Conflict("action.moved_on", f"An action {present} cannot be {wanted}.", state=present)


def effect_of(kind: ActionKind) -> str:
    return "outbound" if kind in OUTBOUND else "internal"


def is_typed_by_member(kind: str, arguments: dict[str, Any]) -> bool:
    """Whether a person of the team has written this themselves: then it needs no order."""
    return kind in BY_MEMBER and arguments.get("member_id") is not None


def digest_of(kind: str, arguments: dict[str, Any], key: bytes) -> str:
    """HMAC-SHA-256 over the RFC 8785 bytes of kind and arguments, hexadecimal.

    ``key`` is the person's: without it nobody can try out which address or number a digest stands
    for, and once it is destroyed nobody ever can. ``Invalid`` (``action.arguments``) for what JSON
    cannot hold exactly.
    """
    return hmac.new(key, _canonical(kind, arguments), hashlib.sha256).hexdigest()


def is_digest_of(digest: str, kind: str, arguments: dict[str, Any], key: bytes) -> bool:
    """Also for digests of earlier releases, which were made without a key."""
    unkeyed = hashlib.sha256(_canonical(kind, arguments)).hexdigest()
    return digest in {digest_of(kind, arguments, key), unkeyed}


def shown_digest(digest: str, basis_digest: str | None, key: bytes) -> str:
    """Over an action and the facts that were shown beside it: what a decision sends back."""
    if basis_digest is None:
        return digest
    return hmac.new(key, f"shown {digest} {basis_digest}".encode(), hashlib.sha256).hexdigest()


def _canonical(kind: str, arguments: dict[str, Any]) -> bytes:
    try:
        canonical: bytes = rfc8785.dumps({"kind": kind, "arguments": arguments})
    except (rfc8785.CanonicalizationError, UnicodeError) as error:
        raise Invalid("action.arguments", "These arguments are not plain JSON.") from error
    return canonical


def retry_after(attempts: int, luck: float) -> timedelta | None:
    """How long to wait after so many attempts; ``None``: give up. ``luck`` in [0, 1) spreads what
    failed together over the second half of the wait.
    """
    if attempts > len(RETRIES):
        return None
    full = RETRIES[attempts - 1]
    return full / 2 + full / 2 * luck


def luck_of(action_id: UUID, attempts: int) -> float:
    """In [0, 1); the same for the same try, so that a wait can be told in advance."""
    drawn = hashlib.sha256(action_id.bytes + bytes([attempts % 256])).digest()
    return int.from_bytes(drawn[:6]) / 2**48


class _Arguments(BaseModel):
    """Facts that only explain (labels, families) are kept in the digest and not looked at here."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class NoArguments(_Arguments):
    pass


class Time(_Arguments):
    """A time of a member: spelt out, or by the slot's id."""

    slot_id: str | None = None
    member_id: UUID | None = None
    starts_at: AwareDatetime | None = None
    zone: str | None = None  # the prospect's
    label: str | None = None  # the time in words, as it was shown

    @model_validator(mode="after")
    def _names_a_time(self) -> "Time":
        if self.slot_id is None and (self.member_id is None or self.starts_at is None):
            raise ValueError("a slot_id, or a member_id and starts_at")
        return self


class Hold(Time):
    topic: str | None = None


class Book(Time):
    name: str | None = None
    email: str | None = None
    topic: str | None = None


class Move(Time):
    appointment_id: UUID


class Cancel(_Arguments):
    appointment_id: UUID
    label: str | None = None


class Stretch(_Arguments):
    start: AwareDatetime
    end: AwareDatetime


class Wait(_Arguments):
    """``windows``: when they could meet; none for whenever. ``words`` are theirs."""

    windows: list[Stretch] = Field(default_factory=list, max_length=10)
    words: str | None = Field(default=None, max_length=300)
    zone: str


class Discount(_Arguments):
    percent: int = Field(ge=1, le=100)
    reason: str | None = None


class UseStrategy(_Arguments):
    strategy: str


class Learn(_Arguments):
    field: str
    value: str
    quote: str | None = None
    source: str
    level: Level | None = None  # how much it speaks for a purchase, as a model proposes


class Suppress(_Arguments):
    reason: str = "opt_out"
    emails: list[str] = []
    words: str | None = None


class OpenRequest(_Arguments):
    kind: str


class WantPerson(_Arguments):
    reason: HandoffReason = HandoffReason.ASKED
    note: str | None = None


class OpenTask(_Arguments):
    kind: str
    note: str | None = None
    question: str | None = None


class MeetingMail(_Arguments):
    """What an invitation or a cancellation is about, as it stood when it was authorised."""

    email: str
    name: str | None = None
    appointment_id: UUID
    sequence: int
    method: Literal["REQUEST", "CANCEL"]


class ReminderMail(_Arguments):
    """Of which state of a meeting, and how many hours before it begins."""

    email: str
    name: str | None = None
    appointment_id: UUID
    sequence: int
    hours: int = Field(ge=1)


class Writing(_Arguments):
    """Which state of a meeting goes into which calendar of a member's, or out of it."""

    appointment_id: UUID
    source_id: UUID
    sequence: int


class TranscriptMail(_Arguments):
    email: str


class ReplyMail(_Arguments):
    """An answer by mail to the mail ``parent`` (a Message-ID), with exactly these words.
    ``member_id``: a person of the team typed them; ``seq``: where they stand in the conversation.
    """

    email: str
    name: str | None = None
    subject: str = ""
    text: str = Field(min_length=1, max_length=MAX_MESSAGE_CHARACTERS)
    parent: str | None = None
    references: list[str] = []
    member_id: UUID | None = None
    seq: int


# What each letter has to tell. More facts may be given; these must be.
NOTICE_FACTS: dict[Notice, frozenset[str]] = {
    Notice.CHECKPOINT: frozenset({"size", "note"}),
    Notice.REQUEST_CONFIRM: frozenset({"kind", "link", "until"}),
    Notice.REQUEST_RECEIVED: frozenset({"kind", "received_on", "due_on"}),
    Notice.REQUEST_DUE: frozenset({"kind", "due_on", "days", "link"}),
    Notice.REQUEST_ANSWERED: frozenset({"kind", "received_on", "kept"}),
    Notice.REQUEST_REFUSED: frozenset({"kind", "received_on", "reason"}),
    Notice.EXPORT_READY: frozenset({"link", "until"}),
    Notice.CHILD_FOUND: frozenset({"until"}),
}


class NoticeMail(_Arguments):
    """A letter of the house itself. ``facts`` are codes, dates (ISO) and links, put into words in
    ``language`` when it is written.
    """

    email: str
    purpose: Notice
    language: str
    facts: dict[str, str]

    @model_validator(mode="after")
    def _tells_what_it_must(self) -> "NoticeMail":
        missing = NOTICE_FACTS[self.purpose] - self.facts.keys()
        if missing:
            raise ValueError(f"facts: {', '.join(sorted(missing))}")
        return self


ARGUMENTS: dict[ActionKind, type[_Arguments]] = {
    ActionKind.REPLY_SEND: NoArguments,
    ActionKind.KNOWLEDGE_READ: NoArguments,
    ActionKind.SITE_READ: NoArguments,
    ActionKind.SLOTS_OFFER: NoArguments,
    ActionKind.LEAD_LEARN: Learn,
    ActionKind.APPOINTMENT_HOLD: Hold,
    ActionKind.APPOINTMENT_BOOK: Book,
    ActionKind.APPOINTMENT_MOVE: Move,
    ActionKind.APPOINTMENT_CANCEL: Cancel,
    ActionKind.WAITLIST_JOIN: Wait,
    ActionKind.WAITLIST_LEAVE: NoArguments,
    ActionKind.MAIL_INVITATION: MeetingMail,
    ActionKind.MAIL_CANCELLATION: MeetingMail,
    ActionKind.MAIL_TRANSCRIPT: TranscriptMail,
    ActionKind.MAIL_REMINDER: ReminderMail,
    ActionKind.MAIL_REPLY: ReplyMail,
    ActionKind.MAIL_NOTICE: NoticeMail,
    ActionKind.CALENDAR_WRITE: Writing,
    ActionKind.CALENDAR_REMOVE: Writing,
    ActionKind.DISCOUNT_OFFER: Discount,
    ActionKind.STRATEGY_USE: UseStrategy,
    ActionKind.HANDOVER_REQUEST: WantPerson,
    ActionKind.CONTACT_SUPPRESS: Suppress,
    ActionKind.DATA_REQUEST_OPEN: OpenRequest,
    ActionKind.TASK_OPEN: OpenTask,
}


def checked_arguments(kind: ActionKind, arguments: dict[str, Any]) -> Any:
    """The arguments as the kind's model; ``Invalid`` (``action.arguments``) names what is wrong."""
    try:
        return ARGUMENTS[kind].model_validate(arguments)
    except ValidationError as error:
        wrong = {".".join(map(str, item["loc"])): item["type"] for item in error.errors()}
        fields = sorted(wrong)
        raise Invalid(
            "action.arguments",
            f"Wrong arguments for {kind}: {', '.join(fields)}.",
            fields=fields,
            wrong=wrong,
        ) from error


def summary_of(kind: ActionKind, arguments: dict[str, Any]) -> str:
    """One line for the person who has to decide."""
    when = arguments.get("label") or arguments.get("starts_at") or ""
    words = {
        ActionKind.DISCOUNT_OFFER: f"Offer a discount of {arguments.get('percent')} %",
        ActionKind.APPOINTMENT_HOLD: f"Hold a meeting time: {when}",
        ActionKind.APPOINTMENT_BOOK: f"Book a meeting: {when}",
        ActionKind.APPOINTMENT_MOVE: f"Move the meeting to {when}",
        ActionKind.APPOINTMENT_CANCEL: f"Cancel the meeting: {when}",
        ActionKind.WAITLIST_JOIN: "Put the person on the waiting list",
        ActionKind.WAITLIST_LEAVE: "Take the person off the waiting list",
        ActionKind.MAIL_INVITATION: "Mail the invitation",
        ActionKind.MAIL_CANCELLATION: "Mail the cancellation",
        ActionKind.MAIL_TRANSCRIPT: "Mail the transcript of this conversation",
        ActionKind.MAIL_REMINDER: "Mail a reminder of the meeting",
        ActionKind.MAIL_REPLY: "Answer by mail",
        ActionKind.MAIL_NOTICE: f"Mail a notice: {arguments.get('purpose')}",
        ActionKind.CALENDAR_WRITE: "Write the meeting into the member's calendar",
        ActionKind.CALENDAR_REMOVE: "Take the meeting out of the member's calendar",
        ActionKind.STRATEGY_USE: f"Persuade by: {arguments.get('strategy')}",
    }
    return words.get(kind, str(kind).replace(".", " ").replace("_", " ").capitalize())
