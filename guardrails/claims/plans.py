"""Which of the workspace's plans a sentence is about. The names are those that its own texts call a
plan; "team" alone is a word of the language, so it counts only where a plan is meant.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from guardrails.claims.eager import ANNUAL, MONTHLY
from guardrails.claims.plain import plain
from guardrails.text.harmless import WORDS

_KIND = (
    r"(?:plans?|tarif\w*|paket\w*|packages?|editions?|tiers?|abo|abonnement\w*|pakiet\w*|planu|"
    r"plany|planie|forfaits?|offre|piano|piani|planos?|planes|pacchetto|pacote|licen[cs]es?|lizenz)"
)
_NAME = r"[A-Z][\w+]{1,20}"
_CALLED = re.compile(rf"\b({_NAME})[ -](?i:{_KIND})\b|\b(?i:{_KIND}) \"?({_NAME})\b")
_COSTS = (
    r"(?: (?:[\w'-]+ )?(?:is|costs?|comes|starts|kostet|ist|coute|est|cuesta|costa|custa|kost|"
    r"kosztuje)\b| ?:| (?=\d|eur|usd|gbp|€|\$|£))"
)
_THEIRS = re.compile(
    r"\b(?:your|our|my|the|a|this|ihr\w*|unser\w*|das|dein\w*|euer|votre|notre|l|le|su|el|nuestro|"
    r"vuestro|il|suo|vostro|nostro|un|o|seu|vosso|nosso|uw|jullie|ons|onze|het|een|panstwa|nasz\w*)"
    r" $"
)


def plans_in(texts: Iterable[str]) -> frozenset[str]:
    """The names, in the plain spelling."""
    found = {plain(a or b) for text in texts for a, b in _CALLED.findall(text)}
    return frozenset(
        one
        for one in found
        if one not in WORDS or one == "team"
        if not ANNUAL.search(one) and not MONTHLY.search(one) and not re.fullmatch(_KIND, one)
    )


def named(said: str, plans: frozenset[str]) -> frozenset[str]:
    """The plans that a sentence in the plain spelling is about."""
    return frozenset(one for one in plans if _is_meant(said, one))


def _is_meant(said: str, name: str) -> bool:
    called, priced = _patterns(name)
    if called.search(said):
        return True
    return any(not _THEIRS.search(said[: found.start()]) for found in priced.finditer(said))


@lru_cache(maxsize=256)
def _patterns(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    name = re.escape(name)
    return (
        re.compile(rf"\b{name}[ -]{_KIND}\b|\b{_KIND} \"?{name}\b"),
        re.compile(rf"\b{name}{_COSTS}"),
    )
