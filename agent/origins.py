"""Where the value of an argument comes from, found again in what was really said and offered.

The words of the conversation, the owner's limits and the times we have offered are read from the
log, never from what a model says of them. What is found nowhere came from a page, a mail or
nowhere, and the call is refused.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agent.briefing import Briefing
from agent.understanding.numerals import numbers_in
from guardrails.entities import Entity, Owner
from guardrails.links import host_of, hosts_in
from guardrails.text.normalise import normalise
from guardrails.vault import LOOSE_TOKEN, VaultItem
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import EventCard
from salesgenix.kit.errors import Forbidden
from salesgenix.knowledge import service as knowledge
from tools.sources import SOURCES, Source, Sources
from tools.verb import Arguments, Verb

if TYPE_CHECKING:
    from agent.context import TurnContext

ADDRESSES = {"email": Entity.EMAIL, "phone": Entity.PHONE}
_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?![\d]|[.,]\d)")
_NOBODYS: Sources = frozenset()


@dataclass(frozen=True, slots=True, repr=False)
class Origins:
    """What was said and offered in this conversation, by whom."""

    said: dict[Source, str]  # in plain letters
    hosts: dict[Source, frozenset[str]]
    percent: dict[Source, frozenset[int]]
    ceiling: int  # what the owner lets be given
    offered: frozenset[str]  # ids of times
    booked: frozenset[str]  # ids of meetings

    @property
    def linkable(self) -> frozenset[str]:
        """Where a reply may lead: to ourselves, and to where the prospect has pointed."""
        return self.hosts[Source.WORKSPACE] | self.hosts[Source.PROSPECT]


def origins_of(briefing: Briefing) -> Origins:
    profile, events = briefing.workspace.profile, briefing.events
    language = briefing.conversation.language
    said = {
        Source.PROSPECT: list(_texts(events, Actor.PROSPECT)),
        Source.REP: list(_texts(events, Actor.REP)),
        Source.WORKSPACE: [profile.site, profile.privacy_url, profile.about, profile.sender_email],
    }
    limits = [active.rule.limits.discount_ceiling_percent for active in briefing.rules]
    return Origins(
        said={source: _plain("\n".join(texts)) for source, texts in said.items()},
        hosts={source: hosts_in(texts) for source, texts in said.items()},
        percent={
            source: frozenset(int(n) for text in texts for n in _NUMBER.findall(_plain(text)))
            | frozenset(n for text in texts for n in numbers_in(text, language=language))
            for source, texts in said.items()
        },
        ceiling=max([profile.discount.ceiling_percent, *(limit or 0 for limit in limits)]),
        offered=frozenset(_slots(events)),
        booked=frozenset(
            str(event.payload["appointment_id"])
            for event in events
            if "appointment_id" in event.payload
        ),
    )


def refuse_untraced(context: "TurnContext", verb: Verb, checked: Arguments) -> None:
    """``Forbidden`` for the first argument whose value none of its sources has given."""
    for argument, allowed in SOURCES[verb.name].items():
        value = getattr(checked, argument)
        if value is None or Source.MODEL in allowed or argument == "quote":
            continue  # that a quote is verbatim is the verb's own first check
        if not _found_at(context, argument, value) & allowed:
            code = "tool.foreign_address" if argument in ADDRESSES else "tool.untraced"
            raise Forbidden(code, "This value comes from none of those who may give it.")


def _found_at(context: "TurnContext", argument: str, value: Any) -> Sources:
    origins = context.origins
    match argument:
        case "email" | "phone":
            return _of_address(context, ADDRESSES[argument], str(value))
        case "site":
            return frozenset(
                source for source in origins.hosts if _has(origins, source, str(value))
            )
        case "percent":
            return _of_percent(context, int(value))
        case "slot_id":
            is_ours = str(value) in origins.offered | context.offered
        case "appointment_id":
            is_ours = str(value) in origins.booked | context.booked
        case "claim_passage_id":
            with context.mind.db.reading() as session:
                now = context.mind.clock.now()
                found = knowledge.passage(session, context.turn.workspace_id, value, now=now)
            return frozenset({Source.WORKSPACE}) if found else _NOBODYS
        case _:
            return _NOBODYS
    return frozenset({Source.OFFERED}) if is_ours else _NOBODYS


def named(context: "TurnContext", entity: Entity, value: str) -> VaultItem | None:
    """What is kept under this pseudonym, or as this very value: never what the model has written,
    which may carry more than an address.
    """
    if LOOSE_TOKEN.fullmatch(value.strip()) is None:
        return context.vault.holding(entity, value)
    return context.vault.named(value)


def _of_address(context: "TurnContext", entity: Entity, value: str) -> Sources:
    kept = named(context, entity, value)
    if kept is None or (kept.entity, kept.owner) != (entity, Owner.PROSPECT):
        return _NOBODYS
    return frozenset({Source.PROSPECT})


def _has(origins: Origins, source: Source, address: str) -> bool:
    """The host was written there; and so was whatever follows it, as it stands."""
    host = host_of(address)
    if host is None or host not in origins.hosts[source]:
        return False
    bare = re.sub(r"^[a-z]+:/*", "", _plain(address))
    path = bare.partition("/")[1] + bare.partition("/")[2]
    return path in {"", "/"} or bare.removeprefix("www.").rstrip("/") in origins.said[source]


def _of_percent(context: "TurnContext", percent: int) -> Sources:
    origins = context.origins
    found = {source for source, numbers in origins.percent.items() if percent in numbers}
    if percent == context.state.signals.discount_percent:
        found.add(Source.PROSPECT)
    if percent <= origins.ceiling:
        found.add(Source.MAIN_USER)
    return frozenset(found)


def _texts(events: Iterable[EventCard], actor: Actor) -> Iterable[str]:
    kinds = {EventKind.MESSAGE, EventKind.WHISPER, EventKind.APPROVAL_DECIDED}
    for event in events:
        if event.actor is actor and event.kind in kinds:
            yield str(event.payload.get("text") or event.payload.get("reason") or "")


def _slots(events: Iterable[EventCard]) -> Iterable[str]:
    for event in events:
        for slot in event.payload.get("slots") or []:
            yield str(slot["id"])


def _plain(text: str) -> str:
    return normalise(text).text.casefold()
