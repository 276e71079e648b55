"""Presidio, which only this module and ``plugins`` import, when ``Guard.load`` is asked.

Importing and loading cost seconds, so that happens once, off the path of any request. Every
recogniser is a Presidio ``EntityRecognizer`` in a Presidio registry: ours adapt the pure functions
of ``guardrails.detect`` and the tagger of names, others stand beside them (``guardrails.plugins``).
The registry is asked directly: Presidio's own engine would cost more than all of our patterns
together, for context words and duplicates that we weigh ourselves.
"""

import logging
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from importlib.metadata import version
from secrets import token_bytes
from threading import Lock
from typing import cast

from presidio_analyzer import EntityRecognizer, RecognizerRegistry, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
from spacy.tokens import Doc

from guardrails.detect import (
    addresses,
    ages,
    banks,
    births,
    cards,
    emails,
    links,
    national,
    phones,
    secrets,
    sensitive,
)
from guardrails.entities import Entity, Span, without_overlaps
from guardrails.names.finder import NameFinder
from guardrails.names.tagger import Tagger
from guardrails.plugins import DETAIL, LANGUAGE, Plugins
from guardrails.pseudonyms.tokens import TOKEN_LIKE
from guardrails.text.disguises import readings
from guardrails.text.fold import folded_once
from guardrails.text.normalise import Plain, normalise
from guardrails.verdicts import GuardFailure

_SILENT = "\ue000"  # a private-use character: what stands under a pseudonym is read by nobody
# Random ids of ours and of programs: their digits and letters are accounts and names by chance.
_NOBODYS = re.compile(
    r"(?<![\w/=-])(?=[\d-]*[a-f])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\w-])",
    re.IGNORECASE,
)
# Some ten times what the longest allowed text takes. It is looked at between sentences and bounds
# the wait for the model; a pattern at work cannot be interrupted, nor can a thread beside it stop
# it, so what bounds those is that each is linear and a text has at most MAX_CHARACTERS.
_DEADLINE_S = 10.0
_REMEMBERED = 4096
_STRUCTURED = frozenset(entity.value for entity in Entity)
# What people disguise beyond what its own finder reads through. A name is not among them: letters
# apart and figures for letters look like one too easily.
_DISGUISED = frozenset(
    entity.value for entity in Entity if entity not in {Entity.PERSON, Entity.EMAIL}
)
_NO_PLUGINS = Plugins()

Finder = Callable[[str], Iterable[Span]]
_FINDERS: tuple[tuple[str, Finder, tuple[Entity, ...]], ...] = (
    ("emails", emails.find_emails, (Entity.EMAIL,)),
    ("cards", cards.find_cards, (Entity.CARD, Entity.SECURITY_CODE)),
    ("bank accounts", banks.find_bank_accounts, (Entity.BANK_ACCOUNT,)),
    ("national ids", national.find_national_ids, (Entity.NATIONAL_ID,)),
    ("link secrets", links.find_link_secrets, (Entity.SECRET,)),
    ("secrets", secrets.find_secrets, (Entity.SECRET,)),
    ("network addresses", links.find_ips, (Entity.IP,)),
    ("births", births.find_births, (Entity.BIRTH_DATE,)),
    ("minor ages", ages.find_minor_ages, (Entity.MINOR_AGE,)),
    ("street addresses", addresses.find_addresses, (Entity.ADDRESS,)),
    ("special categories", sensitive.find_sensitive, (Entity.SENSITIVE,)),
)


class Reading(NlpArtifacts):
    """What recognisers are told beside the text: the regions,
    There are no tokens in it: our recognisers read the text itself.
    """

    def __init__(self, engine: NlpEngine, regions: tuple[str, ...]) -> None:
        super().__init__(
            entities=[],
            tokens=cast("Doc", ()),
            tokens_indices=[],
            lemmas=[],
            nlp_engine=engine,
            language=LANGUAGE,
        )
        self.regions = regions


def _regions(artifacts: NlpArtifacts) -> tuple[str, ...]:
    return artifacts.regions if isinstance(artifacts, Reading) else phones.DEFAULT_REGIONS


