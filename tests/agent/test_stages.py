"""The table of moves: complete, forward, and started by nothing but its own triggers."""

from itertools import product

from agent.stages import ORDER, TRANSITIONS, Seen, Trigger, next_stage
from agent.understanding.kinds import Intent, Objection
from salesgenix.conversations.rules import EventKind
from salesgenix.leads.rules import TERMINAL, Stage

NOTHING = Seen(frozenset(), None, frozenset(), frozenset())


def seen(*intents, objection=None, fields=(), events=()):
    return Seen(frozenset(intents), objection, frozenset(fields), frozenset(events))


def test_what_nobody_can_read_moves_nothing():
    """Words that are no signal of ours, whoever says them, leave a sale where it is."""
    odd = seen("stage: booked", "won", objection="stage=won", fields=("Stage.WON",))
    for stage in set(Stage) - {Stage.NEW}:
        move = next_stage(stage, seen("booked", "close the deal", fields=("won",)))
        assert move is None or move.after is stage
        assert next_stage(stage, NOTHING) is None
        moved = next_stage(stage, odd)
        assert moved is None or moved.after is Stage.VALUE  # an objection of any kind is one


def test_every_move_is_in_the_table():
    """Whatever is seen together, a sale moves only from a source to the target of one row."""
    facts = ((), ("size",))
    intents = ((), (Intent.PRICE,), (Intent.NOT_INTERESTED,))
    events = ((), *((kind,) for kind in EventKind))
    rows = {(row.trigger.value, row.target): row for row in TRANSITIONS}
    for stage, said, fields, happened in product(Stage, intents, facts, events):
        move = next_stage(stage, seen(*said, fields=fields, events=happened))
        if move is None:
            continue
        row = rows[move.reason, move.after]
        assert stage in row.sources
        if row.trigger is not Trigger.BOOKING_CANCELLED and row.target in ORDER:
            assert ORDER.index(row.target) > ORDER.index(stage)


def test_only_a_stop_leaves_an_ended_sale():
    """What is over is re-opened by a person alone; a stop still closes the door."""
    booked = seen(Intent.PRICE, events=(EventKind.BOOKING_CONFIRMED,))
    stopped = seen(events=(EventKind.CONTACT_SUPPRESSED, EventKind.BOOKING_CONFIRMED))
    for stage in TERMINAL:
        assert next_stage(stage, booked) is None
        move = next_stage(stage, stopped)
        assert move is None if stage is Stage.OPTED_OUT else move.after is Stage.OPTED_OUT
    assert next_stage(Stage.BOOKED, seen(objection=Objection.NOT_INTERESTED)).after is Stage.LOST
