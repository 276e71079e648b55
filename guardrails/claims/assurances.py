"""How eight languages assure: guarantees, refunds, certificates, promises. Plain spelling."""

import re

from guardrails.claims.cues import any_of

REFUND = any_of(
    r"\b(?:every|each) (?:cent|penny|euro|dollar) (?:\w+ )?back\b|\bjeden cent (?:\w+ )?zuruck\b|"
    r"\bchaque centime\b|\bhasta el ultimo (?:centimo|euro)\b|\b(?:ogni|"
    r"fino all'ultimo) centesimo\b|"
    r"\bcada centimo\b|\belke cent (?:\w+ )?terug\b|\bkazdy grosz\b",
    (
        r"\b(?:get|have) (?:it all|everything|all of it) back\b|"
        r"\balles (?:\w+ )?zuruck\b|\bfull refund\b"
    ),
    (
        r"\bmoney[ -]?back\b|\bmoney (?:\w+ )?back\b|\brefund\w*|\b(?:amount|"
        r"everything) back\b|\bgeld (?:\w+ ){0,2}zuruck\b|"
        r"\bbetrag (?:\w+ ){0,2}zuruck\b|\bruckerstatt\w*|\bgeld-zuruck\w*|\berstatte\w*"
    ),
    (
        r"\brembours\w*|\b(?:devol\w+|reembols\w+)(?: \w+){0,3} ?(?:dinero|importe|"
        r"dinheiro|valor)?\b|\breembols\w*|"
        r"\brimbors\w*|\bindietro (?:\w+ ){0,2}(?:importo|soldi)\b"
    ),
    (
        r"\bgeld (?:\w+ ){0,2}terug\b|\bterugbeta\w*|\bzwrot\w* (?:pieniedzy|kosztow)|"
        r"\bzwrac\w* pieniadze"
    ),
)
SURE = any_of(
    (
        r"\bguarante\w*|\brisk[ -]?free\b|\bno risk\b|\bwithout (?:any )?risk\b|"
        r"\bzero risk\b|\bwarrant\b|\b100 ?% (?:\w+ )?(?:sure|safe|secure|uptime|"
        r"availab\w*|satisf\w*|reliab\w*)|\bnever fails?\b"
    ),
    (
        r"\bgarantie\w*|\bgarantiert\w*|\brisikofrei\w*|\b(?:ohne|kein) risiko\b|"
        r"\b100 ?% (?:\w+ )?(?:sicher|verfugbar\w*|zufrieden\w*)"
    ),
    r"\bgaranti\w*|\bsans (?:aucun )?risque\w*|\bsatisfait ou\b",
    (
        r"\bgarantiz\w*|\bsin (?:ningun )?riesgo\w*|\bgarant(?!am?\b|isca\b)\w+|\b(?:senza|"
        r"zero) (?:alcun )?rischi\w*|\bsoddisfatti o\b"
    ),
    (
        r"\bsem (?:qualquer )?riscos?\b|\bgarander\w*|\bgegarandeerd\w*|\brisicoloos\b|"
        r"\bzonder (?:enig )?risico\b|\bniet goed\b.{0,3}geld terug"
    ),
    r"\bgwarant\w*|\bbez (?:zadnego )?ryzyka\b",
)
UPTIME = any_of(
    r"\b(?:uptime|availability|verfugbarkeit|disponibil\w+|beschikbaarheid|dostepnosc\w*)\b"
)
BINDING = any_of(
    r"\blegally binding\b|\bbinding (?:offer|quote|promise)\b|\b(?:rechts)?verbindlich\w*\b|"
    r"\bjuridiquement\b|"
    r"\blegalmente vinculant\w*|\bvinculant\w*|\blegalmente vinculativ\w*|"
    r"\bjuridisch bindend\b|\bprawnie wiaz\w+"
)
STANDARD = re.compile(
    r"\b(?:gdpr|dsgvo|rgpd|avg|rodo|hipaa|ccpa|pci(?:[ -]dss)?|tisax|fedramp|"
    r"iso[ -/]?(?:iec[ -]?)?\d{4,5}|soc[ -]?[123]|"
    r"c5|bsi|hds|eidas|gobd|fips(?:[ -]?\d+)?)\b"
)
CERTIFIED = any_of(
    r"\b(?:certif\w*|zertifi\w*|gecertific\w*|accredit\w*|complian\w*|konform\w*|conform\w*|"
    r"cumple|zgodn\w*|audited|"
    r"approved by|we (?:hold|have)|wir haben|wir halten|nous avons|tenemos|abbiamo|temos|"
    r"wij hebben|mamy)\b"
)
PROMISE = any_of(
    (
        r"\b(?:i|we)(?:'ll| will| can| do)? (?:\w+ )?promise\b|\byou have my word\b|"
        r"\bi give you my word\b|\bi swear\b|\bmark my words\b|"
        r"\bi(?:'ll| will) (?:personally|make sure)\b|\brest assured\b"
    ),
    (
        r"\bverspreche\b|\bversprochen\b|\bmein wort\b|\behrenwort\b|"
        r"\bsorge (?:\w+ ){0,3}dafur\b|\bich sichere ihnen\b|\bsage ihnen zu\b"
    ),
    (
        r"\b(?:promets|promettons)\b|\bma parole\b|\bje m'engage\b|\b(?:prometo|"
        r"prometemos|mi palabra|le aseguro)\b"
    ),
    (
        r"\b(?:prometto|promettiamo|mia parola|le assicuro)\b|\b(?:prometo|prometemos|"
        r"minha palavra|asseguro)\b"
    ),
    r"\b(?:beloof|beloven|mijn woord|erewoord)\b|\b(?:obiecuj\w*|daje slowo|reczymy|recze)\b",
)
ROADMAP = any_of(
    (
        r"\b(?:will|is going to) be (?:released|launched|shipped|added|delivered|"
        r"available in|out in)\b|\bwird (?:\w+ ){0,4}(?:veroffentlicht|ausgeliefert|"
        r"erganzt)\b"
    ),
    (
        r"\b(?:sera (?:disponible|livree?|lancee?)|estara disponible|se lanzara|"
        r"sara disponibile|verra rilasciat\w|estara disponivel|sera lancad\w|"
        r"bedzie dostepn\w+)\b"
    ),
    (
        r"\bwe(?:'ll| will| are going to) (?:\w+ )?(?:build|develop|ship|add|implement|"
        r"release|launch|deliver|fix)\b"
    ),
    (
        r"\b(?:bauen|entwickeln|liefern|erganzen) wir\b|\bwir (?:bauen|entwickeln|"
        r"liefern|erganzen|werden \w+ (?:bauen|liefern))\b"
    ),
    r"\bnous (?:allons (?:developper|ajouter|livrer)|developperons|ajouterons|livrerons)\b",
    (
        r"\b(?:vamos a (?:desarrollar|anadir|entregar)|anadiremos|desarrollaremos)\b|"
        r"\b(?:svilupperemo|aggiungeremo)\b"
    ),
    (
        r"\b(?:vamos (?:desenvolver|adicionar|entregar))\b|\bwij? (?:bouwen|ontwikkelen|"
        r"leveren) \b|\b(?:zbudujemy|dodamy|dostarczymy)\b"
    ),
)
GAIN = any_of(
    r"\byou(?:'ll| will| can| could)? (?:\w+ )?(?:save|gain|reduce|cut|increase|double|earn|"
    r"boost)\b|\bsparen sie\b|"
    r"\bsie (?:\w+ )?(?:sparen|steigern|senken|gewinnen)\b|\bvous (?:\w+ )?(?:economis|gagn|"
    r"redui)\w*|\b(?:ahorrara|ahorra|ganara|"
    r"reducira)\b|\b(?:risparmiera|risparmia|ridurra)\b|\b(?:vai poupar|poupa|reduz)\b|"
    r"\bu (?:\w+ )?bespaart\b|\bbespaart u\b|"
    r"\boszczedz\w*"
)
TEAM_WILL = any_of(
    (
        r"\b(?:colleague|team|someone|somebody|manager|specialist|expert|representative|"
        r"rep)\b[^.?!]{0,30}?\b(?:will|'ll|is going to) (?:\w+ )?"
        r"(?:call|contact|get|reach|write|email|send|phone|ring|answer|follow|"
        r"be in touch|come back|prepare)\b"
    ),
    (
        r"\b(?:kolleg\w+|team|jemand|berater\w*|manager\w*|"
        r"mitarbeiter\w*)\b[^.?!]{0,30}?\b(?:ruft|meldet|kontaktiert|schreibt|schickt|"
        r"kommt auf sie|antwortet|wird (?:\w+ ){0,5}(?:anrufen|melden|schreiben|"
        r"antworten|schicken))\b|\b(?:meldet|ruft) (?:sich )?(?:\w+ ){0,3}(?:kolleg\w+|"
        r"jemand|team)\b"
    ),
    (
        r"\b(?:collegue|equipe|conseiller\w*|"
        r"quelqu'un)\b[^.?!]{0,30}?\b(?:vous )?(?:appellera|contactera|rappellera|"
        r"ecrira|enverra|repondra|va vous)\b"
    ),
    (
        r"\b(?:companer\w+|equipo|colega|asesor\w*|alguien)\b[^.?!]{0,30}?\b(?:llamara|"
        r"contactara|escribira|enviara|respondera|se pondra)\b"
    ),
    (
        r"\b(?:collega|team|qualcuno|consulente)\b[^.?!]{0,30}?\b(?:chiamera|contattera|"
        r"scrivera|inviera|rispondera|ricontattera)\b"
    ),
    (
        r"\b(?:colega|equipa|alguem|consultor\w*)\b[^.?!]{0,30}?\b(?:ligara|"
        r"vai (?:ligar|contactar|escrever|enviar|responder)|contactara|respondera|"
        r"liga-lhe|entra em contacto)\b"
    ),
    (
        r"\b(?:collega|team|iemand|adviseur)\b[^.?!]{0,30}?\b(?:belt|mailt|"
        r"neemt contact|schrijft|stuurt|antwoordt|zal (?:\w+ ){0,4}(?:bellen|mailen|"
        r"schrijven))\b"
    ),
    (
        r"\b(?:kolega|kolezanka|zespol|ktos|doradca)\b[^.?!]{0,30}?\b(?:zadzwoni|"
        r"skontaktuje|napisze|wysle|odpowie|odezwie)\b"
    ),
)
