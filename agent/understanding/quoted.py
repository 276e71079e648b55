"""What in a message is its writer's own: the history quoted below a mail is not."""

import re

_MARKED = re.compile(r"^[ \t]*[>|].*$", re.MULTILINE)
# "On Mon, Ana wrote:" as the mail programs of the eight languages put it, perhaps over two lines.
_INTRODUCED = re.compile(
    r"^[ \t]*(?:On|Am|Le|El|Il(?: giorno)?|Em|A|Op|W dniu|Dnia)\b[^\n]{0,200}\n?[^\n]{0,120}?"
    r"(?:wrote|schrieb[^\n:]{0,80}|a écrit|escribió|ha scritto|escreveu|schreef[^\n:]{0,80}|"
    r"napisał(?:\(a\)|a)?|pisze)[ \t]*:[ \t]*$",
    re.MULTILINE,
)
_FORWARDED = re.compile(
    r"^[ \t]*(?:-{2,}[ \t]*(?:Original|Ursprüngliche|Message d'origine|Mensaje original|"
    r"Messaggio originale|Mensagem original|Oorspronkelijk|Wiadomość oryginalna|Forwarded)"
    r"|_{10,}[ \t]*$"
    r"|(?:From|Von|De|Da|Van|Od):[^\n]+\n[ \t]*(?:Sent|Gesendet|Envoyé|Enviado|Inviato|Verzonden|"
    r"Wysłano|Date|Datum|Fecha|Data|To|An|À|Para|A|Aan|Do):)",
    re.MULTILINE | re.IGNORECASE,
)


def own_words(text: str) -> str:
    """The text, blank where it quotes others so that places stay; all of it if that is all."""
    cut = min(
        (found.start() for found in (_INTRODUCED.search(text), _FORWARDED.search(text)) if found),
        default=len(text),
    )
    kept = _MARKED.sub(_blank, text[:cut]) + re.sub(r"[^\n]", " ", text[cut:])
    return kept if kept.strip() else text


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])
