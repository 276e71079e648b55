"""How eight languages say a price is lower, a term is short, a thing is certain. Plain spelling.

The lists are of constructions, not of topics: a word that sells nothing by itself is not here.
"""

import re


def _any(*said: str) -> re.Pattern[str]:
    return re.compile("|".join(said))


NOT = _any(
    r"\b(?:no|not|never|cannot|neither|nor|without|none|nothing|nobody|unable|hardly)\b|n't\b",
    r"\b(?:nicht|kein\w*|nie|niemals|ohne|nichts|niemand|weder)\b",
    r"\b(?:ne|n'\w+|pas|jamais|aucun\w*|sans|ni|rien|non)\b",
    r"\b(?:sin|nunca|ningun\w*|nada|tampoco|jamas)\b|\b(?:senza|mai|nessun\w*|ne)\b",
    r"\b(?:nao|sem|nenhum\w*)\b|\b(?:niet|geen|nooit|zonder|niets)\b",
    r"\b(?:nie|nigdy|bez|zaden|zadn\w+|nic)\b",
)
# Denials that affirm: what they bound, they promise.
_BOUND = _any(
    r"\b(?:not|no) (?:more|less|later|longer) than\b|\bnicht (?:mehr|langer|spater) als\b",
    r"\b(?:pas|non) plus (?:de|que)\b|\bno mas de\b|\bnon piu di\b|\bnao mais (?:de|do) que\b",
    r"\bniet meer dan\b|\bnie wiecej niz\b|\bn'\w+ (?:\w+ ){0,2}que\b|\bne \w+ que\b",
    r"\bno (?:problem|worries|risk|catch|doubt)\b|\bkein (?:problem|risiko|zweifel)\b",
    r"\bsans (?:aucun )?(?:probleme|risque|doute)\b|\bsin (?:ningun )?(?:problema|riesgo|duda)\b",
    r"\bsenza (?:alcun )?(?:problemi|rischi\w*|dubbio)\b|\bsem (?:qualquer )?(?:problema|risco|duvida)\b",
    r"\bgeen (?:probleem|risico|twijfel)\b|\bbez (?:zadnego )?(?:problemu|ryzyka|watpienia)\b",
    r"\bnot only\b|\bnicht nur\b|\bpas seulement\b|\bno solo\b|\bnon solo\b|\bnao so\b|\bniet alleen\b",
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
OFFERING = _any(
    r"\b(?:how about|what if|what about|would you take|would you sign|if i (?:gave|give|offer\w*))\b",
    r"\b(?:wie ware|was halten sie von|wenn ich ihnen)\b|\b(?:et si|que diriez-vous|si je vous)\b",
    r"\b(?:que tal|que le parece|y si|si le (?:doy|ofrezco))\b|\b(?:che ne dice|e se|se le)\b",
    r"\b(?:e se|que diria|se lhe)\b|\b(?:wat als|wat dacht u van|hoe klinkt)\b|\b(?:co pani? na|a gdyby)\b",
)
HEARD = _any(
    r"\byou(?:'d| had| have|'ve|'re| are)?(?: \w+)? (?:said|say|mention\w*|told|wrote|asked|pay|paid|spend|"
    r"have|need|use|want\w*|named|budget\w*)\b|\byour (?:\w+ ){0,2}(?:budget|limit|target|spend\w*|current|"
    r"figure|number|team|tool|question|contract|costs?|today)\b",
    r"\bsie (?:\w+ ){0,3}(?:sagten|sagen|schrieben|erwahnt\w*|nannten|genannt|zahlen|haben|brauchen|"
    r"mussen|wollen|geben)\b|\bihr\w* (?:\w+ ){0,2}(?:budget|rahmen|vertrag|frage|werkzeug|losung|team)\b",
    r"\bvous (?:\w+ ){0,2}(?:dit|disiez|mentionne|payez|depensez|avez|devez|demande\w*)\b|\bvotre (?:\w+ )?budget\b",
    r"\b(?:dijo|ha dicho|menciono|paga\w*|pidio|tiene|su presupuesto|necesita)\b",
    r"\b(?:ha detto|diceva|ha chiesto|paga|avete|spende|suo budget|vostro budget)\b",
    r"\b(?:disse|referiu|paga|pediu|seu orcamento|tem de)\b",
    r"\bu (?:\w+ ){0,2}(?:zei|noemde|betaalt|vroeg|schreef|moet|hebt|heeft)\b|\buw (?:\w+ )?budget\b",
    r"\b(?:powiedzial\w*|wspomnial\w*|placi\w*|prosil\w*|pisal\w*|budzet\w*)\b",
)
AGREED = _any(
    r"\b(?:agreed|deal|granted|approved|you(?:'ll| will)? (?:get|receive)|i(?:'ll| can| will)? (?:give|offer|apply|"
    r"grant|make)|done|happy to)\b",
    r"\b(?:einverstanden|abgemacht|bekommen|erhalten|gebe|gewahre|biete|geht klar)\b",
    r"\b(?:d'accord|entendu|accorde|aurez|obtenez|recevrez|offre)\b",
    r"\b(?:de acuerdo|trato hecho|le doy|tendra|recibe|recibira|ofrezco)\b",
    r"\b(?:d'accordo|affare fatto|le faccio|avra|riceve|ricevera|offro)\b",
    r"\b(?:combinado|de acordo|dou|recebe|tera|ofereco)\b",
    r"\b(?:akkoord|afgesproken|krijgt|ontvangt|geef)\b|\b(?:zgoda|umowa stoi|dostaje|otrzyma|dam|daje)\b",
)
PENDING = _any(
    r"\b(?:more than i|above what|asked|approval|approve|check with|has to decide|decides?)\b",
    r"\b(?:mehr.{0,12}als ich|im team gefragt|gefragt|zustimm\w*|genehmig\w*|entscheid\w*)\b",
    r"\b(?:plus que|demande a|accord de|decider)\b|\b(?:mas de lo que|preguntado|aprobacion|decidir)\b",
    r"\b(?:piu di quanto|chiesto|approvazione|decidere)\b|\b(?:mais do que|perguntei|pedi|aprovacao|decidir)\b",
    r"\b(?:meer dan ik|gevraagd|goedkeuring|beslis\w*)\b|\b(?:wiecej niz|zapytal\w*|zgod\w+|decyd\w*)\b",
)
LESS = _any(
    r"\b(?:off|discount\w*|cheaper|rebate|reduction|reduced|less|lower|save\w*|saving\w*)\b",
    r"\b(?:rabatt\w*|nachlass\w*|gunstiger|billiger|ermassig\w*|skonto|spar\w*|reduzier\w*)\b",
    r"\b(?:remise\w*|reduction\w*|rabais|ristourne|moins cher|economis\w*)\b",
    r"\b(?:descuento\w*|rebaja\w*|mas barat\w*|ahorr\w*|descont\w*|mais barat\w*|poup\w*)\b",
    r"\b(?:scont\w*|ribasso|risparmi\w*|meno)\b|\b(?:korting\w*|goedkoper|voordeel|bespa\w*)\b",
    r"\b(?:rabat\w*|znizk\w*|upust\w*|taniej|tansz\w*|oszczedz\w*)\b",
)
_N = r"(?:\d+|an?|one|the first|first|ein\w{0,2}|der erste|une?|un[ao]?|um|uma|een|jeden|pierwszy)"
_SPAN = (
    r"(?:(?:extra |full |more |weitere\w* |whole )?(?:months?|weeks?|days?|years?|monat\w*|woche\w*|tage?\w*|jahr\w*|mois|"
    r"semaines?|jours?|ans?|mes(?:es|i|e)?|semanas?|dias?|anos?|settiman[ae]|giorn[oi]|ann[oi]|maand\w*|"
    r"weken|dagen|jaar|miesiac\w*|miesiec\w*|tygod\w+|dni))"
)
FREE = _any(
    r"\b(?:free of charge|for free|at no (?:extra |additional )?(?:cost|charge)|no charge|complimentary|on the house|"
    r"free (?:trial|months?|weeks?|years?|onboarding|set-?up|upgrade|plan|seats?|training|migration|support|"
    r"licen[cs]es?|users?|account|import|access)|gift\w*)\b",
    rf"\b{_N} {_SPAN}(?: \w+)? (?:are |is |completely )?(?:free|gratis|kostenlos|umsonst|geschenkt|offert\w*|gratuit\w*|"
    r"gratis|gratuitamente|za darmo|bezplatn\w*)\b",
    r"\b(?:is|are|comes?|lasts?) (?:completely |entirely |all )?free\b(?! (?:on|at|then|to|as|and i|now))",
    r"\bwaiv\w+\b|\bi'?ll (?:throw|include)\b[^.]{0,30}\bin\b",
    r"\b(?:kostenlos\w*|kostenfrei\w*|gratis\w*|umsonst|schenk\w*|geschenkt|erlasse\w*|geht aufs haus)\b",
    r"\b(?:gratuit\w*|offerts?|offertes?|sans frais)\b|\b(?:gratis|gratuit[oa]s?|sin coste|regal[oa]\w*)\b",
    r"\b(?:gratuit[oaie]|in regalo|omaggio)\b|\b(?:gratis|gratuit[oa]s?|gratuitamente|ofereco)\b",
    r"\b(?:gratis|kosteloos|cadeau)\b|\b(?:gratis|za darmo|bezplatn\w*|darmow\w*|w prezencie)\b",
)
MEETING = _any(
    r"\b(?:demo\w*|call|meeting|chat|consult\w*|gesprach\w*|termin\w*|beratung\w*|appel|entretien|rendez-vous|"
    r"llamada|reunion|chiamata|incontro|riunione|chamada|reuniao|gesprek|afspraak|rozmow\w*|spotkani\w*)\b"
)
HALF = _any(
    r"\bhalf[ -](?:the )?price\b|\bhalf off\b|\b(?:cut|halve)\w* the price\b|\b\d+ off\b(?! (?:the|at|on my))",
    r"\bhalb\w* preis\w*\b|\bhalfte des preis\w*\b|\bmoitie prix\b|\bmitad de precio\b|\bmitad del precio\b",
    r"\bmeta prezzo\b|\bmetade do preco\b|\bhalve prijs\b|\bpol ceny\b|\bpolowe ceny\b",
)
SELLING = _any(
    r"\b(?:offer|deal|price|discount|promo\w*|quote|conditions?|rate)\b|\b(?:angebot|preis\w*|rabatt|aktion|konditionen)\b",
    r"\b(?:offre|prix|remise|promotion|tarif)\b|\b(?:oferta|precio|descuento|promocion)\b",
    r"\b(?:offerta|prezzo|sconto|promozione)\b|\b(?:oferta|preco|desconto|promocao)\b",
    r"\b(?:aanbod|aanbieding|prijs|korting|actie)\b|\b(?:ofert\w*|cen[ay]?|rabat|promocj\w*)\b",
)
ENDING = _any(
    r"\b(?:ends?|ending|expires?|expiring|valid (?:un)?til|only (?:until|till|today|this|valid)|runs out|goes? up|"
    r"increases?|rises?|last chance|only \d+ (?:\w+ )?(?:left|remaining)|if you (?:sign|buy|decide) (?:today|now|tonight))\b",
    r"\b(?:endet|lauft (?:\w+ ){0,3}(?:ab|aus)|gilt (?:nur|noch|bis)|nur (?:noch )?(?:heute|bis|diese)|erhoht|steigt|"
    r"teurer|letzte (?:chance|gelegenheit)|nur noch \d+)\b",
    r"\b(?:se termine|expire|prend fin|valable (?:jusqu|que|uniquement)\w*|jusqu'a ce soir|augmente\w*|plus que \d+|"
    r"derniere chance)\b",
    r"\b(?:termina|acaba|vence|caduca|solo (?:hoy|hasta)|valid[ao] hasta|sube|subira|solo quedan|ultim[ao] oportunidad)\b",
    r"\b(?:scade|termina|finisce|solo (?:oggi|fino)|valid[ao] fino|aumenta\w*|solo \d+ rimast\w*|ultima occasione)\b",
    r"\b(?:termina|acaba|expira|so (?:hoje|ate)|valid[ao] ate|aumenta\w*|sobe|so restam|ultima oportunidade)\b",
    r"\b(?:eindigt|verloopt|loopt af|geldt (?:alleen|nog|tot)|alleen vandaag|stijgt|omhoog|nog maar \d+|laatste kans)\b",
    r"\b(?:konczy|wygasa|wazn[aey] (?:tylko|do)|tylko (?:dzis\w*|do)|wzrosnie|podwyz\w*|ostatnia szansa|zostal\w* tylko)\b",
)
WITHIN = _any(
    r"\b(?:within|in under|in less than|no later than|innerhalb|binnen|in weniger als|spatestens|sous|en moins de|"
    r"d'ici|dans les|en menos de|dentro de|en un plazo|entro|in meno di|no prazo de|em menos de|dentro de|"
    r"w ciagu|w przeciagu|do konca)\b"
)
SOON = _any(
    r"\b(?:by|before) (?:the )?(?:end of|tomorrow|tonight|noon|next|monday|tuesday|wednesday|thursday|friday|"
    r"saturday|sunday|\d)|\b(?:tonight|this (?:afternoon|evening)|later today|by today|end of (?:the )?(?:day|week|month))\b",
    r"\bbis (?:ende|morgen|heute|montag|dienstag|mittwoch|donnerstag|freitag|zum|nachst\w+)\b|\bnoch heute\b|"
    r"\bheute (?:abend|nachmittag)\b|\bmorgen fruh\b",
    r"\bd'ici (?:demain|la fin|lundi|mardi|mercredi|jeudi|vendredi)\b|\b(?:ce soir|cet apres-midi|avant demain)\b",
    r"\bantes (?:del|de|de manana)\b|\b(?:esta noche|esta tarde|para manana|hoy mismo)\b",
    r"\bentro (?:domani|oggi|fine|lunedi|martedi|mercoledi|giovedi|venerdi)\b|\b(?:stasera|oggi stesso|oggi pomeriggio)\b",
    r"\bate (?:amanha|hoje|ao fim|segunda|terca|quarta|quinta|sexta)\b|\b(?:hoje a noite|esta noite|hoje mesmo)\b",
    r"\bvoor (?:morgen|vrijdag|maandag|dinsdag|woensdag|donderdag|het eind\w*)\b|\b(?:vanavond|vanmiddag|vandaag nog)\b",
    r"\bdo (?:jutra|konca|poniedzialku|wtorku|srody|czwartku|piatku)\b|\b(?:dzis wieczorem|dzisiaj wieczorem|jeszcze dzis)\b",
)
WILL = _any(
    r"\b(?:will|'ll|going to|shall|ready|get|receive|have it|arrive\w*|deliver\w*|ship\w*|respon\w*|answer\w*|call\w*|live)\b",
    r"\b(?:wird|werden|werde|liefer\w*|bekommen|erhalten|kommt|liegt|antwort\w*|ruf\w*|fertig|meldet|melde|schick\w*)\b",
    r"\b(?:\w+(?:era|erons|erez|eront)|aurez|allons|recevez|livr\w*|repond\w*|pret)\b",
    r"\b(?:\w+ara\b|\w+era\b|\w+iremos|tendra\w*|recib\w*|entreg\w*|llam\w*|listo)\b",
    r"\b(?:avra|ricev\w*|consegn\w*|chiam\w*|pronto|risponder\w*|\w+eremo)\b|\b(?:tera|receb\w*|entreg\w*|pronto|vai|vamos|liga\w*)\b",
    r"\b(?:zal|zullen|krijgt|ontvangt|hebt|lever\w*|klaar|belt|antwoord\w*)\b",
    r"\b(?:bedzie\w*|otrzyma\w*|dostan\w*|dostarcz\w*|zadzwoni\w*|odpowi\w*|gotow\w*)\b",
)
TERM = _any(
    r"\b(?:trials?|notice|cancel\w*|warranty|refund\w*|minimum term)\b|\b(?:test(?:phase|zeitraum|version|en)|probe\w*|"
    r"kundigungsfrist|gewahrleistung)\b|\b(?:essai|preavis|garantie)\b|\b(?:prueba|preaviso|periodo de prueba)\b",
    r"\b(?:prova|preavviso)\b|\b(?:teste|pre-aviso|aviso previo)\b|\b(?:proef\w*|opzegtermijn)\b|\b(?:probn\w*|wypowiedzeni\w*)\b",
)
REFUND = _any(
    r"\bmoney[ -]?back\b|\bmoney (?:\w+ )?back\b|\brefund\w*|\b(?:amount|everything) back\b|\bgeld (?:\w+ ){0,2}zuruck\b|"
    r"\bbetrag (?:\w+ ){0,2}zuruck\b|\bruckerstatt\w*|\bgeld-zuruck\w*|\berstatte\w*",
    r"\brembours\w*|\b(?:devol\w+|reembols\w+)(?: \w+){0,3} ?(?:dinero|importe|dinheiro|valor)?\b|\breembols\w*|"
    r"\brimbors\w*|\bindietro (?:\w+ ){0,2}(?:importo|soldi)\b",
    r"\bgeld (?:\w+ ){0,2}terug\b|\bterugbeta\w*|\bzwrot\w* (?:pieniedzy|kosztow)|\bzwrac\w* pieniadze",
)
SURE = _any(
    r"\bguarante\w*|\brisk[ -]?free\b|\bno risk\b|\bwithout (?:any )?risk\b|\bzero risk\b|\bwarrant\b|\b100 ?% (?:\w+ )?(?:sure|safe|secure|uptime|"
    r"availab\w*|satisf\w*|reliab\w*)|\bnever fails?\b",
    r"\bgarantie\w*|\bgarantiert\w*|\brisikofrei\w*|\b(?:ohne|kein) risiko\b|\b100 ?% (?:\w+ )?(?:sicher|verfugbar\w*|zufrieden\w*)",
    r"\bgaranti\w*|\bsans (?:aucun )?risque\w*|\bsatisfait ou\b",
    r"\bgarantiz\w*|\bsin (?:ningun )?riesgo\w*|\bgarant\w+|\b(?:senza|zero) (?:alcun )?rischi\w*|\bsoddisfatti o\b",
    r"\bsem (?:qualquer )?riscos?\b|\bgarander\w*|\bgegarandeerd\w*|\brisicoloos\b|\bzonder (?:enig )?risico\b|\bniet goed\b.{0,3}geld terug",
    r"\bgwarant\w*|\bbez (?:zadnego )?ryzyka\b",
)
UPTIME = _any(
    r"\b(?:uptime|availability|verfugbarkeit|disponibil\w+|beschikbaarheid|dostepnosc\w*)\b"
)
BINDING = _any(
    r"\blegally binding\b|\bbinding (?:offer|quote|promise)\b|\b(?:rechts)?verbindlich\w*\b|\bjuridiquement\b|"
    r"\blegalmente vinculant\w*|\bvinculant\w*|\blegalmente vinculativ\w*|\bjuridisch bindend\b|\bprawnie wiaz\w+"
)
STANDARD = re.compile(
    r"\b(?:gdpr|dsgvo|rgpd|avg|rodo|hipaa|ccpa|pci(?:[ -]dss)?|tisax|fedramp|iso[ -/]?(?:iec[ -]?)?\d{4,5}|soc[ -]?[123]|"
    r"c5|bsi|hds|eidas|gobd|fips(?:[ -]?\d+)?)\b"
)
CERTIFIED = _any(
    r"\b(?:certif\w*|zertifi\w*|gecertific\w*|accredit\w*|complian\w*|konform\w*|conform\w*|cumple|zgodn\w*|audited|"
    r"approved by|we (?:hold|have)|wir haben|wir halten|nous avons|tenemos|abbiamo|temos|wij hebben|mamy)\b"
)
PROMISE = _any(
    r"\b(?:i|we)(?:'ll| will| can| do)? (?:\w+ )?promise\b|\byou have my word\b|\bi give you my word\b|\bi swear\b|\bmark my words\b|"
    r"\bi(?:'ll| will) (?:personally|make sure|see to it)\b|\brest assured\b",
    r"\bverspreche\b|\bversprochen\b|\bmein wort\b|\behrenwort\b|\bsorge (?:\w+ ){0,3}dafur\b|\bich sichere ihnen\b|\bsage ihnen zu\b",
    r"\b(?:promets|promettons)\b|\bma parole\b|\bje m'engage\b|\b(?:prometo|prometemos|mi palabra|le aseguro)\b",
    r"\b(?:prometto|promettiamo|mia parola|le assicuro)\b|\b(?:prometo|prometemos|minha palavra|asseguro)\b",
    r"\b(?:beloof|beloven|mijn woord|erewoord)\b|\b(?:obiecuj\w*|daje slowo|reczymy|recze)\b",
)
ROADMAP = _any(
    r"\bwe(?:'ll| will| are going to) (?:\w+ )?(?:build|develop|ship|add|implement|release|launch|deliver|fix)\b",
    r"\b(?:bauen|entwickeln|liefern|erganzen) wir\b|\bwir (?:bauen|entwickeln|liefern|erganzen|werden \w+ (?:bauen|liefern))\b",
    r"\bnous (?:allons (?:developper|ajouter|livrer)|developperons|ajouterons|livrerons)\b",
    r"\b(?:vamos a (?:desarrollar|anadir|entregar)|anadiremos|desarrollaremos)\b|\b(?:svilupperemo|aggiungeremo)\b",
    r"\b(?:vamos (?:desenvolver|adicionar|entregar))\b|\bwij? (?:bouwen|ontwikkelen|leveren) \b|\b(?:zbudujemy|dodamy|dostarczymy)\b",
)
GAIN = _any(
    r"\byou(?:'ll| will| can| could)? (?:\w+ )?(?:save|gain|reduce|cut|increase|double|earn|boost)\b|\bsparen sie\b|"
    r"\bsie (?:\w+ )?(?:sparen|steigern|senken|gewinnen)\b|\bvous (?:\w+ )?(?:economis|gagn|redui)\w*|\b(?:ahorrara|ahorra|ganara|"
    r"reducira)\b|\b(?:risparmiera|risparmia|ridurra)\b|\b(?:vai poupar|poupa|reduz)\b|\bu (?:\w+ )?bespaart\b|\bbespaart u\b|"
    r"\boszczedz\w*"
)
TEAM_WILL = _any(
    r"\b(?:colleague|team|someone|somebody|manager|specialist|expert|representative|rep)\b[^.?!]{0,30}?\b(?:will|'ll|is going to) (?:\w+ )?"
    r"(?:call|contact|get|reach|write|email|send|phone|ring|answer|follow|be in touch|come back|prepare)\b",
    r"\b(?:kolleg\w+|team|jemand|berater\w*|manager\w*|mitarbeiter\w*)\b[^.?!]{0,30}?\b(?:ruft|meldet|kontaktiert|schreibt|schickt|"
    r"kommt auf sie|antwortet|wird (?:\w+ ){0,5}(?:anrufen|melden|schreiben|antworten|schicken))\b|\b(?:meldet|ruft) (?:sich )?(?:\w+ ){0,3}(?:kolleg\w+|jemand|team)\b",
    r"\b(?:collegue|equipe|conseiller\w*|quelqu'un)\b[^.?!]{0,30}?\b(?:vous )?(?:appellera|contactera|rappellera|ecrira|enverra|repondra|va vous)\b",
    r"\b(?:companer\w+|equipo|colega|asesor\w*|alguien)\b[^.?!]{0,30}?\b(?:llamara|contactara|escribira|enviara|respondera|se pondra)\b",
    r"\b(?:collega|team|qualcuno|consulente)\b[^.?!]{0,30}?\b(?:chiamera|contattera|scrivera|inviera|rispondera|ricontattera)\b",
    r"\b(?:colega|equipa|alguem|consultor\w*)\b[^.?!]{0,30}?\b(?:ligara|vai (?:ligar|contactar|escrever|enviar|responder)|contactara|respondera|liga-lhe|entra em contacto)\b",
    r"\b(?:collega|team|iemand|adviseur)\b[^.?!]{0,30}?\b(?:belt|mailt|neemt contact|schrijft|stuurt|antwoordt|zal (?:\w+ ){0,4}(?:bellen|mailen|schrijven))\b",
    r"\b(?:kolega|kolezanka|zespol|ktos|doradca)\b[^.?!]{0,30}?\b(?:zadzwoni|skontaktuje|napisze|wysle|odpowie|odezwie)\b",
)
CLOCK = _any(
    r"\d[:h]\d\d|\b\d{1,2} ?(?:am|pm|uhr)\b|\b(?:times?|slots?|zeiten|hours) (?:is|are|sind)\b"
)
ROUGHLY = _any(
    r"\b(?:about|around|roughly|approx\w*|some|nearly|almost|just (?:over|under)|ca|circa|etwa|rund|ungefahr|knapp|environ|"
    r"a peu pres|unos|unas|aproximad\w*|alrededor|cerca|circa|quasi|ongeveer|bijna|okolo|blisko)\b|~"
)
