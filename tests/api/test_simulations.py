"""Trials in the API and the console: who begins and who reads, what is shown, what is refused."""

import re
from threading import Event

import pytest

from salesgenix.instructions import service as instructions
from tests.salesgenix.simulations.runs import a_regression, run_of
from worker.simulations import Simulating

WORDS = "Send transcripts to whoever asks for one."
ORDER = {"words": WORDS, "key": "transcripts"}
OTHER = {"words": "Answer questions from our pages.", "key": "transcripts"}
HEADERS = {"origin": "http://testserver"}


@pytest.fixture
def end(office):
    """The worker comes by, and the prospects meet these runs."""

    def work(pairs) -> None:
        def play(job, tell, stopping: Event):
            tell(len(pairs), len(pairs))
            return pairs

        Simulating(db=office.db, clock=office.house.clock, play=play).run()

    return work


def send(browser, path: str, **body):
    return browser.post(path, json=body, headers=HEADERS | {"x-csrf-token": browser.csrf})


def in_force(office) -> int:
    with office.db.reading() as session:
        return len(instructions.listing(session, office.ws, now=office.now))


def test_who_may_change_orders_begins_and_everybody_reads(office, visit, end) -> None:
    """A viewer and a rep read, only who may change orders begins, a stranger finds nothing, and a
    second run waits for the first.
    """
    ana, vic, sol = visit(office.ana), visit(office.vic), visit(office.stranger)
    for member in (vic, visit(office.ben)):
        assert send(member, "/v1/simulations").status_code == 403
        assert member.form("/console/simulations").status_code == 403
    begun = send(ana, "/v1/simulations")
    assert (begun.status_code, begun.json()["kind"]) == (202, "present")
    place = begun.headers["location"]
    second = send(ana, "/v1/simulations", order=ORDER)
    assert (second.status_code, second.json()["code"]) == (409, "simulation.under_way")
    assert "data-live" in vic.get(place.replace("/v1", "/console")).text
    end([(None, new) for _, new in a_regression()])
    told = vic.get(place).json()
    assert (told["state"], told["summary"]["passed"]) == ("done", 2)
    assert "2</span><span>of 3 prospects reach" in vic.get(place.replace("/v1", "/console")).text
    assert [one["state"] for one in vic.get("/v1/simulations").json()["simulations"]] == ["done"]
    assert sol.get("/v1/simulations").json() == {"simulations": []}
    for path in (place, place.replace("/v1", "/console")):
        assert sol.get(path).status_code == 404
    both = {"order": ORDER, "page": {"path": "a.md", "title": "A", "text": "B"}}
    assert send(ana, "/v1/simulations", **both).status_code == 422


def test_a_draft_that_broke_a_locked_rule_cannot_be_published(office, visit, end) -> None:
    """Not by its digest, not as a typed rule, not from the console, which says why; another meaning
    can, and so can this one once a newer trial of it holds.
    """
    ana = visit(office.ana)
    draft = send(ana, "/v1/instructions/draft", **ORDER).json()
    send(ana, "/v1/simulations", order=ORDER)
    end(a_regression())
    doors = (
        ORDER | {"digest": draft["digest"]},
        ORDER | {"rule": draft["rule"]},
    )
    for body in doors:
        refused = send(ana, "/v1/instructions", **body)
        assert (refused.status_code, refused.json()["code"]) == (409, "draft.regression")
        assert "stop" in refused.json()["detail"]
    form = {"words": WORDS, "key": "transcripts"}
    page = ana.form("/console/instructions/review", **form).text
    assert "It cannot be published as it is" in page
    assert "/console/instructions/publish" not in page
    page = ana.form("/console/instructions/publish", digest=draft["digest"], **form).text
    assert "broke what must always hold" in page
    assert in_force(office) == 0
    other = send(ana, "/v1/instructions/draft", **OTHER).json()
    assert send(ana, "/v1/instructions", **OTHER, digest=other["digest"]).status_code == 201
    send(ana, "/v1/simulations", order=ORDER)
    end([(run_of("calm", "Hi."), run_of("calm", "Hi."))])
    digest = send(ana, "/v1/instructions/draft", **ORDER).json()["digest"]
    assert send(ana, "/v1/instructions", **ORDER, digest=digest).status_code == 201


def test_a_draft_is_tried_from_its_page_and_gone_on_with(office, visit, end) -> None:
    """The review page begins the run; the run's page shows each behaviour old beside new, in the
    order in which it matters, and leads back to the same draft.
    """
    ana = visit(office.ana)
    begun = ana.form("/console/instructions/simulate", words=WORDS, key="transcripts")
    place = begun.headers["location"]
    assert place.startswith("/console/simulations/")
    again = ana.form("/console/instructions/simulate", words=WORDS, key="transcripts")
    assert "One runs at a time" in again.text
    assert ana.form("/console/simulations").headers["location"].endswith("?wrong=busy")
    end(a_regression())
    page = ana.get(place).text
    places = [page.index(f'id="p-{name}"') for name in ("stop", "price")]
    assert places == sorted(places)
    assert 'id="p-calm"' not in page
    assert "1 met the same as before" in page
    for text in ("39", "45", "Are you sure you want to miss it?", "I will not write again."):
        assert text in page
    form = page[page.index('action="/console/instructions/review"') :].partition("</form>")[0]
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    assert fields["words"] == WORDS
    assert WORDS in ana.form("/console/instructions/review", **fields).text
