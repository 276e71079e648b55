"""Whether a machine wrote it (RFC 3834 and what programs do beside it). Such mail is not answered.

A sign in the head is enough. Words are not: "Out of office next week, can we do Friday?" is a
person, so a subject counts only as what a program itself puts in front, or with a text that says
the same and asks nothing.
"""

import re
from functools import lru_cache
from importlib.resources import files

from integrations.email.incoming.parts import Mail, header, headers, kind, parameter
from salesgenix.kit.house_yaml import read_yaml

SILENT = re.compile(r"bulk|junk|list|auto_reply", re.IGNORECASE)
NOBODY = re.compile(
    r"(?:no|do[._-]?not|donot|never)[._-]?reply|mailer-daemon|postmaster|bounces?(?:[+._-].*)?"
    r"|(?:nicht|keine|bitte-nicht)[._-]?antworten|keine[._-]?antwort|ne[._-]?pas[._-]?repondre"
    r"|no[._-]?(?:responder|responda|contestar)|nao[._-]?respond(?:a|er)|non[._-]?rispondere"
    r"|niet[._-]?(?:beantwoorden|antwoorden)|nie[._-]?odpowiada[cj]|auto-?(?:reply|responder)",
    re.IGNORECASE,
)
LISTS = ("List-Id", "List-Unsubscribe", "List-Post")
REPLIES = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply", "X-AutoReply")
OPENING = 600


def sign_of_machine(message: Mail, *, sender: str, text: str) -> str | None:
    """The sign by which a machine wrote it, as a code for the log; none where a person did."""
    submitted = header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    local = sender.partition("@")[0].partition("+")[0]
    is_report = kind(message) == "multipart/report" and bool(parameter(message, "report-type"))
    signs = (
        ("auto-submitted", submitted not in {"", "no"}),
        ("report", is_report),
        ("precedence", bool(SILENT.match(header(message, "Precedence").strip()))),
        ("list", any(headers(message, name) for name in LISTS)),
        ("return-path", _has_empty_return_path(message)),
        ("suppress", header(message, "X-Auto-Response-Suppress").lower() not in {"", "none"}),
        ("autoreply", any(_says_yes(header(message, name)) for name in REPLIES)),
        ("no-reply", bool(NOBODY.fullmatch(local))),
        ("absence", _is_absence(header(message, "Subject"), text)),
    )
    return next((name for name, is_there in signs if is_there), None)


def _has_empty_return_path(message: Mail) -> bool:
    return any(path.replace(" ", "") == "<>" for path in headers(message, "Return-Path"))


def _says_yes(value: str) -> bool:
    return value.strip().lower() not in {"", "no", "false", "0"}


def _is_absence(subject: str, text: str) -> bool:
    words = _words()
    low = " ".join(subject.lower().replace("\u00a0", " ").split()).replace(" :", ":")
    if low.startswith(tuple(words["prefixes"])):
        return True
    opening = " ".join(text[:OPENING].lower().replace("’", "'").split())
    is_named = any(word in low for word in words["subjects"])
    return is_named and "?" not in text and any(one in opening for one in words["texts"])


@lru_cache(maxsize=1)
def _words() -> dict[str, list[str]]:
    path = files("integrations.email.incoming").joinpath("absences.yaml")
    words: dict[str, list[str]] = read_yaml(path.read_text(encoding="utf-8"))
    return words
