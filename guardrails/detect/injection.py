"""Attempts to command the agent through a message. A hint for people and logs, never a barrier.

What holds is authorisation outside the model; so these rules are written to be right when they
speak, not to catch everything.
"""

import base64
import binascii
import re

from guardrails.text.normalise import normalise

_LEET = str.maketrans("013457$@", "oieastsa")
_LOOKALIKE = str.maketrans(
    "аеорсухіјѕԁһԛԝӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαερικ", "aeopcyxijsdhqwlABEZHIKMNOPTYXoaepik"
)
_BASE64 = re.compile(r"(?<![\w+/=])[A-Za-z0-9+/]{24,4000}={0,2}(?![\w+/=])")
_RULES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            r"\b(?:ignore|disregard|forget|override|bypass)\s(?:\w+\s){0,3}?(?:all\s|any\s|"
            r"the\s|your\s|my\s|these\s|those\s|every\s){0,3}(?:previous|prior|above|earlier|"
            r"preceding|existing|initial|original|system|foregoing)?\s?(?:instructions?|"
            r"prompts?|directives?|guidelines?|programming|guardrails?|safety (?:rules|"
            r"filters?))\b(?!\s(?:payment|reply|response|answer|delivery|service))"
        ),
        (
            r"\b(?:ignore|disregard|forget)\s(?:everything|all|anything)\s(?:above|before|you "
            r"(?:were|have been|know)|that came before|i said|said before|prior)\b"
        ),
        (
            r"\b(?:ignore|disregard|forget|override|bypass)\s(?:all\s)?(?:your|the|these|"
            r"previous|prior)\s(?:\w+\s)?(?:rules|restrictions|limitations|policies)\b"
        ),
        (
            r"\b(?:reveal|show|print|repeat|output|display|tell me|give me|leak|dump|share|"
            r"what (?:is|are))\s(?:me\s)?(?:your|the)\s(?:full\s|entire\s|exact\s|complete\s|"
            r"hidden\s|secret\s|initial\s|original\s){0,2}(?:system\s?(?:prompt|message|"
            r"instructions?)|initial prompt|hidden (?:prompt|instructions?)|developer "
            r"(?:message|prompt)|(?:secret|internal) instructions?)\b"
        ),
        r"\brepeat (?:the words|everything|all (?:the )?text) above\b",
        (
            r"\byou are now\s(?:in\s)?(?:a\s|an\s|the\s)?(?:dan\b|developer mode|jailbroken|"
            r"unrestricted|free from|no longer|root|admin|sudo|god mode)"
        ),
        (
            r"\b(?:enable|enter|activate|switch to|turn on)\s(?:developer|debug|god|admin|"
            r"jailbreak|dan|unrestricted|maintenance)\smode\b"
        ),
        r"\b(?:do anything now|jailbreak mode|you have been jailbroken)\b",
        (
            r"\b(?:pretend|act as if|imagine|roleplay)\s(?:that\s)?(?:you are|you're|you have|"
            r"to be)\s(?:\w+\s){0,4}(?:no|without|free of)\s(?:\w+\s){0,2}(?:restrictions?|"
            r"rules|filters?|limitations|guidelines)\b"
        ),
        (
            r"(?:^|\n)\s{0,4}(?:#{1,4}\s)?\[?(?:system|assistant|developer)\s?(?:message|"
            r"prompt|override|note)\]?\s?:\s"
        ),
        (
            r"<\|(?:im_start|im_end|system|endoftext|assistant|user)\|>|\[/?(?:INST|SYS)\]|"
            r"<</?SYS>>|</?(?:system|instructions?)>"
        ),
        (
            r"\bnew (?:system )?(?:instructions|directive|prompt)\s?(?:from (?:the )?(?:owner|"
            r"admin|developer|management))?\s?:"
        ),
        r"\b(?:end of|start of) (?:system )?(?:prompt|instructions)\b",
        (
            r"\b(?:i am|i'm|this is) (?:your|the) (?:developer|creator|administrator|admin|"
            r"system administrator|openai)\b.{0,80}\b(?:override|disable|grant|give|mode|"
            r"unlock|must|obey)\b"
        ),
        r"\b(?:call|invoke|run|execute|use) the (?:tool|function)\s[`'\"]?\w+_\w+",
        (
            r"\bignorier\w*\s(?:\w+\s){0,3}(?:anweisung\w*|instruktion\w*|vorgaben|regeln|"
            r"befehle)\b|\bvergiss\s(?:alle\w*\s|deine\s|alles\s|bisherige\w*\s|"
            r"vorherige\w*\s){1,3}(?:anweisung\w*|instruktion\w*|regeln|vorher)|\b(?:zeig\w*|"
            r"verrate|nenne?)\s(?:\w+\s){0,2}(?:system-?prompt|systemanweisung\w*)"
        ),
        (
            r"\b(?<!n')(?:ignore[zr]?|oublie[zr]?)\s(?:\w+\s){0,3}(?:instructions?|consignes|"
            r"directives|règles)\b|\b(?:montre|affiche|révèle|donne)[\w-]*\s(?:\w+\s)"
            r"{0,3}(?:prompt système|instructions système)"
        ),
        (
            r"\b(?:ignor[ae]|olvid[ae]|descarta)\s(?:\w+\s){0,3}(?:instrucciones|órdenes|"
            r"reglas)\b|\b(?:muestra|revela|dime)[\w]*\s(?:\w+\s){0,3}(?:prompt del sistema|"
            r"instrucciones del sistema)"
        ),
        (
            r"\b(?:ignora|dimentica)\s(?:\w+\s){0,3}(?:istruzioni|regole|direttive)\b|"
            r"\b(?<!não\s)(?:ignore|esqueça|desconsidere)\s(?:\w+\s){0,3}(?:instruções|regras)"
            r"\b"
        ),
        (
            r"\b(?:negeer|vergeet)\s(?!niet)(?:\w+\s){0,3}(?:instructies|regels|opdrachten)\b|"
            r"\b(?<!nie\s)(?:zignoruj|zapomnij|pomiń)\s(?:\w+\s){0,3}(?:instrukcj\w+|"
            r"polece\w+|zasad\w*)\b"
        ),
    )
)


def is_injection(text: str) -> bool:
    return any(_speaks(reading) for reading in _readings(text))


def _readings(text: str) -> list[str]:
    """The text as it stands, with look-alikes and digits read as letters, and what it encodes."""
    plain = normalise(text).text
    readings = [plain]
    if not plain.isascii():
        readings.append(plain.translate(_LOOKALIKE))
    if any(mark in plain for mark in "013457$@"):
        readings.append(plain.casefold().translate(_LEET))
    for encoded in _BASE64.findall(plain):
        decoded = _decoded(encoded)
        if decoded:
            readings.append(decoded)
    spaced = re.sub(r"(?<=\b\w)[ .\-_](?=\w\b)", "", plain)
    if spaced != plain:
        readings.append(spaced)
    return readings


def _decoded(encoded: str) -> str:
    try:
        return base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""


def _speaks(text: str) -> bool:
    return any(rule.search(text) for rule in _RULES)
