"""A planted person talks to the house until they have a meeting; then everybody who may have heard
is asked: the model, the log, the decisions, the disk; and whether the invitation has it right.
"""

import io
import json
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_string
from email.message import Message
from pathlib import Path
from random import Random
from unicodedata import normalize

import structlog
from anyio.from_thread import BlockingPortal, start_blocking_portal
from pydantic import SecretStr

from agent.brains.registry import make_brain
from guardrails.guard import Guard
from salesgenix.decisions import service as decisions
from salesgenix.erasures.residue import scan_folder, traces
from salesgenix.kit.logging import configure_logging
from salesgenix.kit.settings import BrainSettings
from tests.agent.model_server import model_server
from tests.journeys.company import Company, open_company
from tests.journeys.planted.parrot import Parrot
from tests.journeys.planted.people import Planted, person
from tests.journeys.planted.words import CONTACT, INTRO, LAST, MEET, TROUBLE

SHORTEST_NAME = 4  # a shorter one stands by chance in other words
FEWEST_DIGITS = 7
ON_DISK = ("email", "card", "secret")  # each is looked for in some fifteen encodings
AT_ONCE = 40  # conversations of one company: its calendar holds no more


@dataclass
class Outcome:
    """``leaks`` are (kind of value, place, language); ``arrived`` counts right invitations."""

    people: int = 0
    arrived: int = 0
    leaks: list[tuple[str, str, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass
class Stage:
    """``log`` holds all that is logged meanwhile."""

    guard: Guard
    parrot: Parrot
    portal: BlockingPortal
    log: io.StringIO
    outcome: Outcome = field(default_factory=Outcome)

    @property
    def brain(self) -> BrainSettings:
        return BrainSettings(
            kind="openai", api_key=SecretStr("sk-test"), base_url=self.parrot.url, model="parrot"
        )


def run(folder: Path, guard: Guard, *, numbers: Iterable[int]) -> Outcome:
    """All these people, in one company after another."""
    waiting = list(numbers)
    with logged() as log, model_server(Parrot()) as parrot, start_blocking_portal() as portal:
        stage = Stage(guard, parrot, portal, log)
        while waiting:
            batch, waiting = waiting[:AT_ONCE], waiting[AT_ONCE:]
            _run_batch(folder / str(batch[0]), stage, batch)
        model = make_brain(stage.brain).chat_model
        portal.call(model.root_async_client.close)  # the connections are shared by all of them
        model.root_client.close()
    return stage.outcome


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """Everything logged meanwhile, as JSON lines."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    log = io.StringIO()
    configure_logging(json=True, level="DEBUG", to=log)
    yield log
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def _run_batch(folder: Path, stage: Stage, batch: list[int]) -> None:
    people = [person(number) for number in batch]
    parrot, outcome = stage.parrot, stage.outcome
    with open_company(folder, stage.guard, brain=stage.brain, portal=stage.portal) as company:
        for number, planted in zip(batch, people, strict=True):
            parrot.bodies.clear()
            for errand, message in messages(planted, number):
                parrot.errand = errand
                if errand == "begin":
                    thread = company.open_thread()
                    parrot.errand = "echo"
                thread.say(message)
            told = [_spoken(body) for body in parrot.bodies]
            for kind in seen(planted, told):
                outcome.leaks.append((kind, "model", planted.language))
                outcome.faults.append(f"{planted.language}: {kind} of {planted} was told")
        company.rounds.run()
        _arrivals(company, people, outcome)
        _look_round(company, people, stage.log, outcome)


def messages(planted: Planted, number: int) -> Iterator[tuple[str, str]]:
    """(errand, text): an introduction, ways to reach them, two troubles, a time, a booking."""
    dice, spoken = Random(number * 7 + 1), planted.language
    values = {
        name: getattr(planted, name)
        for name in [
            "name",
            "given",
            "family",
            "email",
            "phone",
            "address",
            "card",
            "iban",
            "secret",
        ]
    }
    yield "begin", dice.choice(INTRO[spoken]).format(**values)
    yield "echo", dice.choice(CONTACT[spoken]).format(**values)
    for trouble in dice.sample(TROUBLE[spoken], 2):
        yield "echo", trouble.format(**values)
    yield "slots", MEET[spoken]
    yield "book", dice.choice(LAST[spoken]).format(**values)


def seen(planted: Planted, texts: Iterable[str]) -> set[str]:
    """Which kinds of values stand in these texts in the clear."""
    found: set[str] = set()
    for text in texts:
        flat = normalize("NFKC", text).casefold()
        words, digits = set(re.findall(r"[^\W\d_]+", flat)), re.sub(r"[\s().\-/]", "", flat)
        found |= {
            "name"
            for part in (planted.given, planted.family)
            if len(part) >= SHORTEST_NAME and part.casefold() in words
        }
        found |= {
            kind
            for kind in ("email", "address", "secret")
            if getattr(planted, kind).casefold() in flat
        }
        for kind in ("phone", "card", "iban"):
            bare = re.sub(r"[\s().\-/+]", "", getattr(planted, kind)).casefold()
            if len(bare) >= FEWEST_DIGITS and bare in digits:
                found.add(kind)
    return found


def _spoken(body: str) -> str:
    """Every text of a request, whatever its escapes."""

    def texts(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            for inner in value.values():
                yield from texts(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from texts(inner)
        elif isinstance(value, str):
            yield value

    return "\n".join(texts(json.loads(body)))


def _arrivals(company: Company, people: list[Planted], outcome: Outcome) -> None:
    """An invitation for each, to their own address, with their own name and nobody else's."""
    sent = {card.recipient: card.message or "" for card in company.outbox()}
    for planted in people:
        outcome.people += 1
        letter = _plain(message_from_string(sent.get(planted.email, "")))
        strangers = [other for other in people if other.email != planted.email]
        is_right = planted.name.casefold() in letter.casefold()
        if is_right and not any(other.email in letter for other in strangers):
            outcome.arrived += 1
        else:
            outcome.faults.append(f"{planted.language}: no right invitation for {planted.name}")


def _plain(message: Message) -> str:
    """All parts of a letter, decoded, calendar lines unfolded."""
    parts = [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]
    text = "\n".join(part.decode("utf-8", "replace") for part in parts if isinstance(part, bytes))
    return str(message.get("To", "")) + re.sub(r"\r?\n ", "", text)


def _look_round(
    company: Company, people: list[Planted], log: io.StringIO, outcome: Outcome
) -> None:
    said = log.getvalue()
    with company.house.db.reading() as session:
        recorded = b"".join(decisions.export_lines(session, company.workspace_id)).decode()
    values: list[tuple[str, Planted]] = []
    for planted in people:
        for place, text in (("log", said), ("decisions", recorded)):
            outcome.leaks += [(kind, place, planted.language) for kind in seen(planted, (text,))]
        values += [(getattr(planted, kind), planted) for kind in ON_DISK]
    for hit in scan_folder(company.folder, traces([value for value, _ in values])):
        value, planted = values[hit.value]
        outcome.leaks.append((value, f"disk {hit.place}", planted.language))
