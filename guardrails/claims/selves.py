"""A program that says it is a person, or tells of a life it does not have. Plain spelling."""

import re

from guardrails.claims import cues, eager

_PERSON = (
    (
        r"\bi(?:'m| am| was) (?:\w+,? ){0,3}?(?:human\b(?!-)|(?:real|actual|living|"
        r"genuine) (?:\w+ )?(?:person|human|man|woman|being)|"
        r"person\b|human being)|\b(?:speaking|talking|chatting) (?:to|with) a (?:real |"
        r"actual )?(?:person|human)\b|"
        r"\bas (?:a|one) (?:fellow )?(?:human|person|man|woman|mother|father|parent)\b"
    ),
    (
        r"\bich bin (?:\w+,? ){0,3}?(?:mensch\b|person\b|frau\b|mann\b)|"
        r"\bals (?:\w+ )?(?:mensch|mutter|vater|frau|mann)\b(?=[, ]|$)"
    ),
    (
        r"\bje suis (?:\w+,? ){0,3}?(?:humain\w*|personne|homme|femme)\b|"
        r"\ben tant (?:que|qu')\s?(?:\w+ )?(?:humain|personne|mere|pere)\b"
    ),
    r"\bsoy (?:\w+,? ){0,3}?(?:human[oa]|persona)\b|\bcomo (?:ser humano|madre|padre|persona)\b",
    (
        r"\bsono (?:\w+,? ){0,3}?(?:uman[oa]|persona)\b|\bda (?:essere umano|madre|"
        r"padre)\b|\bcome (?:essere umano|madre|padre)\b"
    ),
    r"\bsou (?:\w+,? ){0,3}?(?:human[oa]|pessoa)\b|\bcomo (?:ser humano|mae|pai)\b",
    r"\bik ben (?:\w+,? ){0,3}?(?:mens|persoon)\b|\bals (?:mens|moeder|vader)\b",
    r"\bjestem (?:\w+,? ){0,3}?(?:czlowiek\w*|osoba)\b|\bjako (?:czlowiek|matka|ojciec)\b",
)
_INVERTED = (
    r"\bbin ich (?:\w+,? ){0,3}?(?:mensch\b|person\b)|\bben ik (?:\w+,? ){0,3}?(?:mens|"
    r"persoon)\b|\bflesh and blood\b|"
    r"\baus fleisch und blut\b|\ben chair et en os\b|\bde carne y hueso\b|"
    r"\bin carne e ossa\b|\bde carne e osso\b|\bvan vlees en bloed\b|\bz krwi i kosci\b"
)
_I = re.compile(
    r"\b(?:i'm|i am|ich bin|je suis|soy|sono|sou|ik ben|jestem)\b|\b(?:of course|naturlich|"
    r"selbstverstandlich|bien sur|claro|certo|natuurlijk|oczywiscie)\b"
)
_MACHINE = (
    r"(?:ro)?bots?\b|chat ?bots?\b|machine\b|computer\b|software\b|program\w*\b|"
    r"(?:an? )?ai\b|(?:eine? )?ki\b|(?:une )?ia\b|roboter\b|maschine\b"
)
_NO_MACHINE = (
    (
        rf"\bi(?:'m| am) (?:\w+ )?not (?:\w+ ){{0,3}}?(?:{_MACHINE})|\bno,? i(?:'m|"
        rf" am) not\b.{{0,3}}\b(?:{_MACHINE})"
    ),
    rf"\bich bin (?:\w+ )?(?:kein\w*|nicht) (?:\w+ ){{0,2}}?(?:{_MACHINE}|automat\b)",
    r"\bje ne suis (?:\w+ )?pas (?:\w+ ){0,2}?(?:(?:ro)?bots?|machine|ia|programme|logiciel)\b",
    (
        r"\bno soy (?:\w+ ){0,2}?(?:robot|bot|maquina|ia|programa)\b|"
        r"\bnon sono (?:\w+ ){0,2}?(?:robot|bot|macchina|ia|programma)\b"
    ),
    (
        r"\bnao sou (?:\w+ ){0,2}?(?:robo|robot|bot|maquina|ia|programa)\b|"
        r"\bik ben geen (?:\w+ )?(?:robot|bot|machine|computer|ai|programma)\b"
    ),
    r"\bnie jestem (?:\w+ )?(?:bot\w*|robot\w*|maszyn\w*|programem|ai)\b",
)
_LIFE = (
    (
        r"\bi (?:started|joined|began|came|studied|graduated|moved) (?:\w+ ){0,6}(?:ago|"
        r"college|university|here)\b|\bi(?:'m| am| was)(?: just|"
        r" currently)? (?:on the phone|in a meeting|at lunch|on holiday|"
        r"at the office|in the office|at home|driving)\b|\bstraight out of (?:college|"
        r"school|university)\b"
    ),
    (
        r"\bich (?:sitze|stehe|bin) (?:\w+ ){0,4}(?:im buro|zu hause|unterwegs|"
        r"im urlaub|am telefon)\b|\bje suis (?:\w+ ){0,3}(?:au bureau|chez moi|"
        r"en vacances|au telephone)\b|\bestoy (?:\w+ ){0,3}(?:en la oficina|en casa|"
        r"de vacaciones)\b|"
        r"\bsono (?:\w+ ){0,3}(?:in ufficio|a casa|in ferie|al telefono)\b|"
        r"\bestou (?:\w+ ){0,3}(?:no escritorio|em casa|de ferias)\b|\bik (?:zit|"
        r"ben) (?:\w+ ){0,3}(?:op kantoor|thuis|op vakantie)\b|\b(?:siedze|"
        r"jestem) (?:\w+ ){0,3}(?:w biurze|w domu|na urlopie)\b"
    ),
    (
        r"\bmy (?:\w+ )?(?:kids?|children|son|daughter|wife|husband|girlfriend|"
        r"boyfriend|family|mother|father|mom|mum|dad|dog|cat|"
        r"weekend|holiday|vacation|lunch|desk|boss|career|childhood)\b"
    ),
    (
        r"\bi have (?:\d+|two|three|a|one) (?:\w+ )?(?:kids?|children|son|daughter|dog|"
        r"cat)s?\b|\bi(?:'ve| have) been (?:\w+ ){0,3}for (?:\w+ ){0,3}years\b"
    ),
    (
        r"\bin my (?:\w+ ){0,3}(?:years|career|experience|life|time) (?:of|as|in|at|"
        r"here)?\b|\bwhen i was (?:a|young|your|at|in)\b|\bi (?:grew up|used to (?:work|"
        r"be)|live in|was born|drove|ate|slept)\b"
    ),
    (
        r"\bmy (?:colleagues?|team(?:mates?)?|boss|manager) and i\b|\bi (?:\w+ )?(?:had|"
        r"went|met|spoke|talked|sat) (?:\w+ ){0,4}(?:coffee|lunch|dinner|yesterday|"
        r"this morning|last (?:week|year|night))\b"
    ),
    (
        r"\bme and my (?:colleagues?|team|boss|family)\b|\bi (?:feel|felt) (?:tired|"
        r"happy|sad|sick|hungry)\b|\bsitting (?:here )?(?:at my desk|in (?:our|"
        r"the) office)\b"
    ),
    (
        r"\bmeine? (?:\w+ )?(?:kinder|sohn|tochter|frau|mann|familie|mutter|vater|hund|"
        r"wochenende|urlaub|chef|schreibtisch)\b|\bmeine? kolleg\w+ und ich\b"
    ),
    (
        r"\bich habe (?:\w+ ){0,2}(?:kinder|kind|hund)\b|"
        r"\bin meinen (?:\w+ ){0,3}jahren\b|\bals ich (?:\w+ )?(?:klein|jung|kind)\b|"
        r"\bich (?:selbst )?(?:wohne|lebe) in\b|\bmein mann\b"
    ),
    (
        r"\bmes (?:\w+ )?(?:enfants|collegues et moi)\b|\bma (?:femme|fille|famille|"
        r"mere)\b|\bmon (?:mari|fils|pere|chien)\b|\bj'ai (?:\w+ )?(?:enfants?|fils|"
        r"filles?)\b|"
        r"\bmes \d+ ans\b|\bmes collegues et moi\b|\bquand j'etais\b"
    ),
    (
        r"\bmis (?:\w+ )?hij[oa]s\b|\bmi (?:mujer|marido|esposa|familia|hij[oa])\b|"
        r"\btengo (?:\w+ )?hij[oa]s?\b|\bmis companer\w+ y yo\b|"
        r"\ben mis (?:\w+ )?anos\b|\bcuando yo era\b"
    ),
    (
        r"\b(?:i miei|miei) (?:\w+ )?figli\b|\bmi[ao] (?:moglie|marito|figli[oa]|"
        r"famiglia)\b|\bho (?:\w+ )?figli[oae]?\b|\bi miei colleghi ed? io\b|"
        r"\bnei miei (?:\w+ )?anni\b"
    ),
    (
        r"\bos meus (?:\w+ )?filh[oa]s\b|\bmeu marido\b|\bminha (?:mulher|esposa|"
        r"familia|filha)\b|\btenho (?:\w+ )?filh[oa]s?\b|\bos meus colegas e eu\b|"
        r"\bnos meus (?:\w+ )?anos\b"
    ),
    (
        r"\bmijn (?:\w+ )?(?:kinderen|vrouw|man|zoon|dochter|gezin|hond)\b|"
        r"\bik heb (?:\w+ )?kinderen\b|\bmijn collega'?s en ik\b|"
        r"\bin mijn (?:\w+ ){0,2}jaren\b"
    ),
    (
        r"\bmoje dzieci\b|\bmoj(?:a)? (?:zona|maz|syn|corka|rodzina)\b|"
        r"\bmam (?:\w+ )?(?:dzieci|dziecko|syna|corke)\b|\bmoi koledzy i ja\b|"
        r"\bw moich (?:\w+ )?latach\b"
    ),
)
# "... if I were a person", "whether I am": said of what is not.
_IF = (
    r"\b(?:if|whether|as if|like|than|unless|wenn|ob|als ob|si|comme si|que si|como si|se|"
    r"come se|als|of|alsof|gdyby|czy|jakby)\s*$"
)
PERSON = re.compile("|".join((*_PERSON, _INVERTED)))
NO_MACHINE = re.compile("|".join(_NO_MACHINE))
LIFE = re.compile("|".join(_LIFE))
_BEFORE_IF = re.compile(_IF)
_OWN_NAME = re.compile(
    r"\b(?:i'm|i am|my name is|this is|ich bin|ich heisse|mein name ist|je suis|"
    r"je m'appelle|soy|me llamo|sono|mi chiamo|"
    r"sou|chamo-me|ik ben|ik heet|jestem|"
    r"nazywam sie) (?P<name>[\w.-]+)(?: \w+)?,? (?:\w+ ){0,3}?(?P<role>(?:sales|account|"
    r"senior|"
    r"vertriebs\w*|kunden\w*|konto\w*|commercial\w*|comercial\w*|conseill\w+|consult\w+|"
    r"berater\w*|manager\w*|representative|"
    r"rep|handlow\w+|doradc\w+|adviseur\w*|verkoper|vertrieb|from the|aus dem|de l'equipe|"
    r"del equipo|del team|da equipa|van het))"
)
_MADE = re.compile(
    r"\b(?:ai|ki|ia|bot|assistant\w*|assistent\w*|asistent\w*|assistente\w*|asystent\w*|software)\b"
)


def claims_a_life(sentence: str, *, agent: str) -> bool:
    """Whether the sentence says that the speaker is a person. ``agent`` is its name."""
    if NO_MACHINE.search(sentence) and not _is_of_what_is_not(NO_MACHINE, sentence):
        return True
    if cues.QUESTION.search(sentence) and not _I.search(sentence):
        return False
    if PERSON.search(sentence) and not cues.denies(sentence, PERSON):
        return not _is_of_what_is_not(PERSON, sentence)
    if LIFE.search(sentence):
        return True
    if eager.BEEN_THERE.search(sentence) and not cues.denies(sentence, eager.BEEN_THERE):
        return True
    named = _OWN_NAME.search(sentence)
    return named is not None and named["name"] != agent and not _MADE.search(sentence)


def _is_of_what_is_not(cue: re.Pattern[str], sentence: str) -> bool:
    return all(_BEFORE_IF.search(sentence[: found.start()]) for found in cue.finditer(sentence))
