"""Words that make a clause one about a person, by what may follow them (folded)."""

import re

from guardrails.text.words import words_of

KIN = (
    "(?:wife|husband|son|daughter|mother|father|mom|mum|mam|dad|partner|brother|sister|child|"
    "kid|boss|"
    r"colleague|coworker|co-worker|baby|girlfriend|boyfriend|fiancee?|friend|grandma|grandpa|"
    r"grandmother|grandfather|nan|gran|uncle|aunt|cousin|nephew|niece|assistant|manager|cofounder|"
    r"neighbou?r|roommate|flatmate|ex|"
    "frau|mann|sohn|tochter|mutter|vater|kind|bruder|schwester|kollegin?|kollege|chefin?|"
    "freundin?|"
    "oma|opa|partnerin|mama|papa|femme|mari|fils|fille|mere|pere|frere|s[oe]+ur|collegue|patron|"
    "patronne|"
    "copain|copine|conjointe?|enfant|bebe|amie?|associee?|mujer|marido|hij[oa]|madre|padre|"
    "herman[oa]|"
    "espos[oa]|novi[oa]|pareja|jef[ea]|companer[oa]|abuel[oa]|sueg?r[oa]|soci[oa]|amig[oa]|"
    "moglie|marito|"
    r"figli[oa]|fratello|sorella|compagn[oa]|fidanzat[oa]|capo|collega|nonn[oa]|mamma|babbo|mulher|"
    "filh[oa]|mae|pai|irmao?|namorad[oa]|chefe|colega|avo|companheir[oa]|vrouw|man|zoon|dochter|"
    "moeder|vader|"
    "broer|zus|vriend(?:in)?|baas|zona|zone|maz|syn|corka|matka|ojciec|tata|brat|siostra|"
    "szef(?:owa)?|"
    r"kolega|kolezanka|dziecko|babcia|dziadek|partnerka)"
)
_OTHER = (
    "(?:he|she|(?:my|our|his|her|meine?|unser|mon|ma|mi|mio|mia|il mio|la mia|meu|minha|mijn|"
    "moja|"
    rf"moj|su|sua|zijn|haar|notre|nuestr[oa]|onze|nasz)\s(?:[a-z'-]+\s)?{KIN}|"
    rf"mum|dad|mom|er|sie|il|elle|el|ella|lui|lei|ele|ela|hij|zij|ona|{KIN})"
)
_BRIDGE = r"(?:\s(?:[a-z'-]+)){0,2}?\s"
_START = (
    r"(?:^|[.,;!?\n]\s{0,2}|\b(?:sorry|and|und|et|y|e|en|i|but|aber|mais|pero|ma|mas|maar|ale|"
    r"also|so|just|hab|cause|because|since|weil|da)\s)"
)

