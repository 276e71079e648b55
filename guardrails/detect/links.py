"""What links carry that they should not (credentials, one-time tokens), and network addresses."""

import ipaddress
import re
from collections.abc import Iterator

from guardrails.entities import Entity, Span

_USERINFO = re.compile(
    r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,20}://(?:[^\s/@?#:]{1,100}:(?=[^\s/@?#]{1,200}@))?"
    r"([^\s/@?#]{1,200})@",
    re.IGNORECASE,
)
_PARAMETER = re.compile(
    r"(?:[?&;#]|&amp;)(?:[a-z0-9_.-]{0,30}(?:token|secret|passw(?:or)?d|passcode|pwd|api-?_?key|"
    r"signature|credential|ticket)|sig|key|k|auth|authuser_key|"
    r"session(?:_?id)?|sid|jsessionid|phpsessid|jwt|otp|pin|pass|pw|hash|hmac|x-amz-[a-z-]{3,20}|"
    r"magic|"
    r"invite|reset|confirmation|verify|unsubscribe|saml\w{0,10}|assertion)"
    r"(?:=|%3d)([^\s&#\"'<>]{4,2000})",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"[?&#](?:code|state|nonce|t|h|s|id_hint)=([^\s&#\"'<>]{12,2000})", re.IGNORECASE
)
_MAGIC_PATH = re.compile(
    r"(?:https?://|www\.)[^\s\"'<>]{3,200}?/(?:reset|magic|verify|confirm|invite|invitation|login|"
    r"signin|auth|token|activate|activation|unsubscribe|share|shared|join|secret|password|recover|"
    r"onboard|optin|optout)[a-z_/-]{0,30}/([A-Za-z0-9_.=-]{16,400})",
    re.IGNORECASE,
)
_HOOK = re.compile(
    r"(?:hooks\.slack\.com/(?:services|workflows|triggers)/|discord(?:app)?\.com/api/webhooks/\d+/|"
    r"api\.telegram\.org/bot|hook\.(?:eu\d|us\d|integromat)?\.?make\.com/|"
    r"hooks\.zapier\.com/hooks/catch/|outlook\.office\.com/webhook/|[\w-]+\.webhook\.office\.com/)"
    r"([^\s\"'<>?]{8,300})",
    re.IGNORECASE,
)
_LINKED = re.compile(r"://|www\.|[?&#;][\w.-]+(?:=|%3d)|hooks?\.|webhook|telegram", re.IGNORECASE)
_EVERYDAY = re.compile(  # "?key=value", "?sid=42", "?hash=top": words and counts hide nothing
    r"[a-z]{2,12}(?:[_-][a-z]{2,12}){0,3}|\d{1,3}|true|false", re.IGNORECASE
)
_HIGHER = r"25[0-5]|2[0-4]\d|1\d\d|0{0,2}[0-9]|0?[1-9]\d"
_DOT = r"(?:\.|\[\.\]|\(\.\))"
_V4 = re.compile(
    rf"(?<![\w.-])(?<!\d[,/])(?:(?:{_HIGHER}){_DOT}){{3}}(?:{_HIGHER})(?:/(?:3[0-2]|"
    rf"[12]?\d)(?!\d))?"
    rf"(?!\w|\.\d|-\d)"
)
_V6 = re.compile(
    r"(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}(?:[0-9a-f]{1,4}|(?:\d{1,3}\.){3}\d{1,3})?(?:%\w{1,15})?"
    r"(?:/\d{1,3})?(?![\w:])",
    re.IGNORECASE,
)
_MAC = re.compile(
    r"(?<![\w:-])(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}(?![\w:-])"
    r"|(?<!\w)(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}(?![\w.])",
    re.IGNORECASE,
)
_VERSION = re.compile(
    r"(?:(?<![a-z])v|(?<!\w)(?:ver|versions?|release[ds]?|builds?|firmware|driver|patch|"
    r"update[ds]?|upgraded?|"
    r"downgrade|software|sdk|kernel|chrome|firefox|safari|edge|ios|android|windows|macos|python|"
    r"java|"
    r"node|sections?|chapter|clause|paragraph|abschnitt|kapitel|artikel|article|art|ziffer|punkt|"
    r"pkt|"
    r"§|versi[óo]n|vers[ãa]o|versione|versie|wersj\w*|aktualisierung|mise [àa] jour|"
    r"actualizaci[óo]n|"
    r"aggiornamento|atualiza[çc][ãa]o|rozdzia[łl]|app|plugin|library|package|module)"
    r"(?:[\s.:]{1,3}(?:from|to|of|is|the|number|nr|no|von|auf|de|a|da|van|naar|z|do|"
    r"and|und|et|y|i|en|or|oder|,|[\d][\w.]*)){0,4})"
    r"[\s.:=-]{0,3}$",
    re.IGNORECASE,
)
_NETWORK = re.compile(
    r"(?<!\w)(?:ips?|ip-?adress\w*|ipv4|address|server|host|hosted|ping|gateway|router|subnet|dns|"
    r"vpn|"
    r"firewall|whitelist\w*|allowlist\w*|blocklist\w*|adresse|direcci[óo]n|indirizzo|endere[çc]o|"
    r"adres\w*|"
    r"ssh|ftp|proxy|node at|login from|logged in from)(?!\w)|://",
    re.IGNORECASE,
)
# A mask, any machine, or all that RFC 1918 leaves to everybody.
_NO_HOST = re.compile(
    r"255\.255\.|0\.0\.0\.0|10\.0\.0\.0/8(?!\d)|172\.16\.0\.0/12|192\.168\.0\.0/16"
)
_VERSION_DISTANCE, _SMALL_OCTET = 36, 32
_FEWEST_COLONS = 3


