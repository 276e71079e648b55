"""How a reply may open before its first sentence is known: thanks, a greeting, a courtesy.

The list is closed. None of it can be a part of a value, and none says anything that could turn out
untrue: a plain yes or no is not in it, for that already answers the question.
"""

import re

_ENGLISH = """
    sure|of course|certainly|gladly|happily|with pleasure|happy to help|glad to help
    i'd be happy to help|no problem|thank you|thanks|many thanks|thank you so much
    thanks a lot|thank you for asking|thanks for asking|thank you for your question
    thanks for your question|thank you for your message|thanks for your message
    thanks for reaching out|thank you for reaching out|thanks for getting in touch
    thanks for the details|thanks for the information|thanks for letting me know|thanks for sharing
    good question|great question|that's a good question|that's a great question|fair question
    fair point|good point|good idea|great|perfect|wonderful|lovely|excellent|understood|got it
    i understand|i see|makes sense|that makes sense|i hear you|sounds good|hello|hi|hi there
    hello there|hey|good morning|good afternoon|good evening|welcome|nice to meet you
    pleased to meet you|sorry|i'm sorry|sorry about that|sorry to hear that|i'm sorry to hear that
    good to hear|glad to hear that|here you go|one moment|okay|ok|alright|all right
"""
_GERMAN = """
    gern|gerne|sehr gern|sehr gerne|aber gern|aber gerne|natürlich|selbstverständlich|klar|na klar
    kein problem|danke|vielen dank|danke schön|dankeschön|herzlichen dank|danke für ihre frage
    vielen dank für ihre frage|danke für ihre nachricht|vielen dank für ihre nachricht
    vielen dank für ihr interesse|danke für die information|danke für die informationen
    vielen dank für die information|vielen dank für die informationen|danke für die rückmeldung
    gute frage|sehr gute frage|das ist eine gute frage|berechtigte frage|guter punkt|verstanden
    verstehe|ich verstehe|das verstehe ich|das kann ich verstehen|alles klar|perfekt|prima|super
    sehr gut|wunderbar|schön|hallo|guten tag|guten morgen|guten abend|willkommen
    herzlich willkommen|freut mich|das freut mich|es freut mich|entschuldigung|das tut mir leid
    tut mir leid|einen moment|okay|ok|in ordnung
"""
_FRENCH = """
    bien sûr|avec plaisir|volontiers|certainement|naturellement|pas de problème|pas de souci|merci
    merci beaucoup|un grand merci|merci pour votre question|merci de votre question
    merci pour votre message|merci de votre message|merci pour ces informations
    merci pour ces précisions|merci de votre intérêt|bonne question|très bonne question
    excellente question|c'est une bonne question|bonne remarque|je comprends|je vois
    je vous comprends
    entendu|compris|bien compris|d'accord|parfait|très bien|super|formidable|bonjour|bonsoir|salut
    bienvenue|enchanté|enchantée|ravi de vous rencontrer|désolé|désolée|je suis désolé
    je suis désolée|un instant|un moment
"""
_SPANISH = """
    claro|claro que sí|por supuesto|desde luego|con gusto|con mucho gusto|encantado|encantada
    sin problema|gracias|muchas gracias|mil gracias|gracias por su pregunta|gracias por preguntar
    gracias por su mensaje|gracias por escribirnos|gracias por su interés|gracias por la información
    buena pregunta|muy buena pregunta|excelente pregunta|es una buena pregunta|buen punto|entiendo
    lo entiendo|le entiendo|entendido|comprendo|de acuerdo|vale|perfecto|muy bien|estupendo|genial
    hola|buenos días|buenas tardes|buenas noches|buenas|bienvenido|bienvenida|mucho gusto|lo siento
    disculpe|un momento
"""
_ITALIAN = """
    certo|certamente|volentieri|molto volentieri|con piacere|naturalmente|ovviamente|nessun problema
    grazie|grazie mille|tante grazie|la ringrazio|grazie per la domanda|grazie della domanda
    grazie per la sua domanda|grazie per il messaggio|grazie per il suo messaggio
    grazie per le informazioni|grazie dell'interesse|buona domanda|ottima domanda|bella domanda
    è una buona domanda|giusta osservazione|capisco|la capisco|ho capito|capito|d'accordo|va bene
    perfetto|benissimo|molto bene|ottimo|salve|buongiorno|buonasera|ciao|benvenuto|benvenuta
    piacere|mi dispiace|mi scusi|un momento|un attimo
"""
_PORTUGUESE = """
    claro|claro que sim|com certeza|com prazer|com muito prazer|com todo o gosto|naturalmente
    sem problema|obrigado|obrigada|muito obrigado|muito obrigada|obrigado pela pergunta
    obrigada pela pergunta|obrigado pela sua pergunta|obrigada pela sua pergunta
    obrigado pela sua mensagem|obrigada pela sua mensagem|obrigado pelo contacto
    obrigado pelas informações|obrigada pelas informações|boa pergunta|ótima pergunta
    excelente pergunta|é uma boa pergunta|bem visto|entendo|entendido|percebo|compreendo|de acordo
    perfeito|muito bem|ótimo|olá|oi|bom dia|boa tarde|boa noite|bem-vindo|bem-vinda|muito prazer
    lamento|desculpe|peço desculpa|um momento
"""
_DUTCH = """
    natuurlijk|graag|heel graag|met plezier|uiteraard|zeker|geen probleem|dank u|dank u wel|bedankt
    hartelijk dank|hartelijk bedankt|dank voor uw vraag|bedankt voor uw vraag
    dank u voor uw vraag|bedankt voor uw bericht|dank u voor uw bericht|bedankt voor uw interesse
    bedankt voor de informatie|goede vraag|hele goede vraag|dat is een goede vraag|goed punt
    begrepen|ik begrijp het|dat begrijp ik|duidelijk|helder|prima|perfect|mooi|goed|heel goed
    hallo|goedendag|goedemorgen|goedemiddag|goedenavond|welkom|aangenaam|sorry|dat spijt me
    het spijt me|een moment|een ogenblik|oké|ok
"""
_POLISH = """
    jasne|oczywiście|pewnie|chętnie|bardzo chętnie|z przyjemnością|naturalnie|nie ma problemu
    dziękuję|dziękuję bardzo|bardzo dziękuję|dzięki|wielkie dzięki|dziękuję za pytanie
    dziękuję za wiadomość|dziękuję za informację|dziękuję za informacje|dziękuję za zainteresowanie
    dobre pytanie|bardzo dobre pytanie|świetne pytanie|to dobre pytanie|słuszna uwaga|rozumiem
    zrozumiałem|zrozumiałam|w porządku|świetnie|doskonale|bardzo dobrze|dobrze|dzień dobry
    dobry wieczór|cześć|witam|witamy|miło mi|bardzo mi miło|przykro mi|przepraszam
    chwileczkę|moment
"""
_LISTS = (
    _ENGLISH, _GERMAN, _FRENCH, _SPANISH, _ITALIAN, _PORTUGUESE, _DUTCH, _POLISH
)  # fmt: skip
OPENINGS = frozenset(
    one.strip() for said in _LISTS for one in re.split(r"[|\n]", said) if one.strip()
)
LONGEST = max(map(len, OPENINGS))
_HEAD = re.compile(
    rf"[¡]?(?P<said>[^\W\d_](?:[^\W\d_]|['’ -]){{1,{LONGEST}}}?)[ \u00a0\u202f]?[,!:] "
)


def opening(text: str) -> int | None:
    """Where the courtesy ends that ``text`` opens with, after its sign and its blank; ``None``: it
    opens with none. Depends on nothing that follows.
    """
    found = _HEAD.match(text)
    if found is None:
        return None
    said = found["said"].replace("’", "'")
    as_usual = said[0].lower() + said[1:]
    return found.end() if as_usual in OPENINGS else None


def is_opening(text: str) -> bool:
    return opening(text) == len(text)
