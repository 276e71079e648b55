"""OAuth 2.0 with PKCE (RFC 6749, RFC 7636): a member lets us into their calendar, and out again.

The authorization code flow alone. The caller keeps ``Grant.state`` (as a digest) and
``Grant.verifier`` (sealed) until the browser comes back, compares the state, and redeems the code.
Not verified against a vendor's cloud: proven against twins of our own.
"""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field
from urllib.parse import urlencode

import anyio

from integrations.calendar.rest import Answer, open_client, raise_for_load, send
from salesgenix.calendars.ports import CalendarError, Trouble
from salesgenix.kit.settings import CalendarSettings

# What the member alone can mend, by signing in again. ``invalid_client`` and the like are ours.
OF_THE_MEMBER = frozenset(
    {"invalid_grant", "interaction_required", "consent_required", "login_required", "access_denied"}
)
GOOGLE_SCOPES = (
    "https://www.googleapis.com/auth/calendar.events "
    "https://www.googleapis.com/auth/calendar.calendarlist.readonly"
)
MICROSOFT_SCOPES = "offline_access Calendars.ReadWrite"


@dataclass(frozen=True, slots=True)
class Tokens:
    """What opens an account. It is kept sealed, as ``to_json`` gives it."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @staticmethod
    def from_json(secret: str) -> "Tokens":
        try:
            read = json.loads(secret)
            return Tokens(access=str(read["access"]), refresh=str(read["refresh"]))
        except (ValueError, KeyError, TypeError) as error:
            raise CalendarError(Trouble.NEEDS_REAUTH, "calendar.no_tokens") from error


@dataclass(frozen=True, slots=True)
class Grant:
    """One request for a member's leave: where to send the browser, and what to keep meanwhile."""

    url: str
    state: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """One maker's doors, and how this installation is known there."""

    client_id: str
    client_secret: str | None = field(repr=False)
    authorize_url: str
    token_url: str
    revoke_url: str | None  # Microsoft has none: the member takes the leave back in their account
    scopes: str
    extra: Mapping[str, str]
    timeout: float


def maker_of(kind: str, settings: CalendarSettings) -> Maker:
    """``google`` or ``microsoft``; ``CalendarError`` (refused) where it has not been set up."""
    if kind == "google":
        client_id, secret = settings.google_client_id, settings.google_client_secret
    elif kind == "microsoft":
        client_id, secret = settings.microsoft_client_id, settings.microsoft_client_secret
    else:
        raise CalendarError(Trouble.REFUSED, "calendar.unknown_kind")
    if not client_id:
        raise CalendarError(Trouble.REFUSED, "calendar.not_set_up")
    is_google, login = kind == "google", settings.microsoft_login_url.rstrip("/")
    return Maker(
        client_id=client_id,
        client_secret=secret.get_secret_value() if secret else None,
        authorize_url=settings.google_authorize_url if is_google else f"{login}/authorize",
        token_url=settings.google_token_url if is_google else f"{login}/token",
        revoke_url=settings.google_revoke_url if is_google else None,
        scopes=GOOGLE_SCOPES if is_google else MICROSOFT_SCOPES,
        # Google gives a refresh token only where it is asked for, and only with fresh consent.
        extra={"access_type": "offline", "prompt": "consent"} if is_google else {},
        timeout=settings.timeout_seconds,
    )


def begin(maker: Maker, *, redirect_url: str) -> Grant:
    """A new state and verifier (256 bits each) and the address of the maker's question."""
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    query = {
        "response_type": "code",
        "client_id": maker.client_id,
        "redirect_uri": redirect_url,
        "scope": maker.scopes,
        "state": state,
        "code_challenge": challenge_of(verifier),
        "code_challenge_method": "S256",
        **maker.extra,
    }
    return Grant(f"{maker.authorize_url}?{urlencode(query)}", state, verifier)


def challenge_of(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


async def redeem(maker: Maker, code: str, *, verifier: str, redirect_url: str) -> Tokens:
    """The tokens for a code, which works once. One without a refresh token is worth nothing here:
    it would stop within the hour, unseen.
    """
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "code_verifier": verifier,
        "redirect_uri": redirect_url,
    }
    return _tokens(await _post(maker, maker.token_url, form), refresh=None)


async def renew(maker: Maker, tokens: Tokens) -> Tokens:
    """A new access token; the refresh token is a new one too where the maker rotates them."""
    form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh}
    return _tokens(await _post(maker, maker.token_url, form), refresh=tokens.refresh)


async def revoke(maker: Maker, tokens: Tokens) -> bool:
    """Gives the leave back; ``False`` where only the member can, in their own account. A token that
    the maker no longer knows is given back already (RFC 7009, 2.2).
    """
    if maker.revoke_url is None:
        return False
    answer = await _post(maker, maker.revoke_url, {"token": tokens.refresh})
    if not answer.is_good and answer.body.get("error") not in {"invalid_token", "invalid_grant"}:
        raise CalendarError(Trouble.REFUSED, "calendar.not_revoked")
    return True


class Session:
    """An account's tokens in use. A new pair goes to ``keep`` before it is used for anything: the
    old one may be void already, and a pair that is not kept would lock the member out.
    """

    def __init__(
        self, maker: Maker, tokens: Tokens, keep: Callable[[Tokens], Awaitable[None]]
    ) -> None:
        self._maker = maker
        self._tokens = tokens
        self._keep = keep
        self._lock = anyio.Lock()

    async def token(self, *, instead_of: str | None = None) -> str:
        async with self._lock:
            if instead_of is not None and self._tokens.access == instead_of:
                renewed = await renew(self._maker, self._tokens)
                await self._keep(renewed)
                self._tokens = renewed
            return self._tokens.access


async def _post(maker: Maker, url: str, form: Mapping[str, str]) -> Answer:
    data = {"client_id": maker.client_id, **form}
    if maker.client_secret is not None:
        data["client_secret"] = maker.client_secret
    async with open_client(maker.timeout) as client:
        answer = await send(
            client,
            client.build_request("POST", url, data=data, headers={"Accept": "application/json"}),
        )
    raise_for_load(answer)
    return answer


def _tokens(answer: Answer, *, refresh: str | None) -> Tokens:
    error = answer.body.get("error")
    if error in OF_THE_MEMBER:
        raise CalendarError(Trouble.NEEDS_REAUTH, f"calendar.{error}")
    if not answer.is_good:
        raise CalendarError(Trouble.REFUSED, "calendar.no_token")
    access, refresh = answer.body.get("access_token"), answer.body.get("refresh_token") or refresh
    if not isinstance(access, str) or not access:
        raise CalendarError(Trouble.UNREACHABLE, "calendar.unreadable")
    if not isinstance(refresh, str) or not refresh:
        raise CalendarError(Trouble.NEEDS_REAUTH, "calendar.no_refresh_token")
    return Tokens(access, refresh)
