"""Somebody who gave a child's age goes at a named hour, unless a person says that it was none."""

from datetime import timedelta
from typing import Any

import pytest

from salesgenix.appointments import service as appointments
from salesgenix.appointments.service import Guest
from salesgenix.decisions import service as decisions
from salesgenix.erasures import service as erasures
from salesgenix.erasures.rules import Cause
from salesgenix.kit.errors import Conflict, Forbidden
from salesgenix.leads import service as leads
from salesgenix.privacy import requests
from salesgenix.privacy.files import RequestCard
from salesgenix.privacy.rules import NoChild, Refusal, RequestKind, RequestState
from salesgenix.rights import children, due
from salesgenix.rights import service as rights
from salesgenix.rights.service import Choice
from salesgenix.tasks import service as tasks
from salesgenix.tasks.rules import TaskKind
from tests.salesgenix.people import MONDAY, World
from tests.salesgenix.rights.test_requests import letters

HOUR = MONDAY + timedelta(hours=24)


def stated(world: World, *, now: Any = MONDAY) -> RequestCard:
    with world.db.writing() as session:
        return children.protect(session, world.ws, world.thread, world.carla_ref, now=now)


def purge(world: World, *, now: Any) -> int:
    with world.db.writing() as session:
        return children.purge_due(session, world.ws, now=now)


def bodies(world: World, prefix: str = "child.") -> list[dict[str, Any]]:
    """Of the records of this kind, the oldest first."""
    with world.db.reading() as session:
        cards = decisions.listing(session, world.ws, limit=200)
    return [card.body for card in reversed(cards) if card.type.startswith(prefix)]


def frozen(world: World) -> bool:
    with world.db.reading() as session:
        return leads.card(session, world.ws, world.carla).is_frozen


def test_from_the_statement_on_it_is_frozen_and_has_an_hour(world: World) -> None:
    """A request of kind erase, a task, one letter to each owner; no age anywhere."""
    card = stated(world)
    assert (card.kind, card.state, card.executes_at) == (
        RequestKind.ERASE,
        RequestState.ROUTED,
        HOUR,
    )
    assert frozen(world)
    (letter,) = letters(world, "child_found")
    assert letter["facts"].keys() == {"until"}
    with world.db.reading() as session:
        found = tasks.listing(session, world.ws, conversation_id=world.thread)
    assert [task.kind for task in found if task.kind == TaskKind.MINOR] == [TaskKind.MINOR]
    (body,) = bodies(world)
    assert body["facts"].keys() == {"request", "executes_at"}


def test_a_second_statement_moves_nothing(world: World) -> None:
    """The hour stays, and nobody is written to twice."""
    first = stated(world)
    second = stated(world, now=MONDAY + timedelta(hours=3))
    assert (second.id, second.executes_at) == (first.id, HOUR)
    assert len(letters(world, "child_found")) == 1
    assert len(bodies(world)) == 1


def test_their_own_wish_to_be_erased_gets_the_hour_too(world: World) -> None:
    """One request, the one there was."""
    with world.db.writing() as session:
        asked = requests.open_request(
            session, world.ws, world.carla_ref, RequestKind.ERASE, now=MONDAY
        )
    assert stated(world).id == asked.id


def test_nothing_goes_before_the_hour_and_all_of_it_at_it(world: World) -> None:
    """Without anybody's order: the cause is the policy, and nobody is named as having decided."""
    card = stated(world)
    assert purge(world, now=HOUR - timedelta(seconds=1)) == 0
    with world.db.reading() as session:
        assert due.is_anything_due(session, world.ws, now=HOUR)
    assert purge(world, now=HOUR) == 1
    assert purge(world, now=HOUR) == 0
    with world.db.reading() as session:
        ordered = erasures.of_subject(session, world.ws, world.carla_ref)
        begun = requests.card(session, world.ws, card.id)
    assert ordered is not None
    assert (ordered.cause, ordered.instruction_id) == (Cause.MINOR, None)
    assert (begun.state, begun.erasure_id, begun.decided_by) == (
        RequestState.IN_PROGRESS,
        ordered.id,
        None,
    )
    assert [body["automation"] for body in bodies(world)] == ["auto", "auto"]


