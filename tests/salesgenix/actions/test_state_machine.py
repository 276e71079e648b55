"""Whatever happens in whatever order: what left had one permit, good for that, when it left."""

import contextlib
import itertools
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlmodel import Session, SQLModel, select

from salesgenix.accounts import service as accounts
from salesgenix.actions import service
from salesgenix.actions.models import Action, Delivery, Permit
from salesgenix.actions.reconciling import find
from salesgenix.actions.rules import LEASE, MOVES, State, digest_of
from salesgenix.actions.service import Claim
from salesgenix.actions.withdrawing import withdraw
from salesgenix.authority.rules import ActionKind, Limits
from salesgenix.db import Database
from salesgenix.decisions import service as decisions
from salesgenix.instructions import service as instructions
from salesgenix.instructions.service import Order
from salesgenix.kit.crypto import Keyring
from salesgenix.kit.errors import Conflict, NotFound
from salesgenix.kit.keystore import SqlKeyStore
from tests.salesgenix.actions.hands import begin
from tests.salesgenix.actions.orders import EVERYTHING, asking_first, proposed
from tests.salesgenix.people import MONDAY, World, settle

CAP = 4
MAIL = ActionKind.MAIL_TRANSCRIPT
LIMITS = Limits(total_per_day=CAP, discount_ceiling_percent=10, above_ceiling="ask")
RULES = {
    "easy": EVERYTHING.model_copy(update={"limits": LIMITS}),
    "asking": asking_first(MAIL).model_copy(update={"limits": LIMITS}),
    "brief": EVERYTHING.model_copy(
        update={"limits": LIMITS, "not_after": MONDAY + timedelta(hours=12)}
    ),
}
BETWEEN = (
    *["nothing"] * 4,
    "revoke",
    "pause",
    "ask first",
    "opt out",
    "erase",
    "half a lease",
    "a lease",
    "another worker",
)
LUCK = (
    *["sent"] * 4,
    "lost",
    "refused",
    "slow",
    "dies claimed",
    "dies within",
    "dies after",
    "dies sent",
)
UNSURE = {State.DONE, State.IN_DOUBT, State.CLAIMED}  # it has left, or may have
EFFORT = os.environ.get("SALESGENIX_STATE_EXAMPLES")  # a night's run takes 2000, and shrinks


def _reachable(state: State) -> frozenset[State]:
    """What a step may lead to; one step of a worker can be several moves."""
    found, ahead = {state}, [state]
    while ahead:
        fresh = MOVES[ahead.pop()] - found
        found |= fresh
        ahead += fresh
    return frozenset(found)


def _day(moment: datetime) -> date:
    return (moment + timedelta(hours=1)).date()  # in Berlin, in winter


REACHABLE = {state: _reachable(state) for state in State}


class Crash(Exception):
    """The process dies: its transaction is never committed."""


@dataclass(frozen=True)
class Person:
    lead: UUID
    subject: UUID
    thread: UUID
    email: str


@dataclass
class HandOver:
    """A permit that was spent: from here on it may have left."""

    claim: Claim
    rule: tuple[UUID, int]


DISTURBING: dict[str, Callable[["Outbox"], None]] = {
    "order": lambda self: self.issue("easy"),
    "order that asks": lambda self: self.issue("asking"),
    "order that ends soon": lambda self: self.issue("brief"),
    "revoke": lambda self: self.revoke(),
    "pause or resume": lambda self: self.pause_or_resume(),
    "find out": lambda self: self.find_out(),
    "small discount": lambda self: self.offer(5),
    "large discount": lambda self: self.offer(15),
    "opt out": lambda self: self.opt_out(),
    "erase": lambda self: self.erase(),
    "an hour": lambda self: self.wait(1),
    "a night": lambda self: self.wait(9),
    "a day": lambda self: self.wait(26),
    "look after the lost": lambda self: self.look_after_the_lost(),
}


