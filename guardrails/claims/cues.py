"""How eight languages say a price is lower, a term is short, a thing is certain. Plain spelling.

The lists are of constructions, not of topics: a word that sells nothing by itself is not here.
"""

import re


def any_of(*said: str) -> re.Pattern[str]:
    return re.compile("|".join(said))


NOT = any_of(
    r"\b(?:no|not|never|cannot|neither|nor|without|none|nothing|nobody|unable|hardly)\b|n't\b",
    r"\b(?:nicht|kein\w*|nie|niemals|ohne|nichts|niemand|weder)\b",
    r"\b(?:ne|n'\w+|pas|jamais|aucun\w*|sans|ni|rien|non)\b",
    r"\b(?:sin|nunca|ningun\w*|nada|tampoco|jamas)\b|\b(?:senza|mai|nessun\w*|ne)\b",
    r"\b(?:nao|sem|nenhum\w*)\b|\b(?:niet|geen|nooit|zonder|niets)\b",
    r"\b(?:nie|nigdy|bez|zaden|zadn\w+|nic)\b",
)
# Denials that affirm: what they bound, they promise.
_BOUND = any_of(
    r"\b(?:not|no) (?:more|less|later|longer) than\b|\bnicht (?:mehr|langer|spater) als\b",
    r"\b(?:pas|non) plus (?:de|que)\b|\bno mas de\b|\bnon piu di\b|\bnao mais (?:de|do) que\b",
    r"\bniet meer dan\b|\bnie wiecej niz\b|\bn'\w+ (?:\w+ ){0,2}que\b|\bne \w+ que\b",
    r"\bno (?:problem|worries|risk|catch|doubt|question)\b|\bno matter what\b|\bnot happy\b|"
    r"\bto nothing\b|"
    r"\bkein (?:problem|risiko|zweifel|thema)\b|\bohne frage\b|\bsans faute\b|\bsin falta\b|"
    r"\bsem falta\b|\bnie ma sprawy\b",
    r"\b(?:sin|sans|senza|sem|ohne|zonder|bez|no) (?:extra |additional |"
    r"dodatkowych )?(?:cost[eio]?|"
    r"cargos?|frais|supplement\w*|custos?|kosten|aufpreis|oplat\w*|charge)\b",
    # What is to happen if it is not so.
    r"\b(?:if|should|wenn|falls|si|se|als|jesli)\b[^,.?!]{0,24}?(?:n't|\b(?:not|nicht|pas|no|non|"
    r"nao|niet|nie))\b",
    r"\bsans (?:aucun )?(?:probleme|risque|doute)\b|\bsin (?:ningun )?(?:problema|riesgo|duda)\b",
    (
        r"\bsenza (?:alcun )?(?:problemi|rischi\w*|dubbio)\b|"
        r"\bsem (?:qualquer )?(?:problema|risco|duvida)\b"
    ),
    r"\bgeen (?:probleem|risico|twijfel)\b|\bbez (?:zadnego )?(?:problemu|ryzyka|watpienia)\b",
    (
        r"\bnot only\b|\bnicht nur\b|\bpas seulement\b|\bno solo\b|\bnon solo\b|"
        r"\bnao so\b|\bniet alleen\b"
    ),
)
_CLAUSE = re.compile(r"[,;:()]| - |\b(?:but|aber|sondern|mais|pero|sino|ma|mas|maar|ale|lecz)\b")


def clauses(sentence: str) -> list[str]:
    return [part for part in _CLAUSE.split(_guarded(sentence)) if part.strip()]


def _guarded(sentence: str) -> str:
    return re.sub(r"(?<=\d)[,:](?=\d)", ".", sentence)


# What follows is said of something else.
_THAT = re.compile(r"\b(?:that|which|dass|das|que|qu'|che|dat|ze|iz)\b")
_WORDS_AFTER = 6


def denies(sentence: str, cue: re.Pattern[str]) -> bool:
    """Whether wherever it is said, it is said not to be so: a denial before it in the clause, or
    soon after it.
    """
    said = [_scope(part, found) for part in clauses(sentence) for found in cue.finditer(part)]
    return bool(said) and all(is_denied(part) for part in said)


