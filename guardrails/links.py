"""Which links may leave: those of the workspace, and those the reader has written. No images, ever.

A model that obeys a stranger would carry words out in an address, or send the reader to a page that
only looks like ours. So a link to any other host is taken out whole. A bare name is one too: mail
programs make links of it.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from urllib.parse import unquote, urlsplit

from guardrails.text.normalise import normalise, without_hidden
from guardrails.text.words import words_of

REMOVED_LINK = "[link removed]"

# Endings after which a name with dots is read as a host. A longer list would catch file names.
_ENDINGS = words_of("""
    com net org io co ai app dev info biz xyz online site shop store tech cloud link click live pro
    me tv cc ly gg to eu de at ch fr es it nl pl pt be uk us ca au br mx in ie lu cz dk se no fi ru
    cn jp kr tk ml ga cf gq top icu example test invalid internal local onion website digital agency
""")
_FILES = words_of(
    "js ts py md txt json yaml yml css html htm xml csv pdf doc docx xls xlsx php java"
)
# Products whose name looks like a host.
_NAMES = words_of("asp.net vb.net ado.net ml.net socket.io draw.io node.co")
_TRACKING = re.compile(
    r"(?:utm_\w+|gclid|gbraid|wbraid|dclid|fbclid|msclkid|yclid|twclid|ttclid|igshid|mc_cid|mc_eid|"
    r"_hsenc|_hsmi|vero_id|oly_\w+|mkt_tok|wickedid|li_fat_id|s_cid|ref_src|trk\w*)",
    re.IGNORECASE,
)
_STOP = r"\s<>\"'`|{}^\[\]"  # what ends an address
_SCHEME = r"[a-z][a-z0-9+.\-]{1,20}"
_ADDRESS = re.compile(
    # any scheme, also with odd slashes or none of them; those that need no slashes by name
    rf"(?:{_SCHEME}:[/\\]{{1,4}}|(?:javascript|vbscript|livescript|blob|file|view-source):(?=\S)|"
    rf"data:(?=[a-z0-9.+\-]{{0,40}}(?:/[a-z0-9.+\-]{{1,40}})?[;,])|https?:(?=[\w@%])|"
    # an address that borrows the page's scheme, and one that every program completes
    rf"(?<![\w:/\\])[/\\]{{2}}(?=[\w\[]+[.:\]])|(?<![\w@./\\\-])www\d?\.)"
    rf"(?:\[[0-9a-f:.%]{{2,60}}\])?[^{_STOP}]{{0,2000}}",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?<![\w@./\\\-])(?:[^\W_](?:[\w\-]{0,61}[^\W_])?\.){1,8}(?P<ending>xn--[a-z0-9]{2,20}|[^\W\d_]{2,12})"
    rf"(?![\w@]|\.[\w])(?P<rest>\.?(?::\d{{1,5}})?(?:[/?#\\][^{_STOP}]{{0,2000}})?)",
    re.IGNORECASE,
)
_DIGITS_HOST = re.compile(
    r"(?<![\w.@:/])(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?[/?][^\s<>\"'`]{1,2000}"
)
_IMAGE_MARK = re.compile(r"!(?=\[)")
_TAG = re.compile(
    r"</?(?:img|image|a|iframe|frame|object|embed|script|link|style|meta|base|form|input|button|"
    r"video|audio|source|track|svg|math|picture|template|portal)\b[^<>]{0,2000}>?|<!--.{0,4000}?(?:-->|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_LEAD_IN = re.compile(
    r"\](?P<gap>[ \t]?)\((?=[^()\s]{0,3}(?:[a-z][a-z0-9+.\-]{1,20}:|//|www\.|\[link))",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"^[ \t]{0,3}\[[^\]\n]{1,200}\]:[ \t]*(?=\S)", re.MULTILINE)
_TRAILING = ".,;:!?*_~'\"”’»)…"
_WEB = frozenset({"http", "https"})
_PORTS = {"http": "80", "https": "443"}


def shown(text: str, hosts: Collection[str]) -> str:
    """``text`` with no link but those to ``hosts`` (as ``host_of`` writes them), and no image.

    What stays is plain: an address as it would be typed, without what only follows people about.
    """
    if not _may_hold_any(text):
        return text
    plain = _IMAGE_MARK.sub("", _TAG.sub("", without_hidden(text)))
    plain = _REFERENCE.sub("", plain)
    return _LEAD_IN.sub("] (", _plainly(plain, hosts))


def _plainly(text: str, hosts: Collection[str]) -> str:
    for pattern in (_ADDRESS, _DIGITS_HOST):
        text = pattern.sub(lambda found: _judged(found[0], hosts), text)
    return _BARE.sub(lambda found: _bare(found, hosts), text)


def hosts_in(texts: Iterable[str], *, with_mail: bool = True) -> frozenset[str]:
    """Every host that somebody has written, with or without a scheme, and in a mail address too."""
    return frozenset(host for text in texts for host in _hosts_of(text, with_mail=with_mail))


def host_of(address: str) -> str | None:
    """The host as it is compared: lower case, ASCII, without ``www.`` and a final dot, with a port
    that is not the scheme's own. ``None`` for what is not a plain web address.
    """
    plain = normalise(address).text.strip().replace("\\", "/")
    if plain.startswith("//"):
        plain = f"https:{plain}"
    if not re.match(r"[a-z][a-z0-9+.\-]*:", plain, re.IGNORECASE) or _is_host_and_port(plain):
        plain = f"https://{plain}"
    try:
        parts = urlsplit(plain)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in _WEB or "@" in parts.netloc or not parts.hostname:
        return None
    host = _ascii(parts.hostname)
    if host is None:
        return None
    is_own = port is None or str(port) == _PORTS[parts.scheme.lower()]
    return host if is_own else f"{host}:{port}"


def _ascii(name: str) -> str | None:
    if "%" in name or "%" in unquote(name):
        return None
    try:
        host = name.encode("idna").decode() if not name.isascii() else name
    except UnicodeError:
        return None
    return host.lower().rstrip(".").removeprefix("www.") or None


def _is_host_and_port(text: str) -> bool:
    """``localhost:8000`` begins like a scheme and is none."""
    host, _, rest = text.partition(":")
    return re.match(r"\d{1,5}(?:[/?#]|$)", rest) is not None and (
        "." in host or host.lower() == "localhost"
    )


def _may_hold_any(text: str) -> bool:
    return any(mark in text for mark in ".:/\\![<") or not text.isascii()


def _judged(written: str, hosts: Collection[str]) -> str:
    """The address itself, if it may stand, with the punctuation that only follows it."""
    end = _closing(written)
    address = written[:end].rstrip(_TRAILING)
    after = written[len(address) : end] + _plainly(written[end:], hosts)
    host = host_of(address)
    if host is None or host not in hosts or _is_disguised(address):
        return REMOVED_LINK + after
    return _without_tracking(address) + after


def _closing(address: str) -> int:
    """Where a bracket closes that was opened before the address, or its end."""
    depth = 0
    for place, sign in enumerate(address):
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return place
    return len(address)


def _is_disguised(address: str) -> bool:
    """Two readers could take it to two places: a backslash, an odd number of slashes, a host that
    is not written as it is called.
    """
    if "\\" in address or re.match(r"[a-z]+:(?!//[^/]|\d{1,5}(?:\W|$))", address, re.IGNORECASE):
        return True
    host = re.sub(r"^(?:[a-z]+:)?//", "", address, flags=re.IGNORECASE)
    host = re.split(r"[/?#]", host, maxsplit=1)[0]
    return "%" in host or not host.isascii() or ".:" in host or host.endswith(".")


def _bare(found: re.Match[str], hosts: Collection[str]) -> str:
    name = found[0].removesuffix(found["rest"])
    ending = found["ending"].lower()
    has_path = len(found["rest"]) > 1 and ending not in _FILES
    is_host = ending in _ENDINGS or ending.startswith("xn--") or has_path
    if not is_host or name.lower() in _NAMES or _is_glued_sentence(name, found["rest"]):
        return found[0]
    return _judged(found[0], hosts)


def _is_glued_sentence(name: str, rest: str) -> bool:
    """Two sentences without a space between them ("done.It works") are no host."""
    last = name.rpartition(".")[2]
    return len(rest) <= 1 and last[:1].isupper() and not last.isupper() and name.count(".") == 1


def _without_tracking(address: str) -> str:
    base, mark, query = address.partition("?")
    if not mark:
        return address
    query, hash_mark, fragment = query.partition("#")
    kept = [pair for pair in query.split("&") if not _TRACKING.fullmatch(pair.partition("=")[0])]
    return base + ("?" + "&".join(kept) if kept else "") + hash_mark + fragment


def _hosts_of(text: str, *, with_mail: bool) -> Iterator[str]:
    plain = normalise(text).text
    for pattern in (_ADDRESS, _BARE, *((_AFTER_AT,) if with_mail else ())):
        for found in pattern.finditer(plain):
            host = host_of(found[0].lstrip("@").rstrip(_TRAILING))
            if host is not None:
                yield host


_AFTER_AT = re.compile(r"@(?:[^\W_][\w\-]{0,62}\.){1,6}[^\W\d_]{2,20}")
