"""Pages that members write in the console. Each change is a decision of a person; no word of the
page stands in it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlmodel import Session

from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import Automation, DecisionType, Entry, Role
from salesgenix.kit.errors import Conflict, Invalid, NotFound
from salesgenix.knowledge import repository, service
from salesgenix.knowledge.lexicon import fold
from salesgenix.knowledge.models import Source
from salesgenix.knowledge.rules import Audience, PageDraft, PassageDraft, split
from salesgenix.knowledge.service import SourceCard

LONGEST_TITLE, LONGEST_TEXT = 120, 40_000  # characters
FOLDER = "console"  # no file's page lies there
LONGEST_SLUG = 60


@dataclass(frozen=True, slots=True)
class Words:
    """A page as a member wrote it. ``text`` is Markdown."""

    title: str
    text: str
    language: str = "en"
    audience: Audience = Audience.PUBLIC
    valid_until: date | None = None

    def draft(self, path: str) -> PageDraft:
        return PageDraft(
            path=path,
            title=self.title,
            text=self.text,
            language=self.language,
            audience=self.audience,
            valid_until=self.valid_until,
        )


def check(words: Words, *, now: datetime) -> Words:
    """``words`` without space around them; ``Invalid``, with the field, for what cannot be kept."""
    title, text = " ".join(words.title.split()), words.text.replace("\r\n", "\n").strip()
    wrong: tuple[str, str] | None = None
    if not title:
        wrong = "title", "Give the page a title: it is named as the source."
    elif len(title) > LONGEST_TITLE:
        wrong = "title", f"A title has {LONGEST_TITLE} characters at most."
    elif not text:
        wrong = "text", "Write the answer."
    elif len(text) > LONGEST_TEXT:
        wrong = "text", f"A page has {LONGEST_TEXT:,} characters at most."
    elif not re.fullmatch(r"[a-z]{2}", words.language):
        wrong = "language", "Choose a language of the list."
    elif words.valid_until is not None and words.valid_until < now.date():
        wrong = "valid_until", "This day is past: the page could never be quoted."
    checked = Words(title, text, words.language, words.audience, words.valid_until)
    if wrong is None and not split(checked.draft("")):
        wrong = "text", "There is no sentence in it that could be quoted."
    if wrong is not None:
        raise Invalid("knowledge.page", wrong[1], field=wrong[0])
    return checked


def write(
    session: Session,
    workspace_id: UUID,
    words: Words,
    *,
    ref: UUID,
    by: UUID,
    now: datetime,
    facts: dict[str, Any] | None = None,
) -> SourceCard:
    """A new page, once per ``ref``: what was written under it already is given back.

    ``Conflict`` (``knowledge.written``) when other words were written under it.
    """
    words = check(words, now=now)
    page_id = uuid5(workspace_id, str(ref))
    known = repository.source(session, workspace_id, page_id)
    if known is not None:
        if known.digest == words.draft(known.path).digest:
            return service.source_card(known)
        raise Conflict("knowledge.written", "This page has been written already. Open it again.")
    taken = {source.path for source in repository.sources(session, workspace_id)}
    path = next(path for path in _paths(words.title, page_id) if path not in taken)
    row = service.store(
        session,
        workspace_id,
        words.draft(path),
        source=None,
        source_id=page_id,
        by=by,
        now=now,
    )
    _record(session, row, "page_written", by=by, facts=facts or {}, now=now)
    return service.source_card(row)


def change(
    session: Session,
    workspace_id: UUID,
    source_id: UUID,
    words: Words,
    *,
    digest: str,
    by: UUID,
    now: datetime,
) -> SourceCard:
    """The page in new words, if it is still as ``digest`` says; the same words change nothing."""
    words = check(words, now=now)
    row = _own(session, workspace_id, source_id)
    wanted = words.draft(row.path)
    if row.digest == wanted.digest:
        return service.source_card(row)
    _unmoved(session, row, digest=digest, now=now)
    service.store(session, workspace_id, wanted, source=row, by=by, now=now)
    _record(session, row, "page_changed", by=by, facts={}, now=now)
    return service.source_card(row)


def remove(
    session: Session,
    workspace_id: UUID,
    source_id: UUID,
    *,
    digest: str,
    by: UUID,
    now: datetime,
) -> None:
    """The page is quoted no more; what was said with it stays said."""
    row = _own(session, workspace_id, source_id)
    _unmoved(session, row, digest=digest, now=now)
    _record(session, row, "page_removed", by=by, facts={}, now=now)
    service.drop(session, workspace_id, row)
    session.flush()


def as_markdown(title: str, passages: Sequence[PassageDraft]) -> str:
    """The page as it can be written again: what decorates only is not kept."""
    lines: list[str] = []
    heading = title
    for passage in passages:
        if passage.heading != heading:
            heading = passage.heading
            lines.append(f"## {heading}")
        lines.append(passage.text)
    return "\n\n".join(lines)


def _own(session: Session, workspace_id: UUID, source_id: UUID) -> Source:
    row = repository.source(session, workspace_id, source_id)
    if row is None:
        raise NotFound("knowledge.unknown", "There is no such page.")
    if row.origin != service.CONSOLE:
        raise Conflict("knowledge.of_file", "This page comes from a file. Change it there.")
    return row


def _unmoved(session: Session, row: Source, *, digest: str, now: datetime) -> None:
    if not repository.touch(session, row.workspace_id, row.id, digest=digest, now=now):
        raise Conflict(
            "knowledge.moved_on", "Somebody has changed this page meanwhile. Read it again."
        )


def _paths(title: str, page_id: UUID) -> Iterator[str]:
    slug = "-".join(re.findall(r"[a-z0-9]+", fold(title)))[:LONGEST_SLUG].strip("-")
    if slug:
        yield f"{FOLDER}/{slug}.md"
    yield f"{FOLDER}/{page_id}.md"


def _record(
    session: Session, row: Source, why: str, *, by: UUID, facts: dict[str, Any], now: datetime
) -> None:
    entry = Entry(
        type=DecisionType.KNOWLEDGE_CHANGED,
        outcome="done",
        reasons=(why,),
        automation=Automation.HUMAN_MADE,
        actor=by,
        role=Role.NONE,
        facts={"page": str(row.id), "digest": row.digest, "audience": row.audience} | facts,
    )
    decisions.record(session, row.workspace_id, entry, now=now)
