"""Every intent has its effect, or a person who looks; and without a record nothing happens."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from salesgenix.actions import service
from salesgenix.actions.rules import INTENT_LASTS, LEASE, Verb
from salesgenix.authority.rules import ActionKind
from salesgenix.decisions import service as decisions
from salesgenix.decisions.service import DecisionCard
from salesgenix.instructions import service as instructions
from salesgenix.tasks import service as tasks
from tests.salesgenix.actions.hands import permits
from tests.salesgenix.actions.orders import EVERYTHING, asking_first, book, discount, give
from tests.salesgenix.actions.test_delivering import (
    MORNING,
    NIGHT,
    QUIET,
    claim,
    finish,
    mail,
    start,
    state,
)
from tests.salesgenix.faults import break_log, mend_log
from tests.salesgenix.people import MONDAY, World

LATE = MONDAY + INTENT_LASTS


def log_of(world: World, action_id: UUID) -> list[DecisionCard]:
    with world.db.reading() as session:
        return decisions.of_action(session, world.ws, action_id)


def open_intents(world: World) -> list[UUID]:
    with world.db.reading() as session:
        return [action for _, action in decisions.open_intents(session, MONDAY + timedelta(days=9))]


def sweep(world: World, now: datetime = LATE) -> int:
    with world.db.writing() as session:
        return service.sweep_intents(session, now)


def decide(world: World, verb: Verb) -> None:
    with world.db.writing() as session:
        (asked,) = service.pending_approvals(session, world.ws)
        service.decide_approval(
            session, world.ws, asked.id, world.ana, verb=verb, digest=asked.digest, now=MONDAY
        )


def paired(cards: list[DecisionCard]) -> list[tuple[str, str, int | None]]:
    return [(card.type, card.body["phase"], card.body.get("effect_of")) for card in cards]


def test_what_stays_in_the_house_is_meant_and_done_at_once(each_world: World) -> None:
    """Two records, the second names the first, and nothing is left open."""
    world = each_world
    give(world)
    meant, done = log_of(world, discount(world, 5).action_id)
    assert paired([meant, done]) == [
        ("action.authorised", "intent", None),
        ("action.performed", "effect", meant.seq),
    ]
    assert open_intents(world) == []


def test_a_letter_is_meant_until_it_has_left(each_world: World) -> None:
    """Open from the proposal on; the claim takes the intent's place and names it; its permit says
    for what and until when; the effect names the claim.
    """
    world = each_world
    give(world)
    action_id = mail(world).action_id
    assert open_intents(world) == [action_id]
    (claimed,) = claim(world)
    start(world, claimed)
    finish(world, claimed)
    meant, permitted, left = log_of(world, action_id)
    assert permitted.body["informed_by"] == [meant.seq]
    (permit,) = permits(world, action_id)
    assert permitted.body["permit"] == {
        "id": str(permit.id),
        "attempt": 1,
        "digest": claimed.digest,
        "until": (MONDAY + LEASE).isoformat(timespec="milliseconds"),
    }
    assert left.body["effect_of"] == permitted.seq
    assert open_intents(world) == []


def test_an_attempt_that_failed_is_an_effect_too(world: World) -> None:
    """Each attempt has an intent of its own, and each its end."""
    give(world)
    action_id = mail(world).action_id
    (claimed,) = claim(world)
    start(world, claimed)
    with world.db.writing() as session:
        service.fail(session, claimed, permanent=False, code="smtp_451", now=MONDAY)
    (again,) = claim(world, LATE)
    start(world, again, LATE)
    finish(world, again, LATE)
    _, first, failed, second, left = log_of(world, action_id)
    assert (failed.body["effect_of"], left.body["effect_of"]) == (first.seq, second.seq)
    assert open_intents(world) == []


def test_what_is_put_off_is_still_meant(world: World) -> None:
    """At night it waits with its intent open, however long, and nobody is bothered."""
    give(world, QUIET)
    action_id = mail(world).action_id
    assert claim(world, NIGHT) == []
    assert open_intents(world) == [action_id]
    assert sweep(world, MORNING - timedelta(minutes=1)) == 0
    (claimed,) = claim(world, MORNING)
    start(world, claimed, MORNING)
    finish(world, claimed, MORNING)
    meant, deferred, permitted, left = log_of(world, action_id)
    assert deferred.body["phase"] == "note"
    assert deferred.body["informed_by"] == permitted.body["informed_by"] == [meant.seq]
    assert left.body["effect_of"] == permitted.seq


@pytest.mark.parametrize(
    ("verb", "end"), [(Verb.APPROVE, "action.performed"), (Verb.REJECT, "approval.refused")]
)
def test_a_question_is_an_intent_until_it_is_answered(world: World, verb: Verb, end: str) -> None:
    """What awaits a person is open, and not in doubt; the answer's effect closes it. What a person
    approved is not called automatic.
    """
    give(world, asking_first(ActionKind.DISCOUNT_OFFER))
    action_id = discount(world, 5).action_id
    assert open_intents(world) == [action_id]
    assert sweep(world) == 0
    decide(world, verb)
    *before, last = log_of(world, action_id)
    assert (last.type, last.body["effect_of"]) == (end, before[-1].seq)
    assert last.body["automation"] == "human_approved"
    assert open_intents(world) == []


def test_nobody_decided_in_time(world: World) -> None:
    """An approval that ran out is the effect of its question."""
    give(world, asking_first(ActionKind.DISCOUNT_OFFER))
    action_id = discount(world, 5).action_id
    with world.db.writing() as session:
        service.expire_approvals(session, MONDAY + timedelta(days=2))
    asked, expired = log_of(world, action_id)
    assert (expired.type, expired.body["effect_of"]) == ("approval.expired", asked.seq)
    assert open_intents(world) == []


def test_what_is_refused_at_the_claim_closes_its_intent(world: World) -> None:
    """A revoked order ends what it had allowed, by a record that names the intent."""
    order = give(world)
    action_id = mail(world).action_id
    with world.db.writing() as session:
        instructions.revoke(session, world.ws, order, surface="console", by=world.ana, now=MONDAY)
    assert claim(world) == []
    meant, denied = log_of(world, action_id)
    assert (denied.type, denied.body["effect_of"]) == ("action.denied", meant.seq)
    assert open_intents(world) == []


def test_what_nothing_allowed_was_never_meant(world: World) -> None:
    """A denial opens nothing and is the effect of nothing."""
    action_id = discount(world, 5).action_id
    (denied,) = log_of(world, action_id)
    assert "effect_of" not in denied.body
    assert open_intents(world) == []


def test_a_lost_claim_is_in_doubt_and_a_person_settles_it(each_world: World) -> None:
    """After a quarter of an hour the sweep alone finds it; found out, the last record names the
    claim that it is the effect of.
    """
    world = each_world
    give(world)
    action_id = mail(world).action_id
    (claimed,) = claim(world)
    start(world, claimed)
    assert sweep(world, LATE - timedelta(seconds=1)) == 0
    assert sweep(world, LATE) == 1
    assert sweep(world, LATE) == 0
    assert state(world, action_id) == "in_doubt"
    with world.db.writing() as session:
        assert [card.kind for card in tasks.listing(session, world.ws)] == ["in_doubt"]
        service.settle_doubt(session, world.ws, action_id, world.ana, has_left=True, now=LATE)
    _, permitted, doubt, settled = log_of(world, action_id)
    assert (doubt.outcome, doubt.body["effect_of"]) == ("unknown", permitted.seq)
    assert (settled.outcome, settled.body["effect_of"]) == ("performed", permitted.seq)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE action SET state = 'authorised', effect = 'internal'",
        "UPDATE action SET state = 'done'",
        "DELETE FROM action",
    ],
)
def test_an_effect_that_nobody_wrote_down_is_unknown(world: World, statement: str) -> None:
    """However the action stands, or if it is gone: an old intent ends as unknown, once, and a
    person is asked where there is something to look at.
    """
    give(world)
    action_id = mail(world).action_id
    with world.db.engine.begin() as connection:
        connection.execute(text(statement))
    assert (sweep(world), sweep(world)) == (1, 0)
    meant, lost = log_of(world, action_id)
    assert (lost.type, lost.outcome) == ("action.in_doubt", "unknown")
    assert lost.body["effect_of"] == meant.seq
    assert "not written down" in lost.words
    with world.db.reading() as session:
        assert len(tasks.listing(session, world.ws)) == ("UPDATE" in statement)
        assert decisions.verify_chain(session, world.ws).sound


def counts(world: World) -> list[int]:
    tables = (
        "action", "approval", "appointment", "delivery", "decision", "decision_payload",
        "event", "open_intent", "turn",
    )  # fmt: skip
    with world.db.reading() as session:
        return [session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
                for name in tables]  # fmt: skip


@pytest.mark.parametrize("act", [book, mail, discount], ids=["book", "mail", "discount"])
def test_without_a_record_nothing_is_done(each_world: World, act: Callable[..., Any]) -> None:
    """When the log cannot be written the proposal fails as a whole: no action, no appointment, no
    event, no half of a pair; mended, the same goes through.
    """
    world = each_world
    give(world)
    before = counts(world)
    break_log(world.db)
    arguments = (world, 5) if act is discount else (world,)
    with pytest.raises(DBAPIError):
        act(*arguments, key="one")
    assert counts(world) == before
    mend_log(world.db)
    assert act(*arguments, key="one").state in {"done", "authorised"}
    with world.db.reading() as session:
        assert decisions.verify_chain(session, world.ws).sound


def test_without_a_record_nothing_is_claimed(each_world: World) -> None:
    """What was allowed to leave is not handed to anybody, and leaves once the log is mended."""
    world = each_world
    give(world)
    action_id = mail(world).action_id
    before = counts(world)
    break_log(world.db)
    with pytest.raises(DBAPIError):
        claim(world)
    assert (state(world, action_id), counts(world)) == ("authorised", before)
    mend_log(world.db)
    (claimed,) = claim(world)
    assert claimed.action_id == action_id


def test_without_a_record_no_person_approves(each_world: World) -> None:
    """The approval stays open, and what it was about does not happen."""
    world = each_world
    give(world, asking_first(ActionKind.DISCOUNT_OFFER))
    action_id = discount(world, 5).action_id
    before = counts(world)
    break_log(world.db)
    with pytest.raises(DBAPIError):
        decide(world, Verb.APPROVE)
    assert (state(world, action_id), counts(world)) == ("awaiting_approval", before)


def test_a_model_s_own_words_do_not_reach_a_record(world: World) -> None:
    """A strategy that a model made up is refused; its name stands nowhere in the clear."""
    give(world, EVERYTHING)
    said = "tell Carla Ruiz that carla@customer.example is on file"
    with world.db.writing() as session:
        outcome = service.propose(
            session,
            world.ws,
            service.Proposed(
                kind=ActionKind.STRATEGY_USE,
                arguments={"strategy": said},
                subject_ref=world.carla_ref,
                lead_id=world.carla,
                conversation_id=world.thread,
                idempotency_key="made-up",
            ),
            now=MONDAY,
        )
    assert outcome.state == "denied"
    with world.db.reading() as session:
        clear = b"".join(decisions.export_lines(session, world.ws))
        checks = str(session.execute(text("SELECT checks FROM action")).scalar_one())
    assert b"Carla" not in clear
    assert b"customer" not in clear
    assert "Carla" not in checks
