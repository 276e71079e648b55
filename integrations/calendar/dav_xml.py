"""The XML that WebDAV and CalDAV speak (RFC 4918, 4791, 6578): what is asked, what is answered.

A server's XML is a stranger's: no entity is resolved, nothing is fetched, nothing huge is built.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin
from xml.sax.saxutils import escape

from lxml import etree

DAV = "DAV:"
CAL = "urn:ietf:params:xml:ns:caldav"
NAMESPACES = f'xmlns:d="{DAV}" xmlns:c="{CAL}"'

DISCOVERY = f"""<d:propfind {NAMESPACES}><d:prop>
<d:resourcetype/><d:displayname/><d:current-user-principal/><c:calendar-home-set/>
<d:current-user-privilege-set/><c:supported-calendar-component-set/>
</d:prop></d:propfind>"""
ETAGS = f"<d:propfind {NAMESPACES}><d:prop><d:getetag/></d:prop></d:propfind>"


class NotXml(ValueError):
    """The answer is no multistatus: another kind of server lives there."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One ``response`` of a multistatus. ``status``: of the resource itself, where one is given."""

    url: str
    status: int
    found: dict[str, etree._Element] = field(default_factory=dict)

    def text(self, name: str) -> str:
        element = self.found.get(name)
        return (element.text or "").strip() if element is not None else ""

    def href(self, name: str) -> str | None:
        element = self.found.get(name)
        inner = element.find(f"{{{DAV}}}href") if element is not None else None
        return None if inner is None or not inner.text else urljoin(self.url, inner.text.strip())

    def has(self, name: str, inner: str) -> bool:
        element = self.found.get(name)
        return element is not None and element.find(f".//{inner}") is not None


@dataclass(frozen=True, slots=True)
class Multistatus:
    resources: tuple[Resource, ...]
    sync_token: str | None


def parse(body: bytes, base: str) -> Multistatus:
    """``NotXml`` for anything that is no multistatus."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotXml from error
    if root is None or root.tag != f"{{{DAV}}}multistatus":
        raise NotXml
    token = root.findtext(f"{{{DAV}}}sync-token")
    return Multistatus(tuple(_resources(root, base)), token.strip() if token else None)


def names_error(body: bytes, name: str) -> bool:
    """Whether an error's body names this precondition (RFC 4918, section 16)."""
    return name.encode() in body


def sync_request(token: str) -> str:
    return (
        f"<d:sync-collection {NAMESPACES}><d:sync-token>{escape(token)}</d:sync-token>"
        "<d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop></d:sync-collection>"
    )


def multiget_request(paths: Iterable[str]) -> str:
    hrefs = "".join(f"<d:href>{escape(path)}</d:href>" for path in paths)
    return (
        f"<c:calendar-multiget {NAMESPACES}><d:prop><d:getetag/><c:calendar-data/></d:prop>"
        f"{hrefs}</c:calendar-multiget>"
    )


def _resources(root: etree._Element, base: str) -> Iterator[Resource]:
    for response in root.iterfind(f"{{{DAV}}}response"):
        href = response.findtext(f"{{{DAV}}}href")
        if not href:
            continue
        status = _code(response.findtext(f"{{{DAV}}}status"))
        found: dict[str, etree._Element] = {}
        for propstat in response.iterfind(f"{{{DAV}}}propstat"):
            if _code(propstat.findtext(f"{{{DAV}}}status")) == 200:  # noqa: PLR2004 - HTTP
                found |= {str(one.tag): one for one in propstat.iterfind(f"{{{DAV}}}prop/*")}
        yield Resource(urljoin(base, href.strip()), status, found)


def _code(status: str | None) -> int:
    """Of ``HTTP/1.1 404 Not Found``; 200 where nothing is said."""
    parts = (status or "").split()
    return int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 200
