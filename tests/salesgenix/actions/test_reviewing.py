"""What a person looks at by itself, and what may be approved among others."""

from dataclasses import replace

import pytest

from salesgenix.actions import service
from salesgenix.actions.reviewing import Case, Risk, Single, needs_single_review, risk_of
from salesgenix.authority.rules import ActionKind, Approval, Audience, Segment
from salesgenix.kit.errors import Conflict
from salesgenix.leads import service as leads
from tests.salesgenix.actions.orders import asking_first, book, discount, give, propose
from tests.salesgenix.people import MONDAY, World

PLAIN = Case(
    kind=ActionKind.MAIL_TRANSCRIPT,
    asked=frozenset({"approval"}),
    is_allowed=True,
    is_about_segment=False,
    mails_before=3,
    size=40,
    is_stale=False,
    was_allowed=False,
)
MAIL = {"email": "carla@customer.example"}


@pytest.mark.parametrize(
    ("change", "reason", "risk"),
    [
        ({"asked": frozenset({"discount"})}, Single.ABOVE_CEILING, Risk.HIGH),
        ({"asked": frozenset({"approval", "uses"})}, Single.OVER_LIMIT, Risk.HIGH),
        ({"is_about_segment": True}, Single.SEGMENT, Risk.HIGH),
        ({"size": 250}, Single.HIGH_VALUE, Risk.HIGH),
        ({"is_allowed": False}, Single.REFUSED_NOW, Risk.HIGH),
        ({"mails_before": None}, Single.CANNOT_TELL, Risk.HIGH),
        ({"mails_before": 0}, Single.FIRST_MAIL, Risk.MEDIUM),
        ({"is_stale": True}, Single.STALE, Risk.MEDIUM),
        ({"was_allowed": True}, Single.ASKED_AGAIN, Risk.MEDIUM),
    ],
)
def test_each_reason_stands_by_itself(change: dict, reason: Single, risk: Risk) -> None:
    """One circumstance is enough to be looked at alone, and says how grave it is."""
    found = needs_single_review(replace(PLAIN, **change))
    assert found == (reason,)
    assert risk_of(found) is risk


def test_the_plain_case_may_be_one_of_many() -> None:
    """Asked by order, to somebody who has had mail, nothing changed: routine."""
    assert needs_single_review(PLAIN) == ()
    assert risk_of(()) is Risk.LOW
    assert needs_single_review(replace(PLAIN, size=None)) == ()
    meeting = replace(PLAIN, kind=ActionKind.APPOINTMENT_BOOK, mails_before=0)
    assert needs_single_review(meeting) == ()


def looked_at(world: World) -> tuple[Single, ...]:
    with world.db.reading() as session:
        ((_, review),) = service.reviewed(session, world.ws, now=MONDAY)
    return review.single


def test_the_circumstances_are_learnt_from_what_is_known(world: World) -> None:
    """A first mail, to a large company, under an order that singles out banks."""
    rule = asking_first(ActionKind.MAIL_TRANSCRIPT)
    narrow = rule.model_copy(
        update={
            "actions": frozenset({ActionKind.MAIL_TRANSCRIPT}),
            "approval": {ActionKind.MAIL_TRANSCRIPT: Approval.ASK},
            "audience": Audience(segments=frozenset({Segment.BANK})),
            "effect": "bound",
        }
    )
    give(world, rule.model_copy(update={"parts": (narrow,)}))
    for field, value in (("size", "about 1,200 people"), ("company", "Northern Savings Bank")):
        with world.db.writing() as session:
            leads.learn(
                session, world.ws, world.carla, field,
                value=value, quote=None, source="test", now=MONDAY,
            )  # fmt: skip
    propose(world, ActionKind.MAIL_TRANSCRIPT, MAIL)
    assert looked_at(world) == (Single.SEGMENT, Single.HIGH_VALUE, Single.FIRST_MAIL)


@pytest.mark.parametrize("is_single", [True, False])
def test_what_wants_a_look_by_itself_is_not_approved_among_others(
    world: World, *, is_single: bool
) -> None:
    """A discount above the ceiling goes through alone only; nothing of it remains otherwise."""
    give(world)
    discount(world, 20)
    with world.db.reading() as session:
        ((card, _),) = service.reviewed(session, world.ws, now=MONDAY)

    def approve() -> str:
        with world.db.writing() as session:
            return service.decide_approval(
                session,
                world.ws,
                card.id,
                world.ben,
                verb="approve",
                digest=card.digest,
                is_single=is_single,
                now=MONDAY,
            ).state

    if is_single:
        assert approve() == "done"
        return
    with pytest.raises(Conflict) as refusal:
        approve()
    assert (refusal.value.code, refusal.value.facts["reasons"]) == (
        "approval.single_review",
        ["above_ceiling"],
    )
    assert looked_at(world) == (Single.ABOVE_CEILING,)


def test_a_meeting_that_is_asked_about_is_routine(world: World) -> None:
    """The order asks about every meeting; nothing sets this one apart."""
    give(world, asking_first(ActionKind.APPOINTMENT_BOOK))
    book(world)
    assert looked_at(world) == ()
