"""A pasted mail: what the person wrote in it themselves, without history and signature."""

import re
from collections.abc import Sequence

from agent.understanding.remarks import passes_on

_QUOTED = re.compile(r"^\s*(?:>|\|)")
_HEADS_HISTORY = re.compile(  # "On Monday … wrote:", "-----Original Message-----"
    r"^\s*(?:-{2,}\s*)?(?:"
    r"(?:On|Am|Le|El|Il|Em|Op|W dniu)\b.{4,160}(?:wrote|schrieb|a écrit|escribió|ha scritto|scrisse"
    r"|escreveu|schreef|napisał(?:\(?a\)?)?).{0,80}:"
    r"|(?:Original Message|Forwarded message|Ursprüngliche Nachricht|Weitergeleitete Nachricht"
    r"|Message d'origine|Message original|Mensaje original|Messaggio originale|Mensagem original"
    r"|Oorspronkelijk bericht|Wiadomość oryginalna|Oryginalna wiadomość)\b.*"
    r")\s*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"^\s*\*?(?:From|Von|De|Da|Van|Od)\*?\s?:.*[@<]", re.IGNORECASE)
_HEAD = re.compile(
    r"^[\s>|*]*(?:(?:Subject|Betreff|Objet|Asunto|Oggetto|Assunto|Onderwerp|Temat)\*?\s?:"
    r"|[^\W\d_]{1,14}(?: [^\W\d_]+)?\*?\s?:\s.*(?:[@<]|\d{4}))",
    re.IGNORECASE,
)
_STOP = re.compile(r"(?<=[.?!:,])\s+(?=[A-ZÀ-Ž¿])|(?<=\?)\s+")
_CLOSING = re.compile(
    r"^\s*(?:--\s*|(?:(?:with )?(?:best|kind|warm|many)(?: and kind)? (?:regards|wishes|thanks)"
    r"|regards|sincerely|yours(?: \w+)?|cheers|thanks|thank you|best|mit (?:freundlichen|besten|"
    r"herzlichen) grüßen|(?:freundliche|viele|beste|liebe|schöne) grüße|mfg|vg|lg|(?:bien )?"
    r"cordialement|bien à vous|(?:meilleures )?salutations|un (?:cordial )?saludo|saludos"
    r"(?: cordiales)?|atentamente|cordiali saluti|distinti saluti|saluti|cumprimentos"
    r"|(?:com os )?melhores cumprimentos|atenciosamente|met vriendelijke groet(?:en)?"
    r"|groet(?:en|jes)?"
    r"|z poważaniem|pozdrawiam|(?:serdeczne )?pozdrowienia))\s*[,.!]?\s*$",
    re.IGNORECASE,
)
_MOST_SIGNED = 12  # lines of a signature


def unquoted(text: str) -> str:
    """The text without the mail it answers; all of it where nothing of their own is left."""
    own: list[str] = []
    lines = text.splitlines()
    for line in lines:
        if _HEADS_HISTORY.match(line) or (own and _FROM.match(line)):
            break
        if not _QUOTED.match(line):
            own.append(line)
    kept = "\n".join(own).strip()
    asked = _asked_below(lines[len(own) :]) if len(own) < len(lines) and passes_on(kept) else []
    if asked:  # "can you help?" has been heard: what is left of their own words is said beside it
        own = [piece for piece in _STOP.split(kept) if not passes_on(piece)]
    return "\n".join([*own, *asked] if asked else [kept]) or text


def _asked_below(lines: Sequence[str]) -> list[str]:
    """What a mail that was passed on asks: its questions, and nothing else that stands in it."""
    said = [re.sub(r"^[\s>|]+", "", line) for line in lines if not _HEAD.match(line)]
    pieces = _STOP.split(" ".join(line for line in said if line))
    return [piece.strip() for piece in pieces if piece.strip().endswith("?")]


def unsigned(text: str) -> str:
    """The same without the lines under a closing formula: a signature asks for nothing."""
    kept = unquoted(text)
    lines = kept.splitlines()
    for place, line in enumerate(lines):
        rest = [one for one in lines[place + 1 :] if one.strip()]
        if place and rest and len(rest) <= _MOST_SIGNED and _CLOSING.match(line):
            said = "\n".join(lines[:place]).strip()
            return said or kept
    return kept
