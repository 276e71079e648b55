"""Knowledge through the API and the console's forms: questions become pages."""

import re
from datetime import timedelta
from uuid import uuid4

from salesgenix.decisions import service as decisions
from salesgenix.knowledge import service as knowledge
from salesgenix.simulations import service as simulations
from salesgenix.tasks import service as tasks
from salesgenix.tasks.rules import TaskKind
from tests.api import scene

PAGE = {"title": "Okta", "text": "Single sign-on with Okta is in every plan."}
PLACE = "/v1/knowledge"


def ask(office, text, name="Carla Moreno"):
    """Somebody asked what no page answers."""
    card = office.thread(name)
    office.write(card, text)
    with office.db.writing() as session:
        return tasks.open_task(
            session,
            office.ws,
            card.id,
            subject_ref=card.subject_ref,
            kind=TaskKind.UNANSWERED_QUESTION,
            note=text,
            now=office.now,
        ).id


def bearer(office, member):
    return {"authorization": f"Bearer {office.token(member)}"}


def test_questions_become_a_page_by_curl(office, visit):
    """Like questions come together; one answer closes them, once; only who may change settings
    writes, a stranger sees none of it, and every change is a decision without a word of the page.
    """
    client, ana, vic = visit(None), bearer(office, office.ana), bearer(office, office.vic)
    sol = bearer(office, office.stranger)
    first = ask(office, "Do you integrate with Okta?")
    second = ask(office, "Gibt es eine Anbindung an Okta?", "Jan Vogt")
    other = ask(office, "Is there a desktop app?")
    groups = client.get(f"{PLACE}/questions", headers=vic).json()["groups"]
    assert [[one["id"] for one in group["questions"]] for group in groups] == [
        [str(other)],
        [str(second), str(first)],
    ]
    assert client.get(f"{PLACE}/questions", headers=sol).json() == {"groups": []}
    given = PAGE | {"questions": [str(first), str(second)], "ref": str(uuid4())}
    assert client.post(f"{PLACE}/questions/answer", json=given, headers=vic).status_code == 403
    assert client.post(f"{PLACE}/questions/answer", json=given, headers=sol).status_code == 404
    named = given | {"text": "As we told Jan Vogt: yes."}
    refused = client.post(f"{PLACE}/questions/answer", json=named, headers=ana)
    assert (refused.status_code, refused.json()["code"]) == (422, "knowledge.personal")
    done = client.post(f"{PLACE}/questions/answer", json=given, headers=ana)
    assert (done.status_code, done.json()["told"]) == (201, 2)
    again = client.post(f"{PLACE}/questions/answer", json=given, headers=ana).json()
    assert again == done.json()
    late = given | {"ref": str(uuid4())}
    assert client.post(f"{PLACE}/questions/answer", json=late, headers=ana).status_code == 409
    gone = {"questions": [str(other)]}
    assert client.post(f"{PLACE}/questions/dismiss", json=gone, headers=ana).status_code == 204
    assert client.post(f"{PLACE}/questions/dismiss", json=gone, headers=ana).status_code == 204
    assert client.get(f"{PLACE}/questions", headers=ana).json() == {"groups": []}
    with office.db.reading() as session:
        made = decisions.listing(session, office.ws)
    assert [one.type for one in made] == ["knowledge.dismissed", "knowledge.changed"]
    assert "Okta" not in str([one.body for one in made])


