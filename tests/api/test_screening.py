"""The guard's settings over the API and on the privacy desk, with the real guard."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest

from agent.receiving import take_message
from agent.shown import hidden_in, removed_from
from salesgenix.conversations.service import ConversationCard
from salesgenix.decisions import service as decisions
from tests.api.office import Office, open_office

PAGE = "/console/privacy/pii"


@pytest.fixture
def office(tmp_path, guard) -> Iterator[Office]:
    with open_office(tmp_path, guard) as office:
        yield office


def hear(office: Office, text: str, card: ConversationCard | None = None) -> ConversationCard:
    card = card or office.thread()
    take_message(office.house, office.ws, card.id, text=text, client_id=str(uuid4()))
    return card


def test_a_cell_can_be_tightened_and_set_back_by_who_may(office, visit):
    """An owner tightens a starred cell and undoes it; nothing is loosened, by nobody."""
    ana, ben = visit(office.ana), visit(office.ben)
    cell = {"entity": "CARD", "direction": "prospect_to_model", "treatment": "block"}
    ours = {"x-csrf-token": ana.csrf}
    assert (
        ben.put("/v1/guardrails/cells", json=cell, headers={"x-csrf-token": ben.csrf}).status_code
        == 403
    )
    shown = ana.put("/v1/guardrails/cells", json=cell, headers=ours).json()
    now = {(one["entity"], one["direction"]): one for one in shown["matrix"]}
    assert now["CARD", "prospect_to_model"]["treatment"] == "block"
    assert now["CARD", "tool_to_model"]["treatment"] == "mask"
    for wrong, code in (
        ({**cell, "treatment": "allow"}, "cell.looser"),
        ({**cell, "entity": "EMAIL"}, "cell.fixed"),
    ):
        answer = ana.put("/v1/guardrails/cells", json=wrong, headers=ours)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert "set by you" in ana.get(PAGE).text
    back = ana.form(f"{PAGE}/cells", **{**cell, "treatment": "mask"})
    assert back.status_code == 303
    assert "set by you" not in ana.get(PAGE).text
    with office.db.reading() as session:
        made = [one for one in decisions.listing(session, office.ws) if "guardrail" in one.type]
    assert [one.body["reasons"] for one in made] == [["cell_reset"], ["cell_tightened"]]


def test_words_are_added_found_and_removed(office, visit):
    """The page refuses a double, a card and one letter in plain words; what is looked for stands
    in no address; a rep sees how many there are and no more.
    """
    ana = visit(office.ana)
    assert ana.form(f"{PAGE}/words", kind="allow", words="Growth Plan").status_code == 303
    assert ana.form(f"{PAGE}/words", kind="deny", words="Blue Heron", entity="").status_code == 303
    for words, problem in (
        ("growth-plan", "on the list already"),
        ("5500 0000 0000 0004", "hidden always"),
        ("AB123456C", "hidden always"),
        ("x", "2 letters or digits"),
    ):
        answer = ana.form(f"{PAGE}/words", kind="allow", words=words)
        assert answer.status_code == 422
        assert problem in answer.text
    found = ana.form(f"{PAGE}/search", q="héron").text
    assert ("Blue Heron" in found, "Growth Plan</span>" in found) == (True, False)
    rep = visit(office.ben)
    assert "1 word is never personal, 1 always" in rep.get(PAGE).text
    assert "Blue Heron" not in rep.get(PAGE).text
    assert rep.get("/v1/guardrails/words").status_code == 403
    assert rep.form(f"{PAGE}/words", kind="allow", words="Scale").status_code == 403
    listed = ana.get("/v1/guardrails/words?kind=deny").json()["words"]
    assert ana.form(f"{PAGE}/words/{listed[0]['id']}/remove").status_code == 303
    assert ana.get("/v1/guardrails").json()["words"] == {"allow": 1, "deny": 0, "proposed": 0}


def test_a_mark_teaches_the_guard(office, visit):
    """A rep sees what was hidden and says that it is no person; once an owner accepts, the next
    message is read so. What was said before stays as it was read.
    """
    card = hear(office, "Hi, my name is Madison Avenue, for blue heron")
    ben, ana = visit(office.ben), visit(office.ana)
    path = f"/console/inbox/{card.id}/hidden/1"
    assert path in ben.get(f"/console/inbox/{card.id}").text
    assert '<mark class="kept-in"' in ben.get(path).text
    told = ben.form(path, kind="allow", words="Madison Avenue", entity="PERSON")
    assert "Proposed" in told.text
    assert "on the list already" in ben.form(path, kind="allow", words="Madison Avenue").text
    assert "From now on" in ana.form(path, kind="deny", words="blue heron", entity="PERSON").text
    assert visit(office.vic).form(path, kind="deny", words="hello").status_code == 403
    assert visit(office.stranger).get(path).status_code == 404
    term = re.search(r"words/([0-9a-f-]{36})/accept", ana.get(PAGE).text)[1]
    assert ana.form(f"{PAGE}/words/{term}/accept").status_code == 303
    assert ana.form(f"{PAGE}/words/{term}/dismiss").status_code == 409
    hear(office, "my name is Madison Avenue, for Blue Heron", card)
    page = ana.get(f"/console/inbox/{card.id}/hidden/2").text
    assert "my name is Madison Avenue, for &lt;&lt;PERSON_" in page
    with office.db.reading() as session:
        made = [
            one for one in decisions.listing(session, office.ws) if one.type == "guardrail.proposed"
        ]
    assert len(made) == 1
    assert "adison" not in str(made[0].body)


def test_a_known_persons_mark_or_a_card_teaches_nothing(office, visit):
    """What is gone for good has no button, and the form refuses it too."""
    card = hear(office, "my card is 4111 1111 1111 1111")
    ana = visit(office.ana)
    path = f"/console/inbox/{card.id}/hidden/1"
    assert "Not personal" not in ana.get(path).text
    answer = ana.form(path, kind="allow", words="4111 1111 1111 1111", entity="CARD")
    assert "hidden always" in answer.text


def test_trying_a_text_keeps_nothing(office, visit):
    """What would be stored, read and logged, as the workspace is set up; no row, no record."""
    ana = visit(office.ana)
    text = "I'm Carla Jensen, my card is 4111 1111 1111 1111"
    tried = ana.post(
        "/v1/guardrails/try", json={"text": text}, headers={"x-csrf-token": ana.csrf}
    ).json()
    assert tried["stored"] == "I'm Carla Jensen, my card is [card ending 1111]"
    assert tried["model"] == "I'm <<PERSON_1>>, my card is [card ending 1111]"
    assert "1111" not in tried["logged"]
    page = ana.form(f"{PAGE}/try", text=text).text
    assert "I&#39;m &lt;&lt;PERSON_1&gt;&gt;" in page
    assert ana.form(f"{PAGE}/try", text=" ").status_code == 422
    ana.form(f"{PAGE}/cells", entity="CARD", direction="prospect_to_model", treatment="block")
    assert "no model is asked" in ana.form(f"{PAGE}/try", text=text).text
    assert ana.get("/v1/guardrails/sightings").json()["sightings"] == []
    with office.db.reading() as session:
        assert {one.type for one in decisions.listing(session, office.ws)} == {"guardrail.changed"}


def test_detections_are_shown_by_kind_and_way(office, visit):
    """Counts of the chosen days only, for everybody who may read."""
    hear(office, "I'm Carla Jensen, carla@acme.example, also c.jensen@acme.example")
    vic = visit(office.vic)
    found = vic.get("/v1/guardrails/sightings?days=7").json()["sightings"]
    assert {(one["entity"], one["count"]) for one in found} == {("PERSON", 1), ("EMAIL", 2)}
    assert "Mail address" in vic.get(f"{PAGE}?days=7").text


def test_age_and_regions_are_set_on_the_page(office, visit):
    """They hold at once; a wrong region is refused in plain words; the log says that it changed."""
    ana = visit(office.ana)
    assert ana.form(f"{PAGE}/settings", minor_age=16, regions="sg, my").status_code == 303
    shown = ana.get("/v1/guardrails").json()
    assert (shown["minor_age"], shown["phone_regions"]) == (16, ["SG", "MY"])
    assert ana.form(f"{PAGE}/settings", minor_age=16, regions="Germany").status_code == 422
    assert ana.form(f"{PAGE}/settings", minor_age=12, regions="").status_code == 422
    card = hear(office, "please call 91234567")
    assert "1 hidden" in ana.get(f"/console/inbox/{card.id}").text
    with office.db.reading() as session:
        changed = [
            one for one in decisions.listing(session, office.ws) if one.type == "guardrail.changed"
        ]
    assert changed[0].body["facts"] == {"minor_age": 16, "phone_regions": ["SG", "MY"]}


@pytest.mark.parametrize(
    ("text", "model", "found"),
    [
        ("I'm Ana, ana@x.example!", "I'm <<PERSON_1>>, <<EMAIL_1>>!", ["Ana", "ana@x.example"]),
        ("Ana", "<<PERSON_1>>", ["Ana"]),
        ("Ana and Ana", "<<PERSON_1>> and <<PERSON_1>>", ["Ana"]),
        ("I have diabetes, so", "[a personal matter], so", ["I have diabetes"]),
        ("nothing", "nothing", []),
        ("other words", "I'm <<PERSON_1>>", []),
        ("Ana Ben", "<<PERSON_1>><<PERSON_2>>", []),
    ],
)
def test_what_was_hidden_is_read_off_the_two_forms(text, model, found):
    """The words under each stand-in, and nothing where the forms do not fit together."""
    assert [one.words for one in hidden_in(text, model)] == found
    assert removed_from("card [card ending 1111], [secret removed], [a note]") == 2
