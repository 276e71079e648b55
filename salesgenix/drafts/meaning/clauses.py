"""One sentence falls into clauses: each says one thing in one mood about one kind of action."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from salesgenix.drafts.reading.lexicons import Tag
from salesgenix.drafts.reading.tagging import Reading

HEADS = frozenset({"may", "never", "neveradv", "ask", "noask", "optional"})
ACTS = frozenset(
    {
        "discount", "mailv", "mailn", "meet", "book", "slots", "move", "cancel", "reply",
        "replymail", "remindmail", "transcript", "invite", "cancelmail", "remember", "site",
        "followup", "mention", "strategy", "call", "otherdeed", "pages",
    }
)  # fmt: skip
TOPICS = frozenset({"evil", "good", "tone"})
AUDIENCE = frozenset({"seg", "country", "stage", "size", "quoted", "company_name"})
_BREAKS = frozenset(",;:()–—")
_AFTER_NOT = frozenset(
    {
        "before", "after", "between", "on", "with", "at", "days", "window", "clock", "holidays",
        "lunch", "named_member", "seg", "country", "stage", "in", "day_of", "morning", "evening",
        "afternoon", "night", "fromday", "to", "for", "stretch",
    }
)  # fmt: skip


@dataclass(slots=True)
class Clause:
    """``lent`` are tags of an earlier clause that this one goes on about: its actions, its mood.

    ``parts`` says at which of its tags a new piece between commas begins.
    """

    tags: list[Tag]
    unknown: list[int]
    start: int
    end: int
    lent: list[Tag] = field(default_factory=list)
    pieces: list[int] = field(default_factory=list)
    follows: bool = False  # not the first of its sentence

    def has(self, *kinds: str) -> bool:
        return any(tag.kind in kinds for tag in self.tags)

    def all(self, *kinds: str) -> list[Tag]:
        return [tag for tag in self.tags if tag.kind in kinds]

    def lends(self, *kinds: str) -> bool:
        return any(tag.kind in kinds for tag in self.lent)

    @property
    def acts(self) -> list[Tag]:
        return self.all(*ACTS) or [tag for tag in self.lent if tag.kind in ACTS]

    @property
    def mood(self) -> list[Tag]:
        return self.all(*HEADS) or [tag for tag in self.lent if tag.kind in HEADS]


def clauses_of(reading: Reading) -> list[Clause]:
    found: list[Clause] = []
    for piece in _pieces(reading):
        last = found[-1] if found else None
        if last is None:
            found.append(piece)
        elif _goes_on(piece, last) or _is_topic(last, reading.tokens[piece.start].text):
            _join(last, piece)
        else:
            found.append(replace(piece, lent=_lent(piece, found), follows=True))
    _share_moods(found)
    return found


def _share_moods(found: Sequence[Clause]) -> None:
    """``calculations, certificates and the trial are fine``: said of each that is only named."""
    for one, after in reversed(list(itertools.pairwise(found))):
        heads = [tag for tag in [*after.tags, *after.lent] if tag.kind in HEADS]
        verbs = one.has("do", "book", "mailv", "reply", "remember", "max", "upto", "only")
        closes = bool(heads) and (after.lends(*HEADS) or after.tags[-1].kind in HEADS)
        if closes and not one.has(*HEADS, *TOPICS) and not one.lends(*HEADS) and not verbs:
            one.lent += heads


def _pieces(reading: Reading) -> list[Clause]:
    """Cut at commas, at ``and`` and ``but``, and where a refusal follows what has been allowed."""
    cuts = {0, *_marks(reading), *_turns(reading.tags)}
    bounds = sorted(cut for cut in cuts if cut < len(reading.tokens))
    pieces: list[Clause] = []
    for begin, end in zip(bounds, [*bounds[1:], len(reading.tokens)], strict=True):
        tags = [tag for tag in reading.tags if begin <= tag.start < end]
        unknown = [i for i in reading.unknown if begin <= i < end]
        pieces.append(Clause(tags, unknown, begin, end))
    return pieces


def _marks(reading: Reading) -> set[int]:
    inside = {i for tag in reading.tags for i in range(tag.start + 1, tag.end)}
    covered = inside | {tag.start for tag in reading.tags if tag.kind == "quoted"}
    marks = {
        i for i, token in enumerate(reading.tokens) if token.text in _BREAKS and i not in covered
    }
    return marks | {tag.start for tag in reading.tags if tag.kind in {"and", "but"}}


def _turns(tags: Sequence[Tag]) -> set[int]:
    """``book demos never on Fridays``: the refusal begins something new."""
    turns: set[int] = set()
    is_open = is_said = False
    for tag, after in itertools.pairwise(tags):
        if tag.kind in {"never", "notbefore", "notafter"} and is_open:
            is_aside = after.kind in _AFTER_NOT and after.start == tag.end and tag.value != "all"
            is_new = tag.kind != "never" or (is_aside and is_said)
            if is_new:
                turns.add(tag.start)
        if tag.kind in {"may", "book", "mailv", "reply", "do"}:
            is_open, is_said = True, is_said or tag.kind == "may"
        if tag.kind in {"never", "only", "ask", "noask"}:
            is_open = False
    return turns


def _goes_on(piece: Clause, last: Clause) -> bool:
    """Whether a piece belongs to the clause before it: a list, a detail, or a beginning only."""
    if not piece.tags and not piece.unknown:
        return True
    if piece.has("others") and last.has(*AUDIENCE):
        return False
    if not (last.has(*ACTS, *HEADS, *TOPICS, "pct", "max")):
        return True
    if _is_end_of_asking(piece, last) or _is_end_of_list(piece, last):
        return True
    return _continues(piece, last)


def _continues(piece: Clause, last: Clause) -> bool:
    is_turn = piece.tags[:1] and piece.tags[0].kind == "only"
    if is_turn and last.has("never", "neveradv"):
        return False
    if piece.has(*HEADS) or piece.has("evil", "good"):
        return not last.has(*ACTS, "pct") and not last.has(*HEADS, "evil", "good", "tone")
    if piece.has("tone") != last.has("tone") and not last.has("mention"):
        return False
    if piece.has("max", "upto") and not piece.has(*ACTS):
        return not last.has("never", "ask") and not last.has("max", "upto", "pct")
    if piece.has("pct") and last.has("pct"):
        return False
    return not piece.has(*ACTS) or not last.has(*ACTS, *TOPICS)


def _is_end_of_asking(piece: Clause, last: Clause) -> bool:
    """``before you write to a bank, ask me``; ``never offer schools, or clubs, any without me``."""
    heads = {tag.kind for tag in piece.all(*HEADS)}
    if heads == {"ask"} and not piece.has(*ACTS, "above", "that", "pct"):
        return not last.has(*HEADS)
    if heads == {"noask"} and not piece.has(*ACTS, *AUDIENCE, "pct", "others"):
        return last.has("never", "neveradv", "only", "max")
    return heads == {"noask"} and not last.has(*ACTS, "pct") and last.has("never")


def _is_end_of_list(piece: Clause, last: Clause) -> bool:
    """``discounts for banks, schools and clubs are not allowed``: the no is said of all."""
    row = [tag for tag in piece.tags if tag.kind != "and"]
    goes_on = bool(row) and row[0].kind in AUDIENCE and bool(last.tags)
    is_open = goes_on and last.tags[-1].kind in AUDIENCE and not last.has(*HEADS)
    return is_open and piece.has("never", "neveradv", "ask", "noask") and not piece.has(*ACTS)


def _is_topic(last: Clause, mark: str) -> bool:
    """``Discounts: …`` and ``Mails to banks: …`` name what the rest is about."""
    kinds = {tag.kind for tag in last.tags}
    return mark == ":" and not kinds & (HEADS | {"do", "pct"}) and not last.has(*TOPICS)


def _join(last: Clause, piece: Clause) -> None:
    last.pieces.append(len(last.tags))
    last.tags.extend(piece.tags)
    last.unknown.extend(piece.unknown)
    last.end = piece.end


def _lent(piece: Clause, found: Sequence[Clause]) -> list[Tag]:
    """Its mood and actions where it names none; whom the sentence began with."""
    last = found[-1]
    lent: list[Tag] = []
    if not piece.has(*ACTS, "evil", "good", "tone"):
        lent += last.acts or [Tag("discount", tag.start, tag.end) for tag in last.all("pct")[:1]]
    is_free = not piece.has(*HEADS) and not piece.has(
        "max", "upto", "only", "notbefore", "notafter"
    )
    is_allowed = bool(last.mood) and all(tag.kind == "may" for tag in last.mood)
    if is_free or (piece.has("others") and is_allowed):
        lent += last.mood + last.all("only") + ([] if last.mood else _doing(last))
    lent += _leading(found[0]) if not piece.has(*AUDIENCE) else []
    return lent


def _doing(last: Clause) -> list[Tag]:
    kinds = {"do", "read"}
    return last.all(*kinds) or [tag for tag in last.lent if tag.kind in kinds]


def _leading(first: Clause) -> list[Tag]:
    """``With banks, …``: whom everything in the sentence is about."""
    verbs = [tag.start for tag in first.tags if tag.kind in ACTS | HEADS | {"do"}]
    begin = min(verbs, default=0)
    return [tag for tag in first.tags if tag.start < begin and tag.kind in AUDIENCE | {"except"}]
