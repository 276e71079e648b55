"""Whom a reply names as a customer: a name that no text of the workspace holds is not one."""

import re

from guardrails.claims import cues
from guardrails.claims.backing import Backing
from guardrails.claims.plain import plain
from guardrails.text.harmless import WORDS
from guardrails.text.words import words_of

_OURS = r"(?:product|software|platform|tool|system|solution|app|service)\w*"
_US = (
    rf"\b(?:us|our {_OURS}|uns|auf uns|mit uns|unser\w* (?:{_OURS}|produkt|plattform|losung)|"
    rf"avec nous|notre (?:produit|logiciel|plateforme|outil|solution)|"
    rf"con nosotros|en nosotros|nuestr[oa] (?:producto|plataforma|solucion|herramienta|{_OURS})|"
    rf"con noi|a noi|nostr[oa] (?:prodotto|piattaforma|soluzione|{_OURS})|"
    rf"connosco|conosco|em nos|noss[oa] (?:produto|plataforma|solucao|{_OURS})|"
    rf"met ons|op ons|on[sz]e? (?:product|platform|oplossing|{_OURS})|"
    rf"z nami|nam|z nas|nasz\w* (?:produkt\w*|platform\w*|rozwiazani\w*|system\w*|{_OURS}))\b"
)
_USES = (
    r"\b(?:us(?:e|es|ed|ing)|rel(?:y|ies|ied) on|trusts?|chose|choose|switched to|moved to|"
    r"works? with|swears? by|runs? on|signed with|"
    r"arbeite[nt]|vertrau\w+|setz(?:t|en)|nutz(?:t|en)|verwende[nt]|gewechselt|"
    r"travaille(?:nt)?|utilise(?:nt)?|fai(?:t|sons) confiance|font confiance|"
    r"usan?|trabajan?|confian?|utilizan?|usano?|lavora(?:no)?|utilizzano?|si affidano?|"
    r"usam|trabalham?|confiam?|utilizam?|gebruik(?:t|en)|werk(?:t|en)|vertrouw(?:t|en)|"
    r"korzysta(?:ja)?|uzywa(?:ja)?|wspolpracuj[ea]|ufa(?:ja)?|zaufal\w*)\b"
)
SAID = re.compile(rf"{_USES}(?: [\w'-]+){{0,4}}? {_US}|(?:{_US}|\bnous) (?:[\w'-]+ ){{0,2}}{_USES}")
# "Among our customers are ...": the names may stand on either side.
LISTED = re.compile(
    r"\b(?:customers?|clients) of ours\b|\bour (?:\w+ )?(?:customers?|clients)\b|"
    r"\bunser\w* (?:\w+ )?kunden\b|\bnos (?:\w+ )?clients\b|\bnuestros (?:\w+ )?clientes\b|"
    r"\bnostri (?:\w+ )?clienti\b|\bnossos (?:\w+ )?clientes\b|\bonze (?:\w+ )?klanten\b|"
    r"\bnasz\w+ (?:\w+ )?klien\w+\b"
)
_NAME = re.compile(r"(?<![\w-])[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ][\w&'’.-]*\w|(?<![\w-])[a-z]+[A-Z]\w*")
_WHETHER = re.compile(
    r"\b(?:whether|if|ob|wenn|falls|czy|jesli|gdy|weet niet of)\b|^(?:si|se|als|of)\b"
)
_YOU = re.compile(
    r"\b(?:you|your|sie|ihr\w*|vous|votre|vos|usted\w*|lei|voi|voce|u|uw|we|they|wir|"
    r"they|nous|noi)\b"
)
# Who is no name: kinds of people and companies, in German with a capital, and how one starts.
_KINDS = words_of("""
    many most several some other others companies company firms businesses customers clients teams
    people users plants hospitals factories both all anyone everyone whoever nobody
    viele einige manche mehrere andere kunden kunde firmen firma unternehmen betriebe betrieb teams
    leute menschen anwender werke werk kliniken klinik hersteller techniker kollegen mitarbeiter
    partner branche industrie mittelstand auch sogar jahren jahr firmenkunden nutzer
    beaucoup plusieurs certains entreprises entreprise clients sociétés équipes même aussi autres
    muchos muchas varios empresas empresa clientes equipos incluso también otros otras
    molti molte diversi aziende azienda clienti anche altri altre perfino
    muitos muitas várias empresas empresa clientes equipas até também outros
    veel bedrijven bedrijf klanten teams mensen ook zelfs andere
    wiele firmy firma klienci zespoły ludzie również także nawet inne takie jak
""")


def is_unknown_customer(sentence: str, backing: Backing) -> bool:
    """Whether the sentence says that somebody named works with us whom no text names.
    ``sentence`` as it was written, for a name is known by its capital.
    """
    said = plain(sentence)
    if cues.QUESTION.search(said) or cues.is_denied(said):
        return False
    names = [name for name in _NAME.findall(sentence) if not _is_word(name)]
    if LISTED.search(said) and not _WHETHER.search(said):
        return _is_any_unknown(names, backing)
    found = SAID.search(said)
    if found is None:
        return False
    if _WHETHER.search(said[: found.start()]) or _YOU.search(said[: found.start()]):
        return False
    return _is_any_unknown(
        [name for name in names if plain(name) in said[: found.start()]], backing
    )


def _is_any_unknown(names: list[str], backing: Backing) -> bool:
    texts = " ".join(backing.pages)
    return any(plain(name) not in texts for name in names)


def _is_word(name: str) -> bool:
    low = name.lower()
    return low in WORDS or low in _KINDS
