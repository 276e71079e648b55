"""What a person wrote now, out of a mail that quotes what was written before.

Line by line, in time that grows with the length alone: the text is a stranger's. The words of mail
programs are data (``replies.yaml``); languages beyond ours are left to mail-parser-reply, within
bounds.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from mailparser_reply import EmailReplyParser

from salesgenix.kit.house_yaml import read_yaml

MOST_LINES = 5_000
LONGEST_ATTRIBUTION = 400
LONGEST_ADDED = 90
LONGEST_SIGNATURE = 12
MOST_FURTHER = 6_000
FURTHER_LINE = 300
FURTHER = ("cs", "da", "sv", "ja", "ko", "zh")
QUOTED = re.compile(r"\s{0,3}>")
DELIMITER = re.compile(r"--[ \u00a0]?$")
RULE = re.compile(r"[-_*=\u2013\u2014]{2,}")
UNDERLINE = re.compile(r"[_-]{20,}$")
DATE = re.compile(r"\d{4}|\d{1,2}[:.h]\d{2}|\d{1,2}[./-]\d{1,2}")
LABEL = re.compile(r"[*\s]*([^\W\d_][^\W\d_\s-]*(?:[ -][^\W\d_]+)?)\s?[*]{0,2}\s?:[*\s]*(.*)$")
HEAD_LINES = 12
KINDS = 3


@dataclass(frozen=True, slots=True)
class Words:
    starts: tuple[str, ...]
    verbs: tuple[str, ...]
    labels: dict[str, str]  # word -> kind
    originals: frozenset[str]
    forwards: frozenset[str]
    added: tuple[str, ...]
    devices: tuple[str, ...]
    further: tuple[str, ...]


def written_now(text: str) -> str:
    """Without history, signature and what a device adds. Questions that were answered in place
    stay above their answers, each line with its ``> ``: they are somebody else's words.
    """
    lines = [line.rstrip() for line in text.split("\n")[:MOST_LINES]]
    kept = _without_tail(_without_history(lines))
    found = "\n".join(_without_one_quotation(kept)).strip()
    found = re.sub(r"\n{3,}", "\n\n", found)
    return _in_further_languages(found)


def _without_history(lines: list[str]) -> list[str]:
    """Up to where a mail program begins to repeat. A bare forward is all that was sent."""
    for at, line in enumerate(lines):
        if QUOTED.match(line) or not line.strip():
            continue
        is_forward = _says(line, _words().forwards)
        if is_forward or _begins_history(lines, at):
            own = lines[:at]
            if own and UNDERLINE.match(_last(own)):
                own = own[: _index_of_last(own)]
            is_bare = is_forward and not any(one.strip() for one in own)
            return lines if is_bare else own
    return lines


def _begins_history(lines: list[str], at: int) -> bool:
    if _says(lines[at], _words().originals) or _is_head(lines, at):
        return True
    size = _attribution(lines, at)
    return bool(size) and not _is_quoted_next(lines, at + size)


def _says(line: str, phrases: frozenset[str]) -> bool:
    """``----- Original Message -----``, or ``Begin forwarded message:``."""
    bare = RULE.sub("", line).strip(" >*\t").lower()
    if bare.rstrip(" :") not in phrases:
        return False
    return bool(RULE.search(line)) or bare.endswith(":")


def _is_head(lines: list[str], at: int) -> bool:
    """``From: … Sent: … To: … Subject: …``, as Outlook repeats it."""
    if _label(lines[at]) not in {"from", "sent"}:
        return False
    kinds: set[str] = set()
    text = []
    for line in lines[at : at + HEAD_LINES]:
        if not line.strip():
            if len(kinds) > 1:
                break
            continue
        found = _label(line)
        kinds |= {found} if found else set()
        text.append(line)
    if "from" not in kinds or len(kinds) < KINDS:
        return False
    return "subject" in kinds or "@" in " ".join(text)


def _label(line: str) -> str | None:
    match = LABEL.match(line[:200])
    return _words().labels.get(match[1].lower().strip()) if match else None


def _attribution(lines: list[str], at: int) -> int:
    """How many lines, from this one, say who wrote what follows; none: 0."""
    text = ""
    for size in (1, 2, 3):
        if at + size > len(lines) or not lines[at + size - 1].strip():
            return 0
        text = f"{text} {lines[at + size - 1].strip()}".strip().lower()
        if len(text) > LONGEST_ATTRIBUTION:
            return 0
        if text.endswith(":"):
            return size if _says_who(text, _is_quoted_next(lines, at + size)) else 0
    return 0


def _says_who(text: str, is_quoted_next: bool) -> bool:  # noqa: FBT001 - a fact of the place
    words = _words()
    bare = text.lstrip("> ")
    if not any(re.search(rf"(?<!\w){re.escape(verb)}(?!\w)", bare) for verb in words.verbs):
        return False
    if is_quoted_next:
        return True
    begins = bare.startswith(words.starts)
    return bool(DATE.search(bare)) and (begins or "@" in bare)


def _is_quoted_next(lines: list[str], at: int) -> bool:
    following = next((line for line in lines[at : at + 4] if line.strip()), "")
    return bool(QUOTED.match(following))


def _without_tail(lines: list[str]) -> list[str]:
    """Until nothing at the end is a quotation, who wrote it, a signature or a device's line."""
    kept = list(lines)
    while True:
        before = len(kept)
        while kept and (not kept[-1].strip() or QUOTED.match(kept[-1])):
            kept.pop()
        kept = _without_signature(_without_attribution_at_end(kept))
        if kept and _is_added(kept[-1]):
            kept.pop()
        if len(kept) == before:
            return kept


