"""A card number sent to any endpoint is refused or masked; it is never kept or logged."""

import io
import logging
import re
from collections.abc import Iterator

import pytest
import structlog
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from api.app import create_app
from api.cards import MASKED, WRITES, is_card_in
from guardrails.guard import Guard
from salesgenix.kit.logging import configure_logging
from tests.api.office import open_office

CARD = "4111 1111 1111 1111"


@pytest.fixture(scope="module")
def log() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before = root.handlers, root.level
    written = io.StringIO()
    configure_logging(json=True, level="DEBUG", to=written)
    yield written
    root.handlers = before[0]
    root.setLevel(before[1])
    structlog.reset_defaults()


@pytest.fixture(scope="module")
def door(
    tmp_path_factory: pytest.TempPathFactory, guard: Guard, log: io.StringIO
) -> Iterator[tuple[TestClient, list[tuple[str, str]]]]:
    """A client, and every way to write something."""
    with open_office(tmp_path_factory.mktemp("office"), guard) as office:
        app = create_app(office.house)
        ways = [
            (method, re.sub(r"\{\w+(:\w+)?\}", "0199aaaa-0000-7000-8000-000000000001", route.path))
            for route in _routes(app)
            for method in route.methods & WRITES
        ]
        with TestClient(app, raise_server_exceptions=False) as client:
            yield client, sorted(ways)


def _routes(app: object) -> Iterator[APIRoute]:
    for route in getattr(app, "routes", ()):
        if isinstance(route, APIRoute):
            yield route
        else:
            yield from _routes(getattr(route, "original_router", None) or object())


def test_no_endpoint_takes_a_card_number(door, log: io.StringIO) -> None:
    """As JSON, as a form, as a number, in an address; nothing of it is in the log."""
    client, ways = door
    assert len(ways) > 50
    for method, path in ways:
        if any(pattern.fullmatch(path) and "*" in names for pattern, names in MASKED):
            continue
        sent = (
            client.request(method, path, json={"a name": {"deep": ["x", CARD]}}),
            client.request(method, path, json={"a name": int(CARD.replace(" ", ""))}),
            client.request(method, path, data={"a name": f"pay with {CARD}"}),
            client.request(method, path, params={"q": CARD}),
        )
        assert {(answer.status_code, answer.json()["code"]) for answer in sent} == {
            (422, "card.refused")
        }, path
    assert "4111" not in log.getvalue()


def test_what_people_say_is_masked_instead(door) -> None:
    """A chat message with a card number is not refused at the door: the guard masks it there."""
    client, _ = door
    answer = client.post("/w/v1/messages", json={"text": f"charge {CARD}", "client_id": "one"})
    assert answer.json()["code"] != "card.refused"
    answer = client.post("/w/v1/messages", json={"text": "hello", "client_id": CARD})
    assert answer.json()["code"] == "card.refused"


@pytest.mark.parametrize(
    "text",
    [
        "0199aaaa-0000-7000-8000-000000000001",
        "41111111-1111-4111-8111-111111111111",
        "2026-11-30T12:00:00+00:00",
        "d41d8cd98f00b204e9800998ecf8427e",
        "+49 170 5550 123 456",
        "4111111111111112",
    ],
)
def test_an_identifier_is_no_card(text: str) -> None:
    """Random ids, instants, digests, phone numbers and what fails the check sum pass."""
    assert not is_card_in(text)
