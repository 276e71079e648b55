"""A person approves on facts; when these are no longer so, they are asked again."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from salesgenix.accounts import service as accounts
from salesgenix.actions import repository, service
from salesgenix.actions.rules import Verb
from salesgenix.actions.service import ApprovalCard, ApprovalStale, Change, Outcome, Review
from salesgenix.appointments import service as appointments
from salesgenix.appointments.service import Guest
from salesgenix.authority.rules import ActionKind
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import NewEvent
from salesgenix.db import Database
from salesgenix.decisions import service as decisions
from salesgenix.kit.errors import Conflict
from salesgenix.knowledge import service as knowledge
from salesgenix.knowledge.rules import PageDraft
from salesgenix.leads import service as leads
from salesgenix.leads.rules import FactField
from tests.salesgenix.actions.orders import (
    EVERYTHING,
    NINE,
    asking_first,
    discount,
    give,
    propose,
    slot,
)
from tests.salesgenix.people import MONDAY, World

PAGE = """# Prices

| Plan | Billed monthly |
|---|---|
| Team | {team} EUR per seat |

## Onboarding

It takes two weeks. It costs {onboarding} EUR once. We do it remotely.
"""
MAIL = {"email": "carla@customer.example"}


def publish(world: World, *, team: int = 49, onboarding: int = 900, title: str = "Prices") -> None:
    text = PAGE.format(team=team, onboarding=onboarding)
    with world.db.writing() as session:
        page = PageDraft(path="prices.md", title=title, text=text)
        knowledge.replace_pages(session, world.ws, [page], now=MONDAY)


def waiting(world: World) -> tuple[ApprovalCard, Review]:
    with world.db.reading() as session:
        (found,) = service.reviewed(session, world.ws, now=MONDAY)
        return found


def decide(world: World, digest: str, verb: Verb = Verb.APPROVE, **more: Any) -> Outcome:
    card, _ = waiting(world)
    with world.db.writing() as session:
        return service.decide_approval(
            session, world.ws, card.id, world.ben, verb=verb, digest=digest, now=MONDAY, **more
        )


def stale(world: World, digest: str, **more: Any) -> ApprovalStale:
    with pytest.raises(ApprovalStale) as refusal:
        decide(world, digest, **more)
    assert refusal.value.code == "approval.stale"
    return refusal.value


def test_a_price_that_changed_meanwhile_comes_back_with_old_and_new(each_world: World) -> None:
    """49 EUR became 59: the approval does nothing, says so, is recorded, and can then be given."""
    world = each_world
    publish(world)
    give(world)
    asked = discount(world, 20)
    card, review = waiting(world)
    assert (review.changes, review.digest) == ((), card.digest)
    publish(world, team=59, onboarding=1200)
    refused = stale(world, card.digest)
    assert refused.changes == (
        Change("price", "Prices: Onboarding", "It costs 900 EUR once.", "It costs 1200 EUR once."),
        Change("price", "Prices: Team, Billed monthly", "49 EUR per seat", "59 EUR per seat"),
    )
    again, review = waiting(world)
    assert (again.state, again.digest, review.changes) == ("pending", refused.facts["digest"], ())
    assert again.digest != card.digest
    with world.db.reading() as session:
        types = [one.type for one in decisions.of_action(session, world.ws, asked.action_id)]
        assert types == ["approval.requested", "approval.stale"]
    assert decide(world, again.digest).state == "done"


def test_who_has_seen_the_change_decides_on_it_at_once(world: World) -> None:
    """A page that shows the difference sends back the digest of what it shows."""
    publish(world)
    give(world)
    discount(world, 20)
    publish(world, team=59)
    _, review = waiting(world)
    assert [change.new for change in review.changes] == ["59 EUR per seat"]
    assert decide(world, review.digest).state == "done"


def test_looking_changes_nothing(world: World) -> None:
    """The second look at what is stale shows the same difference as the first."""
    publish(world)
    give(world)
    discount(world, 20)
    publish(world, team=59)
    assert waiting(world) == waiting(world)


def test_a_stale_edit_keeps_nothing_of_the_edit(world: World) -> None:
    """What was typed is not put in the proposal's place while nobody has approved it."""
    publish(world)
    give(world)
    discount(world, 20)
    card, _ = waiting(world)
    publish(world, team=59)
    stale(world, card.digest, verb=Verb.EDIT, edited_arguments={"percent": 15})
    again, _ = waiting(world)
    assert again.action.arguments == {"percent": 20}
    assert decide(world, again.digest, Verb.EDIT, edited_arguments={"percent": 15}).result == {
        "percent": 15
    }


