# ruff: noqa: ISC004 a rule is read whole, in as many lines as it needs
"""What an order to an assistant looks like, class by class, in eight languages.

Each rule needs two things at once: a verb of breaking or telling, and something that only an
assistant has (its instructions, its prompt, its limits), so that people who take back a message or
ask for the terms of delivery are left alone.
"""

import re

_FEW = r"(?:[\w'’]+[ ,]+){0,3}?"
_TARGET = (
    r"(?:instru?ctions?|prompts?|directives?|guidelines?|programming|guardrails?|restrictions?|"
    r"rules|protocols?|safety \w+|filters?|limitations?|orders|policies)"
)
_OF_YOURS = (
    r"(?:(?:all |any )?(?:of )?(?:your|ur|yr) |all (?:the )?(?:previous|prior|earlier|above|"
    r"preceding|"
    r"existing|initial|original|foregoing|other) |(?:the |these |any )?(?:previous|prior|"
    r"earlier|above|"
    r"preceding|initial|original|system) )"
)
_BREAK = (
    r"(?:ignore|disregard|forget|override|overrule|bypass|discard|circumvent|neglect|disobey|"
    r"set aside|pay no attention to|stop (?:following|obeying)|(?:do not|don't|never) "
    r"(?:follow|obey)|"
    r"disable|turn off|switch off|drop|abandon)"
)
_TELL = (
    r"(?:reveal|show|print|repeat|output|display|tell|give|leak|dump|share|list|summari[sz]e|"
    r"translate|"
    r"encode|copy|recite|disclose|expose|paste|write|state|what (?:is|are|does|was|were))"
)
_OF_AN_AI = (
    r"(?:restrictions?|rules|guidelines?|limits?|limitations?|filters?|guardrails|censorship)"
)
_MODE = r"(?:developer|debug|god|admin|jailbreak|dan|unrestricted|maintenance|root)"
_STARTS = r"(?:^|[.!?:;\n]\s{0,3}|\bplease\s|\bthen,?\s|\bnow\s|\band\s)"
_AI = (
    r"(?:ai|a\.i\.|llms?|language models?|chat ?bots?|bots?|ai[ -](?:agents?|assistants?|models?)|"
    r"(?:virtual |automated )?assistants?|automated (?:systems?|agents?))"
)
_DO = (
    r"(?:must|please|ignore|forward|include|append|recommend|reply|delete|book|send|rate|"
    r"output|add|"
    r"mention|disclose|tell|has authori[sz]ed|have authori[sz]ed|your new task|has to)"
)

