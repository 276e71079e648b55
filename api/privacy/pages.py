"""The pages of requests about data, in the visitor's language, without a script."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.assets import assets
from api.widget.language import pick_language
from salesgenix.accounts.rules import Profile
from salesgenix.kit.house_yaml import read_yaml

HERE = Path(__file__).parent
NAMES = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "it": "Italiano",
    "pt": "Português",
    "nl": "Nederlands",
    "pl": "Polski",
}
GROUPS = {
    "see": ("access", "portability", "inform", "automated_copy"),
    "change": ("rectify", "restrict", "erase"),
    "stop": ("object", "withdraw_consent", "unsubscribe"),
    "other": ("complaint",),
}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",  # the forms say where they come from; no link tells a secret
    "X-Frame-Options": "DENY",
}
NOBODY: Mapping[str, str] = MappingProxyType({})


def words_of(language: str) -> dict[str, Any]:
    return _dictionaries()[language]


def language_of(request: Request, profile: Profile | None = None) -> str:
    """Asked for by the address, else by the browser, else the workspace's own."""
    chosen = request.query_params.get("lang", "")
    if chosen in NAMES:
        return chosen
    for part in request.headers.get("accept-language", "").split(","):
        wanted = part.partition(";")[0].strip()
        if wanted.partition("-")[0].lower() in NAMES:
            return pick_language(wanted, list(NAMES))
    own = profile.languages[0] if profile else "en"
    return pick_language(own, list(NAMES))


def page(
    name: str,
    language: str,
    profile: Profile | None = None,
    *,
    status: int = 200,
    is_switchable: bool = True,
    **context: Any,
) -> HTMLResponse:
    told = {
        "language": language,
        "languages": list(NAMES.items()) if is_switchable else [],
        "words": words_of(language),
        "company": profile.company if profile else "",
        "policy": profile.privacy_url if profile else "",
        "address": profile.postal_address if profile else "",
        **context,
    }
    headers = {**HEADERS, "Content-Language": language, "Vary": "Accept-Language"}
    return HTMLResponse(_environment().get_template(name).render(told), status, headers=headers)


def said(
    what: str,
    language: str,
    profile: Profile | None = None,
    *,
    status: int = 200,
    is_good: bool = False,
    button: str = "",
    texts: tuple[str, ...] | None = None,
    facts: Mapping[str, str] = NOBODY,
) -> HTMLResponse:
    """A page that says one thing: ``what`` names its title and, but for ``texts``, its words."""
    words = words_of(language)
    told = [str(words[name]).format(**facts) for name in texts or (what,)]
    return page(
        "said.html",
        language,
        profile,
        status=status,
        is_switchable=status < 400,  # noqa: PLR2004 - a failed page has no address to come back to
        title=str(words[f"{what}_title"]).format(**facts),
        texts=told,
        is_good=is_good,
        button=words[button] if button else "",
    )


@lru_cache(maxsize=1)
def _dictionaries() -> dict[str, dict[str, Any]]:
    return {
        name: read_yaml((HERE / "words" / f"{name}.yaml").read_text(encoding="utf-8"))
        for name in NAMES
    }


@lru_cache(maxsize=1)
def _environment() -> Environment:
    jinja = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.globals["asset"] = assets().url
    return jinja
