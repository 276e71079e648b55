"""Exports over HTTP: asked for, watched, fetched while they last, by nobody else."""

import io
import zipfile
from datetime import timedelta
from uuid import UUID

import pytest

from salesgenix.exports import service as exports
from tests.api import scene
from worker.exports import run_exports
from worker.keeping import Keeping


@pytest.fixture
def bearer(office, visit):
    """A client of the API for a member: no cookie, a bearer token."""

    def open_(member):
        browser = visit(None)
        browser.headers["Authorization"] = f"Bearer {office.token(member)}"
        return browser

    return open_


def work(office) -> int:
    house = office.house
    return run_exports(Keeping(db=house.db, clock=house.clock, settings=house.settings))


def test_an_export_is_a_job_that_is_watched_and_fetched(office, bearer):
    """202 with its address; no way to the archive until it is done; then the whole ZIP with its
    length and name, and its signature.
    """
    scene.order(office)
    ana = bearer(office.ana)
    asked = ana.post("/v1/exports", json={"kind": "workspace", "language": "es"})
    assert asked.status_code == 202
    place = asked.headers["location"]
    assert asked.json()["state"] == "queued"
    assert "download" not in asked.json()
    assert ana.get(f"{place}/download").json()["code"] == "export.not_done"
    assert ana.get(f"{place}/signature").status_code == 409
    assert work(office) == 1
    done = ana.get(place).json()
    assert (done["state"], done["done"]) == ("done", done["total"])
    fetched = ana.get(done["download"], headers={"Accept-Encoding": "gzip"})
    assert fetched.headers["content-type"] == "application/zip"
    assert fetched.headers["content-disposition"].endswith('.zip"')
    assert int(fetched.headers["content-length"]) == len(fetched.content) == done["length"]
    assert zipfile.ZipFile(io.BytesIO(fetched.content)).testzip() is None
    assert ana.get(done["signature"]).text.startswith("salesgenix-archive/1\n")
    assert [card["id"] for card in ana.get("/v1/exports").json()["exports"]] == [done["id"]]


def test_only_who_may_export_and_only_their_own(office, bearer, visit):
    """A rep is refused, a stranger's workspace has no such export, who is nobody is told so."""
    place = bearer(office.ana).post("/v1/exports", json={"kind": "workspace"}).headers["location"]
    work(office)
    rep, stranger, nobody = bearer(office.ben), bearer(office.stranger), visit(None)
    for client, status in ((rep, 403), (stranger, 404), (nobody, 401)):
        for way in (place, f"{place}/download", f"{place}/signature"):
            assert client.get(way).status_code == status
    assert rep.delete(place).status_code == 403
    assert stranger.delete(place).status_code == 404
    assert rep.post("/v1/exports", json={"kind": "workspace"}).status_code == 403


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"kind": "subject", "subject_ref": "4dcaf5a1-70a8-4f0c-9b37-3b9d9b0a5a11"}, 404),
        ({"kind": "period", "since": "0001-01-01T00:00:00+14:00"}, 422),
        ({"kind": "period", "until": "9999-12-31T23:59:59-12:00"}, 422),
        ({"kind": "workspace", "size": 2**63}, 422),
    ],
)
def test_what_cannot_be_exported_is_refused_at_once(office, bearer, asked, status):
    """Nobody's archive is made of nothing, and no instant leaves the calendar."""
    ana = bearer(office.ana)
    assert ana.post("/v1/exports", json=asked).status_code == status
    assert ana.get("/v1/exports").json()["exports"] == []


@pytest.mark.parametrize("place", ["/v1/exports?before=", "/v1/appointments?since="])
@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59Z"])
def test_an_instant_beyond_reckoning_is_refused(office, bearer, place, instant):
    """With the rule, not with a failure."""
    assert bearer(office.ana).get(f"{place}{instant}").status_code == 422


def test_what_is_over_is_gone(office, bearer):
    """410 after a day and after it was cancelled; asking wrongly is 422."""
    ana = bearer(office.ana)
    first, second = (
        ana.post("/v1/exports", json={"kind": "workspace"}).headers["location"] for _ in range(2)
    )
    work(office), work(office)
    assert ana.delete(first).json()["state"] == "expired"
    assert ana.get(f"{first}/download").status_code == 410
    office.house.clock.set(office.now + timedelta(hours=25))
    ana.headers["Authorization"] = f"Bearer {office.token(office.ana)}"
    assert ana.get(f"{second}/download").json()["code"] == "export.expired"
    for wrong in ({"kind": "subject"}, {"kind": "all"}, {"kind": "period", "since": "yesterday"}):
        assert ana.post("/v1/exports", json=wrong).status_code == 422


def test_a_person_fetches_theirs_by_link(office, bearer, visit):
    """The link needs no account, is told from a wrong one, and counts as a download."""
    card = office.thread()
    asked = {"kind": "subject", "subject_ref": str(card.subject_ref)}
    export_id = bearer(office.ana).post("/v1/exports", json=asked).json()["id"]
    work(office)
    with office.db.writing() as session:
        token = exports.link(session, office.ws, UUID(export_id), now=office.now)
    anybody = visit(None)
    assert anybody.get(f"/privacy/exports/{token}").status_code == 200
    assert anybody.get(f"/privacy/exports/{token}x").status_code == 404
    told = bearer(office.ana).get("/v1/decisions", params={"type": "export.downloaded"}).json()
    (record,) = [entry["record"] for entry in told["decisions"]]
    assert record["facts"]["via"] == "link"
    assert "subject_ref" not in record
