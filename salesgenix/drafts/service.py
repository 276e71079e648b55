"""Drafts of orders: what words would mean, shown in full before anybody puts them in force."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import rfc8785
from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.authority.rules import ActiveRule, Reason, Rule, plain_words
from salesgenix.decisions import sentences as reasons
from salesgenix.drafts.comparing import Comparison, compared
from salesgenix.drafts.examples import ExampleCard, Scene, examples
from salesgenix.drafts.reading.words import folded
from salesgenix.drafts.rules import Draft, Facts, Sentence, Standing, compile_words
from salesgenix.drafts.terms import WAYS
from salesgenix.drafts.wording import explained
from salesgenix.instructions import service as instructions
from salesgenix.instructions.ordering import ENDING, lacks_end
from salesgenix.instructions.service import InstructionCard, Order
from salesgenix.kit.errors import Conflict, Invalid
from salesgenix.simulations import service as simulations

LASTS = timedelta(days=365)  # an order that names no end; the owner sees the day
LONGEST_KEY = 40
KEY_WORDS = 5
DRAFTERS = frozenset({"embedded", "model", "person"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody would order. ``rule`` where it was found by hand or by a model; otherwise the
    words are read. ``kind`` and the times stand above what the words say of them.
    """

    words: str
    key: str | None = None
    kind: str | None = None
    not_before: datetime | None = None
    not_after: datetime | None = None
    rule: Rule | None = None
    drafted_by: str = "embedded"


@dataclass(frozen=True, slots=True)
class SentenceCard:
    """``words[start:end]`` and what becomes of it; ``why`` explains it, ``code`` names that."""

    start: int
    end: int
    standing: Standing
    parts: tuple[int, ...]
    why: str
    about: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCard:
    """``parts`` are the plain words of ``rule.flat()``; ``digest`` is of everything that is shown
    here and would be in force.
    """

    key: str
    kind: str
    rule: Rule | None
    parts: tuple[str, ...]
    sentences: tuple[SentenceCard, ...]
    examples: tuple[ExampleCard, ...]
    comparison: Comparison
    digest: str
    drafted_by: str
    zone: str = "UTC"  # the workspace's
    lacks_end: bool = False  # of a campaign or a one-off, which cannot be in force without


def facts_of(session: Session, workspace_id: UUID, *, now: datetime) -> Facts:
    profile = accounts.profile_of(session, workspace_id).profile
    return Facts(
        members={card.id: card.name for card in accounts.members(session, workspace_id)},
        today=now.astimezone(ZoneInfo(profile.zone)).date(),
        zone=profile.zone,
        strategies=WAYS,
        languages=frozenset(profile.languages),
    )


def draft(session: Session, workspace_id: UUID, wish: Wish, *, now: datetime) -> DraftCard:
    """Reads and shows; changes nothing. ``Invalid`` for words that are none, or too many."""
    _check(wish)
    facts = facts_of(session, workspace_id, now=now)
    read = compile_words(wish.words, facts)
    kind = wish.kind or read.kind
    rule = _settled(replace(wish, kind=kind), wish.rule or read.rule, facts, now)
    key = wish.key or _free_key(session, workspace_id, wish.words, now=now)
    standing = instructions.standing_rules(session, workspace_id)
    scene = Scene(
        now=now,
        zone=facts.zone,
        members=facts.members,
        others=[active for active in standing if active.key != key],
        key=key,
        reasons={str(reason): reasons.reason(str(reason)) for reason in Reason},
    )
    parts = (
        tuple(plain_words(part, facts.members, facts.zone) for part in rule.flat())
        if rule is not None
        else ()
    )
    return DraftCard(
        key=key,
        kind=kind,
        rule=rule,
        parts=parts,
        sentences=_sentences(read, wish),
        examples=examples(rule, scene) if rule is not None else (),
        comparison=compared(_in_force(standing, key), rule, facts.members, facts.zone),
        digest=_digest((key, kind, wish.words), (rule, parts), _replaced(standing, key)),
        drafted_by=wish.drafted_by,
        zone=facts.zone,
        lacks_end=kind in ENDING and rule is not None and any(map(lacks_end, rule.flat())),
    )


