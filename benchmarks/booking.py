"""Many who want the same times at once: 40 bookings together, 10 rounds, 3 members, both databases.

Each round lets 40 bookings go at the same moment, each in a transaction of its own, over six starts
of three members that partly overlap (a quarter of an hour apart). Counted: booked; refused, and of
those how many got other times in the same answer; pairs of meetings of one member that overlap,
which must be none. Floor: the same wishes by check, then insert, with nothing to hold it.
"""

import random
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import combinations
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from benchmarks.figures import median, p95, table
from benchmarks.stores import KINDS, database, fresh
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Profile, Role, WorkingHours
from salesgenix.appointments import service as appointments
from salesgenix.appointments.rules import WEEKDAYS
from salesgenix.conversations import service as conversations
from salesgenix.db import Database
from salesgenix.kit.errors import Conflict

AT_ONCE, ROUNDS, MEMBERS, STARTS = 40, 10, 3, 6
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
HALF = 2 * QUARTER


@dataclass
class Tally:
    booked: int = 0
    refused: int = 0
    with_others: int = 0
    overlaps: int = 0
    took: list[float] = field(default_factory=list)


def main() -> None:
    rows = []
    for name in KINDS:
        with fresh(name) as url:
            rows += [row(name, "ours", race(url, ours)), row(name, "bare", race(url, bare))]
    table(("", "", "booked", "refused", "with others", "overlapping pairs", "p50 ms", "p95"), rows)
    if any(line[1] == "ours" and line[5] != "0" for line in rows):
        sys.exit("Two meetings of one member overlap.")


def row(name: str, whose: str, tally: Tally) -> tuple[str, ...]:
    others = f"{tally.with_others}" if whose == "ours" else "-"
    took = (f"{median(tally.took):.0f}", f"{p95(tally.took):.0f}")
    return (name, whose, f"{tally.booked}", f"{tally.refused}", others, f"{tally.overlaps}", *took)


Wish = tuple[UUID, datetime, appointments.Guest]
Way = Callable[[Database, UUID, Wish], tuple[bool, bool]]


def race(url: str, way: Way) -> Tally:
    db = database(url)
    workspace_id, members = settle(db, way.__name__)
    chance = random.Random(5)
    tally = Tally()
    for number in range(ROUNDS):
        morning = NOW + timedelta(days=1 + number)
        wishes = [
            (chance.choice(members), morning + chance.randrange(STARTS) * QUARTER, guest)
            for guest in guests(db, workspace_id)
        ]
        one_round(partial(way, db, workspace_id), wishes, tally)
    tally.overlaps = overlapping(db, workspace_id, way)
    db.close()
    return tally


def one_round(way: Callable[[Wish], tuple[bool, bool]], wishes: list[Wish], tally: Tally) -> None:
    gate = threading.Barrier(len(wishes))

    def go(wish: Wish) -> tuple[bool, bool, float]:
        gate.wait()
        began = time.perf_counter()
        got, has_others = way(wish)
        return got, has_others, (time.perf_counter() - began) * 1_000

    with ThreadPoolExecutor(len(wishes)) as pool:
        for got, has_others, took in pool.map(go, wishes):
            tally.booked += got
            tally.refused += not got
            tally.with_others += has_others
            tally.took.append(took)


def ours(db: Database, workspace_id: UUID, wish: Wish) -> tuple[bool, bool]:
    member_id, starts_at, guest = wish
    try:
        with db.writing() as session:
            appointments.book(
                session, workspace_id, guest, member_id=member_id, starts_at=starts_at, now=NOW
            )
    except Conflict as refused:
        return False, bool(refused.facts.get("alternatives"))
    return True, False


def bare(db: Database, workspace_id: UUID, wish: Wish) -> tuple[bool, bool]:
    """Look whether it is free; if so, write it down."""
    del workspace_id
    member_id, starts_at, _ = wish
    facts = {"who": member_id.hex, "start": starts_at, "end": starts_at + HALF}
    try:
        with db.engine.connect() as line:
            taken = line.execute(
                text("SELECT 1 FROM bare WHERE who = :who AND s < :end AND e > :start"), facts
            ).first()
            if taken is not None:
                return False, False
            line.execute(text("INSERT INTO bare VALUES (:who, :start, :end)"), facts)
            line.commit()
    except DBAPIError:  # SQLite refuses to turn a reading into a writing that is too late
        return False, False
    return True, False


def overlapping(db: Database, workspace_id: UUID, way: Way) -> int:
    with db.reading() as session:
        if way is bare:
            rows = session.execute(text("SELECT who, s, e FROM bare")).all()
            spans = [(str(who), str(start), str(end)) for who, start, end in rows]
        else:
            cards = appointments.week(session, workspace_id, NOW, NOW + timedelta(days=60))
            spans = [(str(c.member_id), str(c.starts_at), str(c.ends_at)) for c in cards]
    return sum(
        one[0] == other[0] and one[1] < other[2] and other[1] < one[2]
        for one, other in combinations(spans, 2)
    )


def guests(db: Database, workspace_id: UUID) -> list[appointments.Guest]:
    found = []
    with db.writing() as session:
        for _ in range(AT_ONCE):
            opened = conversations.open_conversation(
                session, workspace_id, channel="widget", now=NOW
            ).conversation
            found.append(
                appointments.Guest(
                    lead_id=opened.lead_id,
                    subject_ref=opened.subject_ref,
                    conversation_id=opened.id,
                    zone="UTC",
                )
            )
    return found


def settle(db: Database, name: str) -> tuple[UUID, list[UUID]]:
    days = {day: [["00:00", "23:45"]] for day in WEEKDAYS}
    hours = WorkingHours.model_validate(days)
    with db.writing() as session:
        if name == "bare":
            kind = "TIMESTAMPTZ" if db.engine.dialect.name == "postgresql" else "TEXT"
            session.execute(text(f"CREATE TABLE bare (who TEXT, s {kind}, e {kind})"))
        workspace_id = accounts.open_workspace(
            session, name, "Orchard", Profile(company="Orchard"), now=NOW
        ).id
        members = [
            accounts.add_member(
                session,
                workspace_id,
                accounts.Newcomer(
                    name=f"Rep {number}",
                    email=f"rep{number}@{name}.example",
                    role=Role.REP,
                    hours=hours,
                    takes_meetings=True,
                ),
                now=NOW,
            ).id
            for number in range(MEMBERS)
        ]
    return workspace_id, members


if __name__ == "__main__":
    main()