_HAVE_SELF = (
    r"i(?:'ve|ve)?(?: \w+){0,2}? (?:have|had|got|gotta|suffer\w*|struggl\w*|battl\w*|beat|survived|"
    r"underwent|need|deal|live with|lost|fight)|i(?:'ve|ve)\b(?: been diagnosed with| had)?|"
    r"i(?:'m| am|m) (?:\w+ ){0,2}?(?:having|living with|dealing with|recovering from|suffering "
    "from|"
    "battling|fighting|undergoing|getting|scheduled for|awaiting|waiting for|going in for|in "
    "for|in)|"
    r"(?:been |was |got )?diagnosed with|diagnosticar|diagnosticad[oa]|diagnostique\w*|"
    "gediagnosticeerd met|diagnostiziert|ik krijg|krijg|treated for|survivor of|just had|had "
    "an?|"
    r"(?:because of|due to|thanks to|with|after|about|for|given|despite) my|"
    r"ich(?: \w+){0,2}? (?:habe?|hatte|leide|kriege|bekomme|muss zur|nach)|habe?|leide(?: an| "
    "unter)?|hatte|"
    r"(?:wegen|aufgrund|trotz|nach)(?: meine[rs]?| eine[rs]?)?|erkrankt an|sitze(?: \w+){0,3}? "
    "im|bin im|"
    r"j'?ai|j'avais|j'ai eu|souffre|atteinte? d\w*|a cause d\w+(?: ma| mon)?|(?:arret|arrete|"
    "arretee)(?: maladie| de travail)? "
    r"(?:pour|a cause d)|je fais une|suivie? pour|victime d|opere\w* d|"
    "tengo|tuve|padezco|sufro|sufri|(?:de )?baja por|diagnosticaron|por mi|con mi|operaron de|"
    "operan de|"
    r"c?'?ho|avevo|ho avuto|soffro|affett[oa] d\w+|malattia per|diagnosticato|per la mia|per il "
    "mio|"
    r"tenho|tive|sofro|(?:de )?baixa por|afastad[oa] por|diagnosticad[oa] com|por causa d\w+|"
    r"(?:ik )?heb|ik had|ik lijd|vanwege(?: mijn)?|door mijn|thuis met(?: een)?|"
    "mam|mialem|mialam|choruje na|cierpie(?: na)?|lecze sie na|lecze|z powodu|zwolnieniu "
    "(?:przez|z powodu)|przez|"
    r"zdiagnozowano u mnie|zdiagnozowali|faco|fiz|wykryto u mnie|wykryli u mnie|walcze z|"
    r"zmagam sie z|"
    r"dostal[ea]?m|zyje z|po przebytym|jestem po|"
    r"bei mir (?:wurde|ist|wurden)|(?:ich )?(?:kampfe|lebe|lebte) (?:gegen |mit )|leb(?:e)? mit|"
    r"(?:ich )?(?:erhole|erholte) mich von|stehe vor|geboren mit|(?:ich )?mache (?:gerade "
    r")?(?:eine )?|"
    r"(?:on|ils) m'(?:a|ont) (?:diagnostique|trouve|decouvert|detecte|opere\w*)(?: d\w*)?|"
    r"je (?:vis|me bats|lutte|sors|me remets|fais)(?: \w+)? (?:avec|contre|d\w*)|je suis "
    r"(?:atteinte?|"
    r"suivie?|soignee?|traitee?|sous|en) (?:d\w*|pour)?|nee? avec|"
    r"(?:me|le|nos) (?:han |ha )?(?:diagnostic\w+|detect\w+|encontr\w+|dieron|operaron|operan)"
    r"(?: de| un| una| el| la)?|(?:convivo|lucho|vivo|estoy|sigo|naci) con(?:tra)?|"
    r"(?:estoy en tratamiento|me trato|en tratamiento) (?:por|de|para|con)|"
    r"(?:mi|gli|le) hanno (?:diagnosticato|trovato|scoperto|operat\w+)|convivo con|combatto contro|"
    r"(?:sono|sto) in cura per|mi opero|mi curo per|sono nat[oa] con|"
    r"(?:fui|sou|estou) (?:diagnosticad[oa]|acompanhad[oa])(?: com| por)?|descobri(?:ram)?(?: "
    r"um| uma)?|"
    r"vou (?:ser )?operar?(?: \w+)?|estou com|(?:faco|em) tratamento (?:de|para|por)|luto contra|"
    r"vivo com|nasci com|"
    r"(?:ik )?(?:kamp|leef|worstel|vecht) (?:met|tegen)|(?:er is )?bij mij|herstel(?:lende)? van|"
    r"i(?:'m| am|m)? (?:\w+ )?(?:on|in|undergoing|managing|born with|prone to|receiving|off "
    r"work with|"
    r"signed off with|off sick with|out with)|they found|born with|signed off with|off work with"
)
_HAVE_OTHER = (
    rf"{_OTHER}(?:'s|s)?{_BRIDGE}(?:has|have|had|got|suffer\w*|was|is|been|diagnosed|underwent|"
    "battling|"
    "fighting|hat|hatte|leidet|bekam|sitzt im|a|avait|souffre|fait|tiene|tuvo|padece|sufre|"
    "sufrio|ha|aveva|soffre|"
    r"tem|teve|sofre|heeft|had|lijdt|zit|zit in|ma|mial|miala|choruje|cierpi)"
)
_BE_SELF = (
    "i'?m|i am|i use an?|i used to be|wij zijn een|we zijn een|ero|nous sommes|i was|i've been|"
    "ive been|as an?|we(?:'| a)?re (?:an?|both)|we are|being|identify as|came "
    "out as|turned out|"
    "consider myself(?: an?)?|i feel|been feeling|(?:ich )?fuhle mich|je me sens|me siento|ando|"
    "mi sento|sinto-?me|me sinto|(?:ik )?voel me|czuje sie|live as an?|ich bin|bin|ich war|ich "
    "wurde|bin ich|als|wir sind(?: ein)?|"
    "je suis|j'suis|jsuis|chuis?|suis|j'etais|en tant que|nous sommes(?: un)?|soy|estoy|como|era|"
    "somos una|"
    r"estuve en|sono|ero|sono stat[oa]|in quanto|come|siamo una|sou|estou|tou|fui|somos um|"
    "(?:und|and|et|y|e|en|i) (?:i|ich|moi|yo|io|eu|ik|ja) (?:are|sind|sommes|somos|siamo|zijn|"
    "jestesmy)(?: (?:both|beide|tous les deux|ambos|entrambi|allebei|oboje))?|ik ben|ben|ik was|"
    "als|ik zit in(?: een)?|jestem|bylem|bylam|jako|jestesmy|"
    r"(?:i go|going) to|(?:ich gehe|gehe) in"
)
_BE_OTHER = (
    rf"{_OTHER}(?:'s|s\b|{_BRIDGE}(?:is|are|was|were|been|ist|war|wurde|sitzt im|est|etait|es|"
    "esta|estaba|era|e|"
    r"estava|jest|byl|byla|zit in|zit in een|a ete|ha sido|foi))"
)
_TAKE = (
    r"i(?:'m| am|m)?(?: \w+){0,2}? (?:take|taking|on|using|use|need|started|inject)|on|taking|"
    "(?:ich )?(?:nehme|schlucke|brauche|bekomme|spritze)|je prends|prends|suis sous|sous|tomo|"
    "me tomo|"
    r"tomando|prendendo|sto prendendo|prendo|sono sotto|assumo|(?:ik )?(?:slik|gebruik|neem|"
    r"spuit)|biore|zazywam|lykam|"
    f"{_OTHER}{_BRIDGE}(?:takes|on|nimmt|prend|toma|prende|slikt|gebruikt|bierze)|voy con|a "
    "base de"
)
_MY = (
    "my|his|her|meine?[mnrs]?|seine?[mnrs]?|ihre?[mnrs]?|mon|ma|mes|mis?|mi[ao]|miei|mie|meus?|"
    "minhas?|mijn|"
    r"moj|moja|moje|mojej|mojego|moim|swoj[aeą]?|swojej|jego|jej"
)
_VOTE = (
    r"i(?:'ve|'m|m|'ll)? ?(?:\w+ )?(?:vot(?:e|ed|ing)|support|back|campaign\w*|canvass\w*)(?: "
    "for)?(?: the)?|"
    r"always voted?|ich (?:wahle|wahlte|hab\w*)(?: die)?|wahle(?: die)?|je vote(?: pour)?(?: le| "
    "la)?|"
    r"j'ai vote(?: pour)?|vote pour|(?:yo )?(?:voto|vote|votare)(?: a| por| al)?|"
    "ho votato(?: per)?|votero|votei(?: no| na| em)?|voto(?: no| na| em)?|ik (?:stem|stemde)(?: "
    "op)?(?: de)?|"
    r"stem op|glosuje na|glosowalem na|glosowalam na|zaglosuje na|"
    rf"{_OTHER}{_BRIDGE}(?:votes?|voted|wahlt|vota|stemt|glosuje)(?: for| na| pour| a)?"
)
_MEMBER = (
    "belong to(?: the| a)?|joined(?: the| a)?|(?:an? |active |proud |aktives |eingetragenes "
    ")?(?:member|activist|organi[sz]er|delegate|rep|representative|steward|official|treasurer) "
    r"(?:of|for|at|in|with)(?: the| a| my)?|my|"
    r"(?:ich )?bin(?: \w+){0,3} in der|i(?:'m| am|m) in(?: the)?|milito en|milita in|(?:bin "
    r")?(?:mitglied|aktiv|engagiert|funktionar|"
    "delegierter)(?: in| der| bei| von| im| "
    "beim)(?: der| einer)?|(?:adhere|adherente?|"
    "membre|militante?|encartee?|syndiquee?|deleguee?(?: syndicale?)?)(?: a| au| d[eu]| "
    "chez)?(?: la| le)?|"
    r"(?:miembro|afiliad[oa]|militante|delegad[oa](?: sindical)?)(?: de| del| a| al| en)(?: la)?|"
    "(?:iscritt[oa]|tesserat[oa]|militante|delegat[oa]|attivista)(?: alla?| al| del(?:la)?| di| "
    "nel(?:la)?)?|"
    "(?:membro|filiad[oa]|militante|sindicalizad[oa])(?: d[eoa]| a[o]?| n[oa])|lid van(?: de| "
    "het| een)?|actief bij(?: de)?|"
    r"(?:naleze|zapisal\w+ sie|wstapil\w+) do|czlonk\w+|dzialacz\w*(?: w)?"
)

