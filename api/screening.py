"""The guard's settings in the API: the matrix, the lists, marks, sightings, and trying a text."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from sqlmodel import Session

from agent.people import people_of_workspace, phone_regions
from api.members import AsMember, SignedIn
from guardrails.entities import Entity
from guardrails.house import NEVER_ALLOWED, HouseRules
from guardrails.policy import POLICY, STARRED, Direction, Refusal, stricter, tightened
from guardrails.policy import treatment as by_default
from guardrails.vault import Vault
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Regions, Verb
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import EventKind
from salesgenix.conversations.service import EventCard
from salesgenix.kit.errors import Invalid, NotFound
from salesgenix.screening import service as screening
from salesgenix.screening.rules import (
    LONGEST,
    DirectionName,
    EntityName,
    Origin,
    State,
    TermKind,
    TreatmentName,
    comparable,
    never_visible,
)
from salesgenix.screening.service import NewTerm, Sighted, TermCard

router = APIRouter(prefix="/v1/guardrails", tags=["guardrails"])

LONGEST_TRIAL = 8_000  # characters
PERIODS = (7, 30, 90)  # days


class Cell(BaseModel):
    """``treatment``: none for what the house does by itself."""

    entity: EntityName
    direction: DirectionName
    treatment: TreatmentName | None = None


class Words(BaseModel):
    kind: TermKind
    words: str = Field(max_length=4 * LONGEST)
    entity: EntityName | None = None


class Describing(BaseModel):
    minor_age: int | None = Field(default=None, ge=13, le=18)
    phone_regions: Regions | None = None


class Trial(BaseModel):
    text: str = Field(min_length=1, max_length=LONGEST_TRIAL)


def set_cell(who: SignedIn, cell: Cell) -> None:
    """``Invalid`` (``cell.fixed``, ``cell.looser``) where the matrix does not let it be so."""
    who.require(Verb.CHANGE_SETTINGS)
    with who.house.db.writing() as session:
        if cell.treatment is None or _is_default(cell):
            screening.reset_cell(
                session,
                who.workspace_id,
                entity=cell.entity,
                direction=cell.direction,
                by=who.member.id,
                now=who.now,
            )
            return
        _require_stricter(cell)
        screening.set_cell(
            session,
            who.workspace_id,
            entity=cell.entity,
            direction=cell.direction,
            treatment=cell.treatment,
            by=who.member.id,
            surface="console",
            now=who.now,
        )


def _is_default(cell: Cell) -> bool:
    return by_default(Entity(cell.entity), Direction(cell.direction)) == cell.treatment


def _require_stricter(cell: Cell) -> None:
    stored = (cell.entity, cell.direction, str(cell.treatment))
    for _, why in tightened([stored]).refused:
        if why is Refusal.FIXED:
            raise Invalid("cell.fixed", "This cell is the same in every workspace.")
        raise Invalid("cell.looser", "A cell can only be made stricter than it is by itself.")


def add_words(who: SignedIn, words: Words, *, origin: Origin = Origin.LIST) -> TermCard:
    """Active at once. ``Invalid`` (``term.checksum``) for what may never be shown."""
    who.require(Verb.CHANGE_SETTINGS)
    return _add(who, words, origin=origin, is_proposal=False)


def mark(who: SignedIn, words: Words) -> TermCard:
    """A wrong or a missed finding: proposed, or active at once where the member may decide it."""
    who.require(Verb.REPLY)
    return _add(who, words, origin=Origin.MARK, is_proposal=not who.may(Verb.CHANGE_SETTINGS))


def _add(who: SignedIn, words: Words, *, origin: Origin, is_proposal: bool) -> TermCard:
    new = NewTerm(words.kind, words.words, words.entity, origin, is_proposal)
    if words.kind is TermKind.ALLOW:
        found = who.house.guard.inbound(words.words[: 4 * LONGEST], vault=Vault()).verdict.counts
        if NEVER_ALLOWED & set(found):
            raise never_visible()
    with who.house.db.writing() as session:
        return screening.add_term(session, who.workspace_id, new, by=who.member.id, now=who.now)


def decide(who: SignedIn, term_id: UUID, *, is_accepted: bool) -> TermCard:
    who.require(Verb.CHANGE_SETTINGS)
    with who.house.db.writing() as session:
        return screening.decide(
            session,
            who.workspace_id,
            term_id,
            is_accepted=is_accepted,
            by=who.member.id,
            now=who.now,
        )


def remove(who: SignedIn, term_id: UUID) -> None:
    who.require(Verb.CHANGE_SETTINGS)
    with who.house.db.writing() as session:
        screening.remove_term(session, who.workspace_id, term_id, by=who.member.id, now=who.now)


def describe(who: SignedIn, wanted: Describing) -> None:
    """The age of a child and the phone regions; no regions: where the zone and languages are."""
    who.require(Verb.CHANGE_SETTINGS)
    given = wanted.model_dump(exclude_none=True)
    with who.house.db.writing() as session:
        before = accounts.profile_of(session, who.workspace_id)
        profile = before.profile.model_copy(update=given)
        changed = [
            name for name in given if getattr(profile, name) != getattr(before.profile, name)
        ]
        if not changed:
            return
        accounts.describe(
            session,
            who.workspace_id,
            name=before.name,
            profile=profile,
            source_digest=before.source_digest,
        )
        facts = {name: given[name] for name in changed}
        screening.record_described(
            session, who.workspace_id, by=who.member.id, facts=facts, now=who.now
        )


def try_out(who: SignedIn, text: str) -> dict[str, Any]:
    """What would be stored, read by the model and logged of a visitor's message. Nothing is kept,
    not even that it was tried.
    """
    with who.house.db.reading() as session:
        known = people_of_workspace(session, who.workspace_id)
    inbound = who.house.guard.inbound(text, vault=Vault(), known=known)
    logged = who.house.guard.for_log(text, vault=Vault(), known=known)
    return {
        "stored": inbound.stored,
        "model": None if inbound.blocked or inbound.stopped else inbound.model,
        "logged": logged.text,
        "blocked": sorted(inbound.blocked),
        "stopped": sorted(inbound.stopped),
        "found": [
            {"entity": entity, "treatment": treatment, "count": count}
            for entity, treatment, count in inbound.verdict.treated
        ],
    }


def rules_in_force(session: Session, workspace_id: UUID) -> tuple[HouseRules, dict[str, str]]:
    """The tightened cells, and the stored ones without effect, with why."""
    cells = screening.cells(session, workspace_id)
    settled = tightened((cell.entity, cell.direction, cell.treatment) for cell in cells)
    refused = {" ".join(cell): why.value for cell, why in settled.refused}
    return HouseRules(cells=settled.cells), refused


def words_of(
    who: SignedIn,
    kind: TermKind | None = None,
    states: Iterable[State] = (State.ACTIVE,),
    q: str = "",
) -> list[TermCard]:
    """Words in the clear: for whoever may change them. ``q`` looks within them."""
    who.require(Verb.CHANGE_SETTINGS)
    sought = comparable(q)
    with who.house.db.reading() as session:
        found = screening.terms(session, who.workspace_id, states=tuple(states))
    return [
        term
        for term in found
        if (kind is None or term.kind is kind) and sought in comparable(term.words)
    ]


def sightings(who: SignedIn, days: int) -> list[Sighted]:
    who.require(Verb.READ)
    with who.house.db.reading() as session:
        return screening.counted(session, who.workspace_id, since=who.now - timedelta(days=days))


def message_of(who: SignedIn, conversation_id: UUID, seq: int) -> EventCard:
    """A message that a model was shown in another form. ``NotFound`` (``message.unknown``)."""
    with who.house.db.reading() as session:
        conversations.card(session, who.workspace_id, conversation_id)
        found = conversations.events_after(
            session, who.workspace_id, conversation_id, after=seq - 1, for_prospect=False, limit=1
        )
    for event in found:
        if event.seq == seq and event.kind is EventKind.MESSAGE and "model" in event.payload:
            return event
    raise NotFound("message.unknown", "No model was shown this.")


@router.get("")
def show(who: AsMember) -> dict[str, Any]:
    """The matrix in force, what is set, and how many words are listed."""
    with who.house.db.reading() as session:
        rules, refused = rules_in_force(session, who.workspace_id)
        profile = accounts.profile_of(session, who.workspace_id).profile
        counts = screening.count_by_list(session, who.workspace_id)
    return {
        "matrix": [
            {
                "entity": entity,
                "direction": direction,
                "treatment": rules.treatment(entity, direction),
                "default": by_default(entity, direction),
                "stricter": stricter(entity, direction),
                "is_starred": (entity, direction) in STARRED,
            }
            for entity in POLICY
            for direction in Direction
        ],
        "without_effect": refused,
        "minor_age": profile.minor_age,
        "phone_regions": phone_regions(profile),
        "words": counts,
    }


@router.get("/sightings")
def show_sightings(who: AsMember, days: Annotated[int, Query(ge=1, le=366)] = 30) -> dict[str, Any]:
    return {"days": days, "sightings": sightings(who, days)}


@router.put("/cells")
def put_cell(who: AsMember, cell: Cell) -> dict[str, Any]:
    set_cell(who, cell)
    return show(who)


@router.put("/settings")
def put_settings(who: AsMember, wanted: Describing) -> dict[str, Any]:
    describe(who, wanted)
    return show(who)


@router.get("/words")
def list_words(
    who: AsMember, kind: TermKind | None = None, state: State = State.ACTIVE
) -> dict[str, Any]:
    """All of them: what somebody looks for must stand in no address."""
    return {"words": [_json(term) for term in words_of(who, kind, (state,))]}


@router.post("/words", status_code=201)
def post_words(who: AsMember, words: Words) -> dict[str, Any]:
    return _json(add_words(who, words))


@router.post("/marks", status_code=201)
def post_mark(who: AsMember, words: Words) -> dict[str, Any]:
    return _json(mark(who, words))


@router.post("/words/{term_id}/accept")
def post_accept(who: AsMember, term_id: UUID) -> dict[str, Any]:
    return _json(decide(who, term_id, is_accepted=True))


@router.post("/words/{term_id}/dismiss")
def post_dismiss(who: AsMember, term_id: UUID) -> dict[str, Any]:
    return _json(decide(who, term_id, is_accepted=False))


@router.delete("/words/{term_id}", status_code=204)
def delete_words(who: AsMember, term_id: UUID) -> None:
    remove(who, term_id)


@router.post("/try")
def post_trial(who: AsMember, trial: Trial) -> dict[str, Any]:
    return try_out(who, trial.text)


def _json(term: TermCard) -> dict[str, Any]:
    return {
        "id": term.id,
        "kind": term.kind,
        "words": term.words,
        "entity": term.entity,
        "origin": term.origin,
        "state": term.state,
        "added_at": term.added_at,
    }
