"""A person's request: taken in from all alike, ordered by the owner, answered when it is done."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from salesgenix.accounts import service as accounts
from salesgenix.actions import service as actions
from salesgenix.actions.models import Action
from salesgenix.db import read_sealed
from salesgenix.decisions.models import Decision
from salesgenix.exports import service as exports
from salesgenix.exports.service import Made
from salesgenix.instructions import service as instructions
from salesgenix.kit.errors import Conflict, Forbidden, Invalid, NotFound
from salesgenix.leads import service as leads
from salesgenix.leads.models import LeadFact
from salesgenix.leads.rules import FactField
from salesgenix.privacy import requests
from salesgenix.privacy import service as privacy
from salesgenix.privacy.files import Incoming, RequestCard
from salesgenix.privacy.rules import Channel, Refusal, RequestKind, RequestState, VaultItem
from salesgenix.rights import due
from salesgenix.rights import service as rights
from salesgenix.rights.service import Choice
from salesgenix.tasks import service as tasks
from tests.salesgenix.actions.orders import give, propose
from tests.salesgenix.people import MONDAY, World

URL = "https://app.example"
KNOWN, UNKNOWN = "carla@customer.example", "nobody@elsewhere.example"


def ask(world: World, kind: str = "access", email: str = KNOWN, **more: Any) -> RequestCard:
    now = more.pop("now", MONDAY)
    incoming = Incoming(
        kind=RequestKind(kind), channel=Channel.FORM, name="C", email=email, words="Mine!", **more
    )
    with world.db.writing() as session:
        return rights.take_in(session, world.ws, incoming, public_url=URL, now=now)


def letters(world: World, purpose: str | None = None) -> list[dict[str, Any]]:
    """What is on its way out, newest last."""
    with world.db.reading() as session:
        rows = session.exec(
            select(Action).where(Action.workspace_id == world.ws, Action.kind == "mail.notice")
        ).all()
        found = [
            json.loads(text)
            for row in sorted(rows, key=lambda row: row.id)
            if (text := read_sealed(session, row, "arguments"))
        ]
    return [letter for letter in found if purpose in {None, letter["purpose"]}]


def token(world: World) -> str:
    return str(letters(world, "request_confirm")[-1]["facts"]["link"]).rsplit("/", 1)[-1]


def confirmed(world: World, kind: str, **more: Any) -> RequestCard:
    ask(world, kind, **more)
    with world.db.writing() as session:
        return rights.confirm(session, token(world), now=MONDAY)


def order(world: World, card: RequestCard, **choice: Any) -> RequestCard:
    with world.db.writing() as session:
        return rights.approve_and_execute(
            session, world.ws, card.id, world.ana, choice=Choice(**choice), now=MONDAY
        )


def types(world: World) -> list[str]:
    with world.db.reading() as session:
        rows = session.exec(select(Decision).where(Decision.workspace_id == world.ws)).all()
        return [row.type for row in sorted(rows, key=lambda row: row.seq)]


def follow(world: World, now: datetime = MONDAY) -> int:
    with world.db.writing() as session:
        return due.follow_up(session, world.ws, public_url=URL, now=now)


def escalate(world: World, now: datetime) -> int:
    with world.db.writing() as session:
        return due.escalate(session, world.ws, public_url=URL, now=now)


def test_known_and_unknown_addresses_are_treated_alike(each_world: World) -> None:
    """The same file, the same records, one letter each to the address given; nothing tells which
    of them we hold, and the owner hears of neither before it is confirmed.
    """
    world, seen = each_world, []
    for email in (KNOWN, UNKNOWN):
        before = len(types(world))
        card = ask(world, email=email)
        seen.append((card.state, card.due_on, types(world)[before:]))
    assert seen[0] == seen[1]
    assert seen[0][0] is RequestState.IDENTITY_PENDING
    assert [letter["email"] for letter in letters(world)] == [KNOWN, UNKNOWN]
    with world.db.reading() as session:
        assert tasks.listing(session, world.ws) == []


def test_the_secret_counts_once_and_for_seven_days(world: World) -> None:
    """Confirmed it goes to the owner, about the one person with that address; used, unknown or old
    secrets are one and the same to whoever tries.
    """
    ask(world)
    secret = token(world)
    with world.db.writing() as session:
        with pytest.raises(NotFound):
            rights.confirm(session, secret, now=MONDAY + timedelta(days=7))
        card = rights.confirm(session, secret, now=MONDAY + timedelta(days=6))
        for wrong in (secret, "sgr_guess"):
            with pytest.raises(NotFound):
                rights.confirm(session, wrong, now=MONDAY)
        assert [task.kind for task in tasks.listing(session, world.ws)] == ["data_request"]
    assert (card.state, card.about_ref) == (RequestState.ROUTED, world.carla_ref)
    assert letters(world)[-1]["purpose"] == "request_received"


def test_asking_twice_keeps_the_first_clock(world: World) -> None:
    """A second request of the kind is answered like the first, and its letter works."""
    first = ask(world)
    again = ask(world, now=MONDAY + timedelta(days=3))
    assert (again.id, again.due_on) == (first.id, first.due_on)
    assert len(letters(world, "request_confirm")) == 2
    with world.db.writing() as session:
        assert rights.confirm(session, token(world), now=MONDAY + timedelta(days=4)).id == first.id


def test_an_address_that_several_typed_is_the_owners_to_sort_out(world: World) -> None:
    """Two leads with one address: neither is taken for the person until the owner says which."""
    lead, subject, _ = world.another()
    with world.db.writing() as session:
        leads.learn(
            session, world.ws, lead, "email", value=KNOWN, quote=None, source="test", now=MONDAY
        )
    card = confirmed(world, "restrict")
    assert card.about_ref is None
    with pytest.raises(Conflict, match="Several people"):
        order(world, card)
    done = order(world, card, about_ref=world.carla_ref)
    assert done.about_ref == world.carla_ref
    with world.db.reading() as session:
        other = leads.card_of_subject(session, world.ws, subject)
        assert other is not None
        assert other.restricted_at is None


@pytest.mark.parametrize("kind", [kind for kind in RequestKind if kind != "unsubscribe"])
def test_nothing_is_changed_before_the_owners_order(world: World, kind: RequestKind) -> None:
    """A confirmed request of any kind leaves the lead as it was; only contact may have stopped."""
    with world.db.reading() as session:
        before = leads.card(session, world.ws, world.carla)
    confirmed(world, kind)
    with world.db.reading() as session:
        assert leads.card(session, world.ws, world.carla) == before
        assert exports.listing(session, world.ws) == []
        stopped = privacy.is_suppressed(session, world.ws, email=KNOWN)
    assert stopped == (kind in {"object", "withdraw_consent"})


def test_only_an_owner_or_admin_orders(world: World) -> None:
    """A rep, a viewer and a stranger's member cannot; nothing is changed by their trying."""
    card = confirmed(world, "erase")
    for member in (world.ben, world.vic):
        with world.db.writing() as session, pytest.raises(Forbidden):
            rights.approve_and_execute(
                session, world.ws, card.id, member, choice=Choice(), now=MONDAY
            )
    assert "request.approved" not in types(world)