def publish(
    session: Session,
    workspace_id: UUID,
    wish: Wish,
    *,
    digest: str,
    by: UUID,
    now: datetime,
    surface: str = "console",
) -> InstructionCard:
    """Puts in force what was shown. The caller has seen to it that ``by`` may order.

    ``Conflict`` (``draft.changed``) when the same wish would mean something else by now, or
    (``draft.regression``) when it broke a locked rule where it was tried on prospects, and
    ``Invalid`` (``draft.empty``) when nothing of it can be held.
    """
    shown = draft(session, workspace_id, wish, now=now)
    if shown.rule is None:
        raise Invalid("draft.empty", "Nothing in these words can be put in force.")
    if shown.digest != digest:
        raise Conflict("draft.changed", "This would now mean something else. Look at it again.")
    simulations.require_no_regression(session, workspace_id, shown.key, shown.rule)
    return instructions.issue(
        session,
        workspace_id,
        Order(
            key=shown.key,
            words=wish.words,
            rule=shown.rule,
            author_member_id=accounts.member(session, workspace_id, by).id,
            surface=surface,
            kind=shown.kind,
            drafted_by=wish.drafted_by,
            shown_digest=digest,
            unenforced=tuple(
                (one.start, one.end)
                for one in shown.sentences
                if one.standing not in {Standing.ENFORCED, Standing.FLOOR}
            ),
        ),
        now=now,
    )


def _check(wish: Wish) -> None:
    longest = instructions.MAX_WORDS_CHARACTERS
    if not wish.words.strip() or len(wish.words) > longest:
        raise Invalid("instruction.words", f"Words: 1 to {longest} characters.", field="words")
    if wish.drafted_by not in DRAFTERS:
        raise Invalid("draft.by", "Drafted by whom?", field="drafted_by")


def _settled(wish: Wish, rule: Rule | None, facts: Facts, now: datetime) -> Rule | None:
    """With the times that were chosen, and with an end where something is allowed without one; a
    campaign or a one-off has to say its end itself.
    """
    if rule is None:
        return None
    midnight = now.astimezone(ZoneInfo(facts.zone)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    last = datetime.fromisoformat((midnight + LASTS).isoformat())

    def settle(part: Rule) -> Rule:
        starts = [at for at in (part.not_before, wish.not_before) if at is not None]
        ends = [at for at in (part.not_after, wish.not_after) if at is not None]
        if part.effect == "grant" and not ends and wish.kind not in ENDING:
            ends = [last]
        return part.model_copy(
            update={"not_before": max(starts, default=None), "not_after": min(ends, default=None)}
        )

    first, *rest = (settle(part) for part in rule.flat())
    settled = first.model_copy(update={"parts": tuple(rest)})
    return Rule.model_validate(settled.model_dump(mode="json"))  # as it will be read again


def _sentences(read: Draft, wish: Wish) -> tuple[SentenceCard, ...]:
    if wish.rule is None or wish.rule == read.rule:
        return tuple(_card(one) for one in read.sentences)
    compiled = read.rule.flat() if read.rule is not None else ()
    kept = list(wish.rule.flat())
    places = [kept.index(part) if part in kept else None for part in compiled]
    return tuple(_card_by_hand(one, places) for one in read.sentences)


def _card(one: Sentence) -> SentenceCard:
    return SentenceCard(
        one.start, one.end, one.standing, one.parts, explained(one.why), one.about, one.why
    )


def _card_by_hand(one: Sentence, places: Sequence[int | None]) -> SentenceCard:
    """A rule that was changed by hand holds a sentence only if it kept what the sentence said."""
    if one.standing is not Standing.ENFORCED:
        return _card(one)
    parts = tuple(place for at in one.parts if (place := places[at]) is not None)
    if len(parts) == len(one.parts):
        return _card(Sentence(one.start, one.end, one.standing, parts, one.why, one.about))
    return _card(Sentence(one.start, one.end, Standing.UNENFORCED, parts, "by_hand"))


def _in_force(standing: Sequence[ActiveRule], key: str) -> Rule | None:
    parts = [active.rule for active in standing if active.key == key]
    return parts[0].model_copy(update={"parts": tuple(parts[1:])}) if parts else None


def _replaced(standing: Sequence[ActiveRule], key: str) -> str | None:
    """What stands under the key: of two who change it at once the second learns of the first."""
    found = next((active for active in standing if active.key == key), None)
    return f"{found.instruction_id}:{found.version}" if found is not None else None


def _digest(
    said: tuple[str, str, str], meaning: tuple[Rule | None, tuple[str, ...]], replaced: str | None
) -> str:
    key, kind, words = said
    rule, parts = meaning
    shown: dict[str, Any] = {
        "key": key,
        "kind": kind,
        "words": words,
        "rule": instructions.body_of(rule) if rule is not None else None,
        "plain_words": list(parts),
        "replaces": replaced,
    }
    return hashlib.sha256(rfc8785.dumps(shown)).hexdigest()


def _free_key(session: Session, workspace_id: UUID, words: str, *, now: datetime) -> str:
    """A short name from the words that no other order has."""
    taken = {card.key for card in instructions.listing(session, workspace_id, now=now)}
    plain = re.findall(r"[a-z0-9]+", folded(words))[:KEY_WORDS]
    stem = "-".join(plain)[:LONGEST_KEY].strip("-") or "order"
    stem = stem if len(stem) > 1 else f"order-{stem}"
    number = 1
    key = stem
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key
