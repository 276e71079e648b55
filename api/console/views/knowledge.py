"""Knowledge as pages show it: what is asked in vain, what is written, and what is being written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from api.members import SignedIn
from salesgenix.accounts import service as accounts
from salesgenix.conversations import service as conversations
from salesgenix.decisions.sentences import languages
from salesgenix.kit.errors import Invalid
from salesgenix.kit.ids import new_id
from salesgenix.knowledge import writing
from salesgenix.knowledge.answering import Question
from salesgenix.knowledge.rules import Audience, PassageDraft
from salesgenix.knowledge.service import SourceCard
from salesgenix.knowledge.writing import LONGEST_TITLE, Words

AUDIENCES = {
    Audience.PUBLIC: ("Visitors", "The agent may quote it to anybody."),
    Audience.INTERNAL: ("Team only", "No visitor is ever told what stands in it."),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask the same thing, newest first."""

    questions: tuple[Question, ...]

    @property
    def newest(self) -> Question:
        return self.questions[0]

    @property
    def count(self) -> int:
        return len(self.questions)

    @property
    def others(self) -> tuple[Question, ...]:
        return self.questions[1:]


@dataclass(frozen=True, slots=True)
class Row:
    page: SourceCard
    passages: int
    is_expired: bool
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """The form as it was filled in. ``questions`` are those it answers, as ticked."""

    ref: str
    title: str = ""
    text: str = ""
    language: str = ""
    audience: str = Audience.PUBLIC.value
    valid_until: str = ""
    digest: str = ""
    ask: str = ""
    questions: frozenset[str] = field(default_factory=frozenset)

    def words(self) -> Words:
        """``Invalid``, with the field, for what is no choice of the lists and no day."""
        if self.audience not in set(Audience):
            raise Invalid("knowledge.page", "Choose who may read it.", field="audience")
        return Words(
            self.title, self.text, self.language, Audience(self.audience), self._last_day()
        )

    def _last_day(self) -> date | None:
        try:
            return date.fromisoformat(self.valid_until) if self.valid_until else None
        except ValueError as error:
            raise Invalid("knowledge.page", "This is no day.", field="valid_until") from error

    def tasks(self) -> list[UUID]:
        """Those ticked; what is no id is none of ours."""
        return sorted(filter(None, map(_id, self.questions)), key=str)


def sketch_of(form: Mapping[str, str], questions: Sequence[str]) -> Sketch:
    ref = _id(form.get("ref", "")) or new_id()
    named = ("title", "text", "language", "audience", "valid_until", "digest", "ask")
    given = {name: form[name] for name in named if name in form}
    return Sketch(ref=str(ref), questions=frozenset(questions), **given)


def blank(language: str) -> Sketch:
    return Sketch(ref=str(new_id()), language=language if language in languages() else "en")


def sketch_for(session: Session, who: SignedIn, group: Sequence[Question], language: str) -> Sketch:
    """A page that is to answer these: named like the newest, in the language it was asked in."""
    newest = group[0]
    if newest.conversation_id is not None:
        thread = conversations.card(session, who.workspace_id, newest.conversation_id)
        language = thread.language or language
    title = " ".join(newest.text.split()).rstrip(" ?!.")
    return replace(
        blank(language),
        title=title if len(title) <= LONGEST_TITLE else "",
        questions=frozenset(str(question.task_id) for question in group),
    )


def sketch_from(page: SourceCard, passages: Sequence[PassageDraft]) -> Sketch:
    return Sketch(
        ref=str(new_id()),
        title=page.title,
        text=writing.as_markdown(page.title, passages),
        language=page.language,
        audience=page.audience.value,
        valid_until=page.valid_until.isoformat() if page.valid_until else "",
        digest=page.digest,
    )


def rows(session: Session, who: SignedIn, found: Sequence[tuple[SourceCard, int]]) -> list[Row]:
    """What was written here first, then what files bring, each by title."""
    names = {
        member.id: member.name
        for member in accounts.members(session, who.workspace_id, with_inactive=True)
    }
    shown = [
        Row(page, count, page.is_expired(who.now.date()), origin_of(page, names))
        for page, count in found
    ]
    return sorted(shown, key=lambda row: (not row.page.is_written_here, row.page.title.casefold()))


def origin_of(page: SourceCard, names: Mapping[UUID, str]) -> str:
    if not page.is_written_here:
        return "Workspace file"
    name = names.get(page.written_by) if page.written_by else None
    return f"Written here by {name}" if name else "Written here"


def earliest(now: datetime) -> str:
    return now.date().isoformat()


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