class Outbox(RuleBasedStateMachine):
    """One workspace whose orders, pauses, opt-outs, crashes and clicks come in any order."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        folder = Path(self.folder.name)
        self.store = SqlKeyStore(f"sqlite:///{folder / 'keys.db'}")
        db = Database(f"sqlite:///{folder / 'b.db'}", Keyring(self.store, bytes(range(32))))
        SQLModel.metadata.create_all(db.engine)
        self.world: World = settle(db)
        self.now: datetime = MONDAY
        self.numbers = itertools.count()
        self.in_force: tuple[UUID, int] | None = None
        self.ends: datetime | None = None
        self.is_paused = False
        self.stopped: set[UUID] = set()
        self.erased: set[UUID] = set()
        self.begun: list[HandOver] = []
        self.gone: list[UUID] = []  # each action that was truly handed over, as often as it was
        self.states: dict[UUID, State] = {}
        world = self.world
        self.person = Person(world.carla, world.carla_ref, world.thread, "p0@customer.example")
        self.issue(which="easy")

    @rule(what=st.sampled_from(sorted(DISTURBING)))
    def disturb(self, what: str) -> None:
        DISTURBING[what](self)

    # What the owner and the team do

    def issue(self, which: str) -> None:
        body = RULES[which]
        if body.not_after is not None and body.not_after <= self.now:
            return
        order = Order(key="all", words="Send what was asked for.", rule=body, surface="console")
        with self.world.db.writing() as session:
            card = instructions.issue(session, self.world.ws, order, now=self.now)
        self.in_force, self.ends = (card.id, card.versions[-1].version), body.not_after

    def revoke(self) -> None:
        if self.in_force is None:
            return
        with self.world.db.writing() as session:
            instructions.revoke(
                session, self.world.ws, self.in_force[0], by=self.world.ana, now=self.now
            )
        self.in_force = None

    def pause_or_resume(self) -> None:
        with self.world.db.writing() as session:
            if self.is_paused:
                accounts.resume(session, self.world.ws, now=self.now)
            else:
                accounts.pause(session, self.world.ws, "stop", self.world.ana, now=self.now)
        self.is_paused = not self.is_paused

    @rule(verb=st.sampled_from(["approve", "edit", "reject"]))
    def decide(self, verb: str) -> None:
        with self.world.db.reading() as session:
            waiting = service.pending_approvals(session, self.world.ws)
        for card in waiting[:1]:
            edited = {**card.action.arguments}
            if card.action.kind is MAIL:
                edited["email"] = f"e{next(self.numbers)}@customer.example"
            with contextlib.suppress(Conflict), self.world.db.writing() as session:
                service.decide_approval(  # a Conflict: everything is paused, or it is too late
                    session,
                    self.world.ws,
                    card.id,
                    self.world.ben,
                    verb=verb,
                    digest=card.digest,
                    edited_arguments=edited if verb == "edit" else None,
                    now=self.now,
                )

    def find_out(self) -> None:
        """A person settles a doubt, and says what is true."""
        with self.world.db.reading() as session:
            doubtful = service.in_doubt(session, self.world.ws)
        for card in doubtful[:1]:
            with self.world.db.writing() as session:
                service.settle_doubt(
                    session,
                    self.world.ws,
                    card.id,
                    self.world.ben,
                    has_left=card.id in self.gone,
                    now=self.now,
                )

    # What the agent and the prospects do

    def ask_for_mail(self, times: int) -> None:
        for _ in range(times):
            self._propose(MAIL, {"email": self.person.email})

    def offer(self, percent: int) -> None:
        self._propose(ActionKind.DISCOUNT_OFFER, {"percent": percent})

    def opt_out(self) -> None:
        self._propose(ActionKind.CONTACT_SUPPRESS, {"reason": "opt_out"})
        self.stopped.add(self.person.subject)
        self._meet()

    def erase(self) -> None:
        """What waits is withdrawn, and the key is destroyed, as the first and a late step do."""
        with self.world.db.writing() as session:
            withdraw(session, self.world.ws, self.person.subject, now=self.now)
        self.world.db.keyring.destroy_person(self.world.ws, self.person.subject)
        self.erased.add(self.person.subject)
        self._meet()

    # What the worker does, and what happens to it

    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        with self.world.db.writing() as session:
            service.expire_approvals(session, self.now)

    def look_after_the_lost(self) -> None:
        with self.world.db.writing() as session:
            service.release_stale(session, self.now)
        with self.world.db.writing() as session:
            service.sweep_intents(session, self.now)

    @rule(
        asked=st.sampled_from([1, 2, 0]),
        is_ready=st.sampled_from([True, True, True, False]),
        between=st.sampled_from(BETWEEN),
        luck=st.sampled_from(LUCK),
    )
    def work(self, *, asked: int, is_ready: bool, between: str, luck: str) -> None:
        """A round of a worker: it claims, the world goes on, it hands over one after another.

        It may die at every boundary: after the claim, within the transaction that begins the
        hand-over, right after that, or after the carrier took the mail. A slow one ends late.
        """
        if is_ready and self.is_paused:
            self.pause_or_resume()
        if is_ready and self._is_full():
            self.wait(26)
        if is_ready and not self._is_in_force():
            self.issue("easy")
        self.ask_for_mail(asked)
        with self.world.db.writing() as session:
            claims = service.claim_due(session, self.now, limit=3)
        if luck == "dies claimed":
            return
        for claim in claims:
            self._meanwhile(between)
            ahead = self._start(claim, dies=luck == "dies within")
            if ahead is not None and luck == "slow":
                self.begun.append(ahead)
            elif ahead is not None and luck != "dies after":
                self._end(ahead, luck)

    @precondition(lambda self: self.begun)
    @rule(luck=st.sampled_from(["sent", "refused"]))
    def end_late(self, luck: str) -> None:
        """A slow carrier answers, perhaps when a person has been asked already."""
        self._end(self.begun.pop(0), luck)

    def _meanwhile(self, between: str) -> None:
        if between == "revoke":
            self.revoke()
        elif between == "pause" and not self.is_paused:
            self.pause_or_resume()
        elif between == "ask first":
            self.issue("asking")
        elif between == "opt out":
            self.opt_out()
        elif between == "erase":
            self.erase()
        elif between == "half a lease":
            self.now += LEASE / 2
        elif between == "a lease":
            self.now += LEASE
        elif between == "another worker":
            self.now += LEASE
            with self.world.db.writing() as session:
                service.claim_due(session, self.now)

    def _start(self, claim: Claim, *, dies: bool) -> HandOver | None:
        with (
            contextlib.suppress(Crash, Conflict, NotFound),  # the claim went to another; erased
            self.world.db.writing() as session,
        ):
            started = begin(session, claim, self.now)
            if dies:
                raise Crash
            if started is None:
                return None
            ahead = HandOver(claim, self._rule_of(session, started.permit_id))
            self._may_leave(ahead)
            return ahead
        return None

    def _end(self, ahead: HandOver, luck: str) -> None:
        """The carrier takes it or does not; the worker says so, or dies before it can."""
        if luck in {"sent", "dies sent"}:
            self.gone.append(ahead.claim.action_id)
        if luck == "dies sent":
            return
        with (
            contextlib.suppress(Conflict),  # too late: a person has been asked meanwhile
            self.world.db.writing() as session,
        ):
            if luck == "sent":
                service.finish(session, ahead.claim, now=self.now)
            else:
                is_final = luck == "refused"
                service.fail(session, ahead.claim, permanent=is_final, code="no", now=self.now)

    # What always holds

    def _may_leave(self, ahead: HandOver) -> None:
        """At this very moment, by what was committed before it."""
        assert not self.is_paused
        assert ahead.rule == self.in_force
        assert self.ends is None or self.now < self.ends
        assert ahead.claim.subject_ref not in self.stopped | self.erased

    @invariant()
    def every_delivery_has_its_one_permit(self) -> None:
        with self.world.db.reading() as session:
            actions = {row.id: row for row in self._rows(session, Action)}
            permits = {row.id: row for row in self._rows(session, Permit)}
            deliveries = self._rows(session, Delivery)
        used = [permit.id for permit in permits.values() if permit.used_at is not None]
        assert sorted(used) == sorted(row.permit_id for row in deliveries)
        for delivery in deliveries:
            permit, action = permits[delivery.permit_id], actions[delivery.action_id]
            assert (permit.action_id, permit.attempt) == (action.id, delivery.attempt)
            assert permit.used_at == delivery.started_at < permit.expires_at
            assert permit.digest == action.digest
            assert permit.instruction_id is not None
            if action.subject_ref not in self.erased:
                self._assert_digest(action.id)

    @invariant()
    def nothing_leaves_twice(self) -> None:
        assert len(self.gone) == len(set(self.gone))
        with self.world.db.reading() as session:
            for action_id in self.gone:
                assert service.card(session, self.world.ws, action_id).state in UNSURE

    @invariant()
    def every_state_follows_from_the_last(self) -> None:
        with self.world.db.reading() as session:
            for row in self._rows(session, Action):
                state = State(row.state)
                assert state in REACHABLE[self.states.get(row.id, state)]
                self.states[row.id] = state

    @invariant()
    def the_daily_limit_holds(self) -> None:
        days = self._days()
        assert all(days.count(day) <= CAP for day in days)

    @invariant()
    def all_that_left_is_accounted_for(self) -> None:
        with self.world.db.reading() as session:
            assert find(session, self.world.ws) == []

    def teardown(self) -> None:
        if hasattr(self, "world"):
            with self.world.db.reading() as session:
                assert decisions.verify_chain(session, self.world.ws).sound
            self.world.db.close()
            self.store.close()
            self.folder.cleanup()

    # Shorthand

    def _days(self) -> list[date]:
        """On which each mail that left, or holds a place in the limit, was asked for."""
        with self.world.db.reading() as session:
            return [
                _day(row.created_at)
                for row in self._rows(session, Action)
                if row.effect == "outbound" and row.state in UNSURE | {State.AUTHORISED}
            ]

    def _is_full(self) -> bool:
        return self._days().count(_day(self.now)) >= CAP

    def _is_in_force(self) -> bool:
        return self.in_force is not None and (self.ends is None or self.now < self.ends)

    def _propose(self, kind: ActionKind, arguments: dict[str, Any]) -> None:
        person = self.person
        wanted = proposed(
            self.world,
            kind,
            arguments,
            key=f"k{next(self.numbers)}",
            lead_id=person.lead,
            subject_ref=person.subject,
            conversation_id=person.thread,
        )
        with self.world.db.writing() as session:
            service.propose(session, self.world.ws, wanted, now=self.now)

    def _meet(self) -> None:
        """Another prospect comes in the place of one who is gone."""
        self.person = Person(*self.world.another(), f"p{next(self.numbers)}@customer.example")

    def _rule_of(self, session: Session, permit_id: UUID | None) -> tuple[UUID, int]:
        permit = session.get(Permit, permit_id)
        assert permit is not None and permit.instruction_id is not None
        assert permit.rule_version is not None
        return (permit.instruction_id, permit.rule_version)

    def _rows(self, session: Session, table: type[Any]) -> list[Any]:
        return list(session.exec(select(table).where(table.workspace_id == self.world.ws)).all())

    def _assert_digest(self, action_id: UUID) -> None:
        with self.world.db.reading() as session:
            card = service.card(session, self.world.ws, action_id)
        key = self.world.db.keyring.person(self.world.ws, card.subject_ref)
        assert card.digest == digest_of(card.kind, card.arguments, key)


TestOutbox = Outbox.TestCase
TestOutbox.settings = settings(
    max_examples=int(EFFORT or 10),
    stateful_step_count=30,
    derandomize=EFFORT is None,
    phases=[Phase.generate, Phase.shrink] if EFFORT else [Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
