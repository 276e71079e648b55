"""Knowledge in the API: the pages the agent answers from, and the questions they do not answer.

Pages that come from the workspace's files are changed there. What is written here is refused where
it holds a card number, a secret, or who asked.
"""

from datetime import date
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from agent.previewing import Drafted, Preview, preview
from api.conversations import checked
from api.members import AsMember, SignedIn
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Verb
from salesgenix.decisions.sentences import languages
from salesgenix.kit.errors import Invalid
from salesgenix.knowledge import answering, writing
from salesgenix.knowledge import service as knowledge
from salesgenix.knowledge.answering import Answered, Question
from salesgenix.knowledge.rules import Audience, PassageDraft
from salesgenix.knowledge.service import SourceCard
from salesgenix.knowledge.writing import LONGEST_TEXT, LONGEST_TITLE, Words
from salesgenix.simulations.trying import TriedPage

router = APIRouter(prefix="/v1/knowledge", tags=["knowledge"])

MOST_QUESTIONS = 100  # answered by one page
MOST_TRIED = 3
DRAFT = "draft"  # the path of a page that does not exist yet
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Page(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str = Field(min_length=1, max_length=LONGEST_TITLE)
    text: str = Field(min_length=1, max_length=LONGEST_TEXT)
    language: str = Field(default="en", pattern=r"^[a-z]{2}$")
    audience: Audience = Audience.PUBLIC
    valid_until: date | None = None

    @property
    def words(self) -> Words:
        return Words(self.title, self.text, self.language, self.audience, self.valid_until)


class NewPage(Page):
    """``ref`` is made by the client: sent again under it, the same page is written once."""

    ref: UUID | None = None


class ChangedPage(Page):
    """``digest`` of the page as it was read; a page that has moved on since is not changed."""

    digest: Digest


class Answer(NewPage):
    questions: list[UUID] = Field(min_length=1, max_length=MOST_QUESTIONS)


class Dismissal(BaseModel):
    model_config = ConfigDict(extra="forbid")

    questions: list[UUID] = Field(min_length=1, max_length=MOST_QUESTIONS)


def pages(who: SignedIn) -> list[tuple[SourceCard, int]]:
    """With how many passages each has."""
    who.require(Verb.READ)
    with who.house.db.reading() as session:
        counts = knowledge.passages_by_page(session, who.workspace_id)
        found = knowledge.listing(session, who.workspace_id)
    return [(page, counts[page.id]) for page in found]


def found(who: SignedIn, page_id: UUID) -> tuple[SourceCard, list[PassageDraft]]:
    who.require(Verb.READ)
    with who.house.db.reading() as session:
        return knowledge.page(session, who.workspace_id, page_id)


def write(who: SignedIn, words: Words, ref: UUID | None) -> SourceCard:
    who.require(Verb.CHANGE_SETTINGS)
    refuse_secrets(who, words)
    with who.house.db.writing() as session:
        return writing.write(
            session, who.workspace_id, words, ref=ref or uuid4(), by=who.member.id, now=who.now
        )


def change(who: SignedIn, page_id: UUID, words: Words, digest: str) -> SourceCard:
    who.require(Verb.CHANGE_SETTINGS)
    refuse_secrets(who, words)
    with who.house.db.writing() as session:
        return writing.change(
            session,
            who.workspace_id,
            page_id,
            words,
            digest=digest,
            by=who.member.id,
            now=who.now,
        )


def remove(who: SignedIn, page_id: UUID, digest: str) -> None:
    who.require(Verb.CHANGE_SETTINGS)
    with who.house.db.writing() as session:
        writing.remove(
            session, who.workspace_id, page_id, digest=digest, by=who.member.id, now=who.now
        )


def questions(who: SignedIn) -> list[list[Question]]:
    who.require(Verb.READ)
    with who.house.db.reading() as session:
        return answering.questions(session, who.workspace_id)


def answer(who: SignedIn, task_ids: list[UUID], words: Words, ref: UUID | None) -> Answered:
    who.require(Verb.CHANGE_SETTINGS)
    refuse_secrets(who, words)
    with who.house.db.writing() as session:
        return answering.answer(
            session,
            who.workspace_id,
            task_ids,
            words,
            ref=ref or uuid4(),
            by=who.member.id,
            now=who.now,
        )


def dismiss(who: SignedIn, task_ids: list[UUID]) -> None:
    who.require(Verb.CHANGE_SETTINGS)
    with who.house.db.writing() as session:
        answering.dismiss(session, who.workspace_id, task_ids, by=who.member.id, now=who.now)


def tried(
    who: SignedIn, words: Words, asked: list[str], *, instead_of: UUID | None = None
) -> list[Preview]:
    """What the agent would say to each of these, with the page as drafted. Nothing is kept."""
    who.require(Verb.CHANGE_SETTINGS)
    who.house.limits.rehearsals.take(str(who.member.id), "rehearsal.too_many")
    drafted = Drafted(writing.check(words, now=who.now).draft(DRAFT), instead_of)
    with who.house.db.reading() as session:
        workspace = accounts.profile_of(session, who.workspace_id)
        return [
            preview(session, workspace, drafted, question, now=who.now)
            for question in asked[:MOST_TRIED]
        ]


def for_trial(who: SignedIn, words: Words, *, instead_of: UUID | None = None) -> TriedPage:
    """The page as drafted, as prospects would meet it, in the place of the one there is."""
    drafted = writing.check(words, now=who.now)
    path, url = DRAFT, None
    if instead_of is not None:
        page, _ = found(who, instead_of)
        path, url = page.path, page.url
    draft = drafted.draft(path)
    return TriedPage(
        path=path,
        title=draft.title,
        text=draft.text,
        url=url,
        language=draft.language,
        audience=draft.audience,
        valid_until=draft.valid_until,
    )


def refuse_secrets(who: SignedIn, words: Words) -> None:
    """A page lies in the clear, and everybody reads it."""
    if words.language not in languages():
        raise Invalid("knowledge.page", "Choose a language of the list.", field="language")
    for field, text in (("title", words.title), ("text", words.text)):
        if text.strip() and checked(who, text) != text.strip():
            raise Invalid(
                "knowledge.secret",
                "This holds a card or account number, a password or a key. Leave it out.",
                field=field,
            )


@router.get("")
def read_pages(who: AsMember) -> dict[str, Any]:
    return {"pages": [_json(who, page) | {"passages": count} for page, count in pages(who)]}


@router.post("", status_code=201)
def post_page(who: AsMember, page: NewPage) -> dict[str, Any]:
    return _json(who, write(who, page.words, page.ref))


@router.get("/questions")
def read_questions(who: AsMember) -> dict[str, Any]:
    """Like ones together, newest first."""
    return {
        "groups": [
            {"count": len(group), "questions": [_question_json(one) for one in group]}
            for group in questions(who)
        ]
    }


@router.post("/questions/answer", status_code=201)
def post_answer(who: AsMember, given: Answer) -> dict[str, Any]:
    """Writes the page, closes these questions with it, and has the agent tell who asked."""
    done = answer(who, given.questions, given.words, given.ref)
    return {"page": _json(who, done.page), "questions": done.questions, "told": done.told}


@router.post("/questions/dismiss", status_code=204)
def post_dismissal(who: AsMember, given: Dismissal) -> None:
    dismiss(who, given.questions)


@router.get("/{page_id}")
def read_page(who: AsMember, page_id: UUID) -> dict[str, Any]:
    page, passages = found(who, page_id)
    return _json(who, page) | {
        "text": writing.as_markdown(page.title, passages),
        "passages": [{"heading": one.heading, "text": one.text} for one in passages],
    }


@router.put("/{page_id}")
def put_page(who: AsMember, page_id: UUID, page: ChangedPage) -> dict[str, Any]:
    return _json(who, change(who, page_id, page.words, page.digest))


@router.delete("/{page_id}", status_code=204)
def delete_page(
    who: AsMember, page_id: UUID, digest: Annotated[str, Query(pattern=r"^[0-9a-f]{64}$")]
) -> None:
    """``digest`` of the page as it was read."""
    remove(who, page_id, digest)


def _json(who: SignedIn, page: SourceCard) -> dict[str, Any]:
    return {
        "id": page.id,
        "path": page.path,
        "title": page.title,
        "url": page.url,
        "language": page.language,
        "audience": page.audience,
        "valid_until": page.valid_until,
        "is_expired": page.is_expired(who.now.date()),
        "origin": page.origin,
        "written_by": page.written_by,
        "digest": page.digest,
        "updated_at": page.updated_at,
    }


def _question_json(question: Question) -> dict[str, Any]:
    return {
        "id": question.task_id,
        "conversation_id": question.conversation_id,
        "text": question.text,
        "asked_at": question.asked_at,
    }