def move_stage(stage: str) -> Callable[[World], object]:
    def move(world: World) -> None:
        with world.db.writing() as session:
            leads.move_stage(session, world.ws, world.carla, stage, now=MONDAY, by_person=True)

    return move


def reword(world: World) -> None:
    give(world, EVERYTHING.model_copy(update={"languages": frozenset({"en"})}))


def describe(world: World) -> None:
    with world.db.writing() as session:
        profile = accounts.profile_of(session, world.ws).profile
        richer = profile.model_copy(
            update={"discount": profile.discount.model_copy(update={"ceiling_percent": 5})}
        )
        accounts.describe(session, world.ws, name="Northwind", profile=richer, source_digest="x")


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        (reword, "order"),
        (describe, "policy"),
        (move_stage("lost"), "sale"),
    ],
)
def test_each_fact_that_changes_is_named(
    world: World, change: Callable[[World], object], fact: str
) -> None:
    """The order in another version, what the owner lets be given, where the sale stands."""
    give(world)
    discount(world, 20)
    card, _ = waiting(world)
    change(world)
    (found,) = stale(world, card.digest).changes
    assert found.fact == fact
    assert found.old
    assert found.new


def test_a_sale_that_goes_on_is_no_change(world: World) -> None:
    """The stage moves with every answer while the sale is open; the request stands."""
    give(world)
    discount(world, 20)
    card, _ = waiting(world)
    move_stage("qualification")(world)
    assert decide(world, card.digest).state == "done"


def test_a_time_that_was_taken_meanwhile_is_no_longer_approved(world: World) -> None:
    """Moving a meeting keeps no time: another visitor took it while the move waited."""
    give(world)
    booked = propose(world, ActionKind.APPOINTMENT_BOOK, slot(world))
    give(world, asking_first(ActionKind.APPOINTMENT_MOVE))
    later = NINE + timedelta(hours=5)
    wanted = slot(world, at=later) | {"appointment_id": booked.result["appointment_id"]}
    propose(world, ActionKind.APPOINTMENT_MOVE, wanted)
    card, _ = waiting(world)
    lead, subject, thread = world.another()
    with world.db.writing() as session:
        guest = Guest(lead, subject, thread, "Europe/Berlin")
        appointments.book(
            session, world.ws, guest, member_id=world.ben, starts_at=later, now=MONDAY
        )
    assert stale(world, card.digest).changes == (Change("meeting", "", "free", "taken"),)


def test_a_corrected_address_is_shown_before_anything_leaves(world: World) -> None:
    """Carla's address was put right while the mail waited: the old digest approves nothing."""
    give(world, asking_first(ActionKind.MAIL_TRANSCRIPT))
    propose(world, ActionKind.MAIL_TRANSCRIPT, MAIL)
    card, _ = waiting(world)
    with world.db.writing() as session:
        leads.learn(
            session,
            world.ws,
            world.carla,
            "email",
            value="carla@new.example",
            quote=None,
            source="person",
            now=MONDAY,
        )
    (change,) = stale(world, card.digest).changes
    assert change == Change("contact", "", "carla@customer.example", "carla@new.example")


