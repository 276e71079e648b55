"""Whatever happens in whatever order: what left had one permit, valid when it left."""

import contextlib
import itertools
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlmodel import SQLModel

from salesgenix.accounts import service as accounts
from salesgenix.actions import service
from salesgenix.actions.rules import LEASE, State, digest_of
from salesgenix.db import Database
from salesgenix.decisions import service as decisions
from salesgenix.instructions import service as instructions
from salesgenix.instructions.rules import ActionKind, Limits
from salesgenix.instructions.service import Order
from salesgenix.kit.crypto import Keyring
from salesgenix.kit.errors import Conflict
from salesgenix.kit.keystore import SqlKeyStore
from tests.salesgenix.actions.orders import EVERYTHING, asking_first, proposed
from tests.salesgenix.people import MONDAY, World, settle

CAP = 4
CARLA = {"email": "carla@customer.example"}
EASY = EVERYTHING.model_copy(update={"limits": Limits(total_per_day=CAP)})
ASKING = asking_first(ActionKind.MAIL_TRANSCRIPT).model_copy(update={"limits": EASY.limits})


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
        self.now = MONDAY
        self.keys = itertools.count()
        self.order = None
        self.is_paused = self.is_stopped = False
        self.handed_over: list[tuple[object, str]] = []
        self.issue(is_asking=False)

    @rule(is_asking=st.booleans())
    def issue(self, is_asking: bool) -> None:  # noqa: FBT001
        with self.world.db.writing() as session:
            order = Order(
                key="mail",
                words="Send transcripts.",
                rule=ASKING if is_asking else EASY,
                surface="console",
            )
            self.order = instructions.issue(session, self.world.ws, order, now=self.now).id

    @rule()
    def revoke(self) -> None:
        with self.world.db.writing() as session:
            if self.order is not None:
                instructions.revoke(
                    session, self.world.ws, self.order, by=self.world.ana, now=self.now
                )
        self.order = None

    @rule(times=st.integers(1, 3))
    def propose(self, times: int) -> None:
        for _ in range(times):
            wanted = proposed(
                self.world, ActionKind.MAIL_TRANSCRIPT, CARLA, key=f"k{next(self.keys)}"
            )
            with self.world.db.writing() as session:
                service.propose(session, self.world.ws, wanted, now=self.now)

    @rule(verb=st.sampled_from(["approve", "reject"]))
    def decide(self, verb: str) -> None:
        with self.world.db.reading() as session:
            waiting = service.pending_approvals(session, self.world.ws)
        for card in waiting[:1]:
            with contextlib.suppress(Conflict), self.world.db.writing() as session:
                service.decide_approval(  # a Conflict: everything is paused, or it is too late
                    session,
                    self.world.ws,
                    card.id,
                    self.world.ben,
                    verb=verb,
                    digest=card.digest,
                    now=self.now,
                )

    @rule()
    def pause(self) -> None:
        with self.world.db.writing() as session:
            accounts.pause(session, self.world.ws, "stop", self.world.ana, now=self.now)
        self.is_paused = True

    @rule()
    def resume(self) -> None:
        with self.world.db.writing() as session:
            accounts.resume(session, self.world.ws, now=self.now)
        self.is_paused = False

    @rule(hours=st.sampled_from([1, 9, 26]))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        with self.world.db.writing() as session:
            service.expire_approvals(session, self.now)

    @rule(luck=st.sampled_from(["sent", "lost", "refused", "dies", "dies earlier"]))
    def work(self, luck: str) -> None:
        """One round of a worker, which may die before or in the middle of the hand-over."""
        with self.world.db.writing() as session:
            claims = service.claim_due(session, self.now)
        for claim in claims if luck != "dies earlier" else []:
            with self.world.db.writing() as session:
                started = service.start_delivery(
                    session,
                    claim,
                    carrier="captured",
                    recipient=CARLA["email"],
                    message=b"Hello",
                    message_ref=f"<{claim.action_id}>",
                    now=self.now,
                )
            if started is None:
                continue
            assert not self.is_paused
            assert not self.is_stopped
            assert self.order is not None
            if luck in {"sent", "dies"}:
                self.handed_over.append((claim.action_id, claim.digest))
            with self.world.db.writing() as session:
                if luck == "sent":
                    service.finish(session, claim, now=self.now)
                elif luck in {"lost", "refused"}:
                    is_final = luck == "refused"
                    service.fail(session, claim, permanent=is_final, code="no", now=self.now)
        if luck.startswith("dies"):
            self.now += LEASE

    @rule()
    def opt_out(self) -> None:
        if len(self.handed_over) > 2:
            wanted = proposed(
                self.world,
                ActionKind.CONTACT_SUPPRESS,
                {"reason": "opt_out"},
                key=f"k{next(self.keys)}",
            )
            with self.world.db.writing() as session:
                service.propose(session, self.world.ws, wanted, now=self.now)
            self.is_stopped = True

    @invariant()
    def nothing_leaves_twice_or_without_its_permit(self) -> None:
        """Each hand-over is another action, with a digest that is its content's, and an order."""
        gone = [action_id for action_id, _ in self.handed_over]
        assert len(gone) == len(set(gone))
        with self.world.db.reading() as session:
            for action_id, digest in self.handed_over:
                card = service.card(session, self.world.ws, action_id)
                assert card.state in {State.DONE, State.IN_DOUBT, State.CLAIMED}
                key = self.world.db.keyring.person(self.world.ws, card.subject_ref)
                assert digest == card.digest == digest_of(card.kind, card.arguments, key)
                assert card.instruction_id is not None

    @invariant()
    def the_daily_limit_holds(self) -> None:
        with self.world.db.reading() as session:
            cards = service.actions_of(session, self.world.ws, self.world.thread)
        days = [
            (card.created_at + timedelta(hours=1)).date()  # Berlin in winter
            for card in cards
            if card.effect == "outbound" and card.state in {State.DONE, State.IN_DOUBT}
        ]
        assert all(days.count(day) <= CAP for day in days)

    def teardown(self) -> None:
        if hasattr(self, "world"):
            with self.world.db.reading() as session:
                assert decisions.verify_chain(session, self.world.ws).sound
            self.world.db.close()
            self.store.close()
            self.folder.cleanup()


TestOutbox = Outbox.TestCase
TestOutbox.settings = settings(
    max_examples=6,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
