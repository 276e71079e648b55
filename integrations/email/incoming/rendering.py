"""HTML of a stranger as plain text: what a reader would see, with quotations marked by ``> ``."""

import re

from inscriptis import Inscriptis
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig
from lxml import etree, html

from integrations.email.incoming.parts import BROKEN, LONGEST_TEXT, clean

LONGEST_HTML = 1_500_000
UNSEEN = frozenset(
    {"script", "style", "head", "title", "template", "noscript", "object", "embed", "svg", "iframe"}
)
HIDES = re.compile(
    r"display:none|visibility:hidden|mso-hide:all|opacity:0(?:\.0+)?(?:;|$)"
    r"|font-size:0(?:\.0+)?(?:px|pt|em|rem|%)?(?:;|!|$)|max-height:0(?:px)?(?:;|!|$)"
)
QUOTES = ("gmail_quote_container", "gmail_quote", "yahoo_quoted", "protonmail_quote")
OPEN, CLOSE = "\ue0f0", "\ue0f1"  # private signs: where a quotation begins and ends
CONFIG = ParserConfig(css=CSS_PROFILES["relaxed"], display_images=False, display_links=False)


def rendered(source: str) -> str:
    """Never raises; falls back to the bare text of the page."""
    cut = source[:LONGEST_HTML].replace(OPEN, "").replace(CLOSE, "")
    try:
        tree = html.fromstring(cut.encode("utf-8", "replace"), parser=_parser())
    except (*BROKEN, etree.LxmlError):
        return ""
    try:
        _prepare(tree)
        page = Inscriptis(tree, CONFIG).get_text()
    except (*BROKEN, etree.LxmlError):
        page = " ".join(str(one) for one in tree.itertext())
    return _marked(clean(page))[:LONGEST_TEXT]


def _parser() -> html.HTMLParser:
    return html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)


def _prepare(tree: html.HtmlElement) -> None:
    """What no reader sees goes; a quotation is put between signs that survive the rendering."""
    for element in list(tree.iter(etree.Element)):
        if element is tree or element.getparent() is None:
            continue
        if _is_unseen(element):
            element.drop_tree()
        elif _is_quote(element):
            element.text = f"\n{OPEN}{element.text or ''}"
            last = etree.SubElement(element, "span")
            last.text = CLOSE


def _is_unseen(element: html.HtmlElement) -> bool:
    style = re.sub(r"\s+", "", element.get("style") or "").lower()
    return (
        element.tag in UNSEEN
        or "hidden" in element.attrib
        or (element.tag == "input")
        or bool(HIDES.search(style))
    )


def _is_quote(element: html.HtmlElement) -> bool:
    """The outermost container of what a program quotes is a ``blockquote``; around it stands the
    line that says who wrote, which is read as in a plain mail.
    """
    return element.tag == "blockquote" and "font-style:italic" not in (element.get("style") or "")


def _marked(page: str) -> str:
    depth, lines = 0, []
    for line in page.split("\n"):
        opened, closed = line.count(OPEN), line.count(CLOSE)
        plain = line.replace(OPEN, "").replace(CLOSE, "")
        depth += opened
        is_edge = (opened or closed) and not plain.strip()
        if not is_edge:
            lines.append(("> " * min(depth, 5) + plain.strip()).rstrip() if depth else plain)
        depth = max(depth - closed, 0)
    text = "\n".join(line.rstrip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")
