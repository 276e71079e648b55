"""The product under measurement: the real app over a fresh demo workspace in a folder of its own.

``python -m benchmarks.ours <port> <model url or "embedded"> <guarded | unguarded> <folder>``. It
serves the api without the worker beside it, whose ticks cost by the hour and not by the turn.
"""

import json
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import anyio.to_thread
from pydantic import SecretStr

from agent.brains.registry import make_brain, make_embedded
from agent.mind import Mind
from agent.turns import take_turn
from api.app import create_app
from api.deps import House
from api.limits import Limits
from api.realtime.hub import Hub
from benchmarks.children import serve_until_told
from cli.installation import DEMO_FILE, Installation, open_installation
from cli.reading import local_settings
from guardrails.guard import Guard
from guardrails.verdicts import Guarded, GuardVerdict, Inbound, Result, Stage
from salesgenix.accounts import service as accounts
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import NewEvent
from salesgenix.kit.logging import configure_logging
from salesgenix.kit.settings import BrainSettings
from salesgenix.workspaces import service as workspaces

SITE_PATH = "/benchmark/site-key"
TELL_PATH = "/benchmark/tell"


class OpenGate:
    """Stands where the guard stands and lets everything through: what the guard itself costs is
    the difference. It lives here only; no setting of the product can choose it.
    """

    def inbound(self, text: str, **how: Any) -> Inbound:
        del how
        return Inbound(text, text, frozenset(), _passed(Stage.INBOUND))

    def for_model(self, text: str, **how: Any) -> Guarded:
        del how
        return Guarded(text, _passed(Stage.FOR_MODEL))

    def publish(self, text: str, **how: Any) -> None:
        del text, how

    def outbound_stream(self, vault: Any, **how: Any) -> "OpenStream":
        del vault, how
        return OpenStream()


class OpenStream:
    verdict = GuardVerdict(Stage.OUTBOUND, Result.PASS)

    def feed(self, piece: str) -> str:
        return piece

    def end(self) -> str:
        return ""


def _passed(stage: Stage) -> GuardVerdict:
    return GuardVerdict(stage, Result.PASS, engine="none", version="0")


def build(model: str, *, is_guarded: bool, folder: Path) -> Any:
    """The app, with two paths of its own beside it for the rigs."""
    configure_logging(level="ERROR")
    house = open_installation(local_settings("demo", folder))
    hub = Hub()
    guard: Any = Guard.load() if is_guarded else OpenGate()
    embedded = make_embedded()
    mind = Mind(
        db=house.db,
        guard=guard,
        clock=house.clock,
        brain=embedded if model == "embedded" else _hosted(model),
        embedded=embedded,
        publish=hub.publish,
    )

    async def take(turn_id: UUID) -> None:
        await take_turn(mind, turn_id)

    app = create_app(
        House(
            db=house.db,
            clock=house.clock,
            settings=house.settings,
            guard=guard,
            hub=hub,
            take_turn=take,
            limits=Limits.wide(),
        )
    )
    return _with_paths(app, house)


def _with_paths(app: Any, house: Installation) -> Any:
    with house.db.writing() as session:
        declared = workspaces.read_file(DEMO_FILE)
        workspace_id = workspaces.apply(session, declared, now=house.clock.now()).workspace_id
        site_key = accounts.sites(session, workspace_id)[0].key
    line = NewEvent(
        kind=EventKind.MESSAGE,
        actor=Actor.SYSTEM,
        payload={"text": "A line that everybody who listens is to read."},
    )

    def tell(conversation_ids: list[UUID]) -> None:
        with house.db.writing() as session:
            for id_ in conversation_ids:
                conversations.append(session, workspace_id, id_, line, now=house.clock.now())

    async def with_paths(scope: dict[str, Any], receive: Any, send: Any) -> None:
        path = scope.get("path", "")
        if path == SITE_PATH:
            await _say(send, {"key": site_key})
        elif path == TELL_PATH:
            asked = json.loads((await receive())["body"])
            await anyio.to_thread.run_sync(tell, [UUID(name) for name in asked])
            await _say(send, {})
        else:
            await app(scope, receive, send)

    return with_paths


def _hosted(url: str) -> Any:
    settings = BrainSettings(
        kind="openai", base_url=f"{url}/v1", model="local", api_key=SecretStr("none")
    )
    return make_brain(settings)


async def _say(send: Any, answer: dict[str, Any]) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": json.dumps(answer).encode()})


if __name__ == "__main__":
    port, model, guarding, folder = sys.argv[1:5]
    serve_until_told(build(model, is_guarded=guarding == "guarded", folder=Path(folder)), int(port))