def test_the_order_is_kept_in_the_words_that_were_shown(world: World) -> None:
    """What was read before is the instruction, of its own kind, and allows the agent nothing."""
    card = confirmed(world, "restrict")
    with world.db.reading() as session:
        shown = rights.words_before(session, world.ws, card.id, Choice())
    done = order(world, card)
    with world.db.reading() as session:
        assert done.instruction_id is not None
        kept = instructions.card(session, world.ws, done.instruction_id, now=MONDAY)
    assert (kept.words, kept.kind, kept.author_member_id) == (shown, "one_off", world.ana)
    assert kept.revoked_at is not None
    assert not kept.rule.actions


def test_a_correction_leaves_the_old_value_nowhere(each_world: World) -> None:
    """The fact's row is gone, the stand-in and the waiting mail have the right value, and the
    answer goes to the right address.
    """
    world, right = each_world, "carla@new.example"
    give(world)
    propose(world, "mail.transcript", {"email": KNOWN}, key="t")  # type: ignore[arg-type]
    with world.db.writing() as session:
        item = VaultItem(token="[E1]", entity="EMAIL", value=KNOWN, owner="prospect")
        privacy.keep_vault(
            session, world.ws, world.thread, world.carla_ref, items=[item], now=MONDAY
        )
    order(world, confirmed(world, "rectify"), field=FactField.EMAIL, value=right)
    with world.db.reading() as session:
        facts = session.exec(select(LeadFact).where(LeadFact.lead_id == world.carla)).all()
        values = [read_sealed(session, fact, "value") for fact in facts]
        vault = privacy.load_vault(session, world.ws, world.thread)
        rows = session.exec(select(Action).where(Action.kind == "mail.transcript")).all()
        mail = [json.loads(read_sealed(session, row, "arguments") or "{}") for row in rows]
    assert KNOWN not in values
    assert right in values
    assert [entry.value for entry in vault] == [right]
    assert [letter["email"] for letter in mail] == [right]
    assert letters(world, "request_answered")[-1]["email"] == right
    with world.db.writing() as session:
        claims = actions.claim_due(session, MONDAY)
    assert {claim.arguments["email"] for claim in claims} >= {right}


