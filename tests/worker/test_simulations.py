"""The worker's part of a trial: taking it up, letting go of it, and saying what became of it."""

import json
from datetime import timedelta
from threading import Event

import pytest

from cli.trying import Apart
from salesgenix.decisions import service as decisions
from salesgenix.kit.errors import Conflict, NotFound, Unavailable
from salesgenix.simulations import service as simulations
from salesgenix.simulations.service import Job
from salesgenix.simulations.trying import Tried, TriedPage
from tests.salesgenix.simulations.runs import a_regression
from worker.simulations import Simulating, Stopped

PAGE = TriedPage(path="pricing.md", title="Prices", text="Team costs 45 EUR.")


def begin(post, **tried) -> simulations.RunCard:
    with post.house.db.writing() as session:
        return simulations.start(
            session, post.ws, Tried(**tried), by=post.owner, now=post.clock.now()
        )


def card(post, run: simulations.RunCard) -> simulations.RunCard:
    with post.house.db.reading() as session:
        return simulations.card(session, post.ws, run.id)


def working(post, play) -> Simulating:
    return Simulating(db=post.house.db, clock=post.clock, play=play)


def raising(error: Exception):
    def play(job, tell, stopping):
        raise error

    return play


def test_a_run_is_taken_up_once_told_of_and_kept_sealed(post) -> None:
    """One at a time; progress is seen; the report opens again, and no word of it lies open."""
    run = begin(post, page=PAGE)
    with pytest.raises(Conflict, match="One runs at a time"):
        begin(post)
    seen = []

    def play(job, tell, stopping):
        tell(1, 3)
        seen.append((job.tried.page, card(post, run).done, card(post, run).total))
        return a_regression()

    assert working(post, play).run() == 1
    assert working(post, play).run() == 0
    assert seen == [(PAGE, 1, 3)]
    ended = card(post, run)
    assert (ended.state, ended.done, ended.failure) == ("done", 3, None)
    assert ended.summary is not None
    assert (ended.summary.changed, ended.summary.worse) == (2, 1)
    assert ended.summary.regressions == ("stop",)
    with post.house.db.reading() as session:
        told = {one["prospect"]: one for one in simulations.prospects_of(session, post.ws, run.id)}
        row = session.connection().exec_driver_sql("SELECT report FROM simulation_run").scalar_one()
        made = decisions.listing(session, post.ws, limit=10)
    assert [change["aspect"] for change in told["price"]["changes"]] == ["figures"]
    assert told["calm"]["talk"] == []
    assert told["stop"]["talk"][0]["after"] == "Are you sure you want to miss it?"
    assert "45 EUR" not in json.dumps(row)
    types = [one.type for one in made]
    assert types[:1] == ["simulation.ended"]
    assert "simulation.started" in types


def test_whoever_plays_may_die_fail_or_be_told_to_stop(post) -> None:
    """A lease that ran out and a fault end as failed, with the reason, and another run may begin;
    one that was told to stop waits to be played anew.
    """
    run = begin(post)
    working(post, raising(Stopped())).run()
    assert (card(post, run).state, card(post, run).done) == ("queued", 0)
    with post.house.db.writing() as session:
        job = simulations.take_up(session, now=post.clock.now())
        assert isinstance(job, Job)
        assert simulations.take_up(session, now=post.clock.now()) is None
    post.clock.set(post.clock.now() + simulations.LEASE + timedelta(seconds=1))
    assert working(post, raising(AssertionError("never played"))).run() == 1
    assert (card(post, run).state, card(post, run).failure) == ("failed", simulations.INTERRUPTED)
    with post.house.db.writing() as session, pytest.raises(Conflict):
        simulations.progress(session, job, done=1, total=2, now=post.clock.now())
    for error, code in (
        (ValueError("a fault"), "simulation.fault"),
        (NotFound("prospects.none", "none"), "prospects.none"),
    ):
        again = begin(post)
        working(post, raising(error)).run()
        assert (card(post, again).state, card(post, again).failure) == ("failed", code)


def test_processes_of_their_own_say_why_they_cannot_play(post) -> None:
    """A wrong file of a prospect ends the run by its code, it does not hang."""
    run = begin(post)
    job = Job(run.id, post.ws, Tried())
    place = post.house.settings.data_dir / "prospects"
    place.mkdir()
    (place / "broken.yaml").write_text("prospect: broken\nturns: none", encoding="utf-8")
    apart = Apart(post.house.settings)
    with pytest.raises(Unavailable) as refused:
        apart(job, lambda done, total: None, Event())
    assert refused.value.code == "workspace_file.invalid"
