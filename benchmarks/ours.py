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
from benchmarks.children import answer, read_body, serve_until_told
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
OPEN_PATH = "/benchmark/open"
TELL_PATH = "/benchmark/tell"  # an event, committed
CALL_PATH = "/benchmark/call"  # a frame that is never stored
LINE = NewEvent(
    kind=EventKind.MESSAGE,
    actor=Actor.SYSTEM,
    payload={"text": "A line that everybody who listens is to read."},
)


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
    return _with_paths(app, house, hub)


def _with_paths(app: Any, house: Installation, hub: Hub) -> Any:
    """For the rigs: the site key, many conversations at once, a word to some or to all."""
    with house.db.writing() as session:
        declared = workspaces.read_file(DEMO_FILE)
        workspace_id = workspaces.apply(session, declared, now=house.clock.now()).workspace_id
        site_key = accounts.sites(session, workspace_id)[0].key

    def open_many(count: int) -> list[tuple[str, str]]:
        with house.db.writing() as session:
            opened = [
                conversations.open_conversation(
                    session, workspace_id, channel="api", now=house.clock.now()
                )
                for _ in range(count)
            ]
        return [(str(one.conversation.id), one.token) for one in opened]

    def tell(conversation_ids: list[UUID]) -> None:
        with house.db.writing() as session:
            for id_ in conversation_ids:
                conversations.append(session, workspace_id, id_, LINE, now=house.clock.now())

    async def with_paths(scope: dict[str, Any], receive: Any, send: Any) -> None:
        path = scope.get("path", "")
        if path == SITE_PATH:
            await answer(send, json.dumps({"key": site_key}).encode())
        elif path == OPEN_PATH:
            count = int(await read_body(receive))
            opened = await anyio.to_thread.run_sync(open_many, count)
            await answer(send, json.dumps(opened).encode())
        elif path == TELL_PATH:
            ids = [UUID(name) for name in (await read_body(receive)).decode().split(",")]
            await anyio.to_thread.run_sync(tell, ids)
            await answer(send, b"{}")
        elif path == CALL_PATH:
            for name in (await read_body(receive)).decode().split(","):
                hub.publish(UUID(name), "delta", {"turn": "none", "text": "A word."})
            await answer(send, b"{}")
        else:
            await app(scope, receive, send)

    return with_paths


def _hosted(url: str) -> Any:
    settings = BrainSettings(
        kind="openai", base_url=f"{url}/v1", model="local", api_key=SecretStr("none")
    )
    return make_brain(settings)


if __name__ == "__main__":
    port, model, guarding, folder = sys.argv[1:5]
    serve_until_told(build(model, is_guarded=guarding == "guarded", folder=Path(folder)), int(port))
