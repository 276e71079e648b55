"""What links carry that they should not (credentials, one-time tokens), and network addresses."""

import ipaddress
import re
from collections.abc import Iterator

from guardrails.entities import Entity, Span

_USERINFO = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://([^\s/@?#]{1,200})@", re.IGNORECASE)
_PARAMETER = re.compile(
    r"(?:[?&;#]|&amp;)(?:[a-z0-9_-]{0,30}(?:token|secret|passw(?:or)?d|pwd|api-?_?key|"
    r"signature|credential)|sig|key|auth|"
    r"session(?:_?id)?|sid|jwt|otp|hash|hmac|x-amz-[a-z-]{3,20}|ticket|magic|invite|"
    r"reset)=([^\s&#\"'<>]{6,2000})",
    re.IGNORECASE,
)
_CODE = re.compile(r"[?&](?:code|state|nonce)=([^\s&#\"'<>]{12,2000})", re.IGNORECASE)
_MAGIC_PATH = re.compile(
    r"https?://[^\s\"'<>]{3,200}/(?:reset|magic|verify|confirm|invite|login|token|"
    r"activate|unsubscribe|share)[a-z_/-]{0,30}/"
    r"([A-Za-z0-9_-]{20,400})",
    re.IGNORECASE,
)
_V4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)")
_V6 = re.compile(
    r"(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:%\w{1,15})?(?![\w:])", re.IGNORECASE
)
_VERSION = re.compile(
    r"(?:\bv|\bver\.?|\bversion|\brelease|\bbuild|\bfirmware)\s{0,2}$", re.IGNORECASE
)
_FEWEST_COLONS = 3


def find_link_secrets(text: str) -> Iterator[Span]:
    if "://" in text or "www." in text:
        for pattern in (_USERINFO, _PARAMETER, _CODE, _MAGIC_PATH):
            for found in pattern.finditer(text):
                yield Span(Entity.SECRET, found.start(1), found.end(1))


def find_ips(text: str) -> Iterator[Span]:
    for found in _V4.finditer(text):
        if _is_address(found[0]) and not _VERSION.search(
            text, max(0, found.start() - 12), found.start()
        ):
            yield Span(Entity.IP, found.start(), found.end())
    if text.count(":") >= _FEWEST_COLONS or "::" in text:
        for found in _V6.finditer(text):
            written = found[0]
            if (
                written.count(":") >= _FEWEST_COLONS - 1
                and any(c.isalnum() for c in written)
                and _is_address(written)
            ):
                yield Span(Entity.IP, found.start(), found.end())


def _is_address(written: str) -> bool:
    try:
        ipaddress.ip_address(written)
    except ValueError:
        return False
    return True


def network_part(address: str) -> str:
    """What may be logged of an address: /24 of IPv4, /48 of IPv6."""
    length = 24 if ipaddress.ip_address(address).version == 4 else 48  # noqa: PLR2004 - the protocol's name
    return str(ipaddress.ip_network(f"{address.partition('%')[0]}/{length}", strict=False))
