"""The floor under the signals: keywords per kind, as one writes them down in ten minutes."""

import re

_WORDS = {
    "stop": r"\bstop|unsubscribe|remove me|abmelden|desinscri|desabonn|de baja|cancellatemi|"
    r"descadastr|afmeld|wypis|leave me alone|in ruhe|tranquill|en paz|em paz|met rust|spokoj",
    "person": r"human|real person|menschen|mitarbeiter|humain|conseiller|persona|persoon|operador|"
    r"operatore|atendente|medewerker|czlowiek|konsultant",
    "wrong_person": r"wrong (?:person|guy|number)|falsch|mauvais num|erreur|equivoc|sbagliat|engan|"
    r"verkeerd|pomylk",
    "bot_question": r"\bbot\b|robot|\bki\b|\bia\b|\bai\b|machine|maquina|computer|botem",
    "minor": r"\b(?:9|10|11|12) (?:years|jahre|ans|anos|anni|jaar|lat)",
    "data_request": r"my data|daten|donnees|mis datos|dati|dados|gegevens|dane|danych",
    "objection.price": r"expensive|pric(?:e|ey)|budget|teuer|cher\b|car[oa]\b|cost[ao]\b|"
    r"presupuesto|orcamento|duur|prijzig|drog[oi]|budzet",
    "objection.timing": r"not now|later|bad tim|nicht jetzt|moment|zeit|plus tard|ahora|"
    r"adesso|agora|later|nu\b|teraz|pozniej",
    "objection.authority": r"boss|decide|chef|entscheid|decid|jefe|patron|capo|baas|beslis|szef|"
    r"decyd|zarzad",
    "objection.need": r"need|brauch|besoin|necesit|serve|precis|nodig|potrzeb",
    "objection.trust": r"trust|scam|vertrau|arnaque|fio\b|fid(?:o|arm)|golpe|oplicht|ufa",
    "objection.competitor": r"competitor|other (?:vendor|supplier)|konkurr|anbieter|concurr|compet|"
    r"fornitore|leverancier|konkurenc",
    "objection.already_have": r"already|schon|deja|\bya\b|gia\b|ja temos|hebben al|mamy juz",
    "objection.effort": r"effort|work|aufw[aä]nd|travail|trabaj|lavoro|trabalh|werk|robot[ya]",
    "objection.contract": r"contract|vertrag|contrat|permanencia|vincol|fideliza|umow",
    "objection.send_info": r"send|mail|schick|envo[iy]|mand|manda|envi|stuur|wysl|przesl",
    "objection.not_interested": r"not interested|kein interesse|pas interesse|no me interesa|"
    r"non mi interessa|sem interesse|geen interesse|nie.{0,12}(?:zainteres|interes)",
    "question": r"\?",
    "positive": r"great|yes|gut\b|gerne|parfait|oui|perfecto|\bsi\b|ottimo|gostei|sim\b|"
    r"prima|\bja\b|super|\btak\b",
}
_PATTERNS = {kind: re.compile(words) for kind, words in _WORDS.items()}
_PLAIN = str.maketrans("áàâãäéèêëíìîïóòôõöúùûüçñąćęłńśźż", "aaaaaeeeeiiiiooooouuuucnacelnszz")


def found_in(text: str) -> frozenset[str]:
    plain = text.lower().translate(_PLAIN)
    return frozenset(kind for kind, pattern in _PATTERNS.items() if pattern.search(plain))
