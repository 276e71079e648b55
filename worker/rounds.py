"""One round of due work: deliver, redo orphaned turns, let what is over expire.

The one exit for everything that leaves the house. An action is claimed in one transaction (and
judged again in it) and gets a permit, which is spent as its delivery is committed as ``sending``;
then it is handed over, then its end is written. A process that dies in between leaves a row that
says so; nothing is handed over twice on a guess.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import anyio
import structlog

from salesgenix.actions import service as actions
from salesgenix.actions.ports import DeliveryError, MailCarrier
from salesgenix.actions.service import Claim
from salesgenix.appointments import service as appointments
from salesgenix.authority.rules import CALENDARS
from salesgenix.db import Database
from salesgenix.kit.clock import Clock
from salesgenix.kit.errors import SalesgenixError
from salesgenix.mailboxes import failing
from salesgenix.turns import service as turns
from worker.entering import CalendarExit
from worker.handing import Handing, MailExit
from worker.keeping import Keeping
from worker.leading import Leader
from worker.mailboxes import Mailboxes
from worker.outbox import Draining
from worker.queueing import tell_who_waits
from worker.simulations import Simulating

LOG = structlog.get_logger()
BATCH = 5  # handed over one after another, all within the minute that their permits last
SWEEPS = (
    actions.expire_approvals,
    actions.void_ended,
    appointments.release_expired,
    actions.release_stale,
    actions.sweep_intents,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """``take_turn`` runs a turn to its end; it is none where nobody may think: a worker without a
    mind still delivers. ``relay_of``: a workspace's own way out, where its mailbox has one;
    ``public_url``: where the links of mails lead; ``calendars``: the way into members' own
    calendars, where they have connected any. ``leader`` says whether this process keeps the clock;
    without one it does. ``gate`` is held while there is work under way, for who must wait for it.
    """

    db: Database
    clock: Clock
    carrier: MailCarrier
    take_turn: Callable[[UUID], None] | None = None
    relay_of: Callable[[UUID], MailCarrier | None] | None = None
    public_url: str | None = None
    mailboxes: Mailboxes | None = None
    keeping: Keeping | None = None
    calendars: CalendarExit | None = None
    draining: Draining | None = None
    leader: Leader | None = None
    simulating: Simulating | None = None
    gate: AbstractContextManager[object] = field(default_factory=nullcontext)

    def run(self) -> int:
        """Does everything that is due now; how many pieces of work that was."""
        return self.collect() + self.settle() + self.think() + self.keep()

    def collect(self) -> int:
        """Takes in what has come by mail: one process of the installation reads it."""
        if self.mailboxes is None or (self.leader is not None and not self.leader.leads):
            return 0
        return self.mailboxes.run()

    def settle(self) -> int:
        """All but thinking: what is over expires, what may leave does."""
        with self.gate:
            return self._expire() + self._deliver()

    def think(self) -> int:
        """Takes up turns whose process died, or that nobody started."""
        if self.take_turn is None:
            return 0
        with self.gate:
            return self._take_up(self.take_turn)

    def keep(self) -> int:
        """Checkpoints, exports, erasures, requests whose day comes."""
        if self.keeping is None or (self.leader is not None and not self.leader.leads):
            return 0
        with self.gate:
            return self.keeping.run()

    def simulate(self) -> int:
        """Plays invented prospects where a member asked for it. It works on copies, so nobody has
        to wait for it.
        """
        return self.simulating.run() if self.simulating is not None else 0

    def stop(self) -> None:
        """What takes long and may begin anew is let go of."""
        if self.simulating is not None:
            self.simulating.stop()
        if self.mailboxes is not None:
            self.mailboxes.stop()

    def _take_up(self, take_turn: Callable[[UUID], None]) -> int:
        with self.db.reading() as session:
            waiting = turns.waiting(session, now=self.clock.now())
        for turn_id in waiting:
            LOG.info("turn.taken_up", turn=str(turn_id))
            try:
                take_turn(turn_id)
            except Exception:  # one turn's fault is not the others'; its lease brings it back
                LOG.exception("turn.failed", turn=str(turn_id))
        return len(waiting)

    def _expire(self) -> int:
        """One transaction each: together they could wait for somebody who waits for them."""
        now, count = self.clock.now(), 0
        for sweep in SWEEPS:
            with self.db.writing() as session:
                count += sweep(session, now)
        return count + tell_who_waits(self.db, now)

    def _deliver(self) -> int:
        count = 0
        while claims := self._claim():
            for claim in claims:
                self._carry_out(claim)
            count += len(claims)
        return count

    def _claim(self) -> list[Claim]:
        with self.db.writing() as session:
            return actions.claim_due(session, self.clock.now(), limit=BATCH)

    def _carry_out(self, claim: Claim) -> None:
        now = self.clock.now()
        try:
            handing = self._start(claim, now)
            if handing is None:
                return
            given = anyio.run(handing.carry)
        except DeliveryError as error:
            self._fail(claim, code=error.code, permanent=error.permanent, refusal=error)
            return
        except SalesgenixError as error:
            if error.code != "claim.lost":
                self._fail(claim, code=error.code, permanent=True)
            return
        except Exception:  # it may have left: the row stays "sending" and a person is asked
            LOG.exception("delivery.uncertain", action=str(claim.action_id))
            return
        self._finish(claim, handing, given)

    def _finish(self, claim: Claim, handing: Handing, given: object) -> None:
        try:
            with self.db.writing() as session:
                if handing.keep is not None:
                    handing.keep(session, given)
                actions.finish(session, claim, now=self.clock.now())
        except SalesgenixError as error:  # too late: it has been put before a person meanwhile
            LOG.warning("action.not_finished", action=str(claim.action_id), code=error.code)
            return
        LOG.info("action.delivered", action=str(claim.action_id), kind=str(claim.kind))

    def _start(self, claim: Claim, now: datetime) -> Handing | None:
        with self.db.writing() as session:
            handing = self._exit(claim).prepare(session, claim, now=now)
            started = actions.start_delivery(
                session,
                claim,
                carrier=handing.carrier,
                recipient=handing.recipient,
                message=handing.message,
                message_ref=handing.message_ref,
                now=now,
            )
            if started is not None and handing.begin is not None:
                handing.begin(session)
        return handing if started is not None else None

    def _exit(self, claim: Claim) -> MailExit | CalendarExit:
        if claim.kind not in CALENDARS:
            own = self.relay_of(claim.workspace_id) if self.relay_of is not None else None
            return MailExit(own or self.carrier, self.public_url)
        if self.calendars is None:
            raise DeliveryError("calendar.no_way", permanent=False)
        return self.calendars

    def _fail(
        self, claim: Claim, *, code: str, permanent: bool, refusal: DeliveryError | None = None
    ) -> None:
        LOG.warning("action.not_delivered", action=str(claim.action_id), code=code)
        try:
            with self.db.writing() as session:
                now = self.clock.now()
                actions.fail(session, claim, permanent=permanent, code=code, now=now)
                if refusal is not None:
                    failing.take_refusal(session, claim, refusal, now=now)
        except SalesgenixError as error:  # nobody is left to write it for, or another has ended it
            LOG.warning("action.not_finished", action=str(claim.action_id), code=error.code)
