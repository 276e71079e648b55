"""Recognisers of others beside our own: any Presidio ``EntityRecognizer``, named in the settings.

A plug-in is asked about every text, in whatever language it says it is for. It gets the normalised
text and an empty NLP reading (no tokens), and may be asked from several threads at once. Its kinds
of value are translated into ours; kinds that have no counterpart are ignored, a plug-in without any
is refused. What it raises closes the guard like every other fault.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from guardrails.entities import Entity

DETAIL = "detail"
LANGUAGE = "en"  # Presidio wants one; our recognisers read eight at once
_LEAST = 0.5  # how sure a plug-in must be where the settings say nothing of the kind

_COUNTERPARTS: dict[Entity, str] = {
    Entity.EMAIL: "EMAIL_ADDRESS",
    Entity.PHONE: "PHONE_NUMBER",
    Entity.ADDRESS: "STREET_ADDRESS UK_POSTCODE CA_POSTAL_CODE",
    Entity.IP: "IP_ADDRESS MAC_ADDRESS",
    Entity.CARD: "CREDIT_CARD",
    Entity.BANK_ACCOUNT: "IBAN_CODE US_BANK_NUMBER CRYPTO ABA_ROUTING_NUMBER",
    Entity.NATIONAL_ID: (
        "US_SSN US_ITIN US_PASSPORT US_DRIVER_LICENSE US_MBI MEDICAL_LICENSE UK_NHS UK_NINO "
        "UK_PASSPORT UK_DRIVING_LICENCE ES_NIF ES_NIE IT_FISCAL_CODE IT_DRIVER_LICENSE IT_PASSPORT "
        "IT_IDENTITY_CARD PL_PESEL SG_NRIC_FIN AU_TFN AU_MEDICARE IN_PAN IN_AADHAAR IN_VOTER "
        "IN_PASSPORT FI_PERSONAL_IDENTITY_CODE KR_RRN KR_PASSPORT KR_DRIVER_LICENSE KR_FRN TH_TNIN "
        "CA_SIN DE_TAX_ID DE_TAX_NUMBER DE_PASSPORT DE_ID_CARD DE_SOCIAL_SECURITY "
        "DE_HEALTH_INSURANCE DE_DRIVER_LICENSE SE_PERSONNUMMER TR_NATIONAL_ID ZA_ID_NUMBER "
        "NG_NIN"
    ),
    Entity.BIRTH_DATE: "DATE_OF_BIRTH",
    Entity.SECRET: "PASSWORD API_KEY ACCESS_TOKEN PRIVATE_KEY",
    Entity.SENSITIVE: (
        "MEDICAL_CONDITION MEDICAL_DISEASE_DISORDER MEDICAL_MEDICATION DISEASE HEALTH"
    ),
    Entity.MINOR_AGE: "",
    Entity.SECURITY_CODE: "CVV",
    Entity.PERSON: "NAME",
}
KINDS: dict[str, Entity] = {
    **{name: entity for entity, names in _COUNTERPARTS.items() for name in names.split()},
    **{entity.value: entity for entity in Entity},
}


class PluginRefused(ValueError):
    """A plug-in that cannot be what the settings say it is; the guard does not load."""


@dataclass(frozen=True, slots=True)
class Plugins:
    """``recognisers``: ``module:Class`` each, built without arguments. ``kinds``: the plug-in's
    names of a value to ours, beside the usual ones; an empty name takes a usual one away.
    ``least``: how sure a plug-in must be (0 to 1), by our kind.
    """

    recognisers: tuple[str, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)
    least: Mapping[str, float] = field(default_factory=dict)

    def load(self) -> list[EntityRecognizer]:
        kinds = {name: entity for name, entity in KINDS.items() if name not in self.kinds}
        kinds |= {name: _entity(ours) for name, ours in self.kinds.items() if ours}
        least = {_entity(ours): score for ours, score in self.least.items()}
        return [PluggedIn(_build(where), kinds, least) for where in self.recognisers]


class PluggedIn(EntityRecognizer):
    """Somebody's recogniser, answering in our kinds."""

    def __init__(
        self,
        theirs: EntityRecognizer,
        kinds: Mapping[str, Entity] = KINDS,
        least: Mapping[Entity, float] | None = None,
    ) -> None:
        self._theirs = theirs
        title = type(theirs).__name__
        self._least = least or {}
        self._kinds = {name: kinds[name] for name in theirs.supported_entities if name in kinds}
        if not self._kinds:
            raise PluginRefused(
                f"{title} finds {', '.join(theirs.supported_entities)}, and none of these "
                f"has a counterpart among {', '.join(Entity)}; name one in the settings"
            )
        super().__init__(
            supported_entities=sorted(set(self._kinds.values())),
            name=title,
            supported_language=LANGUAGE,
        )

    def load(self) -> None:
        """Theirs loaded itself when it was built."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts
    ) -> list[RecognizerResult]:
        del entities
        found = self._theirs.analyze(text, list(self._kinds), nlp_artifacts)
        return [_translated(text, one, self._kinds[one.entity_type]) for one in found or []
                if self._is_sure(one)]  # fmt: skip

    def _is_sure(self, found: RecognizerResult) -> bool:
        entity = self._kinds.get(found.entity_type)
        return entity is not None and found.score >= self._least.get(entity, _LEAST)


def _translated(text: str, found: RecognizerResult, entity: Entity) -> RecognizerResult:
    if not 0 <= found.start < found.end <= len(text):
        raise ValueError("a plug-in answered with a place outside the text")
    detail = "" if entity is Entity.MINOR_AGE else found.entity_type.lower()
    return RecognizerResult(
        entity, found.start, found.end, found.score, recognition_metadata={DETAIL: detail}
    )


def _entity(name: str) -> Entity:
    try:
        return Entity(name)
    except ValueError:
        raise PluginRefused(f"{name} is none of {', '.join(Entity)}") from None


def _build(where: str) -> EntityRecognizer:
    module, _, name = where.partition(":")
    try:
        made = getattr(import_module(module), name)
        recogniser = made()
    except (ImportError, AttributeError, TypeError, ValueError) as fault:
        raise PluginRefused(f"{where} cannot be loaded as module:Class: {fault}") from fault
    if not isinstance(recogniser, EntityRecognizer):
        raise PluginRefused(f"{where} is no Presidio EntityRecognizer")
    return recogniser