def find_link_secrets(text: str) -> Iterator[Span]:
    if not _LINKED.search(text):
        return
    for pattern in (_USERINFO, _MAGIC_PATH, _HOOK):
        for found in pattern.finditer(text):
            yield _token(found)
    for pattern in (_PARAMETER, _CODE):
        for found in pattern.finditer(text):
            if not _EVERYDAY.fullmatch(found[1]):
                yield _token(found)


def _token(found: re.Match[str]) -> Span:
    return Span(Entity.SECRET, found.start(1), found.end(1), 1.0, "link_token")


def find_ips(text: str) -> Iterator[Span]:
    for found in _V4.finditer(text):
        if not _is_version(text, found):
            yield Span(Entity.IP, found.start(), found.end(), 1.0, "ipv4")
    if text.count(":") >= _FEWEST_COLONS - 1:
        for found in _V6.finditer(text):
            written = found[0].partition("/")[0]
            colons = written.count(":")
            if (colons >= _FEWEST_COLONS or "::" in written) and _is_address(written):
                yield Span(Entity.IP, found.start(), found.end(), 1.0, "ipv6")
    for found in _MAC.finditer(text):
        yield Span(Entity.IP, found.start(), found.end(), 1.0, "mac")


def _is_version(text: str, found: re.Match[str]) -> bool:
    """Said to be one, the private networks or a mask rather than a machine, or too small in all its
    parts to be a likely address.
    """
    start = found.start()
    if _NO_HOST.match(found[0]):
        return True
    if _VERSION.search(text, max(0, start - _VERSION_DISTANCE), start):
        return True
    parts = [int(part) for part in re.findall(r"\d+", found[0].partition("/")[0])]
    if len(set(parts)) == 1 or parts[0] == 10 or max(parts) >= _SMALL_OCTET:  # noqa: PLR2004
        return False
    return not _NETWORK.search(text, max(0, start - _VERSION_DISTANCE), start)


def _is_address(written: str) -> bool:
    if not any(letter.isalnum() for letter in written):
        return False
    try:
        ipaddress.ip_address(written)
    except ValueError:
        return False
    return True


def network_part(address: str) -> str:
    """What may be logged of an address: /24 of IPv4, /48 of IPv6, the maker of a MAC."""
    if _MAC.fullmatch(address):
        return re.sub(r"[^0-9a-f]", "", address.casefold())[:6] + "…"
    bare = re.sub(r"[\[\]()]", "", address).partition("%")[0].partition("/")[0]
    if ":" not in bare:
        bare = ".".join(str(int(part)) for part in bare.split("."))
    length = 24 if ipaddress.ip_address(bare).version == 4 else 48  # noqa: PLR2004 - the protocol's name
    return str(ipaddress.ip_network(f"{bare}/{length}", strict=False))