def test_a_page_is_written_changed_and_removed_as_it_was_read(office, visit):
    """An older reading changes nothing; a file's page is read only; a card number is refused."""
    client, ana = visit(None), bearer(office, office.ana)
    written = client.post(PLACE, json=PAGE, headers=ana).json()
    path = f"{PLACE}/{written['id']}"
    assert client.get(path, headers=ana).json()["text"] == PAGE["text"]
    assert written["path"] == "console/okta.md"
    changed = PAGE | {"text": "Okta costs extra.", "digest": written["digest"]}
    assert client.put(path, json=changed, headers=ana).status_code == 200
    old = changed | {"text": "Okta is free."}
    assert client.put(path, json=old, headers=ana).json()["code"] == "knowledge.moved_on"
    stale = client.delete(f"{path}?digest={written['digest']}", headers=ana)
    assert stale.status_code == 409
    card = PAGE | {"text": "Pay with 4111 1111 1111 1111."}
    assert client.post(PLACE, json=card, headers=ana).json()["code"] == "card.refused"
    past = PAGE | {"valid_until": (office.now - timedelta(days=2)).date().isoformat()}
    assert client.post(PLACE, json=past, headers=ana).status_code == 422
    scene.prices(office)
    pages = client.get(PLACE, headers=bearer(office, office.vic)).json()["pages"]
    assert {page["title"]: page["origin"] for page in pages} == {
        "Okta": "console",
        "Prices 2026": "file",
    }
    prices = next(page for page in pages if page["origin"] == "file")
    mine = PAGE | {"digest": prices["digest"]}
    refused = client.put(f"{PLACE}/{prices['id']}", json=mine, headers=ana)
    assert refused.json()["code"] == "knowledge.of_file"
    now = client.get(path, headers=ana).json()["digest"]
    assert client.delete(f"{path}?digest={now}", headers=ana).status_code == 204
    assert client.get(path, headers=ana).status_code == 404


def test_the_owner_writes_sees_and_saves_in_the_console(office, visit):
    """The preview quotes the draft and keeps nothing; what is wrong stays in the form; of two
    people the second is told, with every word kept; who only reads gets no form.
    """
    task = ask(office, "Do you integrate with Okta?")
    ana, place = visit(office.ana), f"/console/knowledge/questions/{task}"
    assert "Write the answer" in ana.get("/console/knowledge").text
    form = ana.get(place).text
    ref = re.search(r'name="ref" value="([^"]+)"', form)[1]
    sent = PAGE | {"ref": ref, "language": "en", "audience": "public", "question": str(task)}
    tried = ana.form(place, **sent, does="try")
    assert "Single sign-on with Okta is in every plan. (Source: Okta)" in tried.text
    assert "From this page" in tried.text
    wrong = ana.form(place, **(sent | {"valid_until": "2020-01-01"}), does="save")
    assert (wrong.status_code, "This day is past" in wrong.text) == (422, True)
    assert PAGE["text"] in wrong.text
    saved = ana.form(place, **sent, does="save")
    assert saved.status_code == 303
    assert ana.form(place, **sent, does="save").headers["location"].endswith("closed=1&told=1")
    page = saved.headers["location"].partition("?")[0]
    assert "PII" not in ana.get(saved.headers["location"]).text
    edit = ana.get(f"{page}/edit").text
    digest = re.search(r'name="digest" value="([^"]+)"', edit)[1]
    first = PAGE | {"text": "Okta is in Scale.", "language": "en", "audience": "public"}
    assert ana.form(f"{page}/edit", **first, digest=digest).status_code == 303
    second = ana.form(f"{page}/edit", **(first | {"text": "Okta, always."}), digest=digest)
    assert (second.status_code, "Okta, always." in second.text) == (409, True)
    ben = visit(office.ben)
    assert ben.get(f"{page}/edit").status_code == 403
    assert "Write a page" not in ben.get("/console/knowledge").text
    assert ben.form("/console/knowledge/dismiss", question=str(task)).status_code == 403


def test_a_page_is_tried_on_the_prospects_from_its_form(office, visit):
    """The page as drafted is what the trial is of, in the place of the one there is; nothing is
    saved, a second trial waits, and the form comes back with every word in it.
    """
    ana = visit(office.ana)
    sent = PAGE | {"ref": str(uuid4()), "language": "en", "audience": "public"}
    page = ana.form("/console/knowledge/new", **sent, does="save").headers["location"]
    draft = sent | {"text": "Okta is in Scale."}
    begun = ana.form(f"{page}/edit", **draft, does="prospects")
    assert begun.status_code == 303
    with office.db.reading() as session:
        [card] = simulations.listing(session, office.ws)
        tried = simulations.tried_in(session, office.ws, card.id)
        [source] = [one for one in knowledge.listing(session, office.ws) if one.title == "Okta"]
    assert begun.headers["location"] == f"/console/simulations/{card.id}"
    assert (tried.page.path, tried.page.text) == (source.path, "Okta is in Scale.")
    assert PAGE["text"] in ana.get(page).text
    second = ana.form(f"{page}/edit", **draft, does="prospects")
    assert (second.status_code, "Okta is in Scale." in second.text) == (409, True)
