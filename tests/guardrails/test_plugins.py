"""Recognisers of others beside our own."""

import pytest
from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer, RecognizerResult

from guardrails import Guard, GuardFailure, Vault
from guardrails.entities import Entity
from guardrails.guard import REGIONS
from guardrails.plugins import PluggedIn, PluginRefused, Plugins

_LICENCE = "presidio_analyzer.predefined_recognizers:MedicalLicenseRecognizer"
_NUMBER = "BB1388568"


class Broken(EntityRecognizer):
    def __init__(self) -> None:
        super().__init__(["EMAIL_ADDRESS"])

    def load(self) -> None:
        pass

    def analyze(self, text, entities, nlp_artifacts):
        raise RuntimeError(f"cannot read {text}")


class Beyond(Broken):
    def analyze(self, text, entities, nlp_artifacts):
        return [RecognizerResult("EMAIL_ADDRESS", 0, len(text) + 5, 1.0)]


class Badges(PatternRecognizer):
    """A customer's own kind, in a name we do not know."""

    def __init__(self) -> None:
        super().__init__(
            "BADGE", patterns=[Pattern("badge", r"BDG-\d{4}", 0.6)], supported_language="de"
        )


_HERE = "tests.guardrails.test_plugins"


def test_a_recogniser_of_presidio_finds_what_we_do_not():
    """One line of settings, and a prescriber's licence is masked like a passport."""
    said = f"prescribed under {_NUMBER} last week"
    guard = Guard.load(recognisers=(_LICENCE,))
    span = next(s for s in guard._detector.find(said, REGIONS) if s.detail == "medical_license")
    assert span.entity is Entity.NATIONAL_ID
    assert said[span.start : span.end] == _NUMBER
    assert _NUMBER not in guard.inbound(said, vault=Vault()).model


def test_a_kind_of_ones_own_is_named_in_the_settings():
    """In whatever language the plug-in says it is for, and as sure as the settings ask."""
    named = Plugins((f"{_HERE}:Badges",), kinds={"BADGE": "NATIONAL_ID"})
    (badges,) = named.load()
    assert [r.entity_type for r in badges.analyze("BDG-1234", [], None)] == ["NATIONAL_ID"]
    sure = Plugins(named.recognisers, kinds=named.kinds, least={"NATIONAL_ID": 0.9})
    assert sure.load()[0].analyze("BDG-1234", [], None) == []


@pytest.mark.parametrize("name", ["Broken", "Beyond"])
def test_a_plug_in_that_fails_closes_the_guard(name: str):
    """No verdict, and no word of what it choked on; nor is a place outside the text believed."""
    guard = Guard.load(recognisers=(f"{_HERE}:{name}",))
    with pytest.raises(GuardFailure) as failure:
        guard.inbound("I'm Carla", vault=Vault())
    assert failure.value.code == "guard.engine"
    assert "Carla" not in str(failure.value)


@pytest.mark.parametrize(
    ("plugins", "why"),
    [
        (Plugins((f"{_HERE}:Badges",)), "BADGE"),
        (Plugins((f"{_HERE}:Badges",), kinds={"BADGE": "BADGE"}), "BADGE is none of"),
        (Plugins((_LICENCE,), kinds={"MEDICAL_LICENSE": ""}), "MEDICAL_LICENSE"),
        (Plugins((f"{_HERE}:Nobody",)), "module:Class"),
        (Plugins(("no.such.module:Any",)), "module:Class"),
        (Plugins(("pathlib:Path",)), "no Presidio EntityRecognizer"),
        (Plugins((_LICENCE,), least={"WALLET": 0.5}), "WALLET is none of"),
    ],
)
def test_a_plug_in_that_cannot_work_is_refused_at_once(plugins: Plugins, why: str):
    """Not silently ignored: the owner believes that it is looking."""
    with pytest.raises(PluginRefused, match=why):
        plugins.load()


def test_kinds_without_a_counterpart_are_ignored():
    """A plug-in that also finds places is welcome for the rest."""

    class Mixed(Badges):
        def __init__(self) -> None:
            super().__init__()
            self.supported_entities = ["BADGE", "LOCATION"]

    plugged = PluggedIn(Mixed(), {"BADGE": Entity.NATIONAL_ID})
    assert plugged.supported_entities == [Entity.NATIONAL_ID]
