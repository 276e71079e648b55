"""What a workspace knows about its own offer: taken in page by page, found passage by passage."""

import hashlib
from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from threading import Lock
from uuid import UUID, uuid5

from sqlmodel import Session

from salesgenix.kit.errors import NotFound
from salesgenix.kit.ids import new_id
from salesgenix.knowledge import repository
from salesgenix.knowledge.lexicon import lexicon
from salesgenix.knowledge.models import Passage, Source
from salesgenix.knowledge.rules import (
    Audience,
    Index,
    PageDraft,
    PassageDraft,
    price_lines,
    split,
)

PUBLIC = frozenset({Audience.PUBLIC})
EVERYTHING = frozenset(Audience)
INDEXES_KEPT = 64
FILE, CONSOLE = "file", "console"  # where a page was written


@dataclass(frozen=True, slots=True)
class PassageCard:
    """A passage as it is quoted and cited. ``url`` is the public page, where there is one."""

    id: UUID
    source_id: UUID
    title: str
    heading: str
    text: str
    url: str | None
    path: str
    language: str
    valid_until: date | None
    ordinal: int  # its place on the page
    concepts: frozenset[str]  # what its title and heading are about, as ``lexicon.yaml`` names it
    score: float


@dataclass(frozen=True, slots=True)
class SourceCard:
    id: UUID
    path: str
    title: str
    url: str | None
    language: str
    audience: Audience
    valid_until: date | None
    digest: str
    updated_at: datetime
    origin: str = FILE
    written_by: UUID | None = None  # a member, of what was written in the console

    @property
    def is_written_here(self) -> bool:
        return self.origin == CONSOLE

    def is_expired(self, today: date) -> bool:
        return self.valid_until is not None and self.valid_until < today


