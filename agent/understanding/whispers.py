"""What a colleague's whisper asks of the embedded brain, read by rules in the eight languages.

A whisper never allows anything: each wish is something the agent may do, ask or leave anyway.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from agent.understanding.kinds import LANGUAGES
from agent.understanding.signals import read_message
from agent.understanding.times import Window, resolve
from agent.understanding.words import fold


class Wish(StrEnum):
    """The list is closed: what it does not hold is not understood, and the colleague is told so."""

    HAND_OVER = "hand_over"
    NOT_PRICE = "not_price"  # do not talk about it: whoever asks gets a person
    OFFER_TIMES = "offer_times"
    ASK_SIZE = "ask_size"
    ASK_TOOL = "ask_tool"


@dataclass(frozen=True, slots=True)
class Heard:
    wishes: frozenset[Wish] = frozenset()
    windows: tuple[Window, ...] = ()


_NOT = re.compile(
    r"\b(?:do ?n'?t|dont|not|never|avoid|no|nicht|kein\w*|niemals|ne|pas|jamais|evite\w*|sin|nunca|"
    r"non|mai|evita\w*|niet|geen|nooit|nie|nao|unikaj)\b"
)
_PRICE = re.compile(
    r"\b(?:pric\w*|discount\w*|cost\w*|rabatt?\w*|preis\w*|kosten|prix|remise\w*|"
    r"tarif\w*|precio\w*|"
    r"descuento\w*|prezz\w*|scont[oi]\w*|preco\w*|descont\w*|prijs\w*|prijz\w*|"
    r"korting\w*|cen\w{0,3}|"
    r"znizk\w*)\b"
)
_HAND_OVER = re.compile(
    r"\bhand (?:\w+ ){0,3}(?:over|to)\b|\b(?:bring|get|call) (?:\w+ ){0,2}(?:person|human|me|us)\b|"
    r"\b(?:ubergib|ubergeben|weiterleiten|hol \w+ (?:mensch|kolleg)\w*)\b|"
    r"\bpass\w* (?:\w+ ){0,2}(?:la main|a un(?:e)? (?:collegue|personne))\b|"
    r"\b(?:pasa|pase|pasalo|pasala|deriva)\w* (?:\w+ ){0,2}(?:persona|companer\w+|equipo)\b|"
    r"\b(?:passa|passalo|passala|affida)\w* (?:\w+ ){0,3}"
    r"(?:persona|collega|team|pessoa|colega|equipa)\b|"
    r"\bdraag (?:\w+ ){0,3}over\b|\bprzekaz\w*\b"
)
_OFFER = re.compile(
    r"\b(?:offer|propose|suggest|biete|schlag|anbieten|propos\w*|ofrec\w*|proponi|offri|offr\w*|"
    r"oferec\w*|propon\w*|bied|stel|zaproponuj|zaoferuj)\b"
)
_MEETING = re.compile(
    r"\b(?:times?|slots?|meeting|demo|call|appointment|termin\w*|gesprach|rendez-?vous|reunion\w*|"
    r"creneau\w*|cita|llamada|reunione|appuntamento|orari|horari\w*|afspraak|tijden|spotkani\w*)\b"
)
_ASK = re.compile(
    r"\b(?:ask|frag\w*|demand\w*|pregunt\w*|chied\w*|pergunt\w*|vraag|zapytaj|"
    r"find out|finde heraus)\b"
)
_SIZE = re.compile(
    r"\b(?:size|how many|how big|headcount|seats|users|team size|company size|"
    r"gro(?:ss|s)e|wie viele|"
    r"mitarbeiter\w*|taille|combien|effectif\w*|tamano|cuant\w*|dimension\w*|quant\w*|"
    r"grootte|hoeveel|"
    r"tamanho|wielkosc|ile osob|liczb\w*)\b"
)
_TOOL = re.compile(
    r"\b(?:tools?|software|crm|use (?:today|now)|using|current|werkzeug\w*|nutzen|"
    r"benutz\w*|outil\w*|"
    r"utilis\w*|herramient\w*|usan|strument\w*|usano|ferrament\w*|usam|gebruik\w*|narzedzi\w*|"
    r"uzywa\w*)\b"
)


def read_whisper(text: str, *, now: datetime, zone: str) -> Heard:
    """What it asks for; nothing where it is not understood."""
    said = fold(text)
    wishes: set[Wish] = set()
    is_not, is_price = bool(_NOT.search(said)), bool(_PRICE.search(said))
    if is_not and is_price:
        wishes.add(Wish.NOT_PRICE)
    if _HAND_OVER.search(said) and not (is_not and not is_price):
        wishes.add(Wish.HAND_OVER if not is_price else Wish.NOT_PRICE)
    language = read_message(text, languages=LANGUAGES, by_rules=True).language
    windows = tuple(resolve(text, now=now, zone=zone, language=language).windows)
    if not is_not and _OFFER.search(said) and (windows or _MEETING.search(said)):
        wishes.add(Wish.OFFER_TIMES)
    if not is_not and _ASK.search(said):
        wishes |= {Wish.ASK_SIZE} if _SIZE.search(said) else set()
        wishes |= {Wish.ASK_TOOL} if _TOOL.search(said) and not _SIZE.search(said) else set()
    return Heard(frozenset(wishes), windows if Wish.OFFER_TIMES in wishes else ())
