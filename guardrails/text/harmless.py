"""Words that can be no part of anybody's data, in eight languages: what a reply may begin with
before the rest of its sentence is known.

The list is closed and holds words of the language, not of the trade: no name, number, place,
month, weekday, cue for a secret or word of health, faith or politics. "at" and "dot" and their
sisters are not in it either, for an address can be spelled with them.
"""

import re

from guardrails.names.first_names import DOUBTFUL, FIRST_NAMES
from guardrails.text.words import words_of

_ENGLISH = """
    a an the this that these those it its he she they them their we us our you your yours i me my
    is are was were be been am do does did have has had can could would should shall might must
    and or but so if then than when while because as of to for with about from by on in into out
    up over under before after again also too very just only even still already here there where
    what which who whose how why not no yes well sure right okay good great gladly certainly
    absolutely indeed perfect wonderful lovely fine understood noted thanks thank hello welcome
    sorry please happy glad let's let me know get got give take make see look tell say ask help
    want need like think find show work works question questions thing things something anything
    nothing everything team time times day days more most less much many some any all each every
    other another same first next last new best better sounds makes sense looks seems means way
    i'm i've i'll i'd you're you've you'll you'd we're we've we'll we'd it's that's there's here's
    what's don't doesn't can't won't isn't aren't great-sounding glad
"""
_GERMAN = """
    ich du er sie es wir ihr ihnen ihre ihren ihrem ihrer ihres mich mir dich dir uns euch sich der
    die das den dem des ein eine einen einem einer eines kein keine keinen und oder aber denn weil
    wenn dass ob als wie so auch nur noch schon sehr gern gerne ja nein doch nicht nichts etwas
    alles ist sind war waren bin bist sein haben hat habe hatte kann können könnte könnten will
    wollen möchte möchten soll sollte sollen muss müssen darf dürfen werde wird werden würde gut
    danke vielen dank hallo willkommen verstanden verstehe klar natürlich selbstverständlich
    genau richtig leider bitte entschuldigung tut leid für mit von zu zum zur aus bei nach über
    unter um an auf in im vor hier dort da dann jetzt heute mehr weniger viel viele frage fragen
    sagen sage helfen hilft zeigen wissen freut freue mich team unser unsere unserem unseren was
    wer wo wann warum welche welcher welches
"""
_FRENCH = """
    je tu il elle nous vous ils elles me te se le la les un une des du de d' l' j' c' qu' n' ce
    cette cet ces mon notre nos votre vos son sa ses et ou mais donc car si que qui quoi quand
    comment pourquoi où est sont suis êtes était ai as a avons avez ont peux peut pouvons pouvez
    pourrais veux voulez voudrais dois devez fait faire dire merci bonjour bonsoir bien sûr
    volontiers parfait d'accord oui non ne pas plus très aussi encore déjà ici là pour par avec
    sans sur sous dans en au aux vers je vais c'est j'ai j'aimerais n'est désolé désolée compris
    entendu équipe question questions aide aider savoir trouver souhaitez moment
"""
_SPANISH = """
    yo tú usted ustedes él ella nosotros me te se le lo la los las un una unos unas el de del y e o
    pero si que qué quién cuándo cómo por para con sin en sobre desde hasta como más menos muy
    también ya aún aquí ahí es son soy está están era ha he hay puede puedo podemos pueden podría
    quiere quiero debe hacer hago decir gracias hola claro perfecto bien buena buen pregunta
    entendido vale sí no nada algo todo este esta esto eso ese su sus mi mis nuestro nuestra con
    gusto lamento siento saber ayudar equipo momento le gustaría encantado encantada
"""
_ITALIAN = """
    io lei noi voi lui mi ti si ci vi lo la le gli il i un una uno del della dei delle di e o ma se
    che chi cosa come quando dove perché per con senza su in da al alla è sono era ho ha hanno
    abbiamo può posso possiamo vuole vorrei vorrebbe deve fare dire grazie ciao salve certo
    perfetto bene volentieri ottima domanda capisco capito d'accordo sì no non più meno molto anche
    ancora già qui questo questa quello suo sua nostro nostra mi dispiace aiutare sapere momento
"""
_PORTUGUESE = """
    eu você tu ele ela nós me te se lhe o a os as um uma uns umas do da dos das de e ou mas se que
    quem como quando onde por para com em no na ao à é são sou está estão era tem tenho há pode
    posso podemos quer quero gostaria deve fazer dizer obrigado obrigada olá claro perfeito bem boa
    bom pergunta entendo entendi certo com prazer sim não mais menos muito também ainda já aqui este
    esta isto isso esse seu sua nosso nossa lamento desculpe ajudar saber equipa equipe momento
"""
_DUTCH = """
    ik jij je u hij zij ze wij we jullie mij me hem haar ons onze uw de het een die dat deze dit en
    of maar want als dus ook nog al zeer heel niet niets iets alles is zijn was ben bent heb
    heeft hebben kan kunt kunnen zou wil wilt willen moet mag doen doe zeggen dank bedankt hallo
    welkom natuurlijk graag prima goed goede vraag begrepen begrijp zeker ja nee helaas sorry voor
    van naar uit bij over onder op in om tot hier daar er nu meer minder veel wat wie waar wanneer
    waarom hoe welke helpen helpt weten team
"""
_POLISH = """
    ja ty pan pani my wy on ona oni mnie mi ci go jej ich nas nam się to ten ta te tego tej tym i
    oraz lub albo ale więc bo jeśli że żeby gdy kiedy jak co kto gdzie dlaczego czy nie tak już
    jeszcze też także bardzo więcej mniej jest są był była być mam ma mamy mogę może możemy chcę
    chce chciałby chciałaby proszę dziękuję dzięki dzień dobry dobrze witam cześć jasne oczywiście
    rozumiem chętnie świetnie świetne pytanie niestety przykro przepraszam w z na do od dla o u za
    po przy przez bez nad pod tu tutaj tam teraz nasz nasza nasze nasi
"""
# With a capital inside a sentence too.
_ALWAYS = words_of(
    "I I'm I've I'll I'd Sie Ihnen Ihr Ihre Ihren Ihrem Ihrer Ihres Dank Frage Fragen Team Pan Pani"
)
WORDS = (
    (
        words_of(_ENGLISH)
        | words_of(_GERMAN)
        | words_of(_FRENCH)
        | words_of(_SPANISH)
        | words_of(_ITALIAN)
        | words_of(_PORTUGUESE)
        | words_of(_DUTCH)
        | words_of(_POLISH)
    )
    - FIRST_NAMES
    - DOUBTFUL
)  # what is also a name tells something
_FIRST = re.compile(r"([^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*)(?:,|) ")


def first_word(text: str, *, starts: bool) -> int | None:
    """Where the first word of ``text`` ends, after its blank, when it is one that can be no part of
    anybody's data; ``starts``: a sentence starts with it. Depends on nothing that follows.
    """
    found = _FIRST.match(text)
    if found is None:
        return None
    word = found[1].replace("’", "'")
    as_usual = word.lower() if starts and word[1:] == word[1:].lower() else word
    return found.end() if as_usual in WORDS or word in _ALWAYS else None
