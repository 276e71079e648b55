"""The widget's own words, by language, and what the public may know of a workspace."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from salesgenix.accounts.rules import Profile

FOLDER = Path(__file__).parent / "static" / "i18n"
FALLBACK = "en"
RIGHT_TO_LEFT = frozenset({"ar"})


@lru_cache(maxsize=1)
def dictionaries() -> dict[str, dict[str, str]]:
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(FOLDER.glob("*.json"))
    }


def pick_language(locale: str | None, offered: list[str]) -> str:
    """The asked-for language if offered (``de-AT`` asks for ``de``), else the first offered."""
    wanted = (locale or "").replace("_", "-").lower()
    by_name = {language.lower(): language for language in offered}
    by_base = {language.lower().partition("-")[0]: language for language in reversed(offered)}
    found = by_name.get(wanted) or by_base.get(wanted.partition("-")[0])
    return found or offered[0]


def interface_language(locale: str | None, profile: Profile) -> str:
    """The language of buttons and labels: asked for, else the workspace's first, else English."""
    known = list(dictionaries())
    fallback = pick_language(profile.languages[0], [FALLBACK, *known])
    return pick_language(locale, [fallback, *known])


def disclosure_of(profile: Profile, language: str) -> str:
    """That an AI answers: in the workspace's own words, else the house's. Never none."""
    own = profile.disclosure.get(language, "").strip()
    words = own or dictionaries()[language]["disclosure"]
    return words.replace("{agent}", profile.agent_name).replace("{company}", profile.company)


def public_profile(profile: Profile, locale: str | None) -> dict[str, Any]:
    return {
        "company": profile.company,
        "agent_name": profile.agent_name,
        "disclosure": disclosure_of(profile, interface_language(locale, profile)),
        "languages": profile.languages,
        "brand_colour": profile.brand_colour,
        "privacy_url": profile.privacy_url,
    }