def test_a_restricted_person_is_kept_and_not_used(world: World) -> None:
    """Whatever is asked for is denied with that reason, until the owner releases it."""
    give(world)
    order(world, confirmed(world, "restrict"))
    refused = propose(world, "reply.send", key="a")  # type: ignore[arg-type]
    assert (refused.state, refused.verdict.reasons) == ("denied", ("restricted",))
    with world.db.writing() as session:
        rights.release(session, world.ws, world.carla_ref, world.ana, now=MONDAY)
    assert propose(world, "reply.send", key="b").state == "done"  # type: ignore[arg-type]
    assert {"person.restricted", "person.released"} <= set(types(world))


def test_a_stop_takes_effect_before_anybody_decides(world: World) -> None:
    """Objecting stops contact with the address at once; it deletes nothing, cannot be refused, and
    the answer still goes out.
    """
    ask(world, "object")
    with world.db.reading() as session:
        assert privacy.is_suppressed(session, world.ws, email=KNOWN)
        assert leads.card(session, world.ws, world.carla).email == KNOWN
    with world.db.writing() as session:
        card = rights.confirm(session, token(world), now=MONDAY)
        with pytest.raises(Invalid):
            rights.refuse(
                session, world.ws, card.id, world.ana, reason=Refusal.UNFOUNDED, now=MONDAY
            )
    assert order(world, card).state is RequestState.ANSWERED
    with world.db.writing() as session:
        claims = actions.claim_due(session, MONDAY)
    assert "request_answered" in {claim.arguments["purpose"] for claim in claims}


def test_unsubscribing_needs_nobody(world: World) -> None:
    """It is done and answered at once, for any address alike."""
    for email in (KNOWN, UNKNOWN):
        assert ask(world, "unsubscribe", email).state is RequestState.ANSWERED
        with world.db.reading() as session:
            assert privacy.is_suppressed(session, world.ws, email=email)


def test_the_answer_waits_until_the_archive_is_there(world: World) -> None:
    """Ordered is not answered: only the finished export sends the link and closes the request."""
    card = order(world, confirmed(world, "access"))
    assert card.export_id is not None
    assert follow(world) == 0
    assert letters(world, "export_ready") == []
    with world.db.writing() as session:
        job = exports.claim_due(session, now=MONDAY)
        assert job is not None
        made = Made(records=1, length=1, sha256="a" * 64, signature="s")
        exports.finish(session, job, made, now=MONDAY)
    assert follow(world) == 1
    assert letters(world, "export_ready")[0]["facts"]["link"].startswith(f"{URL}/privacy/exports/")
    with world.db.reading() as session:
        assert requests.card(session, world.ws, card.id).state is RequestState.ANSWERED


def test_a_refusal_has_a_reason_and_is_told(world: World) -> None:
    """The person learns why, in the owner's words too, and the file is closed once."""
    card = confirmed(world, "erase")
    with world.db.writing() as session:
        rights.refuse(
            session,
            world.ws,
            card.id,
            world.ana,
            reason=Refusal.LEGAL_DUTY,
            words="Invoices stay ten years.",
            now=MONDAY,
        )
        with pytest.raises(Conflict):
            rights.withdraw(session, world.ws, card.id, now=MONDAY)
    told = letters(world, "request_refused")[-1]["facts"]
    assert (told["reason"], told["words"]) == ("legal_duty", "Invoices stay ten years.")
    with world.db.reading() as session:
        assert tasks.listing(session, world.ws) == []


def test_nobody_with_that_address_is_answered_so(world: World) -> None:
    """A confirmed stranger gets a true answer, by the owner's order; nothing else happens."""
    done = order(world, confirmed(world, "erase", email=UNKNOWN))
    assert (done.state, done.done) == (RequestState.ANSWERED, "not_held")
    assert letters(world, "request_answered")[-1]["facts"]["done"] == "not_held"