class _Recogniser(EntityRecognizer):
    """One of our finders, as Presidio sees it."""

    def __init__(self, name: str, find: Finder, entities: tuple[Entity, ...]) -> None:
        self._find = find
        super().__init__(
            supported_entities=[entity.value for entity in entities],
            name=f"salesgenix {name}",
            supported_language=LANGUAGE,
        )

    def load(self) -> None:
        """Nothing to load: patterns are compiled with their module."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts
    ) -> list[RecognizerResult]:
        del entities, nlp_artifacts
        return [_result(span, span.entity.value) for span in self._find(text)]


class _PhoneRecogniser(_Recogniser):
    def __init__(self) -> None:
        super().__init__("phones", phones.find_phones, (Entity.PHONE,))

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts
    ) -> list[RecognizerResult]:
        del entities
        return [_result(s, s.entity) for s in phones.find_phones(text, _regions(nlp_artifacts))]


def _result(span: Span, entity: str) -> RecognizerResult:
    return RecognizerResult(
        entity, span.start, span.end, span.score, recognition_metadata={DETAIL: span.detail}
    )


def _span(found: RecognizerResult) -> Span:
    return Span(
        Entity(found.entity_type),
        found.start,
        found.end,
        found.score,
        str((found.recognition_metadata or {}).get(DETAIL, "")),
    )


def _unseen(found: list[Span], reading: Plain, known: list[Span]) -> list[Span]:
    """What another reading shows where the plain one shows nothing, at its place in the plain."""
    spans = [Span(s.entity, *reading.original(s.start, s.end), s.score, s.detail) for s in found]
    surer = {Entity.NATIONAL_ID, Entity.CARD, Entity.BANK_ACCOUNT}  # than any number's shape
    return [
        span
        for span in spans
        if not any(
            one.overlaps(span.start, span.end)
            and not (one.entity is Entity.PHONE and span.entity in surer)
            and not (one.entity is span.entity and span.start < one.start and one.end <= span.end)
            and not (one.entity is span.entity and span.start < one.start and one.end <= span.end)
            for one in known
        )
    ]


class _NoModel(NlpEngine):
    """Presidio asks for a language model; nothing of ours needs one, and Presidio's cost 9 ms."""

    def load(self) -> None:
        """There is nothing to load."""

    def is_loaded(self) -> bool:
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        del text, language
        return Reading(self, phones.DEFAULT_REGIONS)

    def process_batch(
        self,
        texts: Iterable[str],
        language: str,
        batch_size: int = 1,
        n_process: int = 1,
        **_: object,
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        del batch_size, n_process
        return ((text, self.process_text(text, language)) for text in texts)

    def is_stopword(self, word: str, language: str) -> bool:
        del word, language
        return False

    def is_punct(self, word: str, language: str) -> bool:
        del word, language
        return False

    def get_supported_entities(self) -> list[str]:
        return []

    def get_supported_languages(self) -> list[str]:
        return [LANGUAGE]


class _Remembered:
    """Recent answers, keyed by a keyed digest: the process keeps no text it has read."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._key = token_bytes(32)
        self._lock = Lock()
        self._answers: OrderedDict[bytes, tuple[Span, ...]] = OrderedDict()

    def get(self, *parts: str) -> tuple[Span, ...] | None:
        digest = self._digest(parts)
        with self._lock:
            if digest in self._answers:
                self._answers.move_to_end(digest)
            return self._answers.get(digest)

    def put(self, part: str, answer: tuple[Span, ...], *parts: str) -> None:
        with self._lock:
            self._answers[self._digest((part, *parts))] = answer
            if len(self._answers) > self._size:
                self._answers.popitem(last=False)

    def _digest(self, parts: tuple[str, ...]) -> bytes:
        digest = blake2b(key=self._key, digest_size=16)
        for part in parts:
            digest.update(part.encode("utf-8", "surrogatepass") + b"\x00")
        return digest.digest()


class Detector:
    """Every span of every kind in a text, without overlaps, in text order. Thread-safe."""

    name = f"presidio-analyzer/{version('presidio-analyzer')}"

    def __init__(self, *, deadline_s: float = _DEADLINE_S, plugins: Plugins = _NO_PLUGINS) -> None:
        self._deadline_s = deadline_s
        logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)
        self._model = _NoModel()
        self._tagger = Tagger()
        recognisers: list[EntityRecognizer] = [_Recogniser(*finder) for finder in _FINDERS]
        names = _Recogniser("names", NameFinder(self._tagger).find, (Entity.PERSON,))
        recognisers += [_PhoneRecogniser(), names]
        self.registry = RecognizerRegistry(
            recognizers=recognisers + plugins.load(), supported_languages=[LANGUAGE]
        )
        self._seen = _Remembered(_REMEMBERED)

    def find(self, text: str, regions: tuple[str, ...]) -> tuple[Span, ...]:
        """Offsets are those of ``text`` as given. Pseudonyms in it are not read."""
        if not text.strip():
            return ()
        remembered = self._seen.get(text, *regions)
        if remembered is not None:
            return remembered
        until = time.monotonic() + self._deadline_s
        plain = normalise(text)
        read = _NOBODYS.sub(lambda code: _SILENT * len(code[0]), plain.text)
        read = TOKEN_LIKE.sub(lambda token: _SILENT * len(token[0]), read)
        reading = Reading(self._model, regions)
        with folded_once(read):
            spans = self._analyse(read, _STRUCTURED, reading)
            others = list(readings(read))
        for disguised in others:
            spans += _unseen(self._analyse(disguised.text, _DISGUISED, reading), disguised, spans)
        if time.monotonic() > until:
            raise GuardFailure("guard.late")
        answer = tuple(
            Span(span.entity, *plain.original(span.start, span.end), span.score, span.detail)
            for span in without_overlaps(spans)
        )
        self._seen.put(text, answer, *regions)
        return answer

    def _analyse(self, text: str, entities: frozenset[str], reading: Reading) -> list[Span]:
        spans: list[Span] = []
        for recogniser in self.registry.recognizers:
            wanted = entities.intersection(recogniser.supported_entities)
            if wanted:
                found = recogniser.analyze(text, list(wanted), reading)
                spans += [_span(one) for one in found or []]
        return spans
