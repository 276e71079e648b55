"""Cells, words and sightings of one workspace, on both engines."""

from datetime import datetime, timedelta
from typing import get_args
from uuid import uuid4

import pytest
from sqlmodel import select

from guardrails.entities import Entity
from guardrails.house import NEVER_ALLOWED, folded_words
from guardrails.policy import Direction, Treatment
from salesgenix.decisions import service as decisions
from salesgenix.kit.errors import Conflict, Invalid, LimitExceeded, NotFound, SalesgenixError
from salesgenix.rehearsals.repository import ground
from salesgenix.screening import rules
from salesgenix.screening import service as screening
from salesgenix.screening.models import GuardTerm
from salesgenix.screening.rules import MAX_TERMS, State, TermKind, checked_words, comparable
from salesgenix.screening.service import NewTerm, Sighted
from tests.salesgenix.people import World


def test_the_closed_lists_are_the_guards_own() -> None:
    """A kind, a way or a treatment that the guard gets is known to file, page and tables."""
    assert set(get_args(rules.EntityName)) == set(Entity)
    assert set(get_args(rules.DirectionName)) == set(Direction)
    assert set(get_args(rules.TreatmentName)) == set(Treatment)
    assert rules.NEVER_ALLOWED == NEVER_ALLOWED


@pytest.mark.parametrize(
    "words", ["Growth Plan", "Thérèse-Łódź", "ÅRHUS & Søn", "0800/123", "Straße 7"]
)
def test_what_is_one_term_here_is_one_term_to_the_guard(words: str) -> None:
    """The index by which doubles are found folds words as the guard does that looks for them."""
    for written in (words, words.upper(), words.replace(" ", "-")):
        assert (comparable(words) == comparable(written)) is (
            folded_words(words) == folded_words(written)
        )
    assert comparable(words) == comparable(words.upper())


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("C", "term.length"),
        ("--", "term.length"),
        ("x" * 121, "term.length"),
        ("two\nlines", "term.not_text"),
        ("4111 1111 1111 1111", "term.checksum"),
        ("DE89 3704 0044 0532 0130 00", "term.checksum"),
        ("sk_live_51HqXyZabcDEF9876543210", "term.checksum"),
    ],
)
def test_what_no_list_may_hold_is_refused(words: str, code: str) -> None:
    """Too short, too long, no text, or a value that a checksum proves to be a card or a key."""
    with pytest.raises(Invalid) as refused:
        checked_words(words)
    assert refused.value.code == code


def test_words_are_sealed_found_again_and_recorded_without_themselves(
    each_world: World, now: datetime
) -> None:
    """A list is read in the clear by its own workspace; rows and records hold no word of it."""
    world = each_world
    with world.db.writing() as session:
        kept = screening.add_term(
            session, world.ws, NewTerm(TermKind.DENY, "  Project   Blue Heron ", "PERSON"),
            by=world.ana, now=now,
        )  # fmt: skip
        assert kept.words == "Project Blue Heron"
        with pytest.raises(Conflict) as twice:
            screening.add_term(
                session, world.ws, NewTerm(TermKind.DENY, "project blue-héron"), by=None, now=now
            )
        with pytest.raises(Conflict) as other:
            screening.add_term(
                session, world.ws, NewTerm(TermKind.ALLOW, "PROJECT BLUE HERON"), by=None, now=now
            )
        assert (twice.value.code, other.value.code) == ("term.known", "term.other_list")
    with world.db.reading() as session:
        row = session.exec(select(GuardTerm).where(GuardTerm.workspace_id == world.ws)).one()
        assert b"Heron" not in (row.value_sealed or b"") + row.value_blind
        assert [term.words for term in screening.terms(session, world.ws)] == [kept.words]
        assert screening.terms(session, uuid4()) == []
        recorded = decisions.listing(session, world.ws, limit=5)
    changed = [one for one in recorded if one.type == "guardrail.changed"]
    assert [one.body["reasons"] for one in changed] == [["term_added"]]
    assert "eron" not in str(changed[0].body)


def test_a_proposal_counts_only_once_it_is_accepted(each_world: World, now: datetime) -> None:
    """Proposed, dismissed, proposed again, accepted; a second decision is refused."""
    world, new = each_world, NewTerm(TermKind.ALLOW, "Madison", "PERSON", is_proposal=True)
    with world.db.writing() as session:
        before = screening.version(session, world.ws)
        first = screening.add_term(session, world.ws, new, by=world.ben, now=now)
        with pytest.raises(Conflict):
            screening.add_term(session, world.ws, new, by=world.ben, now=now)
        screening.decide(session, world.ws, first.id, is_accepted=False, by=None, now=now)
        assert screening.version(session, world.ws) == before
        again = screening.add_term(session, world.ws, new, by=world.ben, now=now)
        screening.decide(session, world.ws, again.id, is_accepted=True, by=None, now=now)
        with pytest.raises(Conflict) as late:
            screening.decide(session, world.ws, again.id, is_accepted=False, by=None, now=now)
        assert late.value.code == "term.decided"
        assert screening.count_by_list(session, world.ws) == {"allow": 1, "deny": 0, "proposed": 0}
        with pytest.raises(NotFound):
            screening.remove_term(session, uuid4(), again.id, by=None, now=now)


