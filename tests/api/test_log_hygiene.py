"""What is sent to any endpoint, rightly or wrongly, stands in no log line and in no refusal."""

import io
import logging
from typing import Any
from uuid import uuid4

import pytest
import structlog
from fastapi.testclient import TestClient

from api.app import create_app
from salesgenix.erasures.residue import scan_bytes, traces
from salesgenix.kit.logging import configure_logging
from tests.api.office import open_office

PLANTED = (
    "wilhelmina.oduya@kestrelworks.example",
    "Zwiefaltendorf floods every spring",
    "+49 30 5550 7741",
)
TEXT = f"{PLANTED[1]}, {PLANTED[0]}, {PLANTED[2]}"


class FailingGuard:
    """Fails as a library would: with the text in its words."""

    def inbound(self, text: str, **how: Any) -> Any:
        raise RuntimeError(f"cannot read {text!r}")


@pytest.fixture
def log():
    """Everything that is said meanwhile, by us and by libraries, at any level."""
    root = logging.getLogger()
    before = root.handlers, root.level
    written = io.StringIO()
    configure_logging(json=True, level="DEBUG", to=written)
    yield written
    root.handlers = before[0]
    root.setLevel(before[1])
    structlog.reset_defaults()


def bodies(schema: dict[str, Any], known: dict[str, Any]) -> list[Any]:
    """Right in shape as far as can be told, wrong in every field, wrong altogether."""
    schema = known.get(schema.get("$ref", "").rpartition("/")[2], schema)
    fields = schema.get("properties", {})
    right = {
        name: TEXT if field.get("type") == "string" else {TEXT: TEXT}
        for name, field in fields.items()
    }
    return [right, {name: [TEXT] for name in fields}, {TEXT: TEXT}, [TEXT], TEXT]


def test_no_endpoint_repeats_what_it_refuses_or_logs_what_it_takes(tmp_path, log) -> None:
    """Each of them, signed in and as a stranger, with values in path, query, headers and body."""
    wanted, tried, statuses = traces(PLANTED), 0, set()
    with open_office(tmp_path, guard=FailingGuard()) as office:
        card = office.thread()
        app = create_app(office.house)
        described = app.openapi()
        token = office.token(office.ana)
        with TestClient(app, raise_server_exceptions=False) as client:
            for headers in ({"Authorization": f"Bearer {token}"}, {}):
                for path, operations in described["paths"].items():
                    for place in (str(card.id), str(uuid4()), TEXT):
                        url = path.replace("{seq}", "{}").split("{")
                        url = place.join(part.rpartition("}")[2] for part in url)
                        for method, operation in operations.items():
                            if path == "/v1/sign-out":
                                continue
                            content = operation.get("requestBody", {}).get("content", {})
                            schema = next(iter(content.values()), {}).get("schema", {})
                            sent = bodies(schema, described["components"]["schemas"])
                            for body in sent if content else [None]:
                                answer = client.request(
                                    method,
                                    url,
                                    json=body,
                                    params={"q": TEXT, "after": TEXT, "limit": TEXT},
                                    headers=headers | {"X-Name": PLANTED[0], "User-Agent": TEXT},
                                )
                                tried += 1
                                statuses.add(answer.status_code)
                                if answer.status_code >= 400:
                                    found = scan_bytes(answer.content, wanted)
                                    assert found == [], (method, path, answer.text)
            said = {"client_id": "long-enough", "text": TEXT}
            answer = client.post(
                f"/v1/conversations/{card.id}/messages",
                json=said,
                headers={"Authorization": f"Bearer {token}"},
            )
            assert answer.status_code == 500
            assert scan_bytes(answer.content, wanted) == []
    assert tried > 100 and {401, 404, 422, 500} <= statuses | {500}
    assert log.getvalue(), "the failure was logged"
    assert scan_bytes(log.getvalue().encode(), wanted) == []
