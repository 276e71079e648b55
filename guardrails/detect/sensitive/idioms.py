# ruff: noqa: E501, ISC004 a turn is read whole, in as many lines as it needs
"""How people say it without its word (folded): "two years sober", "we keep kosher", "I did time".

Each turn has the heads (four letters) of the words by which it is looked for at all.
"""

import re
from collections.abc import Iterator

from guardrails.detect.sensitive.categories import (
    CRIME,
    HEALTH,
    ORIGIN,
    POLITICS,
    RELIGION,
    SEXUALITY,
    UNION,
)
from guardrails.detect.sensitive.cues import KIN

_I = r"(?:i(?:'ve|'m|'ll|ve|m| am| was| have)?|we(?:'re|'ve| are| have)?|he(?:'s)?|she(?:'s)?)"
_MY = r"(?:my|our|meine?[rn]?|unsere?|ma|mon|mi|la mia|il mio|mia|mio|minha|meu|mijn|moja|moj)"
_WHO = rf"(?:{_I}|{_MY} {KIN}(?:'s)?)"
_FEW = r"(?:\s\w+){0,2}?\s"
_GOD = r"(?:god|allah|jesus|christ|jehovah|the lord|gott|dieu|dios|dio|deus|boga?)"
_IDIOMS: tuple[tuple[str, str, str], ...] = (
    (HEALTH, "spec spek", rf"{_WHO}{_FEW}on the (?:autism )?spectrum|(?:bin|ist){_FEW}im (?:autismus-?)?spektrum|"
        r"(?:estoy|soy|esta){_FEW}en el espectro|(?:w|na) spektrum(?: autyzmu)?".replace("{_FEW}", _FEW)),
    (HEALTH, "recov sobe clea reco dry trze clean absti soby drin nuch",
        rf"{_WHO}{_FEW}(?:in recovery|clean and sober|\w+ (?:years?|months?|days) (?:sober|clean)|sober)|"
        r"(?:seit|depuis|desde hace|da|ha|al|od) \w+(?: \w+)? (?:trocken|clean|sobre|sobri[oa]|abstinent\w*|trzezw\w+|nuchter)|"
        r"(?:ich bin|bin) (?:seit \w+(?: \w+)? )?(?:trocken|clean|abstinent)|"
        r"(?:nie pije|nie bralem|nie biore) od \w+"),
    (HEALTH, "aa-m anon alco alko 12-s twel a.a",
        r"(?:i go|i went|going|ich gehe|gehe|je vais|voy|vado|vou|ga|chodze) (?:to|zu|aux?|a|ai|aos|naar|na) (?:\w+ )?"
        r"(?:aa|na|al-anon|alcoholics anonymous|anonym\w+ alkohol\w+|alcooliques anonymes|alcoholicos anonimos|"
        r"alcolisti anonimi|alcoolicos anonimos|anonimowych alkoholikow)(?: meetings?)?|my sponsor in aa"),
    (HEALTH, "mens peri ovul cycl baby babi preg conc fert trim week woch sema sett semn tygo twin zwil scan ultr due birt kind bebe test",
        rf"(?:we(?:'re| are)|i(?:'m|m| am)|{_MY} (?:wife|partner|girlfriend)(?: is|'s)?){_FEW}(?:trying (?:for a baby|to (?:conceive|get pregnant)(?= ?(?:[.,!;?]|$|and|so|but|for|since|naturally)))|\w+ (?:weeks|months) (?:along|pregnant|gone)|"
        r"having (?:a baby|twins)|due (?:in|on|next) \w+|expecting (?:a (?:baby|child|boy|girl)|our \w+|twins)|in my \w+ trimester)|"
        r"(?:bin|ist) (?:in der |im )?\w+\.? (?:ssw|schwangerschaftswoche|monat schwanger)|wir (?:bekommen|erwarten|kriegen) (?:\w+ )?(?:ein (?:baby|kind)|zwillinge|nachwuchs)|"
        r"(?:je suis|elle est) (?:a|de) \w+ (?:mois|semaines) (?:de grossesse)?|on essaie d'avoir un (?:bebe|enfant)|j'attends (?:un (?:bebe|enfant)|des jumeaux)|"
        r"estoy de \w+ (?:meses|semanas)|espero un (?:bebe|hijo)|(?:sono|e) al \w+ mese|aspetto un (?:bambino|figlio|bimbo)|estou (?:gravida )?de \w+ (?:meses|semanas)|espero um (?:bebe|filho)|"
        r"(?:ik ben|ben) \w+ weken(?: zwanger)?|(?:wij|we|ik) (?:krijgen|krijg|verwacht\w*) (?:\w+ )?(?:een (?:baby|kind\w*)|tweeling)|jestem w \w+ (?:tygodniu|miesiacu)|spodziewa\w+ sie (?:dziecka|blizniat)|staramy sie o dziecko"),
    (HEALTH, "sigh hear see walk wide legs seh hor gehe laufe marc ente voir cami ver oir anda cego vedo sent vejo ouv loop hore zien cho slys widz spie wiel",
        r"i (?:can't|cant|cannot|can hardly|can barely|can no longer|struggle to) (?:see|hear|walk|stand|speak|climb stairs|use my (?:\w+ )?(?:hand|arm|leg)s?)(?! (?:the|your|you|any|why|how|this|that|it|what|where|my (?!leg|arm|hand)))|"
        r"i(?:'m| am) (?:going|losing my|nearly|almost|partially|legally|profoundly) (?:blind|deaf|sight|hearing|sighted)|"
        r"(?:ich )?(?:kann|hore|sehe) (?:\w+ )?(?:nicht (?:mehr )?(?:laufen|gehen|horen|sehen)|fast nichts|schlecht)(?! (?:was|wie|wo))|je n'entends (?:pas|plus|presque)|je ne (?:vois|marche) (?:pas|plus)|"
        r"no puedo (?:caminar|andar|oir|ver) (?:bien|sin)|(?:oigo|veo) (?:muy )?(?:mal|poco)|non (?:cammino|ci sento|ci vedo)(?: \w+)?|nao (?:ando|ouco|consigo andar)(?: \w+)?|"
        r"(?:ik )?(?:kan|hoor|zie) (?:niet (?:meer )?(?:lopen|horen|zien)|slecht|bijna niets)|nie (?:slysze|widze|chodze)(?: \w+)?|(?:slabo|zle) (?:slysze|widze)"),
    (HEALTH, "sick sign leav arre baja malat mutu baix afas lice ziek ziek wet zwol l4 krank krankg atte arbe off disa burn",
        rf"{_WHO}{_FEW}(?:signed off(?: (?:work|sick))?(?: (?:with|for) \w+)?|off (?:work )?(?:sick|with (?:stress|my \w+|burnout|depression))|on (?:long-?term )?(?:sick(?:ness)? leave|disability(?: benefits?)?|medical leave|maternity leave|the sick))|"
        r"(?:bin|war|ist)(?: \w+){0,3} (?:krankgeschrieben|arbeitsunfahig|im krankenstand|in elternzeit wegen \w+)|(?:je suis|suis|elle est|il est)(?: \w+){0,2} en (?:arret|longue maladie|invalidite|conge maternite)|"
        r"estoy (?:\w+ )?de baja(?: por \w+)?|sono in (?:malattia|maternita|mutua)|estou (?:\w+ )?(?:de baixa|de atestado|afastad[oa])(?: por \w+)?|(?:ik )?(?:zit|ben)(?: \w+){0,3} (?:in de ziektewet|ziek thuis|arbeidsongeschikt|overspannen thuis)|"
        r"jestem na (?:zwolnieniu|l4|chorobowym|macierzynskim)"),
    (HEALTH, "oper op surg knif hip knee bypa opera opere oper operu cirug cirur cysto tran wait prze",
        rf"{_WHO}{_FEW}(?:(?:having|had|getting|need|facing|waiting for|scheduled for|recovering from|after) (?:\w+ ){{0,3}}(?:surgery|operation|transplant|bypass|biopsy|mastectomy|hysterectomy|dialysis)|going under the knife)|"
        rf"{_I}{_FEW}(?:having|getting|had) (?:my|a) (?:\w+ )?(?:hip|knee|heart|kidney|prostate|womb|gallbladder|appendix|tumou?r|breast)\w* (?:replaced|removed|done|out|operated\w*|replacement)|"
        r"(?:ich )?(?:werde|wurde|bin)(?: \w+){0,4} operiert(?: \w+)?|(?:habe|hab|hatte|bekomme)(?: \w+){0,4} (?:op|operation)\b(?: am? \w+)?|on (?:m'opere|va m'operer|m'a opere)(?: d\w+(?: \w+)?)?|je me fais operer(?: d\w+(?: \w+)?)?|"
        r"me (?:van a operar|operan|operaron|opero|he operado|tengo que operar|operare)(?: (?:de|del) (?:la )?\w+)?|(?:mi operano|mi opero|devo operarmi|mi hanno operat[oa])(?: (?:al?|alla|di) \w+)?|"
        r"(?:vou|fui|tenho de|tenho que) (?:ser )?(?:operad[oa]|operar)(?: (?:a[o]?|d[eoa]|um|uma) \w+)?|(?:ik )?(?:word|werd|ben|moet)(?: \w+){0,3} geopereerd(?: aan \w+ \w+)?|(?:ide na|czeka mnie|mam miec|mialem|mialam|po) operacj\w+(?: \w+)?"),
    (HEALTH, "meds pill tabl leki prep medi tabe past farm medic",
        r"(?:i(?:'m|m| am)?|ich|je|yo|eu|ik) (?:\w+ ){0,2}(?:on|take|taking|nehme|prends|tomo|prendo|slik|biore) (?:\w+ ){0,2}(?:meds|medication|pills|tablets|tabletten|medikamente|medicaments|cachets|pastillas|medicacion|pastiglie|farmaci|medicine|remedios|comprimidos|medicijnen|pillen|leki|tabletki) (?:for|gegen|fur|wegen|pour|contre|para|contra|por|per|tegen|voor|na) (?:my |meine?n? |mon |ma |mi |el |la |il |o |a |mijn |the )?\w+|"
        r"(?:tomo|prendo|biore|slik) (?:\w+ )?(?:pastillas|medicacion|pastiglie|farmaci|remedios|comprimidos|leki|tabletki|medicijnen|pillen) (?:para|por|per|contra|na|voor|tegen) (?:\w+ )?\w+"),
    (HEALTH, "diag term hosp hosp incu live mont monat pall",
        rf"(?:{_WHO}{_FEW}(?:terminal\w*|in a hospice|in palliative care|only (?:got|have) \w+ (?:months|weeks) (?:left|to live))|i(?:'ve| have)? (?:just )?(?:been|got|was) diagnosed|"
        r"(?:my|the) (?:diagnosis|prognosis) (?:is|was|came)|(?:habe|hab) (?:gerade |heute )?(?:eine |meine |die )?diagnose (?:bekommen|erhalten)|liege im sterben|unheilbar krank|en phase terminale|en soins palliatifs|fase terminal|fase terminale|stadium terminal)"),
    (HEALTH, "ment head suic kill harm life dark end sui umbr vida vita leve vie zyc leben",
        rf"{_I}{_FEW}(?:struggling with my mental health|in a (?:very )?dark place|thinking (?:about|of) (?:suicide|ending (?:it|my life))|having (?:a breakdown|suicidal thoughts)|hurting myself|cutting myself|mentally (?:ill|unwell))|"
        r"i (?:want|tried) to (?:kill myself|die|end my life)|(?:ich )?(?:will|wollte|mag) (?:nicht mehr leben|mich umbringen|sterben)|je (?:veux|voulais) (?:mourir|me suicider|en finir)|(?:me )?quiero (?:morir|matar|suicidar)\w*|voglio (?:morire|farla finita|suicidarmi)|quero (?:morrer|me matar)|(?:ik )?wil (?:niet meer leven|dood)|nie chce (?:mi sie )?zyc"),
    (HEALTH, "shri ther psyc psyk psic psi psiq psych coun terap thera",
        rf"{_I}{_FEW}(?:seeing|see|going to|talking to) (?:a|my) (?:shrink|therapist|psychiatrist|psychologist|counsell?or)|(?:ich )?(?:gehe|bin|war) (?:\w+ ){{0,2}}(?:zur|in|beim?) (?:psycho\w+|therapie|psychiater\w*|therapeut\w*)|"
        r"je (?:vois|consulte) (?:un|une|mon|ma) psy\w*|(?:voy|estoy yendo) al (?:psic\w+|psiq\w+|terap\w+)|(?:vado|sto andando) (?:dallo|dalla|da uno|in) (?:psic\w+|terapi\w+)|(?:vou|ando) (?:ao|no|na) (?:psic\w+|psiq\w+|terapi\w+)|(?:ik )?(?:loop|ga|ben) (?:\w+ )?(?:bij|naar) (?:een|de|mijn) (?:psych\w+|therap\w+)|(?:chodze|ide) (?:do|na) (?:psych\w+|terap\w+)"),
    (RELIGION, "jeho geov jeov pray mosq chur syna temp mass god alla jesu kosh hala fast rama shab sabb lent budd pries faith beli kirc mosc syno gott glau egli mess reza prie pray ore bet mode orar dieu croi crey dio dios deus igre misa pries bidd kerk mosk gelo modl kosc bog bog wier mecz hija veil kipp kopf quar kerk relig biel bibl cath chri",
        rf"(?:i|we) (?:pray(?= (?:every|five|at|on|before|daily|to|together|\d)|[.,!]|$)|fast(?= (?:during|for|on|every|until|in|this)|[.,!]|$)|keep (?:kosher|halal|the sabbath|shabbat|lent)|observe (?:shabbat|ramadan|lent|the sabbath)|worship|follow (?:islam|christ|buddha)|believe in {_GOD}|go to (?:church|mass|mosque|synagogue|temple|shul|friday prayers)|attend (?:church|mass|mosque|synagogue)|wear (?:a |the )?(?:hijab|niqab|kippah|turban|headscarf))(?: (?:every|on|each|five|during|for) \w+(?: \w+)?)?|"
        rf"(?:i(?:'m|m| am)|we(?:'re| are)) (?:fasting|\w+ fasting|praying|a believer(?! in (?!god|jesus|christ|allah))|religious(?! about)|very religious|devout|a person of faith)(?: (?:for|during) \w+)?|(?:i'm|i am|im|ich bin|bin|je suis|soy|sono|sou|ik ben|jestem|we are|we're|wir sind|nous sommes|somos|siamo)(?: \w+)? (?:jehovah'?s witness\w*|zeug\w+ jehovas|temoins? de jehovah|testigos? de jehova|testimon\w+ di geova|testemunhas? de jeova|jehova'?s getuige|swiadk\w+ jehowy)|my (?:faith|religion|church|mosque|synagogue|parish|rabbi|imam|prayer times?|baptism)\b(?! (?:app|software|website))|"
        r"(?:ich |wir )?(?:bete|beten|faste|fasten)(?: (?:\w+ ){0,2}(?:mal am tag|ramadan|im ramadan))|ich (?:glaube|bete) (?:an|zu) (?:gott|allah|jesus)|(?:gehe|gehen) (?:\w+ ){0,2}(?:in die (?:kirche|moschee|synagoge)|zum freitagsgebet|zur messe)|meine? (?:glaube|religion|moschee|kirchengemeinde|konfession)|trage (?:ein )?kopftuch|aus der kirche ausgetreten|"
        r"je (?:prie|jeune|crois en dieu|porte le voile|fais le ramadan|pratique)(?: \w+ \w+)?|(?:je vais|on va|nous allons) a (?:la messe|l'eglise|la mosquee|la synagogue)|ma (?:foi|religion|paroisse)|"
        r"(?:rezo|ayuno|creo en dios|voy a misa|vamos a misa|voy a la (?:iglesia|mezquita|sinagoga)|llevo (?:el )?(?:velo|hijab)|mi (?:fe|religion|parroquia))|"
        r"(?:prego|digiuno|credo in dio|vado (?:a messa|in chiesa|in moschea|in sinagoga)|porto il velo|la mia (?:fede|religione|parrocchia))|"
        r"(?:rezo|faco jejum|jejuo|acredito em deus|vou (?:a missa|a igreja|a mesquita)|frequento a igreja|minha (?:fe|religiao|paroquia|igreja))|"
        r"(?:ik |wij )?(?:bid|vast|geloof in god|ga (?:\w+ )?naar de (?:kerk|moskee|synagoge)|draag een hoofddoek)|mijn (?:geloof|religie|parochie)|"
        r"(?:modle sie|poszcze|wierze w boga|chodze (?:do kosciola|do meczetu|na msze)|nosze (?:chuste|hidzab)|moja (?:wiara|religia|parafia))"),
    (SEXUALITY, "gay lesb wife husb same gend tran girl boyf coming came out out pron born asex homo matr ehem mari coup regn schw hete quee gesc",
        r"(?:i|she|he|we) (?:came|come|am coming|'m coming) out(?: as \w+| to \w+(?: \w+)?)?(?= (?:as|to|last|at|when|in)\b|[.,!]|$)|"
        r"(?:i(?:'m| am)|we(?:'re| are)) (?:two (?:dads|mums|moms|women|men)|a (?:gay|lesbian|same-sex|queer) (?:couple|family))|i(?:'m| am) (?:attracted to|into|dating) (?:men|women|both)|i (?:like|love) (?:girls|boys|men|women) (?:and|too|as)|"
        r"i (?:used to be|was born) (?:a )?(?:man|woman|male|female)|(?:my|i'm in) (?:gender )?transition(?:ing)?\b(?! (?:to|from|plan|team|period|phase))|mes deux (?:mamans|papas)|(?:wir sind|sind) (?:zwei (?:mutter|vater|frauen|manner)|ein (?:lesbisches|schwules) paar)|"
        r"stehe auf (?:manner|frauen|beide)|j'aime les (?:hommes|femmes|garcons|filles)|me (?:gustan|atraen) (?:los hombres|las mujeres|los chicos|las chicas)|mi piacciono (?:gli uomini|le donne|i ragazzi|le ragazze)|gosto de (?:homens|mulheres|rapazes|raparigas)|(?:ik )?val op (?:mannen|vrouwen)|(?:wole|lubie) (?:mezczyzn|kobiety|chlopcow|dziewczyny)|"
        r"(?:somos|siamo|sommes|zijn|jestesmy) (?:dos (?:mamas|papas|mujeres|hombres)|due (?:mamme|papa|donne|uomini)|deux (?:femmes|hommes|mamans|papas)|duas (?:maes|mulheres)|dois (?:pais|homens)|twee (?:moeders|vaders|vrouwen|mannen))"),
    (UNION, "unio stri gewe betr stre synd sind huel scio grev vakb stak zwia straj shop",
        rf"(?:i(?:'m|m| am)|we(?:'re| are)){_FEW}(?:in (?:a|the) (?:trade )?union|union members?|unioni[sz]ed|on strike|on the picket line)|my (?:union|shop steward)\b(?! (?:software|app))|"
        r"(?:bin|sind)(?: \w+){0,3} (?:in der gewerkschaft|im betriebsrat|gewerkschafter\w*|im streik|gewerkschaftlich organisiert)|meine gewerkschaft|(?:je suis|suis|on est)(?: \w+){0,2} (?:en greve|au syndicat|syndiquee?s?|au cse)|mon syndicat|"
        r"(?:estoy|soy|estamos)(?: \w+){0,2} (?:en huelga|en el sindicato|sindicad[oa]|del comite de empresa|enlace sindical)|mi sindicato|(?:sono|siamo)(?: \w+){0,2} (?:in sciopero|nel sindacato|sindacalizzat[oi]|rappresentante sindacale)|il mio sindacato|"
        r"(?:estou|sou|estamos)(?: \w+){0,2} (?:em greve|no sindicato|sindicalizad[oa]|sindicalista)|meu sindicato|(?:ik )?(?:zit|ben)(?: \w+){0,3} (?:bij de (?:vakbond|bond)|in de or|in staking|lid van de (?:vakbond|bond))|mijn (?:vakbond|bond)\b|(?:jestem|naleze)(?: \w+){0,2} (?:w zwiazku|w zwiazkach|do zwiazk\w+|w strajku)(?: zawodow\w+)?|moj zwiazek zawodowy"),
    (POLITICS, "vote voti part memb left righ poli cand camp wahl part link recht vot gauc droi izqu dere vota sini dest esqu dire stem link rech glos praw lewi rall prot demo parti",
        rf"(?:i(?:'m|m| am|'ve been)|we(?:'re| are)){_FEW}(?:left-?wing|right-?wing|far[- ](?:left|right)|a (?:party member|councill?or for \w+|card-carrying \w+)|politically active|campaigning for \w+|running for (?:council|office|mayor|parliament))|my (?:politics|party membership)|(?:i'm|i am|im|as|i've been) (?:an? )?(?:\w+ ){1,3}party (?:member|activist|volunteer|candidate)|member of the (?:\w+ ){1,3}party|"
        r"(?:bin|ich bin)(?: \w+){0,2} (?:links|rechts|parteimitglied|politisch (?:links|rechts|aktiv))(?= |[.,!]|$)(?! (?:oben|unten|neben|im|von))|in (?:der|die) partei eingetreten|je suis(?: \w+)? (?:de gauche|de droite|encartee?|militante? (?:a|au|de|du|chez) \w+)|"
        r"soy(?: \w+)? (?:de izquierdas?|de derechas?|militante de(?:l)? \w+)|sono(?: \w+)? (?:di sinistra|di destra|militante d\w+ \w+)|sou(?: \w+)? (?:de esquerda|de direita|militante d\w+ \w+)|(?:ik ben|ben)(?: \w+)? (?:links|rechts|partijlid)(?=[.,!]|$)|jestem(?: \w+)? (?:lewicow\w+|prawicow\w+|czlonkiem partii)|mam (?:lewicowe|prawicowe) poglady"),
    (ORIGIN, "asyl undo migr refu fluc asil papi visa pape skin race ethn hera colo colou noir fug azyl illeg docu duld",
        rf"{_WHO}{_FEW}(?:an? (?:asylum seeker|undocumented \w+|illegal immigrant|refugee(?: from \w+)?)|undocumented|seeking asylum|here without papers|(?:a )?(?:black|brown|mixed[- ]race|indigenous|roma|native american) (?:man|woman|person|guy|girl|family|owner|founder))|as an? (?:black|brown|mixed[- ]race|asian|latina|latino|indigenous|native american|jewish|muslim) (?:man|woman|person|founder|owner)|"
        r"(?:habe|hab|bin)(?: \w+){0,2} (?:asyl (?:beantragt|bekommen)|geduldet|fluchtling(?: aus \w+)?|ohne papiere|geflohen aus \w+)|(?:je suis|suis)(?: \w+)? (?:sans[- ]papiers|demandeu\w+ d'asile|refugiee?(?: d\w+ \w+)?)|(?:estoy|soy)(?: \w+)? (?:sin papeles|solicitante de asilo|refugiad[oa](?: de \w+)?)|(?:sono)(?: \w+)? (?:senza documenti|richiedente asilo|rifugiat[oa])|(?:sou|estou)(?: \w+)? (?:sem documentos|requerente de asilo|refugiad[oa])|(?:ik ben|ben)(?: \w+)? (?:asielzoeker|vluchteling(?: uit \w+)?|zonder papieren)|jestem(?: \w+)? (?:uchodzc\w+|bez papierow)"),
    (CRIME, "pris jail time insi sent conv arre crim reco parol knas haft gefa vorb pris taul carc cond galer cade cela bajes cel wiez odsi wyr zakl tag bars figh dete fest siedz pres",
        rf"{_WHO}{_FEW}(?:(?:did|done|doing|served|serving) (?:\w+ )?(?:time|years?(?: in \w+| inside)?|months inside)|(?:just )?(?:got )?out of (?:prison|jail)|been inside|on (?:parole|probation|tag|bail)|got (?:a )?(?:record|conviction|convicted|arrested)(?: for \w+)?|(?:a )?convicted \w+|served a sentence)|"
        r"(?:bin|war|sass|habe|hab)(?: \w+){0,4} (?:im (?:knast|gefangnis)|in (?:u-)?haft|vorbestraft|verurteilt|auf bewahrung|gesessen|eine vorstrafe)|(?:je suis|j'ai|suis)(?: \w+){0,2} (?:en prison|en taule|de la (?:prison|taule)|ete condamnee?|sous bracelet|en conditionnelle|un casier)|"
        r"(?:estoy|estuve|he estado|sali)(?: \w+){0,2} (?:en la carcel|de la carcel|en prision|de prision|en libertad condicional|condenad[oa])|(?:sono|ho)(?: \w+){0,2} (?:in (?:carcere|galera|prigione)|stat[oa] condannat[oa]|ai domiciliari|fatto (?:\w+ )?(?:galera|carcere))|"
        r"(?:estou|estive|sai|fui)(?: \w+){0,2} (?:na (?:cadeia|prisao)|da (?:cadeia|prisao)|pres[oa]|condenad[oa]|em liberdade condicional)|(?:ik )?(?:heb|zat|zit|ben)(?: \w+){0,3} (?:in de (?:gevangenis|bajes|cel)|vastgezeten|veroordeeld|een strafblad|een enkelband)|(?:siedzial\w+|bylem|bylam|wyszedlem|wyszlam|mam)(?: \w+){0,2} (?:w wiezieniu|z wiezienia|w zakladzie karnym|skazan[ya]|karan[ya]|wyrok|dozor)"),
)  # fmt: skip
_COMPILED = tuple(
    (category, frozenset(head[:4] for head in heads.split()),
     re.compile(rf"(?<![\w'])(?:{pattern})(?!\w)"))
    for category, heads, pattern in _IDIOMS
)  # fmt: skip
HEADS = frozenset(head for _, heads, _ in _COMPILED for head in heads)
_TRADE = re.compile(
    r"\s?-?(?:apps?\b|software|clients?|customers?|compan|platform|data\b|monitor|research|"
    "startup|clinic|market|produ|for (?:your|our) (?:order|quote|delivery))"
)


def told(folded: str, heads: set[str]) -> Iterator[tuple[int, int, str]]:
    for category, wanted, pattern in _COMPILED:
        if not heads.isdisjoint(wanted):
            for found in pattern.finditer(folded):
                if not _TRADE.match(folded, found.end()):
                    yield found.start(), found.end(), category