def test_it_was_no_child(world: World) -> None:
    """An owner says so, with a reason of a closed list: unfrozen, closed, and never purged."""
    card = stated(world)
    with world.db.writing() as session:
        kept = rights.keep(session, world.ws, card.id, world.ana, reason=NoChild.SLIP, now=MONDAY)
    assert (kept.state, kept.decided_by) == (RequestState.WITHDRAWN, world.ana)
    assert not frozen(world)
    assert purge(world, now=HOUR) == 0
    assert bodies(world)[-1]["reasons"] == ["child_slip"]
    with world.db.reading() as session:
        open_tasks = tasks.listing(session, world.ws, conversation_id=world.thread)
        assert not children.is_protected(session, world.ws, world.carla_ref)
    assert [task for task in open_tasks if task.kind == TaskKind.MINOR] == []


def test_only_an_owner_or_admin_keeps_it(world: World) -> None:
    """A rep may not, and nothing is changed."""
    card = stated(world)
    with pytest.raises(Forbidden), world.db.writing() as session:
        rights.keep(session, world.ws, card.id, world.ben, reason=NoChild.ADULT, now=MONDAY)
    assert frozen(world)


def test_an_owner_deletes_at_once(world: World) -> None:
    """Their order is an instruction of its own; the cause stays what it was."""
    card = stated(world)
    with world.db.writing() as session:
        ordered = rights.approve_and_execute(
            session, world.ws, card.id, world.ana, choice=Choice(), now=MONDAY
        )
        assert ordered.erasure_id is not None
        erasure = erasures.card(session, world.ws, ordered.erasure_id)
    assert (erasure.cause, erasure.instruction_id) == (Cause.MINOR, ordered.instruction_id)
    assert purge(world, now=HOUR) == 0


def test_once_it_is_going_it_cannot_be_kept(world: World) -> None:
    """Of a person and the hour the first wins; the other is told."""
    card = stated(world)
    purge(world, now=HOUR)
    with pytest.raises(Conflict) as caught, world.db.writing() as session:
        rights.keep(session, world.ws, card.id, world.ana, reason=NoChild.SLIP, now=HOUR)
    assert caught.value.code == "request.moved_on"
    assert frozen(world)


@pytest.mark.parametrize("way", ["refuse", "withdraw", "unidentified"])
def test_there_is_no_other_way_out(world: World, way: str) -> None:
    """A refusal or a withdrawal would leave a frozen child for ever."""
    card = stated(world)
    with pytest.raises(Conflict) as caught, world.db.writing() as session:
        if way == "refuse":
            rights.refuse(
                session, world.ws, card.id, world.ana, reason=Refusal.UNFOUNDED, now=MONDAY
            )
        elif way == "withdraw":
            rights.withdraw(session, world.ws, card.id, member_id=world.ana, now=MONDAY)
        else:
            rights.mark_not_identified(session, world.ws, card.id, member_id=world.ana, now=MONDAY)
    assert caught.value.code == "request.child"


def test_who_was_to_meet_them_is_told(world: World) -> None:
    """When, and not with whom: that is being forgotten."""
    guest = Guest(
        lead_id=world.carla, subject_ref=world.carla_ref, conversation_id=world.thread, zone="UTC"
    )
    with world.db.writing() as session:
        window = (MONDAY + timedelta(days=2), MONDAY + timedelta(days=9))
        slot = appointments.free_slots(session, world.ws, [window], "UTC", now=MONDAY, limit=1)[0]
        appointments.book(
            session,
            world.ws,
            guest,
            member_id=slot.member_id,
            starts_at=slot.starts_at,
            now=MONDAY,
        )
    stated(world)
    purge(world, now=HOUR)
    with world.db.reading() as session:
        told = [task for task in tasks.listing(session, world.ws) if task.conversation_id is None]
    notes = [task.note or "" for task in told if task.kind == TaskKind.MINOR]
    assert len(notes) == 1
    assert "cancelled" in notes[0]
    assert "Carla" not in notes[0]
