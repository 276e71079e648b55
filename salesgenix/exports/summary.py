"""The readable page: gathered while the records go by, written from what was gathered.

It needs nothing but itself: no script, no font, no picture from anywhere.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from heapq import heappush, heappushpop
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.checkpoints import service as checkpoints
from salesgenix.checkpoints.rules import origin_of
from salesgenix.checkpoints.service import CheckpointCard
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import Outcome
from salesgenix.decisions.sentences import explain
from salesgenix.exports.coverage import Record
from salesgenix.exports.masking import Mask
from salesgenix.exports.rules import Kind
from salesgenix.exports.service import Job
from salesgenix.exports.wording import Words, words
from salesgenix.instructions import service as instructions
from salesgenix.kit.errors import NotFound
from salesgenix.kit.notes import verifier_key
from salesgenix.kit.release import VERSION
from salesgenix.leads import service as leads
from salesgenix.privacy import service as privacy

MOST_SHOWN = 500
MOST_TELLING = 150
STOPPED = frozenset(
    {
        Outcome.BLOCK,
        Outcome.DENIED,
        Outcome.FAILED,
        Outcome.REFUSED,
        Outcome.REJECTED,
        Outcome.STOP,
        Outcome.WITHHELD,
    }
)
PLAIN = frozenset({"guardrail.passed", "model.called", "tool.called", "signal.read"})


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """One decision on the page. The weight comes first, so that the least telling are left out."""

    weight: tuple[int, int]
    seq: int
    at: datetime
    sentence: str
    automation: str
    is_stopped: bool


@dataclass
class Story:
    """What the page tells, while it is gathered: memory stays the same however many there are."""

    language: str
    count: int = 0
    automations: Counter[str] = field(default_factory=Counter)
    stopped: int = 0
    days: Counter[str] = field(default_factory=Counter)
    lines: list[Line] = field(default_factory=list)
    telling: list[Line] = field(default_factory=list)
    orders: dict[str, None] = field(default_factory=dict)
    models: dict[str, None] = field(default_factory=dict)
    first: datetime | None = None
    last: datetime | None = None

    def take(self, record: Record) -> str:
        """Adds a record and returns its plain sentence."""
        body: dict[str, Any] = record.body
        sentence = explain(body, self.language)
        automation = str(body.get("automation", "auto"))
        is_stopped = body.get("outcome") in STOPPED
        self.count += 1
        self.automations[automation] += 1
        self.stopped += is_stopped
        self.days[f"{record.row.at:%Y-%m-%d}"] += 1
        self.first, self.last = self.first or record.row.at, record.row.at
        if "id" in (body.get("instruction") or {}):
            self.orders[str(body["instruction"]["id"])] = None
        if "name" in (body.get("model") or {}):
            self.models[str(body["model"]["name"])] = None
        weight = (2 * is_stopped + (automation != "auto"), -record.row.seq)
        line = Line(weight, record.row.seq, record.row.at, sentence, automation, is_stopped)
        if len(self.lines) < MOST_SHOWN + 1:
            self.lines.append(line)
        if body["type"] not in PLAIN:
            push = heappush if len(self.telling) < MOST_TELLING else heappushpop
            push(self.telling, line)
        return sentence

    @property
    def is_long(self) -> bool:
        return self.count > MOST_SHOWN

    def shown(self) -> list[Line]:
        chosen = self.telling if self.is_long else self.lines
        return sorted(chosen, key=lambda line: line.seq)


def render(session: Session, job: Job, story: Story, *, head: CheckpointCard, mask: Mask) -> str:
    said = words(job.wanted.language)
    workspace = accounts.profile_of(session, job.workspace_id)
    profile, zone = workspace.profile, ZoneInfo(workspace.profile.zone)
    key = checkpoints.signer(session, epoch=head.key_epoch).public
    page = _environment().get_template("summary.html")
    return page.render(
        said=said,
        gaps={"company": profile.company, "count": f"{story.count:,}".replace(",", "\u202f")},
        language=job.wanted.language,
        kind=job.wanted.kind.value,
        is_subject=job.wanted.kind is Kind.SUBJECT,
        profile=profile,
        brand=profile.brand_colour,
        story=story,
        days=_days(story, zone),
        per_day=sorted(story.days.items()),
        most=max(story.days.values(), default=1),
        person=_person(session, job),
        facts=_facts(session, job, said=said, mask=mask, zone=zone),
        orders=_orders(session, job, story.orders, mask=mask, zone=zone),
        period=_period(job, story, zone),
        as_of=_moment(decisions.card(session, job.workspace_id, job.size).at, zone),
        origin=origin_of(job.workspace_id),
        head=head,
        key=verifier_key(origin_of(job.workspace_id), key),
        version=VERSION,
    )


def _days(story: Story, zone: ZoneInfo) -> list[tuple[str, list[tuple[str, Line]]]]:
    """The shown decisions under their days, in the company's own time."""
    found: dict[str, list[tuple[str, Line]]] = {}
    for line in story.shown():
        at = line.at.astimezone(zone)
        found.setdefault(f"{at:%Y-%m-%d}", []).append((f"{at:%H:%M}", line))
    return list(found.items())


def _person(session: Session, job: Job) -> list[str]:
    if job.wanted.subject_ref is None:
        return []
    lead = leads.card_of_subject(session, job.workspace_id, job.wanted.subject_ref)
    known = [lead.name, lead.email, lead.phone] if lead else []
    return [value for value in known if value] or [str(job.wanted.subject_ref)]


def _facts(
    session: Session, job: Job, *, said: Words, mask: Mask, zone: ZoneInfo
) -> list[tuple[str, str, str, str]]:
    """What is known about the person: what, the value, where from, since when."""
    if job.wanted.subject_ref is None:
        return []
    return [
        (
            said.fields.get(item.field, item.field.replace("_", " ").capitalize()),
            mask.text(item.value),
            _source(item.source, said),
            f"{item.collected_at.astimezone(zone):%Y-%m-%d}",
        )
        for item in privacy.what_we_know(session, job.workspace_id, job.wanted.subject_ref)
    ]


def _source(source: str, said: Words) -> str:
    kind, _, place = source.partition(":")
    words_for = said.sources.get(kind, source)
    return f"{words_for}: {place}" if kind == "site" and place else words_for


def _orders(
    session: Session, job: Job, named: Iterable[str], *, mask: Mask, zone: ZoneInfo
) -> list[dict[str, str]]:
    now = decisions.card(session, job.workspace_id, job.size).at
    found = []
    for name in named:
        try:
            card = instructions.card(session, job.workspace_id, UUID(name), now=now)
        except NotFound:
            continue
        revoked = card.revoked_at
        found.append(
            {
                "words": mask.text(card.words),
                "given": f"{card.created_at.astimezone(zone):%Y-%m-%d}",
                "withdrawn": f"{revoked.astimezone(zone):%Y-%m-%d}" if revoked else "",
            }
        )
    return sorted(found, key=lambda order: (order["given"], order["words"]))


def _period(job: Job, story: Story, zone: ZoneInfo) -> tuple[str, str]:
    """From when to when, asked for or found; empty where there is no end."""
    since, until = job.wanted.since or story.first, job.wanted.until or story.last
    return (_moment(since, zone) if since else "", _moment(until, zone) if until else "")


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