def test_every_change_of_what_holds_is_seen_by_its_version(
    each_world: World, now: datetime
) -> None:
    """Also within one instant: who remembers lists by it never reads with old ones."""
    world, seen = each_world, list[screening.Version]()
    with world.db.writing() as session:

        def look() -> None:
            seen.append(screening.version(session, world.ws))

        look()
        one = screening.add_term(
            session, world.ws, NewTerm(TermKind.ALLOW, "Growth"), by=None, now=now
        )
        look()
        screening.remove_term(session, world.ws, one.id, by=None, now=now)
        screening.add_term(session, world.ws, NewTerm(TermKind.ALLOW, "Scale"), by=None, now=now)
        look()
        for treatment in ("drop", "block"):
            screening.set_cell(
                session, world.ws, entity="CARD", direction="prospect_to_model",
                treatment=treatment, by=None, surface="console", now=now,
            )  # fmt: skip
            look()
        screening.reset_cell(
            session, world.ws, entity="CARD", direction="prospect_to_model", by=None, now=now
        )
        assert screening.version(session, world.ws) == seen[2]
    assert len(set(seen)) == len(seen)


def test_a_full_list_takes_no_more(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit holds for both lists together; what was dismissed takes no room."""
    assert MAX_TERMS == 2_000
    monkeypatch.setattr(screening, "MAX_TERMS", 2)
    with world.db.writing() as session:
        waiting = screening.add_term(
            session, world.ws, NewTerm(TermKind.DENY, "one x", is_proposal=True), by=None, now=now
        )
        screening.add_term(session, world.ws, NewTerm(TermKind.ALLOW, "two x"), by=None, now=now)
        three = NewTerm(TermKind.DENY, "three x")
        with pytest.raises(LimitExceeded):
            screening.add_term(session, world.ws, three, by=None, now=now)
        screening.decide(session, world.ws, waiting.id, is_accepted=False, by=None, now=now)
        assert screening.add_term(session, world.ws, three, by=None, now=now).state is State.ACTIVE


@pytest.mark.parametrize(
    ("kind", "entity", "code"),
    [
        (TermKind.ALLOW, "CARD", "term.checksum"),
        (TermKind.ALLOW, "MINOR_AGE", "term.checksum"),
        (TermKind.DENY, "MINOR_AGE", "term.entity"),
        (TermKind.DENY, "SHOE_SIZE", "term.entity"),
    ],
)
def test_a_term_is_of_a_kind_that_can_be(
    world: World, now: datetime, kind: TermKind, entity: str, code: str
) -> None:
    """No list frees what is always hidden, and a child's age is no word."""
    with world.db.writing() as session, pytest.raises(SalesgenixError) as refused:
        screening.add_term(session, world.ws, NewTerm(kind, "some words", entity), by=None, now=now)
    assert refused.value.code == code


def test_a_rehearsal_reads_by_the_same_settings(world: World, now: datetime) -> None:
    """What is tried out in a copy hides what the workspace hides."""
    with world.db.writing() as session:
        screening.set_cell(
            session,
            world.ws,
            entity="CARD",
            direction="logs",
            treatment="block",
            by=None,
            surface="console",
            now=now,
        )
        screening.add_term(
            session, world.ws, NewTerm(TermKind.DENY, "Blue Heron"), by=None, now=now
        )
        laid = {table.name: len(rows) for table, rows in ground(session, world.ws, now=now)}
    assert (laid["guard_cell"], laid["guard_term"]) == (1, 1)


def test_sightings_are_counted_by_kind_and_way(each_world: World, now: datetime) -> None:
    """Within a period, per workspace; none of nothing."""
    world = each_world
    found = [
        Sighted("prospect_to_model", "EMAIL", "pseudonymise", 2),
        Sighted("prospect_to_model", "CARD", "mask", 0),
    ]
    with world.db.writing() as session:
        for at in (now, now - timedelta(days=8)):
            screening.note(session, world.ws, found, conversation_id=None, subject_ref=None, now=at)
        week = screening.counted(session, world.ws, since=now - timedelta(days=7))
        month = screening.counted(session, world.ws, since=now - timedelta(days=30))
        strangers = screening.counted(session, uuid4(), since=now - timedelta(days=30))
    assert week == [Sighted("prospect_to_model", "EMAIL", "pseudonymise", 2)]
    assert month == [Sighted("prospect_to_model", "EMAIL", "pseudonymise", 4)]
    assert strangers == []