# Whose clause it is, where the cue found stands behind it: "mon mari est | délégué".
SUBJECT = re.compile(
    rf"(?<![\w'])(?:(?:my|our|his|her|meine?|unsere?|mon|ma|mi|mio|mia|il mio|la mia|meu|minha|"
    rf"mijn|"
    rf"moja|moj|notre|nuestr[oa]|onze|nasz)\s(?:\w+\s)?{KIN}|he|she|ich|je|j'|ik|yo|eu|io|ja|"
    rf"i(?:'m|'ve| am| have| was)?|we(?:'re| are)?|wir|nous|somos|siamo)"
    r"(?:'s|\s(?:is|are|was|has|ist|war|hat|est|etait|a|es|esta|era|fue|e|ha|tem|heeft|jest|ma|"
    r"byl|byla))?"
    r"(?:\s(?:a|an|the|un|une|uno|una|um|uma|een|also|auch|aussi|tambien|anche|ook|tez))?\s?$"
)


def _before(*parts: str) -> re.Pattern[str]:
    joined = "|".join(parts)
    return re.compile(rf"(?<![\w'])(?:{joined})(?![\w'])", re.MULTILINE)


CUES: dict[str, re.Pattern[str]] = {
    "H": _before(_HAVE_SELF, _HAVE_OTHER),
    "B": _before(_BE_SELF, _BE_OTHER),
    "T": _before(_TAKE),
    "P": _before(_MY),
    "V": _before(_VOTE),
    "M": _before(_MEMBER),
}
# "Peter has parkinsons", "Anna ist schwanger": on the text as written.
NAMED = re.compile(
    r"(?<![\w'])[A-ZÀ-ÖØ-ÞĄ-Ż][\w'-]{1,20}(?:\s[A-ZÀ-ÖØ-ÞĄ-Ż][\w'-]{1,20})?"
    r"(?:'s|\s(?:is|has|was|had|got|takes|suffers from|hat|ist|war|leidet an|nimmt|a|est|était|"
    "souffre de|"
    "tiene|está|es|tuvo|padece|toma|ha|è|era|soffre di|prende|tem|é|sofre de|heeft|lijdt aan|"
    "slikt|"
    r"ma|jest|miał|miała|choruje na|bierze))(?!\w)"
)
NOT_NAMES = words_of(
    "der die den ein eine unser unsere le la les el los las il lo gli os as het our your their "
    "my kunde kunden markt preis customer client clients kundin klant klient cliente product "
    "idea idee idea pomysl ideia i it this that which what who everything nothing there here he "
    "she we they you our the a an my his her "
    "das dies es was wer alles il elle ce cela c'est lo eso esto que questo cio isso o a to co "
    "wir ihr sie er "
    "dit dat het ten ta pricing price support sales team"
)