def test_an_unconfirmed_request_is_answered_in_time_all_the_same(world: World) -> None:
    """After the secret's seven days it ends as not identified, with a letter, before its date."""
    card = ask(world)
    assert follow(world, MONDAY + timedelta(days=6)) == 0
    later = MONDAY + timedelta(days=7)
    assert follow(world, later) == 1
    with world.db.reading() as session:
        closed = requests.card(session, world.ws, card.id)
    assert closed.state is RequestState.NOT_IDENTIFIED
    assert later.date() < closed.due_on
    assert letters(world)[-1]["facts"]["reason"] == "not_identified"


def test_owners_are_warned_once_at_each_step_and_lateness_stays(each_world: World) -> None:
    """At five, two and no working days left and once after the day, each active owner gets one
    letter; an answer that comes late is late for ever.
    """
    world = each_world
    card = confirmed(world, "complaint")
    assert card.due_on.isoformat() == "2027-03-15"
    warned = []
    for day in range(20):
        now = MONDAY + timedelta(days=day)
        if escalate(world, now):
            warned.append((now.date().isoformat(), letters(world, "request_due")[-1]))
        assert escalate(world, now) == 0
    assert [(day, letter["facts"]["days"]) for day, letter in warned] == [
        ("2027-03-08", "5"),
        ("2027-03-11", "2"),
        ("2027-03-15", "0"),
        ("2027-03-16", "-1"),
    ]
    assert {letter["email"] for _, letter in warned} == {"ana@northwind.example"}
    assert types(world).count("request.warned") == 3
    assert types(world).count("request.overdue") == 1
    with world.db.writing() as session:
        late = rights.approve_and_execute(
            session, world.ws, card.id, world.ana, choice=Choice(), now=MONDAY + timedelta(days=21)
        )
    assert late.was_late


def test_a_pause_does_not_stop_what_the_law_wants(world: World) -> None:
    """While everything is paused a request is taken in, and its letter leaves."""
    with world.db.writing() as session:
        accounts.pause(session, world.ws, "holiday", world.ana, now=MONDAY)
    ask(world)
    with world.db.writing() as session:
        claims = actions.claim_due(session, MONDAY)
    assert [claim.arguments["purpose"] for claim in claims] == ["request_confirm"]


def test_a_closed_file_is_emptied_when_its_letters_have_left(world: World) -> None:
    """Codes and dates stay for three years; name, address, words and letters cannot be read."""
    card = order(world, confirmed(world, "restrict"))
    with world.db.writing() as session:
        assert due.empty_closed(session, world.ws, now=MONDAY) == 0
        for claim in actions.claim_due(session, MONDAY):
            actions.finish(session, claim, now=MONDAY)
    with world.db.writing() as session:
        assert due.empty_closed(session, world.ws, now=MONDAY) == 1
    with world.db.writing() as session:
        kept = requests.card(session, world.ws, card.id)
        assert (kept.name, kept.email, kept.words) == (None, None, None)
        assert (kept.state, kept.done) == (RequestState.ANSWERED, "restrict")
        due.empty_closed(session, world.ws, now=MONDAY + timedelta(days=1_000))
        assert requests.requests(session, world.ws)
        due.empty_closed(session, world.ws, now=MONDAY + timedelta(days=1_200))
        assert requests.requests(session, world.ws) == []
    assert letters(world) == []


def test_an_extension_moves_the_statutory_date_and_not_the_promised_one(world: World) -> None:
    """Told within the first month, once; the ten working days stay."""
    card = confirmed(world, "access")
    with world.db.writing() as session:
        extended = rights.extend(session, world.ws, card.id, world.ana, now=MONDAY)
        with pytest.raises(Conflict):
            rights.extend(session, world.ws, card.id, world.ana, now=MONDAY)
    assert (card.legal_on.isoformat(), extended.legal_on.isoformat()) == (
        "2027-04-01",
        "2027-06-01",
    )
    assert extended.due_on == card.due_on


def test_a_strangers_workspace_sees_nothing(world: World) -> None:
    """Requests are answered where they were made."""
    card = confirmed(world, "access")
    with world.db.writing() as session, pytest.raises(NotFound):
        rights.withdraw(session, UUID(int=7), card.id, now=datetime(2027, 3, 1, tzinfo=UTC))
