"""A hosted model that fails in a row is left alone, and tried again by one turn at a time."""

from agent.brains.breaker import Breaker


class Ticking:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Ticking) -> Breaker:
    breaker = Breaker(failures=3, pause=30.0, longest=100.0, clock=clock)
    for _ in range(3):
        assert breaker.may_ask()
        breaker.note("timeout")
    return breaker


def test_it_opens_after_failures_in_a_row_alone() -> None:
    """An answer between them, even a garbled one, begins the count anew."""
    breaker = Breaker(failures=2)
    for code in ("timeout", None, "connection", "garbled", "provider_down"):
        breaker.note(code)
    assert breaker.rest is None
    breaker.note("rate_limited")
    assert breaker.rest is not None
    assert breaker.rest.code == "rate_limited"
    assert not breaker.may_ask()


def test_one_turn_tries_after_the_pause_and_closes_it() -> None:
    """The others go on without the model until that one has been answered."""
    breaker = opened(clock := Ticking())
    clock.now = 29.0
    assert not breaker.may_ask()
    clock.now = 30.0
    assert [breaker.may_ask(), breaker.may_ask()] == [True, False]
    breaker.note(None)
    assert breaker.rest is None
    assert breaker.may_ask()


def test_each_failed_trial_doubles_the_pause_up_to_a_limit() -> None:
    """And what began before the others had failed changes nothing."""
    breaker = opened(clock := Ticking())
    breaker.note("timeout")
    assert breaker.rest is not None
    assert breaker.rest.left == 30.0
    for pause in (60.0, 100.0, 100.0):
        clock.now += breaker.rest.left
        assert breaker.may_ask()
        breaker.note("timeout")
        assert breaker.rest.left == pause


def test_a_trial_that_never_ends_blocks_no_later_one() -> None:
    """A turn that was cut off tells nobody; after another pause the next one tries."""
    breaker = opened(clock := Ticking())
    clock.now = 30.0
    assert breaker.may_ask()
    clock.now = 60.0
    assert breaker.may_ask()
