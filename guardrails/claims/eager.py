"""How someone eager to please promises: in passing, in slang, by what is left out. Plain spelling.

Each pattern is a class of wordings in eight languages; whether one is backed, ``checker`` asks.
"""

import re

from guardrails.claims.cues import any_of

# Time given away: "I'll throw in a month", "the first quarter is our treat".
_SPAN = (
    r"(?:months?|weeks?|quarters?|years?|monat\w*|woche\w*|quartal\w*|jahr\w*|mois|semaines?|"
    r"trimestre\w*|ans?|mes(?:es|i|e)?|semanas?|anos?|settiman[ae]|ann[oi]|maand\w*|we(?:ek|ken)|"
    r"kwartaal|jaar|miesi\w+|tygod\w+|kwartal\w*|rok)"
)
GIFT = any_of(
    rf"\b(?:throw|toss|chuck|gift)\b[^.?!]{{0,30}}\b{_SPAN}\b|"
    rf"\b(?:add|give you|include)\b (?:\w+ ){{0,2}}(?:extra|more|additional|bonus) {_SPAN}\b",
    r"\b(?:our|my) treat\b|\bon our (?:tab|dime)\b|\bwe(?:'ll| will)? (?:cover|pick up) the\b",
    rf"\b{_SPAN} (?:\w+ )?(?:obendrauf|dazu|extra)\b|\bgeht (?:\w+ )?auf (?:uns|mich)\b|"
    r"\bauf unsere (?:kosten|rechnung)\b",
    r"\b(?:est|sont) pour nous\b|\ba nos frais\b|\b(?:vous )?(?:offre|offrons|rajoute|ajoute)\b "
    rf"(?:\w+ ){{0,2}}{_SPAN}\b",
    rf"\b(?:meto|anado|agrego|regalo|doy)\b (?:\w+ ){{0,2}}{_SPAN}\b|"
    r"\b(?:de|por) nuestra cuenta\b",
    rf"\b(?:aggiungo|regalo|metto)\b (?:\w+ ){{0,2}}{_SPAN}\b|\b(?:lo|la) offriamo noi\b|"
    r"\ba nostre spese\b",
    rf"\b(?:acrescento|junto|adiciono|dou)\b (?:\w+ ){{0,2}}{_SPAN}\b|\b(?:por|da) nossa conta\b",
    rf"\bdoe er (?:\w+ ){{0,2}}{_SPAN} bij\b|\bvoor onze rekening\b|\b{_SPAN} (?:extra|erbij)\b",
    rf"\b(?:dorzuc\w+|dodam|dokladam\w*) (?:\w+ ){{0,2}}{_SPAN}\b|\bna nasz koszt\b|"
    r"\bbierzemy na siebie\b",
)
# A price that is not on the page.
SPECIAL = any_of(
    r"\b(?:special|insider|friends?|mates?|preferential|secret|better) (?:rate|price|pricing|deal|"
    r"terms|discount)\b|\bwiggle room\b|\b(?:i|we)(?:'ll| can| could) (?:\w+ )?(?:shave|cut|lower|"
    r"drop|trim) "
    r"(?:the|that|this) (?:\w+ )?(?:costs?|prices?|fees?|rate)\b|\bsharpen (?:my|our|the) pencil\b",
    r"\bsonder(?:preis|konditionen|tarif|rabatt)\w*|\b(?:am|beim) preis (?:\w+ ){0,5}(?:drehen|"
    r"machen|entgegen\w*|nachlassen)\b|\bfreundschaftspreis\b|\bbessere (?:konditionen|preise)\b",
    r"\b(?:tarif|prix|conditions?) (?:special\w*|d'ami|preferentiel\w*)\b|\bun geste commercial\b",
    r"\b(?:tarifa|precio|condiciones) (?:especial\w*|de amigo|preferente\w*)\b",
    r"\b(?:tariffa|prezzo|condizioni) (?:special[ei]|di favore|da amico)\b",
    r"\b(?:tarifa|preco|condicoes) (?:especia\w+|de amigo)\b",
    r"\b(?:speciale? (?:tarief|prijs|voorwaarden)|vriendenprijs)\b",
    r"\bspecjaln\w+ (?:stawk\w+|cen\w*|warunk\w*)\b",
)
ONLY = re.compile(
    r"\b(?:only|nur|seul\w*|solo|soltanto|so|apenas|alleen|tylko|about|uber|no|for)\b"
)
# Over before it began: nobody can check it, and it hurries.
SCARCE = any_of(
    r"\b(?:only|just) \d+ (?:\w+ ){0,2}(?:left|remain\w*|available)\b|"
    r"\b\d+ (?:places?|spots?|slots?) (?:\w+ )?(?:left|remain\w*)\b|"
    r"\b(?:nearly|almost|as good as) (?:fully booked|sold out|full|(?:all )?(?:gone|taken)|"
    r"booked up)\b",
    r"\bnur noch \d+ (?:platze?|startplatze|stuck|pakete|freie)\b|\b(?:fast|so gut wie) "
    r"(?:ausgebucht|ausverkauft|voll)\b",
    r"\bplus que \d+ places?\b|\b(?:presque|quasiment) complet\w*\b|\bdernieres places\b",
    r"\bsolo quedan \d+\b|\b(?:quedan pocas|ultimas) plazas\b|\bcasi (?:completo|lleno)\b",
    r"\b(?:rimangono|restano) solo \d+\b|\bultimi posti\b|\bquasi (?:al completo|esaurit\w)\b",
    r"\b(?:so|apenas) restam \d+\b|\bultimas vagas\b|\bquase (?:esgotad\w|cheio)\b",
    r"\bnog maar \d+ (?:plaatsen|plekken)\b|\blaatste plaatsen\b|\bbijna (?:vol|uitverkocht)\b",
    r"\bzostal\w* (?:juz )?tylko \d+\b|\bostatnie miejsca\b|\bprawie (?:pelne|wyprzedane)\b",
)
# The same without a figure: nothing but pressure.
HURRY = any_of(
    r"\bhurry(?: up)?\b|\b(?:only|just) (?:for )?today\b|\btoday only\b|\blast chance\b|"
    r"\bact (?:now|fast|quickly)\b|\bbefore it(?:'s| is) (?:too late|gone)\b|"
    r"\bwhile (?:stocks?|supplies) last\b",
    r"\bbeeilen sie sich\b|\bbeeil dich\b|\bnur (?:noch )?heute\b|\bletzte "
    r"(?:chance|gelegenheit)\b|\b(?:jetzt|schnell) zuschlagen\b|\bsolange der vorrat reicht\b",
    r"\bdepechez-vous\b|\b(?:seulement|uniquement) aujourd'hui\b|\bderniere (?:chance|occasion)\b",
    r"\b(?:dese prisa|apresurese|date prisa)\b|\bsolo (?:por )?hoy\b|\bultima oportunidad\b",
    r"\b(?:si affretti|affrettati)\b|\bsolo (?:per )?oggi\b|\bultima occasione\b",
    r"\b(?:apresse-se|despache-se)\b|\b(?:so|apenas|somente) hoje\b|\bultima (?:chance|"
    r"oportunidade)\b",
    r"\bhaast u\b|\balleen vandaag\b|\blaatste kans\b",
    r"\b(?:pospiesz sie|sie pospieszyc)\b|\btylko dzis(?:iaj)?\b|\bostatnia (?:szansa|okazja)\b",
)
# When everything runs.
LIVE = any_of(
    r"\b(?:go(?:es)? live|be live|up and running|good to go|operational|all set up|fully set up|"
    r"in production|ready to (?:go|use)|(?:working|work|using it) with (?:it|us|our)|using it)\b|"
    r"\barbeite\w* (?:\w+ ){0,4}(?:damit|mit uns)\b|"
    r"\b(?:be|have it|are|is) (?:\w+ ){0,2}(?:live|running)\b",
    r"\b(?:startklar|einsatzbereit|live|lauft|laufen|produktiv|startbereit|steht alles)\b",
    r"\b(?:operationnel\w*|en place|en service|fonctionner\w*|en production|pret\w*)\b",
    r"\b(?:funcionando|en marcha|operativ[oa]s?|list[oa]s?)\b|\b(?:operativ[oi]|attiv[oi]|"
    r"in funzione"
    r"|pront[oi])\b",
    r"\b(?:a funcionar|operacional|pront[oa]s?|no ar)\b|\b(?:draait|live|klaar|operationeel)\b",
    r"\b(?:dzialac|dziala|uruchomion\w+|gotow\w+|ruszy\w*)\b",
)
WEEKEND = any_of(
    r"\b(?:before|by|over) the weekend\b|\bvor (?:dem|diesem) wochenende\b|\bzum wochenende\b|"
    r"\bavant le week-?end\b|\bantes del (?:fin de semana|finde)\b|"
    r"\b(?:prima del|entro il) (?:fine settimana|weekend)\b|\bantes do (?:fim de semana|fds)\b|"
    r"\bvoor het weekend\b|\bprzed weekendem\b"
)
HYPOTHETICAL = any_of(
    r"\b(?:would|could|might|perhaps|maybe|possibly|whether|depends|depending|if|ware|konnte|"
    r"wurde|vielleicht|ob|wenn|kaum|too soon|serait|pourrait|peut-etre|trop|seria|podria|quizas?|"
    r"sarebbe|potrebbe|forse|presto|poderia|talvez|cedo|zou|misschien|te vroeg|byloby|moglby|moze|"
    r"czy|za wczesnie|jesli|usually|typically|meist\w*|normalerweise|habituellement|en general|"
    r"suele|normalmente|di solito|costuma|meestal|zwykle)\b"
)
# To leave whenever one likes; ``without`` is a part of it.
_EVER = r"(?:,? (?:ever|never|at all|jamais|nunca|mai|nooit|nigdy|niemals|uberhaupt))?"
EXIT = any_of(
    rf"\bno (?:\w+ )?(?:lock-?in|strings attached|commitment|notice(?: period)?(?: needed| at all)?"
    rf"){_EVER}\b|\b(?:walk away|leave|quit|get out|cancel\w*) (?:\w+ ){{0,4}}?(?:whenever|"
    rf"any ?time|"
    r"at any (?:time|moment|point))\b|\bwithout (?:any )?notice\b",
    r"\bnothing (?:\w+ )?(?:tying|ties|binding|binds|holding) you\b|\bbinden sich (?:zu|"
    r"an) nichts\b|\b(?:jederzeit|jeden monat) (?:\w+ ){0,2}(?:kundbar|"
    r"kundigen|raus|aussteigen|gehen)\b|\b(?:raus|kundigen|aussteigen|"
    r"gehen) (?:\w+ ){0,3}jederzeit\b"
    r"|\bohne (?:\w+ )?(?:frist|kundigungsfrist|bindung|vertragsbindung)\b",
    rf"\b(?:aucun|sans(?: aucun)?) (?:engagement|preavis){_EVER}|\b(?:partir|resili\w+|quitter) "
    r"(?:\w+ ){0,3}(?:quand vous (?:le )?(?:voulez|souhaitez)|a tout moment)\b",
    rf"\bsin (?:ningun )?(?:permanencia|compromiso|preaviso){_EVER}|\b(?:cancel\w+|irse|marcharse|"
    r"salir) (?:\w+ ){0,3}(?:cuando quiera|en cualquier momento)\b",
    rf"\b(?:senza|nessun) (?:alcun )?(?:vincol\w+|preavviso|impegno){_EVER}|\b(?:disdi\w+|uscire|"
    r"recedere) (?:\w+ ){0,3}(?:quando vuole|in qualsiasi momento)\b",
    rf"\bsem (?:qualquer )?(?:fidelizacao|compromisso|pre-?aviso){_EVER}|\b(?:cancel\w+|sair) "
    r"(?:\w+ ){0,3}(?:quando quiser|a qualquer momento)\b",
    rf"\b(?:zonder|geen) (?:opzegtermijn|verplichting\w*){_EVER}|\bop elk moment (?:opzeg\w*|"
    r"stoppen)\b|\b(?:opzeggen|stoppen) (?:\w+ ){0,2}(?:wanneer u wilt|op elk moment)\b|"
    r"\bbez (?:zadnych )?(?:zobowiazan|okresu wypowiedzenia)\b|"
    r"\b(?:zrezygnowac|wypowiedziec) (?:\w+ ){0,2}(?:w kazdej chwili|w dowolnym momencie)\b",
)
ANNUAL = any_of(
    r"\b(?:annual\w*|yearly|jahres\w*|jahrlich\w*|annuel\w*|anual\w*|jaar\w*|roczn\w*)\b"
)
MONTHLY = any_of(
    r"\b(?:monthly|monats\w*|monatlich\w*|mensuel\w*|mensual\w*|mensil[ei]|mensa[li]\w*|maand\w*|"
    r"miesieczn\w*)\b"
)
# What the law or an auditor will say.
LEGAL = any_of(
    r"\blegally (?:\w+ )?(?:covered|safe|protected|fine|watertight)\b|"
    r"\bno (?:auditor|regulator|lawyer|authority) (?:can|will|could)\b|\b(?:legally|"
    r"legal) airtight\b",
    r"\b(?:rechtlich|juristisch) (?:\w+ ){0,3}(?:auf der sicheren|abgesichert|geschutzt|sauber)\b|"
    r"\brechtssicher\w*\b|\b(?:alle|allen|samtliche\w*) (?:gesetzlich\w+|"
    r"rechtlich\w+) (?:pflichten|vorgaben|anforderungen)\b|\b(?:all|"
    r"every) (?:your )?legal (?:obligations?|requirements?)\b|"
    r"\b(?:fully|100 ?%|completely|entierement|totalmente|completamente|volledig|"
    r"w pelni) (?:compliant|conform\w*|conforme\w*|zgodn\w+)\b",
    r"\b(?:juridiquement|legalement),? (?:\w+ ){0,3}(?:risquez rien|couvert\w*|protege\w*|"
    r"tranquille\w*)\b",
    r"\blegalmente (?:\w+ ){0,3}(?:cubiert\w|protegid\w|tranquil\w+|al sicuro|tutelat\w|copert\w|"
    r"cobert\w|segur\w|in regola)\b",
    r"\bjuridisch (?:\w+ ){0,3}(?:veilig|gedekt|beschermd|waterdicht)\b|"
    r"\bprawnie (?:\w+ ){0,3}(?:bezpieczn\w+|chronion\w+|zabezpieczon\w+)\b",
    r"\b(?:pass|sail through|ace|clear)\b (?:\w+ ){0,2}(?:audits?|inspections?|certification)\b",
    r"\b(?:audit|prufung|zertifizierung)\b (?:\w+ ){0,5}?(?:bestehen|schaffen|bestanden)\b|"
    r"\bbestehen (?:\w+ ){0,5}(?:audit|prufung)\b",
    r"\b(?:reussirez|passerez|obtiendrez) (?:\w+ ){0,2}(?:l'audit|l'inspection|la certification)\b|"
    r"\b(?:aprobara|superara|pasara) (?:\w+ ){0,2}(?:auditoria|inspeccion)\b",
    r"\b(?:l'audit|la verifica) (?:\w+ ){0,2}(?:supera|superera|passa|passera)\b|\b(?:supera|"
    r"superera|passera) (?:\w+ )?(?:l'audit|la verifica)\b|\b(?:passa|vai passar|passara) (?:\w+ )"
    r"{0,2}(?:auditoria|inspecao)\b",
    r"\b(?:haalt|doorstaat) (?:\w+ ){0,3}(?:audit|keuring)\b|\b(?:przejd\w+|zda\w*) (?:\w+ ){0,3}"
    r"(?:audyt\w*|kontrol\w+)\b",
)
SERVICE_LEVEL = any_of(r"\bslas?\b|\bservice[ -]level\w*")
# A user, a colleague, someone who has been there.
BEEN_THERE = any_of(
    r"\b(?:i|i've|i have|who has|who have|we've) (?:\w+ )?(?:used?|tried|run|tested|relied on) "
    r"(?:\w+ ){1,3}?(?:myself|every day|daily|at home)\b|\bas someone who(?:'s| has)?\b|"
    r"\bin your (?:shoes|position) (?:\w+ )?(?:myself|before|once|back|too)\b|"
    r"\bbeen in your shoes\b|"
    r"\bback when i\b|\bi (?:still |well )?remember my\b|\bi(?:'ve)? (?:also |personally )?(?:ran|"
    r"managed|led|headed) (?:a|an|the|my)\b",
    r"\bich (?:nutze|verwende|benutze) (?:\w+ ){0,2}selbst\b|\bnutze ich (?:\w+ )?selbst\b|"
    r"\bich war (?:\w+ )?selbst\b|\bich (?:habe|hatte) (?:\w+ ){0,2}(?:geleitet|gearbeitet als)\b",
    r"\b(?:moi-meme,? )?je l'utilise\b|\bj'ai moi-meme\b|\bj'ai (?:\w+ )?(?:dirige|gere) (?:une?|"
    r"mon|ma)\b",
    r"\byo (?:mism[oa]|tambien) (?:\w+ )?(?:uso|use|utilizo|dirigi|trabaje|lleve)\b|"
    r"\blo uso (?:yo|a diario|cada dia|todos los dias)\b",
    r"\blo uso (?:anch'io|io|ogni|tutti i)\b|\banch'io (?:\w+ )?(?:uso|ho|dirigevo|lavoravo)\b",
    r"\b(?:eu (?:proprio|mesmo|tambem) (?:\w+ )?(?:uso|usei|utilizo|dirigi|geri))\b",
    r"\bik gebruik (?:\w+ )?zelf\b|\bik (?:was|heb) (?:vroeger )?zelf\b|"
    r"\b(?:sam|sama) (?:\w+ )?(?:uzywam|korzystam|prowadzil\w*|kierowal\w*)\b",
)
# Others of their kind, and what they are said to have saved.
OTHERS = any_of(
    r"\b(?:others?|companies|firms|businesses|teams|customers|clients|competitors?) (?:\w+ ){0,2}"
    r"(?:in your|like you\w*|your size|of your)\b",
    r"\b(?:andere|firmen|kunden|unternehmen|betriebe) (?:\w+ ){0,2}(?:ihrer|wie sie|wie ihr\w*)\b|"
    r"\b(?:d'autres|entreprises|clients) (?:\w+ ){0,3}(?:votre|comme vous|comme la votre)\b",
    r"\b(?:otr[oa]s|empresas|clientes) (?:\w+ ){0,3}(?:su sector|como la suya|como ustedes)\b|"
    r"\b(?:altri|aziende|clienti) (?:\w+ ){0,3}(?:suo settore|come la sua|come voi)\b",
    r"\b(?:outr[oa]s|empresas|clientes) (?:\w+ ){0,3}(?:seu setor|como a sua)\b|"
    r"\b(?:anderen?|bedrijven|klanten) (?:\w+ ){0,3}(?:uw (?:sector|branche)|zoals (?:u|"
    r"het uwe))\b|"
    r"\b(?:inne|firmy|klienci) (?:\w+ ){0,3}(?:branzy|takie jak panstwa)\b",
)
HALVED = any_of(
    r"\b(?:half|twice|double|a third|a quarter|halfte|halb so|doppelt|moitie|double|doble|mitad|"
    r"meta|doppio|metade|dobro|helft|dubbel|polow\w|dwa razy|dwukrotnie)\b"
)
