"""Whether: what a page says yes or no to, where it says so in one cell or one plain sentence."""

import re

from agent.brains.playbook.quoting.picking import Quote, asked_of, strength
from agent.understanding.words import fold

_ASKS = re.compile(
    r"^(?:(?:and|so|also|und|et|y|e|en|i|hi|hello)\W+)?(?:do|does|did|is|are|can|could|may|"
    r"will|would|has|have|"
    r"gibt|habt|haben|hat|kann|konnen|konnt|muss|mussen|brauch\w*|ist|sind|bietet|geht|darf|"
    r"avez|est ce|peut|pouvez|y a|proposez|puis|acceptez|livrez|"
    r"tienen|teneis|hay|puede|podemos|puedo|se puede|ofrecen|aceptan|es|esta|"
    r"avete|c e|si puo|posso|possiamo|offrite|e|tem|tens|ha|pode|podemos|da para|"
    r"heb|hebben|heeft|kan|kunnen|kunt|mag|mogen|moet|moeten|is er|is het|zijn|bieden|czy|"
    r"seid|sind|bist|etes vous|est il|sois|estais|siete|siamo|sao|podem|possiamo)\b"
)
_NO = re.compile(
    r"\b(?:no|not|cannot|never|none|kein\w*|nicht|nie|ne|pas|aucun\w*|non|nessun\w*|não|"
    r"nenhum\w*|geen|niet|nie)\b"
    r"|n't\b",
    re.IGNORECASE,
)
_TURNS = re.compile(
    r"[;:]|\b(?:but|except|aber|mais|pero|ma|mas|maar|ale|only|unless|yet|until)\b", re.IGNORECASE
)
_NEED = re.compile(  # "a card is not required" does not say whether one can be used
    r"\b(?:requir|need|necess|mandator|obligat|compuls|must|have to|notig|erforderlich|brauch|muss|"
    r"benotig|vorausset|hace falta|occorr|serv|richiest|obbligator|precis|obrigator|vereist|"
    r"verplicht|moet|wymag|potrzeb|trzeba|musi|faut|doi[tv])\w*"
)
_OPENS = re.compile(r"^(?P<said>yes|no)\b[.,]", re.IGNORECASE)


def asks_whether(question: str) -> bool:
    """Whether it can be answered by yes or no."""
    return _ASKS.match(re.sub(r"[^\w]+", " ", fold(question)).strip()) is not None


def verdict(question: str, quote: Quote) -> str | None:
    """``yes`` or ``no`` where the quotation says it of all that was asked; else None."""
    if not asks_whether(question):
        return None
    cells = {value.casefold() for piece in quote.fragments for value in _values(piece.text)}
    if len(quote.fragments) == 1 and quote.fragments[0].is_row and len(cells) == 1:
        return next((said for said in ("yes", "no") if said in cells), None)
    if len(quote.fragments) != 1 or quote.fragments[0].is_row:
        return None
    text = quote.fragments[0].text.rpartition("? ")[2]  # what a page asks and answers itself
    if (
        _OPENS.match(text)
        or len(_NO.findall(text)) != 1
        or _TURNS.search(text)
        or _NO.search(question)
        or (_NEED.search(fold(text)) and not _NEED.search(fold(question)))
    ):
        return None
    passage = quote.fragments[0].passage
    asked = [t for t in asked_of(question, [passage]) if not t.is_light]
    return "no" if asked and all(strength(term, text) > 0 for term in asked) else None


def _values(row: str) -> list[str]:
    """The values of a row in words: ``API – Team: yes; Group: no.``"""
    return [part.rpartition(":")[2].strip(" .") for part in row.partition(" – ")[2].split(";")]
