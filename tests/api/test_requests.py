"""Requests about data over HTTP: the public page, the letter's link, and the owner's answer."""

import json
import re
from typing import Any

import pytest
from sqlmodel import select

from api.privacy.pages import NAMES, words_of
from salesgenix.accounts import service as accounts
from salesgenix.actions.models import Action
from salesgenix.db import read_sealed
from salesgenix.leads import service as leads
from salesgenix.privacy import requests
from salesgenix.privacy.rules import RequestState
from tests.api.office import Office

UNKNOWN = "nobody@elsewhere.example"


@pytest.fixture
def visitor(visit: Any) -> Any:
    """Somebody without an account."""
    return visit(None)


@pytest.fixture
def sign_in(visit: Any) -> Any:
    """A member who uses the API from the console's own pages."""

    def open_(member: Any) -> Any:
        browser = visit(member)
        browser.headers["x-csrf-token"] = browser.csrf
        return browser

    return open_


@pytest.fixture
def page(office: Office) -> str:
    with office.db.reading() as session:
        return f"/privacy/{accounts.profile_of(session, office.ws).slug}"


def filled(kind: str = "erase", email: str = UNKNOWN, **more: str) -> dict[str, str]:
    return {"kind": kind, "email": email, "name": "", "words": "", "website": ""} | more


def letters(office: Office) -> list[dict[str, Any]]:
    with office.db.reading() as session:
        rows = session.exec(select(Action).where(Action.kind == "mail.notice")).all()
        found = [read_sealed(session, row, "arguments") for row in rows]
    return [json.loads(text) for text in found if text]


def filed(office: Office) -> list[Any]:
    with office.db.reading() as session:
        return requests.requests(session, office.ws)


@pytest.mark.parametrize("language", NAMES)
def test_the_page_speaks_the_visitors_language(visitor, page: str, language: str) -> None:
    """All eight languages, by the browser's wish, with all kinds and no script."""
    answer = visitor.get(page, headers={"Accept-Language": f"{language};q=0.9"})
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert "<script" not in answer.text
    assert set(re.findall(r'<option value="(\w+)"', answer.text)) == set(words_of("en")["kinds"])
    assert "script-src" not in answer.headers["content-security-policy"]


def test_all_languages_have_the_same_words() -> None:
    """No page lacks a text in any language."""
    for language in NAMES:
        words = words_of(language)
        assert words.keys() == words_of("en").keys()
        for name, text in words.items():
            if isinstance(text, str):
                places = re.findall(r"{\w+}", str(words_of("en")[name]))
                assert set(re.findall(r"{\w+}", text)) == set(places), (language, name)
            else:
                assert text.keys() == words_of("en")[name].keys()


def test_known_and_unknown_addresses_get_the_same_answer(visitor, page, office: Office) -> None:
    """Status and body are equal byte for byte, and so is what is left behind."""
    with office.db.writing() as session:
        lead = leads.create(session, office.ws, "test", now=office.house.clock.now())
        leads.learn(
            session,
            office.ws,
            lead.id,
            "email",
            value="known@customer.example",
            quote=None,
            source="test",
            now=office.house.clock.now(),
        )
    known = visitor.post(page, data=filled(email="known@customer.example"))
    unknown = visitor.post(page, data=filled())
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    assert {card.state for card in filed(office)} == {RequestState.IDENTITY_PENDING}
    assert len(letters(office)) == 2


def test_a_wrong_form_comes_back_as_it_was_filled_in(visitor, page, office: Office) -> None:
    """Each fault is named at its field, what was typed is kept, and nothing is opened."""
    answer = visitor.post(page, data=filled(kind="", email="no address", words="<b>my words</b>"))
    assert answer.status_code == 422
    assert 'value="no address"' in answer.text
    assert "&lt;b&gt;my words" in answer.text
    assert 'id="kind-wrong"' in answer.text
    assert filed(office) == []


def test_a_machine_that_fills_in_everything_is_told_the_same(visitor, page, office) -> None:
    """The hidden field opens nothing and gives nothing away."""
    honest = visitor.post(page, data=filled())
    machine = visitor.post(page, data=filled(email="x@spam.example", website="https://spam"))
    assert (machine.status_code, machine.text) == (honest.status_code, honest.text)
    assert len(filed(office)) == 1


def test_a_form_on_another_site_does_not_count(visitor, page: str, office: Office) -> None:
    """Whose page sent it is checked where the browser says so."""
    answer = visitor.post(page, data=filled(), headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert filed(office) == []


def test_looking_at_the_link_confirms_nothing(visitor, page: str, office: Office) -> None:
    """A mail scanner that opens it changes nothing; the button does, once."""
    visitor.post(page, data=filled())
    link = letters(office)[0]["facts"]["link"]
    path = "/privacy/" + link.split("/privacy/")[1]
    for _ in range(2):
        assert visitor.get(path).status_code == 200
        assert filed(office)[0].state is RequestState.IDENTITY_PENDING
    assert visitor.post(path).status_code == 200
    assert filed(office)[0].state is RequestState.ROUTED
    assert visitor.post(path).status_code == visitor.get(path).status_code == 404


def test_no_page_for_no_company(visitor) -> None:
    """An unknown name is a page of its own, in words."""
    answer = visitor.get("/privacy/nobody-here")
    assert answer.status_code == 404
    assert "<h1>" in answer.text


def test_an_owner_answers_in_the_words_they_read(office: Office, sign_in: Any) -> None:
    """A phone note opens a request; the order must repeat the words that were shown."""
    ana = sign_in(office.ana)
    noted = ana.post("/v1/requests", json={"kind": "complaint", "email": UNKNOWN}).json()
    assert noted["state"] == "identity_pending"
    path = f"/v1/requests/{noted['id']}"
    link = letters(office)[0]["facts"]["link"]
    ana.post("/privacy/" + link.split("/privacy/")[1])
    shown = ana.get(path).json()["order"]
    assert ana.post(f"{path}/approve", json={"words": "Do it."}).status_code == 422
    done = ana.post(f"{path}/approve", json={"words": shown})
    assert done.json()["state"] == "answered"


def test_who_may_not_answer_sees_no_names(office: Office, sign_in: Any) -> None:
    """A rep sees that a request waits, but not whose; and cannot order, refuse or extend."""
    ana, ben = sign_in(office.ana), sign_in(office.ben)
    noted = ana.post("/v1/requests", json={"kind": "erase", "email": UNKNOWN, "name": "N"}).json()
    seen = ben.get("/v1/requests").json()["requests"][0]
    assert not {"name", "email", "words"} & seen.keys()
    path = f"/v1/requests/{noted['id']}"
    assert ben.post(f"{path}/approve", json={"words": "x"}).status_code == 403
    assert ben.post(f"{path}/refuse", json={"reason": "unfounded"}).status_code == 403
    assert ben.post(f"{path}/extend").status_code == 403
    assert ana.post(f"{path}/refuse", json={"reason": "unfounded"}).json()["state"] == "refused"
