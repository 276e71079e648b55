"""What a verifier fetches over HTTP: enough to check the log without trusting the house."""

from base64 import b64decode

import pytest

from salesgenix.checkpoints import service as checkpoints
from salesgenix.checkpoints.rules import Cause, origin_of
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry
from salesgenix.kit.notes import key_id, open_note
from tests.salesgenix.kit.test_merkle import is_consistent, is_included


@pytest.fixture
def signed(office) -> list[int]:
    """A log with two checkpoints; their sizes."""
    sizes = []
    entry = Entry(type=DecisionType.SIGNAL_READ, outcome="performed")
    for count in (5, 6):
        with office.db.writing() as session:
            decisions.record_all(session, office.ws, [entry] * count, now=office.now)
            card = checkpoints.sign_head(session, office.ws, Cause.RECORDS, now=office.now)
            sizes.append(card.size)
    return sizes


def test_a_viewer_reads_the_checkpoints(office, visit, signed) -> None:
    """Newest first, paged by size; the newest also as the bare note."""
    vic = visit(office.vic)
    found = vic.get("/v1/ledger/checkpoints", params={"limit": 1}).json()
    assert found["origin"] == origin_of(office.ws)
    assert [card["size"] for card in found["checkpoints"]] == signed[1:]
    older = vic.get("/v1/ledger/checkpoints", params={"before": signed[1]}).json()["checkpoints"]
    assert [card["size"] for card in older] == signed[:1]
    note = vic.get("/v1/ledger/checkpoints/latest")
    assert note.headers["content-type"].startswith("text/plain")
    assert note.text == found["checkpoints"][0]["note"]


def test_the_keys_open_the_notes(office, visit, signed) -> None:
    """Each key says its name, id and public half; after a change the old one endorses the new."""
    with office.db.writing() as session:
        checkpoints.rotate(session, now=office.now)
    vic = visit(office.vic)
    first, second = vic.get("/v1/ledger/keys").json()["keys"]
    notes = vic.get("/v1/ledger/checkpoints").json()["checkpoints"]
    for card in notes:
        public = b64decode([first, second][card["key_epoch"] - 1]["public"])
        assert open_note(card["note"], origin_of(office.ws), public)
    name, id_, _ = first["verifier_key"].split("+", 2)
    assert id_ == key_id(name, b64decode(first["public"])).hex()
    assert (first["endorsement"], bool(second["endorsement"])) == (None, True)


def test_proofs_hold_outside_the_house(office, visit, signed) -> None:
    """The answers convince a verifier that has only the RFC."""
    vic, (old, new) = visit(office.vic), signed
    cards = {card["size"]: card for card in vic.get("/v1/ledger/checkpoints").json()["checkpoints"]}
    roots = {size: bytes.fromhex(card["root"]) for size, card in cards.items()}
    answer = vic.get("/v1/ledger/consistency", params={"from": old, "to": new}).json()
    path = [bytes.fromhex(node) for node in answer["path"]]
    assert is_consistent(old, new, roots[old], roots[new], path)
    with office.db.reading() as session:
        leaves = list(decisions.leaves(session, office.ws))
    for seq in range(1, new + 1):
        answer = vic.get("/v1/ledger/inclusion", params={"seq": seq, "size": new}).json()
        path = [bytes.fromhex(node) for node in answer["path"]]
        assert is_included(leaves[seq - 1], seq - 1, new, path=path, root=roots[new])


@pytest.mark.parametrize(
    "question",
    [
        "consistency?from=1&to=999",
        "consistency?from=5&to=4",
        "consistency?from=0&to=4",
        "inclusion?seq=9&size=8",
        "inclusion?seq=1&size=99999999999999999999999",
        "inclusion?seq=-1&size=2",
    ],
)
def test_an_odd_question_is_refused_in_words(office, visit, signed, question: str) -> None:
    """A place that the log does not have is a problem document, never a fault."""
    answer = visit(office.vic).get(f"/v1/ledger/{question}")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


def test_strangers_see_nothing_of_ours(office, visit, signed) -> None:
    """Without signing in 401; another workspace's owner sees another log."""
    for place in ("checkpoints", "checkpoints/latest", "keys", "consistency?from=1&to=2"):
        assert visit(None).get(f"/v1/ledger/{place}").status_code == 401
    stranger = visit(office.stranger)
    assert stranger.get("/v1/ledger/checkpoints").json()["checkpoints"] == []
    assert stranger.get("/v1/ledger/checkpoints/latest").status_code == 404
    assert stranger.get("/v1/ledger/consistency?from=1&to=2").status_code == 422