@dataclass(frozen=True, slots=True)
class Replaced:
    """Paths of the pages that were added, changed and removed; ``overruled`` were written in the
    console and are the file's from now on.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    overruled: tuple[str, ...] = ()


def replace_pages(
    session: Session, workspace_id: UUID, pages: Sequence[PageDraft], *, now: datetime
) -> Replaced:
    """Makes ``pages`` all that files say. Unchanged pages are not touched, nor what was written in
    the console, unless a file brings a page of the same path: then the file's counts.
    """
    known = {source.path: source for source in repository.sources(session, workspace_id)}
    wanted = {page.path: page for page in pages}
    gone = {path for path, source in known.items() if path not in wanted and source.origin == FILE}
    for path in gone:
        drop(session, workspace_id, known[path])
    overruled = [path for path in wanted if path in known and known[path].origin != FILE]
    changed = [
        path
        for path in wanted
        if path in known and path not in overruled and known[path].digest != wanted[path].digest
    ]
    added = [path for path in wanted if path not in known]
    for path in changed + added + overruled:
        store(session, workspace_id, wanted[path], source=known.get(path), now=now)
    session.flush()
    return Replaced(*(tuple(sorted(paths)) for paths in (added, changed, gone, overruled)))


def put_page(session: Session, workspace_id: UUID, page: PageDraft, *, now: datetime) -> None:
    """Adds the page, or puts it in place of the one of that path."""
    known = {source.path: source for source in repository.sources(session, workspace_id)}
    store(session, workspace_id, page, source=known.get(page.path), now=now)
    session.flush()


def store(
    session: Session,
    workspace_id: UUID,
    page: PageDraft,
    *,
    source: Source | None,
    now: datetime,
    source_id: UUID | None = None,
    by: UUID | None = None,
) -> Source:
    """The page as its author wrote it, in the place of ``source``. ``by``: in the console."""
    if source is None:
        source = Source(
            id=source_id or new_id(),
            workspace_id=workspace_id,
            path=page.path,
            title=page.title,
            audience=page.audience,
            digest="",
            updated_at=now,
        )
    else:
        repository.remove_passages(session, workspace_id, source.id)
    source.title, source.url, source.language = page.title, page.url, page.language
    source.audience, source.valid_until = page.audience, page.valid_until
    source.digest, source.updated_at = page.digest, now
    source.origin, source.written_by = (CONSOLE if by else FILE), by
    session.add(source)
    session.flush()
    for ordinal, passage in enumerate(split(page)):
        session.add(
            Passage(
                # The same text keeps its id, so that a citation stays true over re-reading a file.
                id=uuid5(source.id, f"{page.digest}:{ordinal}"),
                workspace_id=workspace_id,
                source_id=source.id,
                ordinal=ordinal,
                heading=passage.heading,
                text=passage.text,
            )
        )
    session.flush()
    return source


def drop(session: Session, workspace_id: UUID, source: Source) -> None:
    repository.remove_passages(session, workspace_id, source.id)
    session.delete(source)


def search(
    session: Session,
    workspace_id: UUID,
    query: str,
    *,
    now: datetime,
    limit: int = 4,
    wide: bool = False,
) -> list[PassageCard]:
    """The passages a prospect may be told that answer ``query``, best first; none when none does.

    Internal pages cannot come back from here: they are not in the index this asks. ``wide`` adds,
    after those, the ones that share anything with it, in whatever language they are written.
    """
    found = _found(session, workspace_id, query, audiences=PUBLIC, today=now.date())
    if wide and len(found) < limit:
        shelf = _shelf(session, workspace_id, _current(session, workspace_id, PUBLIC, now.date()))
        seen = {card.id for card in found}
        near = [shelf.cards[position] for position in shelf.index.near(query)]
        found += [card for card in near if card.id not in seen]
    return found[:limit]


def public(session: Session, workspace_id: UUID, *, now: datetime) -> Sequence[PassageCard]:
    """Every passage that a prospect may be told today, in the order of the pages."""
    return _shelf(session, workspace_id, _current(session, workspace_id, PUBLIC, now.date())).cards


def search_for_team(
    session: Session, workspace_id: UUID, query: str, *, now: datetime, limit: int = 4
) -> list[PassageCard]:
    """As ``search``, with the internal pages: for members, never for a text a prospect sees."""
    return _found(session, workspace_id, query, audiences=EVERYTHING, today=now.date())[:limit]


def passage(
    session: Session, workspace_id: UUID, passage_id: UUID, *, now: datetime
) -> PassageCard | None:
    """A passage that a prospect may be told today, by its id."""
    shelf = _shelf(session, workspace_id, _current(session, workspace_id, PUBLIC, now.date()))
    return next((card for card in shelf.cards if card.id == passage_id), None)


def prices(
    session: Session, workspace_id: UUID, *, now: datetime, titles: frozenset[str] | None = None
) -> dict[str, str]:
    """What the public pages say today about sums and percentages, by page and line.

    ``titles`` names the pages; none: all of them.
    """
    shelf = _shelf(session, workspace_id, _current(session, workspace_id, PUBLIC, now.date()))
    found: dict[str, str] = {}
    for card in shelf.cards:
        if titles is None or card.title in titles:
            for label, line in price_lines(card.heading, card.text):
                place = card.title if label == card.title else f"{card.title}: {label}"
                found[place] = f"{found[place]}\n{line}" if place in found else line
    return found


def listing(session: Session, workspace_id: UUID) -> list[SourceCard]:
    """Every page, expired and internal ones included, by path."""
    return [source_card(source) for source in repository.sources(session, workspace_id)]


def source_card(source: Source) -> SourceCard:
    return SourceCard(
        source.id,
        source.path,
        source.title,
        source.url,
        source.language,
        Audience(source.audience),
        source.valid_until,
        source.digest,
        source.updated_at,
        source.origin,
        source.written_by,
    )


def passages_by_page(session: Session, workspace_id: UUID) -> Counter[UUID]:
    """How many passages each page has fallen into."""
    return repository.count_passages(session, workspace_id)


def page(
    session: Session, workspace_id: UUID, source_id: UUID
) -> tuple[SourceCard, list[PassageDraft]]:
    """One page with its passages in order; ``NotFound`` where there is none."""
    source = repository.source(session, workspace_id, source_id)
    if source is None:
        raise NotFound("knowledge.unknown", "There is no such page.")
    passages = repository.passages_of(session, workspace_id, [source.id])
    return source_card(source), [PassageDraft(one.heading, one.text) for one in passages]


def search_with(
    session: Session,
    workspace_id: UUID,
    draft: PageDraft,
    query: str,
    *,
    now: datetime,
    instead_of: UUID | None = None,
    limit: int = 4,
) -> list[PassageCard]:
    """As ``search``, were ``draft`` one of the pages. Nothing is written."""
    today = now.date()
    current = _current(session, workspace_id, PUBLIC, today)
    if instead_of is not None:
        current.pop(instead_of, None)
    cards = list(_shelf(session, workspace_id, current).cards)
    if draft.audience is Audience.PUBLIC and (
        draft.valid_until is None or today <= draft.valid_until
    ):
        cards += _drafted(workspace_id, draft, now)
    index = Index([(card.title, card.heading, card.text) for card in cards], lexicon())
    return [
        replace(cards[position], score=round(score, 3))
        for position, score in index.ranked(query)[:limit]
    ]


def _drafted(workspace_id: UUID, draft: PageDraft, now: datetime) -> list[PassageCard]:
    source = Source(
        workspace_id=workspace_id,
        path=draft.path,
        title=draft.title,
        url=draft.url,
        language=draft.language,
        audience=draft.audience,
        valid_until=draft.valid_until,
        digest=draft.digest,
        updated_at=now,
    )
    return [
        _card(
            Passage(
                workspace_id=workspace_id,
                source_id=source.id,
                ordinal=ordinal,
                heading=passage.heading,
                text=passage.text,
            ),
            source,
        )
        for ordinal, passage in enumerate(split(draft))
    ]


def _found(
    session: Session,
    workspace_id: UUID,
    query: str,
    *,
    audiences: frozenset[Audience],
    today: date,
) -> list[PassageCard]:
    shelf = _shelf(session, workspace_id, _current(session, workspace_id, audiences, today))
    return [
        replace(shelf.cards[position], score=round(score, 3))
        for position, score in shelf.index.ranked(query)
    ]


def _current(
    session: Session, workspace_id: UUID, audiences: frozenset[Audience], today: date
) -> dict[UUID, Source]:
    return {
        source.id: source
        for source in repository.sources_for(session, workspace_id, audiences)
        if source.valid_until is None or today <= source.valid_until
    }


@dataclass(frozen=True, slots=True)
class Shelf:
    """Passages and the index over them, in the same order."""

    cards: Sequence[PassageCard]
    index: Index


_shelves: OrderedDict[str, Shelf] = OrderedDict()
_shelves_lock = Lock()


def _shelf(session: Session, workspace_id: UUID, sources: dict[UUID, Source]) -> Shelf:
    """Built once per content: the key is over all digests, so a stale shelf is never asked."""
    content = "".join(f"{source.id}{source.digest}" for source in sources.values())
    key = f"{workspace_id}{hashlib.sha256(content.encode()).hexdigest()}"
    with _shelves_lock:
        if key in _shelves:
            _shelves.move_to_end(key)
            return _shelves[key]
    cards = [
        _card(passage, sources[passage.source_id])
        for passage in repository.passages_of(session, workspace_id, list(sources))
    ]
    shelf = Shelf(
        cards, Index([(card.title, card.heading, card.text) for card in cards], lexicon())
    )
    with _shelves_lock:
        _shelves[key] = shelf
        while len(_shelves) > INDEXES_KEPT:
            _shelves.popitem(last=False)
    return shelf


def _card(passage: Passage, source: Source) -> PassageCard:
    return PassageCard(
        passage.id,
        source.id,
        source.title,
        passage.heading,
        passage.text,
        source.url,
        source.path,
        source.language,
        source.valid_until,
        passage.ordinal,
        concepts=lexicon().concepts_of(f"{source.title} {passage.heading}"),
        score=0.0,
    )
