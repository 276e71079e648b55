"""What GDPR Art. 9 calls special categories, only where it is said of a person.

"We sell diabetes monitors" is trade; "I have diabetes" is not. So a term counts when a person's cue
stands shortly before it in the same clause.
"""

import re
from collections.abc import Iterator

from guardrails.entities import Entity, Span

# A cue makes the sentence one about somebody: I have, my wife has, ich leide an, j'ai, tengo …
_KIN = (
    r"(?:wife|husband|son|daughter|mother|father|mom|mum|dad|partner|brother|sister|"
    r"child|kid|boss|colleague|baby|"
    r"frau|mann|sohn|tochter|mutter|vater|kind|bruder|schwester|kollege|kollegin|chef|"
    r"femme|mari|fils|fille|mère|père|"
    r"mujer|marido|hijo|hija|madre|padre|esposa|moglie|marito|figlio|figlia|mulher|"
    r"filho|filha|mãe|pai|vrouw|zoon|dochter|"
    r"moeder|vader|żona|mąż|syn|córka|matka|ojciec)"
)
_CUES = (
    r"\bi(?:'m| am| was| have| had| got| take| suffer\w*| struggle| vote\w*| belong| "
    r"identify| just had| need|'ve)\b|\bim\b|\bas an?\b|\bbecause of my\b|"
    rf"\bdue to my\b|\bwith my\b|\bmy\b|\b(?:his|her|their)\b|\b(?:he|she) (?:has|is|"
    rf"had|was)\b|\b(?:my|our|meine?|mon|ma|mi|mio|mia|meu|minha|mijn|m[oó]j|moja) "
    rf"{_KIN}\b|"
    r"\bich (?:bin|habe|hab|war|leide|nehme|hatte|wähle)\b|\b(?:wegen|trotz|aufgrund) "
    r"meine[rs]?\b|\bmeine[rmn]?\b|"
    r"\bje (?:suis|souffre|prends|vote)\b|\bj'(?:ai|avais|étais)\b|\bm(?:on|a|es)\b|"
    r"\bà cause de m(?:on|a|es)\b|"
    r"\b(?:soy|estoy|tengo|padezco|sufro|tuve|tomo|voto)\b|\bmis?\b|\b(?:sono|ho|"
    r"soffro|prendo|avevo)\b|\b(?:mio|mia|miei)\b|"
    r"\b(?:sou|estou|tenho|sofro|tive|tomo)\b|\b(?:meu|minha)\b|\bik (?:ben|heb|lijd|"
    r"had|slik)\b|\bmijn\b|"
    r"\b(?:jestem|mam|choruję|cierpię|miał[ea]m|biorę)\b|\bmoj(?:a|ą|ej|ego)\b|\bmój\b"
)
_STATES = (  # conditions one has, treatments one undergoes
    r"diabet\w+|cancer|tumou?r|leuk[ae]*mia|hiv(?:[- ]positiv\w*)?|depress\w+|"
    r"anxiety(?: disorder)?|panic attacks?|bipolar\w*|schizo\w+|adhd|(?-i:ADD|AIDS)|"
    r"autis\w+|epilep\w+|asthma|arthritis|migraines?|(?-i:MS)|multiple sclerosis|"
    r"parkinson\w*|alzheimer\w*|dementia|stroke|heart attack|"
    r"surgery|chemo\w*|dialysis|miscarriage|abortion|pregnan\w+|ivf|rehab|burn-?out|"
    r"ptsd|covid|long covid|insulin|antidepressants?|"
    r"disab\w+|wheelchair|blind|deaf|therapist|psychiatrist|medication|illness|"
    r"disease|diagnos\w+|sick leave|eating disorder|"
    r"krebs\w*|zuckerkrank|depression\w*|depressiv|schwanger\w*|schwangerschaft|"
    r"asthma|epilepsie|operation|chemotherapie|"
    r"behinder\w+|rollstuhl|krankheit|erkrank\w+|krank(?:geschrieben)?|angststörung|"
    r"herzinfarkt|schlaganfall|therapie|psychiater|"
    r"diabète|diabétique|cancer|dépress\w+|enceinte|asthme|épilep\w+|opération|"
    r"chimio\w*|handicap\w*|fauteuil roulant|maladie|malade|"
    r"diabetes|diabétic[oa]|cáncer|depresi[óo]n|embarazad[ao]|asma|epilepsia|"
    r"cirug[íi]a|operaci[óo]n|quimio\w*|discapacidad|enfermedad|enferm[ao]|ansiedad|"
    r"diabete|diabetic[oa]|cancro|tumore|depressione|incinta|operazione|chemioterapia|"
    r"disabil\w+|malattia|malat[oa]|ansia|"
    r"câncer|cancro|depress[ãa]o|grávida|cirurgia|quimioterapia|deficiência|doença|doente|"
    r"kanker|depressie|zwanger|astma|operatie|gehandicapt|ziekte|ziek|rolstoel|suikerziekte|"
    r"cukrzyc[aęy]|cukrzyk\w*|rak[aiem]*|nowotw[óo]r|depresj[aęi]|w ciąży|astm[aęy]|"
    r"padaczk[aęi]|operacj[aęi]|chemi[aęo]\w*|niepełnosprawn\w+|chor(?:y|a|obę)"
)
_BELIEFS = (
    r"muslim\w*|islam|catholic|protestant|jewish|jew|hindu|buddhist|sikh|christian|"
    r"mormon|atheist|evangelical|jehovah's witness|orthodox|"
    r"gay|lesbian|bisexual|homosexual|transgender|trans|queer|non-?binary|"
    r"(?:trade |labou?r )?union (?:member|rep\w*)|shop steward|republican|democrat|"
    r"socialist|communist|conservative voter|party member|"
    r"moslem\w*|muslima|katholi\w+|evangelisch\w*|jüdisch\w*|jude|jüdin|christ|schwul|"
    r"lesbisch|bisexuell|gewerkschaft\w*|parteimitglied|"
    r"musulman\w*|catholique|juif|juive|chrétien\w*|homosexuel\w*|gai|lesbienne|"
    r"syndiqué\w*|syndicaliste|"
    r"musulm[áa]n[ao]?|católic[oa]|judí[oa]|cristian[oa]|lesbiana|sindicalista|"
    r"afiliad[oa] al sindicato|"
    r"musulman[oa]|cattolic[oa]|ebre[oa]|omosessuale|lesbica|sindacalista|"
    r"muçulman[oa]|judeu|judia|sindicalizad[oa]|"
    r"moslim|katholiek|joods|christelijk|homo|vakbondslid|muzułman\w+|katoli\w+|"
    r"żyd\w*|gejem|lesbijk\w+|związkow\w+"
)
_GAP = r"[^.!?;\n]{0,40}?"
_CLAIM = re.compile(rf"(?:{_CUES}){_GAP}\b(?:{_STATES}|{_BELIEFS})\b", re.IGNORECASE)
_TERM = re.compile(rf"\b(?:{_STATES}|{_BELIEFS})\b", re.IGNORECASE)
# "My company sells cancer diagnostics", "our union customers": of a trade, not of a person.
_TRADE = re.compile(
    r"\b(?:compan\w+|startup|business|clients?|customers?|product|app|sell\w*|"
    r"build\w*|market\w*|industry|team|software|platform|"
    r"clinic|hospital|patients?|firma|unternehmen|kunden|produkt|vertrieb|entreprise|"
    r"société|vend\w*|empresa|vendemos|azienda|klienci|firm\w*|bedrijf|"
    r"data|research|devices?|monitor\w*|charity|nonprofit|interested|question|looking|work\w*)\b",
    re.IGNORECASE,
)
_AMBIGUOUS = frozenset(
    {
        "ms",
        "add",
        "operation",
        "operación",
        "christ",
        "blind",
        "trans",
        "stroke",
        "conservative",
        "orthodox",
        "rak",
        "homo",
        "diagnose",
        "ms.",
    }
)
_STRONG = re.compile(
    r"\b(?:suffer\w*|diagnosed|have|had|leide|habe|souffre|ai|tengo|soffro|ho|tenho|heb|mam)\b",
    re.IGNORECASE,
)


def find_sensitive(text: str) -> Iterator[Span]:
    if not _TERM.search(text):
        return
    for found in _CLAIM.finditer(text):
        clause = found[0]
        term = list(_TERM.finditer(clause))[-1][0].casefold()
        if _TRADE.search(clause) or (term in _AMBIGUOUS and not _STRONG.search(clause)):
            continue
        if re.match(
            r"\s{0,2}-?(?:compan|startup|clinic|patient|app\b|device|monitor|software|product|"
            r"research|treatment center|school|church|university|charit|organi[sz]ation|"
            r"holiday|market|industry|day|dpt)",
            text[found.end() : found.end() + 18],
            re.IGNORECASE,
        ):
            continue
        yield Span(Entity.SENSITIVE, found.start(), found.end(), 0.8)
