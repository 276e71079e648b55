"""Every verb the agent can have. What is not listed here does not exist for it.

To add one: declare it in the file of its group (or a new one), list that file's ``VERBS`` below,
and say in ``sources.py`` where each of its arguments may come from.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from tools import (
    booking,
    discounts,
    handover,
    objections,
    optout,
    persuasion,
    requests,
    research,
    signals,
    transcript,
    waiting,
)
from tools.context import Finding, Proposal, ToolContext
from tools.sources import check_labels
from tools.verb import Arguments, Effect, Undeclared, Verb

__all__ = [
    "CATALOG",
    "Arguments",
    "Effect",
    "Finding",
    "Proposal",
    "ToolContext",
    "Undeclared",
    "Verb",
    "collect",
]


def collect(*groups: Iterable[Verb]) -> Mapping[str, Verb]:
    """The verbs by name; ``Undeclared`` when two share one."""
    catalog: dict[str, Verb] = {}
    for verb in (verb for group in groups for verb in group):
        if verb.name in catalog:
            raise Undeclared(f"verb {verb.name!r} is declared twice")
        catalog[verb.name] = verb
    return MappingProxyType(catalog)


CATALOG = collect(
    research.VERBS,
    signals.VERBS,
    persuasion.VERBS,
    objections.VERBS,
    booking.VERBS,
    waiting.VERBS,
    discounts.VERBS,
    transcript.VERBS,
    handover.VERBS,
    optout.VERBS,
    requests.VERBS,
)
check_labels(CATALOG)