def test_a_mail_that_was_approved_for_the_wrong_address_is_asked_about_again(
    each_world: World,
) -> None:
    """Nobody has approved the corrected mail: it waits again, old beside new, under a new digest.
    Were the correction undone, the first approval would not count either.
    """
    world, right = each_world, "carla@new.example"
    give(world, asking_first(ActionKind.MAIL_TRANSCRIPT))
    propose(world, ActionKind.MAIL_TRANSCRIPT, MAIL)
    card, _ = waiting(world)
    assert decide(world, card.digest).state == "authorised"
    with world.db.writing() as session:
        wrong = leads.correct(
            session, world.ws, world.carla, FactField.EMAIL, value=right, now=MONDAY
        )
        moved = service.readdress(
            session, world.ws, world.carla_ref, wrong=wrong, right=right, now=MONDAY
        )
    assert moved == 1
    again, review = waiting(world)
    with world.db.writing() as session:
        assert service.claim_due(session, MONDAY) == []
    assert (again.id, again.state, again.decided_by) == (card.id, "pending", None)
    assert again.action.digest != card.action.digest
    assert review.changes == (Change("contact", "", "carla@customer.example", right),)
    assert "stale" in review.single
    with pytest.raises(Conflict):
        decide(world, card.digest)
    assert decide(world, review.digest).state == "authorised"
    with world.db.writing() as session:
        (claim,) = service.claim_due(session, MONDAY)
    assert claim.arguments["email"] == right


def test_prices_that_were_told_count_for_what_tells_them_again(world: World) -> None:
    """A transcript rests on the pages its conversation cites, and on no other."""
    publish(world)
    give(world, asking_first(ActionKind.MAIL_TRANSCRIPT))
    with world.db.writing() as session:
        said = NewEvent(
            kind=EventKind.MESSAGE,
            actor=Actor.AGENT,
            payload={"text": "49 EUR.", "sources": [{"title": "Prices"}]},
        )
        conversations.append(session, world.ws, world.thread, said, now=MONDAY)
    propose(world, ActionKind.MAIL_TRANSCRIPT, MAIL)
    card, _ = waiting(world)
    publish(world, team=59)
    assert [change.fact for change in stale(world, card.digest).changes] == ["price"]


def test_what_changes_after_the_approval_is_asked_again_before_it_leaves(
    each_world: World,
) -> None:
    """The order changed between the yes and the worker: the mail waits for a second yes."""
    world = each_world
    rule = asking_first(ActionKind.MAIL_TRANSCRIPT)
    give(world, rule)
    propose(world, ActionKind.MAIL_TRANSCRIPT, MAIL)
    card, _ = waiting(world)
    decide(world, card.digest)
    give(world, rule.model_copy(update={"languages": frozenset({"en", "de"})}))
    with world.db.writing() as session:
        assert service.claim_due(session, MONDAY + timedelta(minutes=1)) == []
    again, review = waiting(world)
    assert (again.id, again.state, again.decided_by) == (card.id, "pending", None)
    assert "asked_again" in review.single
    assert [change.fact for change in review.changes] == ["order"]
    assert stale(world, again.digest).facts["digest"] == review.digest
    assert decide(world, review.digest).state == "authorised"
    with world.db.writing() as session:
        (claim,) = service.claim_due(session, MONDAY)
    assert claim.action_id == again.action.id


def test_what_was_asked_before_facts_were_kept_is_looked_at_again(world: World) -> None:
    """A request of an earlier release says nothing of its facts, so it is not trusted with them."""
    give(world)
    discount(world, 20)
    card, _ = waiting(world)
    with world.db.writing() as session:
        row = repository.approval(session, world.ws, card.id)
        row.basis_sealed = row.basis_digest = None
        session.add(row)
    refused = stale(world, card.action.digest)
    assert refused.changes == (Change("unknown", "", "", ""),)
    assert decide(world, refused.facts["digest"]).state == "done"


def test_a_question_outlives_the_house(
    tmp_path: Path, world: World, open_database: Callable[[str], Database]
) -> None:
    """The process ends, another opens the same file: the same card, one yes, one effect."""
    give(world)
    asked = discount(world, 20)
    card, _ = waiting(world)
    world.db.close()
    again = open_database(f"sqlite:///{tmp_path / 'business.db'}")
    with again.writing() as session:
        ((found, _),) = service.reviewed(session, world.ws, now=MONDAY)
        assert found == card
        outcome = service.decide_approval(
            session,
            world.ws,
            card.id,
            world.ben,
            verb="approve",
            digest=card.digest,
            now=MONDAY,
        )
        assert outcome.state == "done"
    with again.writing() as session:
        with pytest.raises(Conflict):
            service.decide_approval(
                session, world.ws, card.id, world.bea, verb="reject", digest="", now=MONDAY
            )
        types = [one.type for one in decisions.of_action(session, world.ws, asked.action_id)]
    assert types.count("action.performed") == 1