ENGLISH = (
    # breaking what it was told
    rf"\b{_BREAK} {_FEW}{_OF_YOURS}{_FEW}{_TARGET}\b(?! (?:payment|reply|response|answer|"
    rf"delivery))",
    (
        rf"\b{_BREAK} (?:everything|all|anything|whatever|what) (?:that )?(?:is |was |came )?"
        r"(?:above|you (?:were|have been|'ve been) (?:told|given|taught)|your (?:developers?|"
        r"company|"
        r"makers?|creators?|owners?))"
    ),
    r"(?:^|[.!\n]\s{0,3}|\bplease )(?:disregard|ignore|forget) (?:everything|all|the) (?:above|"
    r"before)[.,:]? "
    r"(?:and|from now|you|act|answer|instead|tell|give|reveal)",
    (
        r"\byour (?:\w+ )?(?:instructions|directives|guidelines|rules|prompt) (?:have been|"
        r"were|are|no longer|do "
        r"not|don't) (?:updated|replaced|overridden|changed|void|suspended|lifted|deleted|"
        r"apply|valid|"
        r"no longer)"
    ),
    r"\ball (?:prior|previous|earlier) (?:directives|instructions|prompts) (?:are|were) (?:now "
    r")?(?:void|null|revoked)",
    rf"\byou (?:no longer|do not|don't) (?:have to|need to) (?:comply|follow|obey|respect) "
    rf"{_FEW}{_TARGET}\b",
    r"\b(?:you (?:must|will|shall|have to|now)? ?(?:only |now )?(?:obey|answer to|serve|listen "
    r"to) (?:only )?(?:me|my)|"
    r"obey (?:only )?(?:me|the user)\b|follow mine\b|must obey\b|obey my)",
    rf"\bstop following {_FEW}(?:rules|instructions|guidelines) (?:your|you)\b",
    # getting it to tell its prompt
    (
        rf"\b{_TELL} {_FEW}(?:me )?(?:your|ur|the) (?:[\w-]+ ){{0,2}}?(?:system[ -]?(?:prompt|"
        rf"message|instructions?)|"
        r"(?:initial|hidden|secret|internal|original|configuration|pre|base) ?(?:prompt|"
        r"instructions?|rules|"
        r"directives?)|developer (?:message|prompt)|prompt\b(?! (?:reply|answer|payment|"
        r"library|editor))|"
        r"context window)"
    ),
    r"\b(?:reveal|encode|dump|leak|recite|paste|print|output|repeat|translate) (?:all )?your "
    r"(?:own |exact |full |complete )?instructions\b",
    r"\b(?:initial|system|hidden|configuration) prompt\b.{0,40}\b(?:verify|audit|copy|word for "
    r"word|verbatim)\b",
    r"\b(?:copy|words|lines|part) of your (?:\w+ )?prompt\b",
    r"\b(?:instructions|rules|prompt|directives) (?:that )?you (?:were|have been|got|received|"
    r"operate|are) "
    r"?(?:given|told|under|bound|following)?\b.{0,30}\b(?:start|beginning|conversation|under|"
    r"verbatim|before|first)\b",
    r"\b(?:secret|hidden|internal) (?:rules|instructions) (?:that )?you\b",
    r"\bwhat (?:were|are) you told (?:not to|to hide|by your (?:developers?|makers?))",
    r"\b(?:repeat|print|output|show|copy|return|write)\b.{0,20}\b(?:everything|text|words|"
    r"lines|content)\b"
    r".{0,12}\b(?:above|before|preceding)\b.{0,30}\b(?:this|the first|my|message|line|verbatim|"
    r"block)\b",
    r"\b(?:start|begin) your (?:answer|reply|response) with\b.{0,20}\b(?:instructions|prompt|"
    r"sure, here)\b",
    r"\blist (?:all )?(?:the )?(?:tools|functions)(?: and (?:tools|functions))? (?:that )?you "
    r"(?:have|can)\b",
    # another role, without limits
    (
        rf"\b(?:pretend|act as|imagine|simulate|role-?play|you are|you're|respond as|behave|"
        rf"answer)\b.{{0,70}}"
        rf"\b(?:no|without(?: any)?|free of|free from|un)[ -]?(?:\w+ )?{_OF_AN_AI}\b(?! (?:on|"
        rf"of|for|per) (?:seats|users))"
    ),
    r"\b(?:unrestricted|unfiltered|uncensored|jailbroken) (?:assistant|ai|bot|model|mode)\b",
    r"\b(?:ai|bot|assistant|model) (?:that|who|which) (?:never refuses|ignores? (?:policy|all "
    r"rules|rules))",
    r"\bwith (?:the |all )?(?:guardrails|filters|safety) (?:turned|switched) off\b",
    r"\b(?:do anything now|dan mode|jailbreak (?:mode|successful)|you have been jailbroken|god "
    r"mode)\b",
    rf"\byou(?:'re| are) now (?:in )?(?:a |an |the )?(?:dan\b|{_MODE} mode|jailbroken|"
    rf"unrestricted|free from|no longer bound)",
    rf"{_STARTS}(?:enter|enable|activate|switch to|turn on|start)\s(?:the )?{_MODE} mode\b"
    r"(?=\s*(?:$|[.;,!]|and\b|now\b|immediately))",
    r"\byou(?:'re| are) not (?:an? )?(?:assistant|ai|bot) any ?more\b",
    r"\byour (?:current|old) role\b.{0,20}\byour new role\b|\bcancel your (?:current )?role\b",
    r"\brole-?play\b.{0,20}\byou are (?:the |my |a )?(?:\w+ )?(?:owner|admin|administrator|"
    r"developer|boss)\b",
    # borrowed authority
    (
        r"\b(?:i am|i'm|this is|as) (?:your|the) (?:system )?(?:developer|creator|"
        r"administrator|admin|maker|owner of the "
        r"company|programmer|openai|supervisor)\b.{0,80}\b(?:override|disable|grant|give me|"
        r"unlock|must|obey|debug|"
        r"order you|reveal|you may skip|comply|turn off)\b"
    ),
    r"\b(?:this is|from) (?:openai|anthropic|google)\b.{0,60}\b(?:disable|filters?|test mode|"
    r"reveal|comply)\b",
    r"\b(?:system )?administrator here\b.{0,10}\b(?:unlock|disable|grant|reveal|give|override)",
    r"\bi'?m the owner\b.{0,50}\bskip the approval\b",
    r"[\[(<{](?:admin|system|root|owner)[ _](?:override|command|message)[\])>}]|\bbegin admin "
    r"command\b",
    r"\bsystem override\b\s?[:!]|\b(?:comply|obey) (?:immediately|at once)\b|\bsudo (?:give|"
    r"grant|unlock|reveal|show)\b",
    r"\bauthori[sz]ed you to (?:share|reveal|disclose|send|give|book)\b",
    r"\b(?:already )?approved (?:this|it)\b.{0,20}\bno need to ask\b",
    r"\bnew (?:system )?(?:instructions|directive|prompt|task) ?(?:from (?:the )?(?:owner|"
    r"admin|developer|system))?\s?:\s"
    r"(?!net\b|find\b)(?=(?:you|ignore|reveal|send|give|write|mail|forget|act|answer|forward))",
    r"\bnew directive\b\s?:|\byour instructions have (?:been )?(?:updated|changed)\b",
    # speaking as the system, or as both sides
    (
        r"(?:<\|(?:im_start|im_end|system|assistant|user)\|>|\[/?(?:INST|SYS)\]|<</?SYS>>|"
        r"</?system>|"
        r"(?:^|\n)\s{0,4}#{0,4}\s?\[?(?:system|developer)(?: (?:message|prompt|override|"
        r"note))?\]?\s?:)"
        r".{0,40}\b(?:you (?:are|must|have|obey|will)|obey|ignore|disregard|new rules|drop the "
        r"rules|reveal|"
        r"previous instructions|real instructions|unrestricted|answer without)\b"
    ),
    r"\"role\"\s?:\s?\"system\".{0,40}\byou (?:have no|are (?:now )?un|must obey|ignore)",
    r"\bend of (?:system )?(?:prompt|instructions)\b|</system>\s{0,3}<system>",
    r"\b(?:human|user)\s?:.{1,60}\bassistant\s?:\s?(?:sure|yes|of course|"
    r"here)[^\n]{0,40}\b(?:prompt|instructions)\b",
    # using its tools
    rf"{_STARTS}(?:call|invoke|run|execute|use|trigger)\s(?:the |your )?(?:tool |function "
    rf")?[`'\"]?[a-z]{{2,20}}_[a-z_]{{2,30}}\b",
    r"<tool_call>|\btool_result\s?:|\badd bcc\s?=|\bwhen you next call a tool\b|\btrigger the "
    r"\w+ (?:\w+ )?tool\b",
    r"\b(?:send|forward|mail|export|give)\b.{0,60}\b(?:conversations?|data|details|those|"
    r"records|list)\b.{0,15}\b(?:of )?(?:other|all) "
    r"(?:the )?(?:customers|users|visitors|leads)\b",
    r"\b(?:send|forward|give|book|cancel|delete)\b.{0,90}\b(?:without (?:telling|informing|"
    r"asking)|(?:do not|don't|not to) (?:ask|tell|inform)) "
    r"any ?(?:one|body)\b",
    # words left for whatever machine reads them
    rf"\b(?:note|attention|instructions?|message|important|dear|hey|memo)\b[ ,:]+(?:to |for "
    rf")?(?:the |any |all |every )?{_AI}\b"
    rf"(?: (?:reading|processing|handling|using|that)\b[^.:]{{0,40}})?.{{0,60}}\b{_DO}\b",
    rf"(?:^|[.\n>-]\s{{0,3}})\W{{0,4}}{_AI}\s?[:,]\s(?:{_DO}|ignore|do not|you)\b",
    rf"\b(?:if|when) you are an? (?:\w+ )?{_AI}\b.{{0,60}}\b{_DO}\b",
    rf"\bas an? {_AI}\b.{{0,40}}\byou (?:must|have to|should)\b",
    rf"\b(?:to|for) the (?:automated )?{_AI} (?:processing|reading|handling) this\b",
    rf"\b{_AI}, (?:please )?(?:forward|send|delete|ignore|reply|reveal|book)\b",
    r"\b(?:append|include|insert|add)\b.{0,50}\b(?:to|in) (?:each|every|all|your) (?:of your "
    r")?(?:messages?|repl(?:y|ies)|responses?|answers?)\b",
    r"\bwhen (?:summari[sz]ing|processing|reading|translating) this (?:document|page|e?-?mail|"
    r"text|file)\b.{0,30}\b(?:first|output|"
    r"include|append|also)\b",
    rf"\bbefore answering,? the {_AI} (?:has to|must|should)\b",
    r"\boverrides? all previous (?:policies|instructions)\b.{0,30}\b(?:for|of) (?:automated|ai)\b",
    r"\byour new task is\b|\bnew task\s?:\s?(?:write|you|reveal|ignore|send)\b",
    r"\bread (?:every|the) first letter\b.{0,80}\bobey\b|\bdecode (?:this|it)? ?and (?:do|"
    r"comply|obey|follow)\b",
)  # fmt: skip

