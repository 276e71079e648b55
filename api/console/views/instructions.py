"""The list of orders: each as an owner reads it, and what they should look at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from api.console import words
from api.members import SignedIn
from salesgenix.accounts import service as accounts
from salesgenix.actions import service as actions
from salesgenix.authority.rules import FLOOR, ActionKind, Approval, Rule, plain_words
from salesgenix.instructions import service as instructions
from salesgenix.instructions.service import InstructionCard, State

SOON = timedelta(days=30)
STATES = {
    "active": ("In force", "ok"),
    "paused": ("Paused", "warn"),
    "not_yet": ("Not yet", "info"),
    "expired": ("Over", ""),
    "used_up": ("Used up", ""),
    "revoked": ("Withdrawn", ""),
}
KINDS = {"standing": "Standing", "campaign": "Campaign", "one_off": "One-off"}
SURFACES = {
    "file": "the workspace file",
    "console": "the console",
    "api": "the API",
    "terminal": "the terminal",
}
FORMER = frozenset({"expired", "used_up", "revoked"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the owner's words; ``told`` says that nothing can hold the agent to it."""

    text: str
    told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    card: InstructionCard
    code: str  # of its state, ``STATES``
    title: str
    state: tuple[str, str]
    kind: str
    words: tuple[Stretch, ...]
    may: tuple[str, ...]
    asks: tuple[str, ...]
    never: tuple[str, ...]
    meaning: tuple[str, ...]  # of each part
    author: str
    since: datetime
    until: datetime | None
    left: str = ""  # time left where it is little
    stricter: tuple[tuple[str, str, UUID], ...] = ()  # what, how held back, by which order

    @property
    def is_former(self) -> bool:
        return self.code in FORMER

    @property
    def is_withdrawn(self) -> bool:
        return self.code == "revoked"

    @property
    def is_paused(self) -> bool:
        return self.code == "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What of the list is asked for; all of it stands in the address."""

    state: str = ""  # a state; empty: what is in force, paused or to come; ``all``
    kind: str = ""
    text: str = ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.state or self.kind or self.text)

    def shows(self, row: Row) -> bool:
        fits = row.code == self.state if self.state else not row.is_former
        is_kind = not self.kind or row.card.kind == self.kind
        said = f"{row.title} {row.card.words} {' '.join(row.meaning)}".casefold()
        return (fits or self.state == "all") and is_kind and self.text.casefold() in said


def rows(session: Session, who: SignedIn) -> list[Row]:
    """Newest first."""
    cards = instructions.listing(session, who.workspace_id, now=who.now)
    names = authors(session, who.workspace_id)
    codes = {card.id: _code(session, who.workspace_id, card) for card in cards}
    living = [card for card in cards if codes[card.id] not in FORMER]
    return [
        row_of(card, names, living, code=codes[card.id], now=who.now) for card in reversed(cards)
    ]


def row_of(
    card: InstructionCard,
    names: dict[UUID, str],
    living: Sequence[InstructionCard],
    *,
    code: str,
    now: datetime,
) -> Row:
    parts = card.rule.flat()
    until = ends_at(card.rule)
    return Row(
        card=card,
        code=code,
        title=title_of(card.key),
        state=STATES[code],
        kind=KINDS.get(card.kind, words.said(card.kind)),
        words=stretches(card.words, card.versions[-1].unenforced),
        may=_acts(parts, Approval.AUTO),
        asks=_acts(parts, Approval.ASK),
        never=_acts(parts, Approval.NEVER),
        meaning=tuple(plain_words(part, names, card.zone) for part in parts),
        author=author_of(card.author_member_id, names),
        since=card.rule.not_before or card.created_at,
        until=until,
        left=_left(until, now) if code not in FORMER else "",
        stricter=tuple(_stricter(card, living)) if card in living else (),
    )


def _code(session: Session, workspace_id: UUID, card: InstructionCard) -> str:
    if card.state is State.ACTIVE and actions.is_used_up(session, workspace_id, card):
        return "used_up"
    return str(card.state)


def title_of(key: str) -> str:
    return words.said(key.split("~", maxsplit=1)[0])


def authors(session: Session, workspace_id: UUID) -> dict[UUID, str]:
    people = accounts.members(session, workspace_id, with_inactive=True)
    return {member.id: member.name for member in people}


def author_of(member_id: UUID | None, names: dict[UUID, str]) -> str:
    return names.get(member_id, "a former colleague") if member_id else "the workspace file"


def ends_at(rule: Rule) -> datetime | None:
    """When the last of its parts ends; none while one of them has no end."""
    ends = [part.not_after for part in rule.flat()]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def stretches(text: str, told: Iterable[Sequence[int]]) -> tuple[Stretch, ...]:
    """The words cut where being held to them begins and ends; together they are the words."""
    found: list[Stretch] = []
    at = 0
    for start, end in sorted((span[0], span[1]) for span in told):
        if not at <= start < end <= len(text):
            continue
        found += [Stretch(text[at:start]), Stretch(text[start:end], told=True)]
        at = end
    return tuple(piece for piece in [*found, Stretch(text[at:])] if piece.text)


def _acts(parts: Iterable[Rule], answer: Approval) -> tuple[str, ...]:
    """A bound that says nothing of approval allows nothing, so it is no "may"."""
    return tuple(
        dict.fromkeys(
            words.action(kind)
            for kind in ActionKind
            for part in parts
            if kind in part.actions
            and part.approval_of(kind) is answer
            and not (part.effect == "bound" and answer is Approval.AUTO)
        )
    )


def _left(until: datetime | None, now: datetime) -> str:
    if until is None or not now <= until < now + SOON:
        return ""
    days = (until - now).days
    if days:
        return f"{days} day{'s' if days > 1 else ''} left"
    hours = max(1, round((until - now).total_seconds() / 3_600))
    return f"{hours} hour{'s' if hours > 1 else ''} left"


def _stricter(
    card: InstructionCard, living: Sequence[InstructionCard]
) -> Iterable[tuple[str, str, UUID]]:
    """What this order lets the agent do by itself, and another one does not."""
    own = [part for part in card.rule.flat() if part.effect == "grant"]
    granted = {
        kind for part in own for kind in part.actions if part.approval_of(kind) is Approval.AUTO
    } - FLOOR
    for other in living:
        if other.id == card.id or other.state is not State.ACTIVE:
            continue
        for kind in sorted(granted):
            answer = _answer(other.rule, kind)
            if answer is not None:
                yield words.action(kind), answer, other.id


def _answer(rule: Rule, kind: ActionKind) -> str | None:
    answers = {part.approval_of(kind): part for part in rule.flat() if kind in part.actions}
    for answer, said in ((Approval.NEVER, "never"), (Approval.ASK, "ask first")):
        part = answers.get(answer)
        if part is not None:
            return said if part.audience.is_everybody else f"{said}, for some people"
    return None


# For an owner who has nothing yet: put into the editor, never in force by themselves.
STARTS = (
    (
        "Answer visitors",
        "Answer visitors of our site in their language, only with what stands on our pages.",
    ),
    (
        "Book demos",
        "Offer free times for a demo, book, move and cancel it, and mail the invitation.",
    ),
    (
        "Keep discounts small",
        "Never offer more than 10 %, and always ask me before writing to banks.",
    ),
    (
        "Remember and ask",
        "Remember what visitors say about their company, and ask me before you mail a transcript.",
    ),
)
