"""Any order of thinking, writing, taking over and handing back leaves one speaker at a time."""

import tempfile
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from salesgenix.conversations import service
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import ConversationCard, NewEvent
from salesgenix.db import Database
from salesgenix.kit.crypto import Keyring
from salesgenix.kit.errors import Conflict
from salesgenix.kit.keystore import SqlKeyStore
from tests.blank import make_blank
from tests.salesgenix.conversations.test_takeover import talked_over
from tests.salesgenix.people import MONDAY, World, settle

REPS = st.sampled_from(["ben", "bea"])


class Control(RuleBasedStateMachine):
    """The agent thinks under the number it saw; Ben and Bea press what their page shows."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        folder = Path(self.folder.name)
        make_blank(folder / "b.db")
        self.store = SqlKeyStore(f"sqlite:///{folder / 'keys.db'}")
        db = Database(f"sqlite:///{folder / 'b.db'}", Keyring(self.store, bytes(range(32))))
        self.world: World = settle(db)
        self.thinking: list[int] = []
        self.seen = dict.fromkeys(("ben", "bea"), self.card())
        self.epochs = [0]

    def card(self) -> ConversationCard:
        with self.world.db.reading() as session:
            return service.card(session, self.world.ws, self.world.thread)

    def attempt(self, wish) -> bool:
        try:
            with self.world.db.writing() as session:
                wish(session)
        except Conflict:
            return False
        return True

    @rule()
    def prospect_writes(self) -> None:
        before = self.card().control
        with self.world.db.writing() as session:
            received = service.receive(
                session,
                self.world.ws,
                self.world.thread,
                client_id=str(uuid4()),
                payload={"text": "hello"},
                now=MONDAY,
            )
        assert (received.turn_id is not None) == (before == "agent")

    @rule()
    def turn_begins(self) -> None:
        self.thinking.append(self.card().control_epoch)

    @rule()
    def turn_ends(self) -> None:
        if not self.thinking:
            return
        epoch, before = self.thinking.pop(0), self.card()
        event = NewEvent(kind=EventKind.MESSAGE, actor=Actor.AGENT, payload={"text": "so"})
        is_said = self.attempt(
            lambda session: service.append(
                session, self.world.ws, self.world.thread, event, now=MONDAY, agent_epoch=epoch
            )
        )
        assert is_said == (before.control == "agent" and before.control_epoch == epoch)

    @rule(rep=REPS)
    def page_is_read(self, rep: str) -> None:
        self.seen[rep] = self.card()

    @rule(rep=REPS, is_named=st.booleans())
    def rep_takes(self, rep: str, is_named: bool) -> None:  # noqa: FBT001
        seen = self.seen[rep]
        holder = seen.control_member_id
        self.attempt(
            lambda session: service.take_control(
                session,
                self.world.ws,
                self.world.thread,
                member_id=getattr(self.world, rep),
                member_name=rep,
                expected_epoch=seen.control_epoch,
                taken_from=(holder, "them") if is_named and holder else None,
                now=MONDAY,
            )
        )

    @rule(rep=REPS)
    def rep_hands_back(self, rep: str) -> None:
        self.attempt(
            lambda session: service.hand_back(
                session,
                self.world.ws,
                self.world.thread,
                expected_epoch=self.seen[rep].control_epoch,
                now=MONDAY,
            )
        )

    @rule()
    def rep_is_gone(self) -> None:
        card = self.card()
        if card.control == "rep":
            self.attempt(lambda session: service.give_up(session, self.world.ws, card, now=MONDAY))

    @rule()
    def rep_closes(self) -> None:
        with self.world.db.writing() as session:
            service.close(session, self.world.ws, self.world.thread, now=MONDAY)

    @invariant()
    def nobody_is_talked_over(self) -> None:
        with self.world.db.reading() as session:
            log = service.history(session, self.world.ws, self.world.thread, limit=500)
        assert talked_over(log) == []

    @invariant()
    def there_is_one_speaker_and_the_number_grows(self) -> None:
        card = self.card()
        assert (card.control == "rep") == (card.control_member_id is not None)
        if card.control_epoch != self.epochs[-1]:
            self.epochs.append(card.control_epoch)
        assert all(before < after for before, after in pairwise(self.epochs))

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.db.close()
            self.store.close()
            self.folder.cleanup()


TestControl = Control.TestCase
TestControl.settings = settings(
    max_examples=8,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