OTHERS = (
    # de
    r"\b(?:ignorier\w*|vergiss|vergesst|missacht\w*|umgeh\w*|"
    r"überschreib\w*)\s(?:\w+\s){0,3}?(?:dein\w*|deine\w*|alle\w*|bisherig\w*|"
    r"vorherig\w*|obig\w*|früher\w*)\s(?:\w+\s){0,2}?(?:anweisung\w*|instruktion\w*|vorgaben|"
    r"regeln|befehle|filter|"
    r"einschränkung\w*|richtlinien|sperren)|\b(?:ignorier\w*|vergiss)\salles,?\swas\s(?:dir|du|"
    r"man dir)|"
    r"\bdeine\s(?:alten\s|bisherigen\s)?(?:regeln|anweisungen)\s(?:gelten\s)?nicht mehr|"
    r"\b(?:zeig\w*|verrat\w*|nenn\w*|gib|"
    r"wiederhol\w*)\s(?:\w+\s){0,3}?(?:dein\w*\s)?(?:\w+\s)?(?:system-?\s?prompt|"
    r"systemanweisung\w*)|"
    r"\bwelche anweisungen hast du\b|\bals hättest du keine\w*\s(?:einschränkung|regel|grenze|"
    r"filter)\w*|"
    r"\bdein (?:entwickler|schöpfer|programmierer|admin)\b.{0,60}\b(?:schalt\w*|aktivier\w*|"
    r"gib|modus)|"
    r"\bneue anweisung(?:en)? (?:vom|des|von) (?:\w+ )?(?:administrator|entwickler|system|"
    r"chef)|\bgehorch\w*\s(?:ab jetzt\s)?nur\s(?:noch\s)?mir",
    # fr
    r"\b(?<!n')(?:ignore[zsr]?|oublie[zsr]?|contourne[zsr]?|désactive[zsr]?|"
    r"enfrein\w*)\s(?:toutes?\s|tous\s)?(?:tes|vos|les)\s(?:\w+\s){0,2}?"
    r"(?:instructions?|consignes|directives|règles|filtres|limites|"
    r"restrictions)\s?(?:précédentes?|antérieures?|de départ|et|,|\.|!|$)|"
    r"\boublie ce qu['’]on t['’]a dit|\btu n['’]as plus (?:de|aucune) (?:règles?|limites?|"
    r"restrictions?)|\btu n['’]obéis qu['’]à moi|"
    r"\b(?:prompt|message|instructions?) système\b.{0,20}\b(?:mot|complet|entier)|\b(?:montre|"
    r"affiche|révèle|donne|recopie)[\w-]*\s(?:\w+\s){0,3}"
    r"(?:prompt système|instructions (?:système|cachées|secrètes))|\binstructions cachées\b|"
    r"\bcomme si tu n['’]avais (?:aucune|pas de|plus de) (?:restrictions?|limites?|règles?)|"
    r"\bton (?:développeur|créateur)\b.{0,40}\b(?:désactive|active)|"
    r"\bnouvelles instructions\s?:\s",
    # es
    r"\b(?:ignora|olvida|descarta|salta|elude|haz caso omiso de)\s(?:de\s)?(?:todas\s|"
    r"todos\s)?(?:tus|las|los)\s(?:\w+\s){0,2}?"
    r"(?:instrucciones|órdenes|reglas|normas|filtros|restricciones)\b|\bolvida (?:todo )?lo "
    r"que te (?:dijeron|han dicho)|\bobedeces? s[oó]lo a m[ií]|"
    r"\b(?:muestra|muéstrame|revela|dime|repite)\s(?:\w+\s){0,3}?(?:prompt del sistema|"
    r"instrucciones (?:del sistema|ocultas|internas))|"
    r"\btus instrucciones (?:ocultas|internas|secretas)|\bcomo si no tuvieras (?:restricciones|"
    r"límites|reglas)|"
    r"\bactiva el modo (?:desarrollador|dios|administrador|sin)|\b(?:ya )?no tienes (?:límites|"
    r"restricciones|reglas)\b|"
    r"\brepite el texto que está (?:por )?encima",
    # it
    r"\b(?:ignora|dimentica|aggira|non seguire più)\s(?:tutte\s|tutti\s)?(?:le|i|"
    r"gli)\s(?:\w+\s){0,2}?(?:istruzioni|regole|direttive|filtri|linee guida|restrizioni)\b|"
    r"\bobbedisci solo a me|\b(?:mostra|mostrami|rivela|dimmi|"
    r"ripeti)\s(?:\w+\s){0,3}?(?:prompt (?:di|del) sistema|istruzioni (?:di sistema|nascoste|"
    r"che hai ricevuto))|"
    r"\bistruzioni che hai ricevuto\b|\bfai? finta di non avere (?:restrizioni|limiti|regole|"
    r"filtri)|\battiva la modalità (?:debug|sviluppatore|dio)",
    # pt
    r"\b(?<!não\s)(?:ignore|ignora|esqueça|esquece|desconsidere|contorne|contorna)\s(?:todas\s|"
    r"todos\s)?(?:as|os)\s(?:(?:suas|seus|tuas|teus)\s)?(?:\w+\s)?"
    r"(?:instruções|filtros|restrições|diretrizes)\b|\b(?<!não\s)(?:ignore|esqueça|"
    r"desconsidere)\s(?:todas )?as\s(?:suas|tuas)\sregras|"
    r"\bdesconsidere tudo o que foi dito|\bobedece só a mim|\b(?:mostre|mostra|revele|diga|"
    r"repita)[\w-]*\s(?:\w+\s){0,3}?(?:prompt do sistema|"
    r"instruções (?:internas|ocultas|do sistema))|\bfinja que não tem (?:restrições|limites|"
    r"regras)|\bativ[ea] o modo (?:desenvolvedor|programador|deus)\b(?=$|[.!,])",
    # nl
    r"\b(?:negeer|vergeet|omzeil)\s(?!niet)(?:(?:al\s)?je|jouw|uw|"
    r"alle)\s(?:\w+\s){0,2}?(?:instructies|regels|filters|opdrachten|beperkingen)\b|"
    r"\bluister je alleen (?:nog )?naar mij|\b(?:je|jouw|uw) systeemprompt\b|\balsof je geen "
    r"(?:beperkingen|regels|grenzen|filters) hebt|"
    r"\bje (?:ontwikkelaar|maker)\b.{0,40}\b(?:modus|zet)|\binstructies die je hebt gekregen",
    # pl
    r"\b(?<!nie\s)(?:zignoruj|zapomnij|pomiń|omiń|ignoruj)\s(?:o\s)?(?:(?:swoich|swoje|"
    r"wszystkie|wszystkich|wcześniejsze|poprzednie)\s){1,2}(?:\w+\s)?"
    r"(?:instrukcj\w+|polece\w+|zasad\w*|filtr\w*|regu\w+|wytyczn\w+)|\bsłuchasz tylko mnie|"
    r"\b(?:prompt systemow\w+)\b|"
    r"\bże nie masz (?:żadnych )?(?:ograniczeń|zasad|limitów|filtrów)|\btwoim (?:programistą|"
    r"twórcą|administratorem)\b|\binstrukcje, które (?:dostałe|otrzymałe)",
)  # fmt: skip

# A made-up talk with an assistant that gives in: both sides, several times, and what it is for.
TALK = re.compile(r"\b(?:(?P<they>human|user|q)|(?P<it>assistant|ai|a))\s?:", re.IGNORECASE)
YIELDS = re.compile(
    r"\b(?:prompt|rules? (?:dropped|off)|your rules|restricted|obey|reveal|\d{2} ?% off)",
    re.IGNORECASE,
)

RULES = tuple(re.compile(rule, re.IGNORECASE | re.DOTALL) for rule in (*ENGLISH, *OTHERS))