def _without_attribution_at_end(lines: list[str]) -> list[str]:
    """The shortest that begins as such a line does; where none does, the shortest."""
    # What stood below was a quotation, which has just been taken away.
    probe = [*lines, "> "]
    sizes = [
        size
        for size in (1, 2, 3)
        if size <= len(lines) and _attribution(probe, len(lines) - size) == size
    ]
    for size in sizes:
        first = lines[-size].strip().lower()
        if first.startswith(_words().starts) or DATE.search(first):
            return lines[:-size]
    return lines[: -sizes[0]] if sizes else lines


def _without_signature(lines: list[str]) -> list[str]:
    for at in range(len(lines) - 1, -1, -1):
        if QUOTED.match(lines[at]):
            return lines
        if DELIMITER.match(lines[at]) or lines[at] == "--":
            is_short = sum(1 for line in lines[at:] if line.strip()) <= LONGEST_SIGNATURE + 1
            return lines[:at] if is_short else lines
    return lines


def _is_added(line: str) -> bool:
    words, bare = _words(), line.strip(" \t*_<>[]").lower()
    return (
        len(bare) <= LONGEST_ADDED
        and bare.startswith(words.added)
        and any(device in bare for device in words.devices)
    )


def _without_one_quotation(lines: list[str]) -> list[str]:
    """One quotation with the answer below it is history too; several are questions and answers."""
    own: list[str] = []
    at = 0
    while at < len(lines):
        size = 0 if QUOTED.match(lines[at]) else _attribution(lines, at)
        if size and _is_quoted_next(lines, at + size):
            at += size
            continue
        own.append(lines[at])
        at += 1
    first = next((one for one in own if one.strip()), "")
    blocks = sum(
        1
        for at, line in enumerate(own)
        if QUOTED.match(line) and not QUOTED.match(_previous(own, at))
    )
    if blocks == 1 and QUOTED.match(first):
        return [line for line in own if not QUOTED.match(line)]
    return [line for line in own if not re.match(r"\s*>\s*>", line)]


def _previous(lines: list[str], at: int) -> str:
    return next((line for line in reversed(lines[:at][-4:]) if line.strip()), "")


def _in_further_languages(text: str) -> str:
    """Its patterns look back and forth, so it is given short texts of short lines alone."""
    low = text.lower()
    is_bounded = len(text) <= MOST_FURTHER and all(
        len(line) <= FURTHER_LINE for line in text.split("\n")
    )
    if not is_bounded or not any(word in low for word in _words().further):
        return text
    replies = EmailReplyParser(languages=list(FURTHER)).read(text).replies
    return replies[0].content if len(replies) > 1 else text


def _last(lines: list[str]) -> str:
    return lines[_index_of_last(lines)].strip()


def _index_of_last(lines: list[str]) -> int:
    return next((at for at in range(len(lines) - 1, -1, -1) if lines[at].strip()), 0)


@lru_cache(maxsize=1)
def _words() -> Words:
    path = files("integrations.email.incoming").joinpath("replies.yaml")
    told = read_yaml(path.read_text(encoding="utf-8"))
    return Words(
        starts=tuple(told["starts"]),
        verbs=tuple(told["verbs"]),
        labels={word: kind for kind, words in told["labels"].items() for word in words},
        originals=frozenset(told["originals"]),
        forwards=frozenset(told["forwards"]),
        added=tuple(told["added"]),
        devices=tuple(told["devices"]),
        further=tuple(told["further"]),
    )