def _scope(clause: str, found: re.Match[str]) -> str:
    after = " ".join(clause[found.end() :].split()[:_WORDS_AFTER])
    that = _THAT.search(after)
    return clause[: found.end()] + " " + (after[: that.start()] if that else after)


def is_denied(clause: str) -> bool:
    return NOT.search(_BOUND.sub(" ", clause)) is not None


QUESTION = re.compile(r"\?[\s\"')\]]*$")
OFFERING = any_of(
    (
        r"\b(?:how about|what if|what about|would you take|would you sign|if i (?:gave|"
        r"give|offer\w*))\b"
    ),
    r"\b(?:wie ware|was halten sie von|wenn ich ihnen)\b|\b(?:et si|que diriez-vous|si je vous)\b",
    r"\b(?:que tal|que le parece|y si|si le (?:doy|ofrezco))\b|\b(?:che ne dice|e se|se le)\b",
    (
        r"\b(?:e se|que diria|se lhe)\b|\b(?:wat als|wat dacht u van|hoe klinkt)\b|"
        r"\b(?:co pani? na|a gdyby)\b"
    ),
)
HEARD = any_of(
    (
        r"\byou(?:'d| had| have|'ve|'re| are)?(?: \w+)? (?:said|say|mention\w*|told|"
        r"wrote|asked|pay|paid|spend|"
        r"have|need|use|want\w*|named|budget\w*)\b|\byour (?:\w+ ){0,2}(?:budget|limit|"
        r"target|spend\w*|current|"
        r"figure|number|team|tool|question|contract|costs?|today)\b"
    ),
    (
        r"\bsie (?:\w+ ){0,3}(?:sagten|sagen|schrieben|erwahnt\w*|nannten|genannt|"
        r"zahlen|haben|brauchen|"
        r"mussen|wollen|geben)\b|\bihr\w* (?:\w+ ){0,2}(?:budget|rahmen|vertrag|frage|"
        r"werkzeug|losung|team)\b"
    ),
    (
        r"\bvous (?:\w+ ){0,2}(?:dit|disiez|mentionne|payez|depensez|avez|devez|"
        r"demande\w*)\b|\bvotre (?:\w+ )?budget\b"
    ),
    r"\b(?:dijo|ha dicho|menciono|paga\w*|pidio|tiene|su presupuesto|necesita)\b",
    r"\b(?:ha detto|diceva|ha chiesto|paga|avete|spende|suo budget|vostro budget)\b",
    r"\b(?:disse|referiu|paga|pediu|seu orcamento|tem de)\b",
    (
        r"\bu (?:\w+ ){0,2}(?:zei|noemde|betaalt|vroeg|schreef|moet|hebt|heeft)\b|"
        r"\buw (?:\w+ )?budget\b"
    ),
    r"\b(?:powiedzial\w*|wspomnial\w*|placi\w*|prosil\w*|pisal\w*|budzet\w*)\b",
)
AGREED = any_of(
    (
        r"\b(?:agreed|deal|granted|approved|you(?:'ll| will)? (?:get|receive)|i(?:'ll|"
        r" can| will)? (?:give|offer|apply|"
        r"grant|make)|done|happy to)\b"
    ),
    r"\b(?:einverstanden|abgemacht|bekommen|erhalten|gebe|gewahre|biete|geht klar)\b",
    r"\b(?:d'accord|entendu|accorde|aurez|obtenez|recevrez|offre)\b",
    r"\b(?:de acuerdo|trato hecho|le doy|tendra|recibe|recibira|ofrezco)\b",
    r"\b(?:d'accordo|affare fatto|le faccio|avra|riceve|ricevera|offro)\b",
    r"\b(?:combinado|de acordo|dou|recebe|tera|ofereco)\b",
    (
        r"\b(?:akkoord|afgesproken|krijgt|ontvangt|geef)\b|\b(?:zgoda|umowa stoi|"
        r"dostaje|otrzyma|dam|daje)\b"
    ),
)
PENDING = any_of(
    r"\b(?:more than i|above what|asked|approval|approve|check with|has to decide|decides?)\b",
    r"\b(?:mehr.{0,12}als ich|im team gefragt|gefragt|zustimm\w*|genehmig\w*|entscheid\w*)\b",
    (
        r"\b(?:plus que|demande a|accord de|decider)\b|\b(?:mas de lo que|preguntado|"
        r"aprobacion|decidir)\b"
    ),
    (
        r"\b(?:piu di quanto|chiesto|approvazione|decidere)\b|\b(?:mais do que|"
        r"perguntei|pedi|aprovacao|decidir)\b"
    ),
    (
        r"\b(?:meer dan ik|gevraagd|goedkeuring|beslis\w*)\b|\b(?:wiecej niz|zapytal\w*|"
        r"zgod\w+|decyd\w*)\b"
    ),
)
LESS = any_of(
    r"\b(?:off|discount\w*|cheaper|rebate|reduction|reduced|less|lower|save\w*|saving\w*)\b",
    r"\b(?:rabatt\w*|nachlass\w*|gunstiger|billiger|ermassig\w*|skonto|spar\w*|reduzier\w*)\b",
    r"\b(?:remise\w*|reduction\w*|rabais|ristourne|moins cher|economis\w*)\b",
    r"\b(?:descuento\w*|rebaja\w*|mas barat\w*|ahorr\w*|descont\w*|mais barat\w*|poup\w*)\b",
    r"\b(?:scont\w*|ribasso|risparmi\w*|meno)\b|\b(?:korting\w*|goedkoper|voordeel|bespa\w*)\b",
    r"\b(?:rabat\w*|znizk\w*|upust\w*|taniej|tansz\w*|oszczedz\w*)\b",
    r"\b(?:(?:falls?|drops?) by|sinkt|sinken|baisse de|baja un|scende del|desce|daalt|spada)\b",
)
_N = r"(?:\d+|an?|one|the first|first|ein\w{0,2}|der erste|une?|un[ao]?|um|uma|een|jeden|pierwszy)"
_SPAN = (
    r"(?:(?:extra |full |more |weitere\w* |whole )?(?:months?|weeks?|days?|years?|monat\w*|"
    r"woche\w*|tage?\w*|jahr\w*|mois|"
    r"semaines?|jours?|ans?|mes(?:es|i|e)?|semanas?|dias?|anos?|settiman[ae]|giorn[oi]|"
    r"ann[oi]|maand\w*|"
    r"weken|dagen|jaar|miesiac\w*|miesiec\w*|tygod\w+|dni))"
)
FREE = any_of(
    (
        r"\b(?:free of charge|for free|at no (?:extra |additional )?(?:cost|charge)|"
        r"no charge|complimentary|on the house|"
        r"free (?:trial|months?|weeks?|years?|onboarding|set-?up|upgrade|plan|seats?|"
        r"training|migration|support|"
        r"licen[cs]es?|users?|account|import|access)|gift\w*)\b"
    ),
    (
        rf"\b{_N} {_SPAN}(?: \w+)? (?:are |is |completely )?(?:free|gratis|kostenlos|"
        rf"umsonst|geschenkt|offert\w*|gratuit\w*|"
        r"gratis|gratuitamente|za darmo|bezplatn\w*)\b"
    ),
    (
        r"\b(?:is|are|comes?|lasts?) (?:completely |entirely |all )?free\b(?! (?:on|at|"
        r"then|to|as|and i|now))"
    ),
    (
        r"\b(?:is|are|it's) on (?:us|me|the house)\b|\b(?:obendrauf|dazu geschenkt|"
        r"kostet (?:sie )?nichts|faccio omaggio|fais cadeau|"
        r"costs? (?:you )?nothing|ne (?:vous )?coute rien|no (?:le )?cuesta nada|"
        r"non costa nulla|nao custa nada|kost (?:u )?niets|nic nie kosztuje)\b"
    ),
    r"\bwaiv\w+\b|\bi'?ll (?:throw|include)\b[^.]{0,30}\bin\b",
    (
        r"\b(?:kostenlos\w*|kostenfrei\w*|gratis\w*|umsonst|schenk\w*|geschenkt|"
        r"erlasse\w*|geht aufs haus)\b"
    ),
    (
        r"\b(?:gratuit\w*|offerts?|offertes?|sans frais)\b|\b(?:gratis|gratuit[oa]s?|"
        r"sin coste|regal[oa]\w*)\b"
    ),
    r"\b(?:gratuit[oaie]|in regalo|omaggio)\b|\b(?:gratis|gratuit[oa]s?|gratuitamente|ofereco)\b",
    r"\b(?:gratis|kosteloos|cadeau)\b|\b(?:gratis|za darmo|bezplatn\w*|darmow\w*|w prezencie)\b",
)
TRIAL = any_of(
    r"\b(?:trials?|test(?:phase|zeitraum|version|monat|en)\w*|probe(?:zeit|phase|monat)\w*|"
    r"essai|prueba|prova|periodo di prova|teste|proef\w*|probn\w*)\b"
)
MEETING = any_of(
    r"\b(?:demo\w*|call|meeting|chat|consult\w*|gesprach\w*|termin\w*|beratung\w*|appel|"
    r"entretien|rendez-vous|"
    r"llamada|reunion|chiamata|incontro|riunione|chamada|reuniao|gesprek|afspraak|rozmow\w*|"
    r"spotkani\w*)\b"
)
HALF = any_of(
    (
        r"\b(?:a|one) (?:third|quarter|half|fifth) (?:off|less|cheaper)\b|\b(?:knock|"
        r"take|shave|cut) (?:\w+ ){0,4}?off\b"
    ),
    (
        r"\b(?:ein drittel|ein viertel|die halfte) (?:weniger|gunstiger|billiger|rabatt|"
        r"nachlass|runter|vom preis)\b"
    ),
    (
        r"\b(?:un tiers|un quart) (?:de moins|moins cher|du prix)\b|\b(?:un tercio|"
        r"un cuarto) (?:menos|del precio|de descuento)\b"
    ),
    (
        r"\b(?:un terzo|un quarto) (?:in meno|del prezzo|di sconto)\b|\b(?:um terco|"
        r"um quarto) (?:menos|do preco|de desconto)\b"
    ),
    (
        r"\been (?:derde|kwart) (?:\w+ )?(?:af|korting|minder|goedkoper)\b|"
        r"\b(?:jedna trzecia|jedna czwarta) (?:ceny|taniej)\b"
    ),
    r"\b(?:opuszcz\w+|spuszcz\w+)\b[^.?!]{0,30}\bcen\w*\b",
    (
        r"\bhalf[ -](?:the )?price\b|\bhalf off\b|\b(?:cut|halve)\w* the price\b|"
        r"\b\d+ off\b(?! (?:the|at|on my))"
    ),
    (
        r"\bhalb\w* preis\w*\b|\bhalfte des preis\w*\b|\bmoitie prix\b|"
        r"\bmitad de precio\b|\bmitad del precio\b"
    ),
    r"\bmeta prezzo\b|\bmetade do preco\b|\bhalve prijs\b|\bpol ceny\b|\bpolowe ceny\b",
)
SELLING = any_of(
    (
        r"\b(?:offer|deal|price|discount|promo\w*|quote|conditions?|rate)\b|"
        r"\b(?:angebot|preis\w*|rabatt|aktion|konditionen)\b"
    ),
    r"\b(?:offre|prix|remise|promotion|tarif)\b|\b(?:oferta|precio|descuento|promocion)\b",
    r"\b(?:offerta|prezzo|sconto|promozione)\b|\b(?:oferta|preco|desconto|promocao)\b",
    r"\b(?:aanbod|aanbieding|prijs|korting|actie)\b|\b(?:ofert\w*|cen[ay]?|rabat|promocj\w*)\b",
)
ENDING = any_of(
    (
        r"\b(?:until|till|before|bis|jusqu'[aà]|avant|hasta|antes del?|fino a|entro|ate|"
        r"tot|voor|do|przed) (?:(?:the|next|this|zum|le|el|al|a|"
        r"nachsten) )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
        r"tomorrow|tonight|midnight|montag|dienstag|mittwoch|"
        r"donnerstag|freitag|samstag|sonntag|morgen|heute|lundi|mardi|mercredi|jeudi|"
        r"vendredi|samedi|demain|lunes|martes|miercoles|"
        r"jueves|viernes|sabado|manana|lunedi|martedi|mercoledi|giovedi|venerdi|domani|"
        r"segunda|terca|quarta|quinta|sexta|amanha|maandag|"
        r"dinsdag|woensdag|donderdag|vrijdag|poniedzialku|wtorku|srody|czwartku|piatku|"
        r"jutra)\b"
    ),
    (
        r"\b(?:ends?|ending|expires?|expiring|valid (?:un)?til|only (?:until|till|today|"
        r"this|valid)|runs out|goes? up|"
        r"increases?|rises?|last chance|only \d+ (?:\w+ )?(?:left|remaining)|"
        r"if you (?:sign|buy|decide) (?:today|now|tonight))\b"
    ),
    (
        r"\b(?:endet|lauft (?:\w+ ){0,3}(?:ab|aus)|gilt (?:nur|noch|bis)|"
        r"nur (?:noch )?(?:heute|bis|diese)|erhoht|steigt|"
        r"teurer|letzte (?:chance|gelegenheit)|nur noch \d+)\b"
    ),
    (
        r"\b(?:se termine|expire|prend fin|valable (?:jusqu|que|uniquement)\w*|"
        r"jusqu'a ce soir|augmente\w*|plus que \d+|"
        r"derniere chance)\b"
    ),
    (
        r"\b(?:termina|acaba|vence|caduca|solo (?:hoy|hasta)|valid[ao] hasta|sube|"
        r"subira|solo quedan|ultim[ao] oportunidad)\b"
    ),
    (
        r"\b(?:scade|termina|finisce|solo (?:oggi|fino)|valid[ao] fino|aumenta\w*|"
        r"solo \d+ rimast\w*|ultima occasione)\b"
    ),
    (
        r"\b(?:termina|acaba|expira|so (?:hoje|ate)|valid[ao] ate|aumenta\w*|sobe|"
        r"so restam|ultima oportunidade)\b"
    ),
    (
        r"\b(?:eindigt|verloopt|loopt af|geldt (?:alleen|nog|tot)|alleen vandaag|stijgt|"
        r"omhoog|nog maar \d+|laatste kans)\b"
    ),
    (
        r"\b(?:konczy|wygasa|wazn[aey] (?:tylko|do)|tylko (?:dzis\w*|do)|wzrosnie|"
        r"podwyz\w*|ostatnia szansa|zostal\w* tylko)\b"
    ),
)
WITHIN = any_of(
    r"\b(?:within|in under|in less than|no later than|innerhalb|binnen|in weniger als|"
    r"spatestens|sous|en moins de|"
    r"d'ici|dans les|en menos de|dentro de|en un plazo|entro|in meno di|no prazo de|"
    r"em menos de|dentro de|"
    r"w ciagu|w przeciagu|do konca)\b"
)
SOON = any_of(
    (
        r"\b(?:by|before) (?:the )?(?:end of|tomorrow|tonight|noon|next|monday|tuesday|"
        r"wednesday|thursday|friday|"
        r"saturday|sunday|\d)|\b(?:tonight|this (?:afternoon|evening)|later today|"
        r"by today|end of (?:the )?(?:day|week|month))\b"
    ),
    (
        r"\bbis (?:ende|morgen|heute|montag|dienstag|mittwoch|donnerstag|freitag|zum|"
        r"nachst\w+)\b|\bnoch heute\b|"
        r"\bheute (?:abend|nachmittag)\b|\bmorgen fruh\b"
    ),
    (
        r"\bd'ici (?:demain|la fin|lundi|mardi|mercredi|jeudi|vendredi)\b|\b(?:ce soir|"
        r"cet apres-midi|avant demain)\b"
    ),
    r"\bantes (?:del|de|de manana)\b|\b(?:esta noche|esta tarde|para manana|hoy mismo)\b",
    (
        r"\bentro (?:domani|oggi|fine|lunedi|martedi|mercoledi|giovedi|venerdi)\b|"
        r"\b(?:stasera|oggi stesso|oggi pomeriggio)\b"
    ),
    (
        r"\bate (?:amanha|hoje|ao fim|segunda|terca|quarta|quinta|sexta)\b|"
        r"\b(?:hoje a noite|esta noite|hoje mesmo)\b"
    ),
    (
        r"\bvoor (?:morgen|vrijdag|maandag|dinsdag|woensdag|donderdag|het eind\w*)\b|"
        r"\b(?:vanavond|vanmiddag|vandaag nog)\b"
    ),
    (
        r"\bdo (?:jutra|konca|poniedzialku|wtorku|srody|czwartku|piatku)\b|"
        r"\b(?:dzis wieczorem|dzisiaj wieczorem|jeszcze dzis)\b"
    ),
)
WILL = any_of(
    (
        r"\b(?:will|'ll|going to|shall|ready|get|receive|have it|arrive\w*|deliver\w*|"
        r"ship\w*|respon\w*|answer\w*|call\w*|live)\b"
    ),
    (
        r"\b(?:wird|werden|werde|liefer\w*|bekommen|erhalten|kommt|liegt|antwort\w*|"
        r"ruf\w*|fertig|meldet|melde|schick\w*)\b"
    ),
    r"\b(?:\w+(?:era|erons|erez|eront)|aurez|allons|recevez|livr\w*|repond\w*|pret)\b",
    r"\b(?:\w+ara\b|\w+era\b|\w+iremos|tendra\w*|recib\w*|entreg\w*|llam\w*|listo)\b",
    (
        r"\b(?:avra|ricev\w*|consegn\w*|chiam\w*|pronto|risponder\w*|\w+eremo)\b|"
        r"\b(?:tera|receb\w*|entreg\w*|pronto|vai|vamos|liga\w*)\b"
    ),
    r"\b(?:zal|zullen|krijgt|ontvangt|hebt|lever\w*|klaar|belt|antwoord\w*)\b",
    r"\b(?:bedzie\w*|otrzyma\w*|dostan\w*|dostarcz\w*|zadzwoni\w*|odpowi\w*|gotow\w*)\b",
)
TERM = any_of(
    (
        r"\b(?:trials?|notice|cancel\w*|warranty|refund\w*|minimum term)\b|"
        r"\b(?:test(?:phase|zeitraum|version|en)|probe\w*|"
        r"kundigungsfrist|gewahrleistung)\b|\b(?:essai|preavis|garantie)\b|\b(?:prueba|"
        r"preaviso|periodo de prueba)\b"
    ),
    (
        r"\b(?:prova|preavviso)\b|\b(?:teste|pre-aviso|aviso previo)\b|\b(?:proef\w*|"
        r"opzegtermijn)\b|\b(?:probn\w*|wypowiedzeni\w*)\b"
    ),
)
CLOCK = any_of(
    r"\d[:h]\d\d|\b\d{1,2} ?(?:am|pm|uhr)\b|\b(?:times?|slots?|zeiten|hours) (?:is|are|sind)\b"
)
ROUGHLY = any_of(
    r"\b(?:about|around|roughly|approx\w*|some|nearly|almost|just (?:over|under)|ca|circa|"
    r"etwa|rund|ungefahr|knapp|environ|"
    r"a peu pres|unos|unas|aproximad\w*|alrededor|cerca|circa|quasi|ongeveer|bijna|okolo|"
    r"blisko)\b|~"
)
