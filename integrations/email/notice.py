"""A letter of the house itself: a signed state, a date that is near, the answer to a data request.

The words lie in ``notices/<language>.yaml``. What a letter tells comes as codes, days and links;
every answer to a request says who is responsible, what was done, what was kept and why, and where
a person who disagrees can go.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

from integrations.email.letter import DEFAULT_LANGUAGE, House, Letter, write_letter
from salesgenix.kit.house_yaml import read_yaml
from salesgenix.kit.spoken import spoken_day

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl")
TO_MEMBERS = frozenset({"checkpoint", "request_due", "child_found"})
ANSWERS = frozenset({"request_answered", "request_refused", "export_ready"})
DAYS = {"due": "due_on", "received": "received_on", "until": "until"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """``facts``: ``kind``, ``done``, ``reason`` are codes, ``kept`` codes with commas between;
    ``due_on``, ``received_on``, ``until`` days as ISO; the rest is told as it is.
    """

    purpose: str
    email: str
    language: str
    facts: Mapping[str, str]


def compose_notice(notice: Notice, *, house: House, message_id: str, now: datetime) -> bytes:
    words = notice_words(notice.language)
    told = _told(notice, house, words)
    text = words[_text_of(notice)]
    parts = [text["body"].format(**told), *_answer(notice, told, words)]
    if notice.purpose in ANSWERS:
        parts += [words["controller"].format(**told), words["rights"].format(**told)]
    why = words["why_member" if notice.purpose in TO_MEMBERS else "why_person"]
    letter = Letter(
        house=house,
        recipient_name=None,
        recipient_email=notice.email,
        language=notice.language,
        subject=text["subject"].format(**told),
        text="\n\n".join(parts),
        message_id=message_id,
        at=now,
        reasons=(why.format(**told), words["disclosure"].format(**told)),
    )
    return write_letter(letter)


def notice_words(language: str) -> dict[str, Any]:
    """English for a language the house does not write."""
    return _words(language[:2] if language[:2] in LANGUAGES else DEFAULT_LANGUAGE)


@lru_cache(maxsize=len(LANGUAGES))
def _words(language: str) -> dict[str, Any]:
    path = files("integrations.email").joinpath("notices", f"{language}.yaml")
    words: dict[str, Any] = read_yaml(path.read_text(encoding="utf-8"))
    return words


def _text_of(notice: Notice) -> str:
    is_late = notice.purpose == "request_due" and int(notice.facts["days"]) < 0
    return "request_overdue" if is_late else notice.purpose


def _told(notice: Notice, house: House, words: dict[str, Any]) -> dict[str, str]:
    facts = notice.facts
    days = {
        name: spoken_day(date.fromisoformat(facts[key][:10]), notice.language)
        for name, key in DAYS.items()
        if key in facts
    }
    kind = {"kind": words["kinds"][facts["kind"]]} if "kind" in facts else {}
    return {**facts, **days, **kind, "company": house.company}


def _answer(notice: Notice, told: dict[str, str], words: dict[str, Any]) -> list[str]:
    """What was done, why not, what was kept, and what the owner adds in their own words."""
    facts, parts = notice.facts, []
    if notice.purpose == "request_refused":
        parts.append(words["refusals"][facts["reason"]])
    if notice.purpose == "request_answered":
        done = facts.get("done") or facts["kind"]
        parts.append(f"{words['done_title']}\n{words['done'][done]}")
    codes = dict.fromkeys(code for code in facts.get("kept", "").split(",") if code)
    kept = dict.fromkeys(words["kept"].get(code, words["kept"]["other"]) for code in codes)
    if kept:
        parts.append("\n".join([words["kept_title"], *(f"- {line}" for line in kept)]))
    if facts.get("words"):
        parts.append(f"{words['words_title'].format(**told)}\n{facts['words']}")
    return parts
