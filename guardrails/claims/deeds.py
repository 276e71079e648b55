"""Sentences that say that something was done, and which deed makes them true. Plain spelling."""

import re

from guardrails.claims import cues
from guardrails.claims.backing import Backing, Deed

_GAP = r"(?:[\w'/-]+[ ,.:]+){0,12}?"  # German and Dutch put the verb at the end
_I_EN = (
    r"\b(?:i|we)(?:'ve|'d| have| just)?(?: just| already| now| also| gone ahead and|"
    r" went ahead and)* "
)
_ICH = rf"\b(?:ich habe|habe ich|wir haben|haben wir) {_GAP}"
_J = r"\b(?:j'ai|nous avons|je viens de|nous venons de)(?: \w+){0,3}? "
_HE = r"\b(?:he|hemos|acabo de|acabamos de)(?: \w+){0,2}? ?"
_HO = r"\b(?:ho|abbiamo)(?: \w+){0,3}? "
_PT = r"\b(?:acabei de |acabamos de |ja )?(?:lhe |vos |te )?"
_IK = rf"\b(?:ik heb|heb ik|we hebben|hebben we|wij hebben) {_GAP}"

_BOOKED = (
    rf"{_I_EN}(?:booked|scheduled|confirmed(?! with)|arranged|put you down|signed you up)\b",
    (
        r"\b(?:you(?:'re| are)|it(?:'s| is)|that's|that is|(?:meeting|demo|appointment|"
        r"call|slot|booking)(?: \w+)? (?:is|has been)|has been)"
        r"(?: now| all| already| officially)* (?:booked|scheduled|confirmed)\b|"
        r"\byou'?(?:re| are) all set\b"
    ),
    rf"{_ICH}(?:gebucht|eingetragen|vereinbart|bestatigt|eingeplant)\b",
    (
        r"\btermin (?:[\w:.]+ ){0,5}?(?:steht\b|ist (?:\w+ ){0,3}(?:gebucht|bestatigt|"
        r"fest|eingetragen))|\bsie sind (?:\w+ ){0,5}?(?:gebucht|eingetragen)\b"
    ),
    rf"{_J}(?:reserve\w*|planifie\w*|confirme\w*|programme\w*|fixe\w*)\b",
    (
        r"\brendez-vous (?:[\w:.]+ ){0,4}?(?:est|a ete) (?:\w+ )?(?:pris|confirme|"
        r"reserve|fixe)\b|\bc'est (?:reserve|confirme)\b"
    ),
    rf"{_HE}(?:reserv|agend|program|confirm)(?:ado|ar\w*)\b|\bya (?:le |te )(?:reserve|agende)\b",
    (
        r"\b(?:cita|reunion|demo|llamada) (?:[\w:.]+ ){0,4}?(?:esta|ha sido|queda|"
        r"ha quedado) (?:\w+ )?(?:reservada|confirmada|agendada|programada)\b"
    ),
    (
        rf"{_HO}(?:prenotato|fissato|confermato)\b|\b(?:appuntamento|demo|riunione|"
        rf"incontro) (?:[\w:.]+ ){{0,4}}?(?:e|e stat[oa]) (?:\w+ )?(?:prenotat|confermat|"
        rf"fissat)[oa]\b"
    ),
    (
        r"\b(?:marquei|agendei|confirmei|marcamos|agendamos)\b|\b(?:reuniao|demo\w*|"
        r"marcacao|chamada) (?:[\w:.]+ ){0,4}?(?:esta|foi|ficou) (?:\w+ )?(?:marcada|"
        r"confirmada|agendada|reservada)\b"
    ),
    (
        rf"{_IK}(?:geboekt|ingepland|bevestigd|afgesproken)\b|"
        rf"\bafspraak (?:[\w:.]+ ){{0,4}}?(?:staat\b|is (?:\w+ ){{0,2}}(?:bevestigd|"
        rf"geboekt|gemaakt|ingepland))"
    ),
    (
        r"\b(?:zarezerwowal|umowil|zapisal|potwierdzil)[ea]?m\b|"
        r"\bspotkanie (?:[\w:.]+ ){0,4}?(?:jest|zostalo) (?:\w+ ){0,2}?(?:umowione|"
        r"potwierdzone|zarezerwowane)\b"
    ),
)
# Said in one word, of whatever was asked for.
_SETTLED = (
    (
        r"\bconsider (?:it|that) (?:done|sorted|handled|settled)\b|\b(?:it's|that's|"
        r"is) all (?:sorted|"
        r"taken care of|arranged)\b|\bso gut wie erledigt\b|\bals erledigt\b|"
        r"\bcomme si c'etait fait\b|\bconsiderez (?:que )?c'est fait\b|\b(?:delo|dalo) por hecho\b|"
        r"\blo consideri fatto\b|\bconsidere (?:\w+ )?feito\b|\bals geregeld\b|"
        r"\buznac (?:to )?za zalatwion\w+\b"
    ),
    (
        r"^(?:ok(?:ay)?[,.!]? |great[,.!]? |perfect[,.!]? )?(?:done|all done|sorted|"
        r"it's done|that's done|consider it done|erledigt|ist erledigt|gemacht|"
        r"schon geschehen|"
        r"c'est fait|c'est regle|hecho|ya esta|listo|fatto|e fatto|feito|esta feito|"
        r"geregeld|gedaan|gotowe|zrobione|zalatwione)\b(?=[,.!: ]|$)"
    ),
    (
        r"\b(?:in|on) (?:your|the|our) (?:calendar|inbox|diary)\b|\bim kalender\b|"
        r"\b(?:im|in ihrem) postfach\b|\bdans (?:votre|l') ?(?:agenda|boite)\b|"
        r"\ben (?:su|el) (?:calendario|agenda|buzon)\b|"
        r"\bin (?:calendario|agenda)\b|\bna (?:agenda|sua caixa)\b|\bin de agenda\b|"
        r"\bw kalendarzu\b|\b(?:is|are) yours\b(?! for)|\bvous etes inscrite?\b|"
        r"\besta agendad[oa]\b|\bsie sind (?:\w+ )?angemeldet\b"
    ),
)
_HELD = (
    rf"{_I_EN}(?:reserved|held|set aside|blocked|pencilled|penciled)\b|\bset aside for you\b",
    (
        rf"{_ICH}(?:reserviert|vorgemerkt|freigehalten|geblockt)\b|\b(?:fur sie|"
        rf"ist) (?:\w+ ){{0,3}}?(?:vorgemerkt|reserviert)\b"
    ),
    (
        rf"{_J}bloque\w*\b|\best reserve pour vous\b|{_HO}riservato\b|"
        rf"\be riservato per lei\b|\breservei\b|\bhe apartado\b"
    ),
    rf"{_IK}(?:vastgelegd|gereserveerd)\b",
)
_CANCELLED = (
    (
        rf"{_I_EN}(?:cancelled|canceled|called off)\b|\b(?:appointment|meeting|booking|"
        rf"subscription|contract)(?: \w+)? (?:is|has been)(?: now)? cancell?ed\b"
    ),
    (
        rf"{_ICH}(?:abgesagt|storniert|gekundigt)\b|\btermin (?:[\w:.]+ ){{0,5}}?(?:ist|"
        rf"wurde) (?:\w+ )?(?:abgesagt|storniert)\b"
    ),
    (
        rf"{_J}annule\w*\b|\b(?:est|a ete) annule\w*\b|{_HE}(?:cancel|anul)(?:ado|"
        rf"ar\w*)\b|\b(?:esta|ha sido|queda) (?:cancelad|anulad)[oa]\b"
    ),
    (
        rf"{_HO}(?:annullato|disdetto|cancellato)\b|\be stat[oa] (?:annullat|"
        rf"cancellat)[oa]\b|\b(?:cancelei|desmarquei)\b|\bfoi (?:cancelad|"
        rf"desmarcad)[oa]\b"
    ),
    (
        rf"{_IK}(?:geannuleerd|afgezegd)\b|\bis (?:\w+ )?geannuleerd\b|\b(?:odwolal|"
        rf"anulowal)[ea]?m\b|\bzostal\w* (?:odwolan|anulowan)[eay]\b"
    ),
)
_MOVED = (
    (
        rf"{_I_EN}(?:moved|rescheduled|postponed)\b|\b(?:appointment|"
        rf"meeting)(?: \w+)? (?:is|has been)(?: now)? (?:moved|rescheduled)\b"
    ),
    (
        rf"{_ICH}(?:verschoben|verlegt)\b|\b(?:ist|wurde) (?:\w+ ){{0,4}}verschoben\b|"
        rf"{_J}(?:deplace|reporte|decale)\w*\b"
    ),
    (
        rf"{_HE}(?:movid|aplazad|cambiad)o\b|{_HO}spostato\b|\b(?:remarquei|reagendei|"
        rf"mudei)\b|{_IK}(?:verzet|verplaatst)\b|\bprzelozyl[ea]?m\b"
    ),
)
_MAILED = (
    (
        rf"{_I_EN}(?:sent|e-?mailed|mailed|forwarded|shared)\b|\b(?:invitation|e-?mail|"
        rf"contract|quote|proposal|document|transcript|link|invoice)s? (?:is on its way|"
        rf"is in your inbox|(?:has|have) been sent|was sent)\b"
    ),
    (
        rf"{_ICH}(?:geschickt|gesendet|gemailt|zugeschickt|zugesandt|verschickt|"
        rf"weitergeleitet)\b|\b(?:ist unterwegs|wurde (?:\w+ ){{0,3}}(?:verschickt|"
        rf"gesendet|versendet))\b"
    ),
    (
        rf"{_J}(?:envoy|transf)\w+\b|{_J}transm\w+\b(?! (?:(?:votre|la|cette|a) |a l')(?:demande|"
        rf"question|equipe|collegue|un collegue)\b)|\b(?:a ete envoye\w*|est en route)\b|"
        rf"{_HE}(?:enviad|mandad|enviar|remitid)\w*\b|\bha sido enviad[oa]\b"
    ),
    (
        rf"{_HO}(?:inviato|mandato|spedito|inoltrato)\b|\be stat[oa] inviat[oa]\b|"
        rf"{_PT}(?:enviei|mandei)\b|\bacabei de (?:lhe )?(?:enviar|mandar)\b|"
        rf"\bfoi enviad[oa]\b"
    ),
    (
        rf"{_IK}(?:gestuurd|gemaild|verstuurd|verzonden|toegestuurd)\b|\bis (?:onderweg|"
        rf"verstuurd|verzonden)\b|\b(?:wyslal|przeslal)[ea]?m\b|"
        rf"\bzostal\w* wyslan[aeoy]\b"
    ),
)
_ASKED = (
    (
        rf"{_I_EN}(?:asked (?:a|my|our|the|someone|somebody)|(?:notified|informed|"
        rf"alerted|told) (?:a|my|our|the)|passed (?:\w+ ){{0,4}}(?:on|along)|"
        rf"forwarded (?:it|this|your question)|escalated|opened a (?:ticket|task|case)|"
        rf"created a (?:ticket|task|case)|logged a)\b"
    ),
    (
        rf"{_ICH}(?:gefragt|weitergegeben|informiert|benachrichtigt|gebeten|"
        rf"weitergeleitet an|ein ticket)\b"
    ),
    (
        rf"{_J}(?:demande a|transmis|informe|prevenu|alerte)\b|{_HE}(?:preguntado a|"
        rf"pedido a|informado|avisado|pasado)\b"
    ),
    (
        rf"{_HO}(?:chiesto a|informato|avvisato|passato|girato)\b|\b(?:perguntei a|"
        rf"pedi a|informei|avisei|passei a)\b"
    ),
    (
        rf"{_IK}(?:gevraagd|doorgegeven|geinformeerd|ingelicht)\b|\b(?:zapytal|poprosil|"
        rf"powiadomil|przekazal)[ea]?m\b"
    ),
)
_BOSS = (
    r"(?:(?:my|the|our|mein\w*|die|der|unser\w*|mon|ma|notre|la|le|mi|el|nuestr[oa]|(?:il )?mio|"
    r"(?:la )?mia|(?:[oa] )?meu|(?:[oa] )?minha|mijn|de|onze|moj|moja|nasz\w?) "
    r"(?:boss|manager|director|supervisor|ceo|chef\w*|vorgesetzt\w*|geschaftsfuhr\w*|direct\w+|"
    r"patron\w*|responsa\w+|jef[ea]|capo|titolare|diretor\w*|baas|leidinggevende|szef\w*|"
    r"kierowni\w+|dyrektor\w*))"
)
_ANSWERED = (
    (
        rf"\b{_BOSS}\b[^.?!]{{0,30}}?\b(?:is (?:fine|ok\w*|happy)|agrees?|ist einverstanden|"
        r"(?:est )?d'accord|de acuerdo|e d'accordo|concorda|concordou|akkoord|mag|zgadza|"
        rf"einverstanden)\b|\b(?:asked|gefragt|parle a|parle avec|lo hable con|hablado con|"
        rf"parlato con|"
        rf"falei com|gevraagd|zapytal\w*)(?: aan)? {_BOSS}\b|\b(?:hable|falei) con {_BOSS}\b"
    ),
    (
        r"\bmy (?:manager|boss|director|supervisor|lead|ceo)\b[^.?!]{0,25}?\b(?:ok(?:ay)?(?:ed|'d)|"
        r"approved|agreed|signed (?:it )?off|said yes|cleared|gave)\b|\bgreen light from\b|"
        r"\b(?:i|we)(?:'ve)? (?:got|have|had|received) (?:the |a )?green light\b|"
        r"\bpulled (?:some|a few) strings\b"
    ),
    (
        r"\b(?:mein\w*|unser\w*) (?:chef\w*|vorgesetzt\w*|"
        r"leit\w+)\b[^.?!]{0,30}?\b(?:durchgewunken|"
        r"abgenickt|genehmigt|zugestimmt|freigegeben|gebilligt)\b|"
        r"\bich habe (?:\w+ )?grunes licht\b|\bgrunes licht von\b"
    ),
    (
        r"\b(?:mon|ma|notre) (?:responsable|patron\w*|chef\w*|direct\w+)\b[^.?!]{0,20}?\ba "
        r"(?:\w+ )?(?:donne|valide|approuve|accepte)\w*\b|\b(?:j'ai|nous avons) (?:eu |recu |"
        r"obtenu )?"
        r"le feu vert\b"
    ),
    (
        r"\bmi (?:jef[ea]|director\w*|responsable)\b[^.?!]{0,20}?\bha (?:\w+ )?(?:autorizado|"
        r"aprobado|dado|aceptado)\b|\b(?:tengo|tenemos|me han dado) (?:la )?luz verde\b"
    ),
    (
        r"\bmi[ao] (?:capo|responsabile|direttor\w+)\b[^.?!]{0,20}?\bha (?:\w+ )?(?:dato|approvato|"
        r"autorizzato|accettato)\b|\bho (?:avuto |ricevuto |ottenuto )?il via libera\b"
    ),
    (
        r"\b(?:meu|minha) (?:chefe|diretor\w*|responsavel)\b[^.?!]{0,20}?\b(?:aprovou|autorizou|"
        r"aceitou|deu)\b|\b(?:tenho|tive|recebi) (?:a )?luz verde\b"
    ),
    (
        r"\bmijn (?:baas|manager|leidinggevende|chef)\b[^.?!]{0,20}?\b(?:goed\w*|akkoord|"
        r"toegestemd)\b|\bik heb (?:\w+ )?groen licht\b"
    ),
    (
        r"\b(?:moj|moja) (?:szef\w*|kierowni\w+|dyrektor\w*)\b[^.?!]{0,20}?\b(?:zgodzil\w*|"
        r"zatwierdzil\w*|zaakceptowal\w*)\b|\bmam (?:\w+ )?zielone swiatlo\b"
    ),
    (
        rf"{_I_EN}(?:spoke|spoken|talked|checked|discussed|confirmed|cleared|"
        rf"agreed) (?:\w+ ){{0,4}}?with (?:a|my|our|the)\b"
    ),
    (
        r"\b(?:the team|my colleagues?|my manager|my boss|they|a colleague) (?:has |"
        r"have |just )*(?:agreed|approved|confirmed|said (?:yes|no|that)|signed off|"
        r"gave the)\b"
    ),
    (
        rf"{_ICH}(?:gesprochen|abgestimmt|abgeklart|besprochen)\b|\b(?:team|kolleg\w+|"
        rf"chef\w*) (?:hat|haben|ist|sind) (?:\w+ )?(?:zugestimmt|genehmigt|"
        rf"einverstanden)\b"
    ),
    (
        rf"{_J}(?:parle|discute|vu cela)\b|\bl'equipe a (?:accepte|approuve|confirme)\b|"
        rf"{_HE}(?:hablado|consultado)\b|\b(?:el equipo|mi companer\w+) ha (?:aceptado|"
        rf"aprobado)\b"
    ),
    (
        rf"{_HO}(?:parlato|discusso|sentito)\b|\bil team ha (?:accettato|approvato)\b|"
        rf"\b(?:falei com|a equipa (?:aceitou|aprovou))\b"
    ),
    (
        rf"{_IK}(?:gesproken|overlegd|besproken)\b|\bhet team (?:is akkoord|"
        rf"heeft ingestemd)\b|\b(?:rozmawial|ustalil|uzgodnil)[ea]?m\b|"
        rf"\bzespol (?:sie )?zgodzil\w*\b"
    ),
)
_DISCOUNTED = (
    (
        rf"{_I_EN}(?:applied|added|activated|given you|granted|unlocked|"
        rf"secured)\b[^.?!]{{0,40}}?\b(?:discount|off|code|coupon|offer|deal|price)\b"
    ),
    r"\bdiscount (?:is|has been) (?:applied|activated|added)\b",
    (
        rf"{_ICH}(?:gewahrt|eingeraumt|hinterlegt|aktiviert|freigeschaltet|abgezogen)\b|"
        rf"\b(?:rabatt|nachlass) (?:ist|wurde) (?:\w+ )?(?:eingetragen|aktiviert|"
        rf"hinterlegt)\b"
    ),
    (
        rf"{_J}(?:applique|active|accorde)\w*\b|{_HE}(?:aplicado|activado)\b|"
        rf"{_HO}(?:applicato|attivato)\b|\b(?:apliquei|ativei)\b|{_IK}(?:toegepast|"
        rf"verwerkt)\b|\b(?:naliczyl|zastosowal|przyznal)[ea]?m\b"
    ),
)
_REQUESTED = (
    (
        r"\b(?:request|anliegen|demande|solicitud|richiesta|pedido|verzoek|"
        r"wniosek)\b[^.?!]{0,30}\b(?:passed on|forwarded|weitergegeben|transmis\w*|"
        r"pasad\w*|passat\w*|doorgegeven|przekazan\w*)\b"
    ),
)
_STOPPED = (
    (
        rf"{_I_EN}(?:stopped|unsubscribed|removed you|taken you off|opted you out)\b|"
        rf"\byou(?:'re| are| have been) (?:now )?unsubscribed\b"
    ),
    rf"{_ICH}(?:abgemeldet|ausgetragen)\b",
)
# What this agent cannot do at all: whoever says so is wrong whatever has been done.
_NEVER = (
    (
        rf"{_I_EN}(?:deleted|erased|removed your|wiped|refunded|upgraded|activated your|"
        rf"set up your|created your|created an account|processed|charged|ordered|shipped|"
        rf"signed|prepared (?:the|your) contract|updated your (?:account|contract|plan|"
        rf"subscription)|changed your (?:plan|account|subscription)|called you|phoned|"
        rf"tested it|tried it)\b"
    ),
    (
        r"\byour (?:\w+ )?(?:data|account|details|record)s? (?:has|have|is|"
        r"are) (?:been |now )?(?:deleted|erased|removed|upgraded|activated)\b|"
        r"\byour (?:order|refund|payment) (?:has been|is) (?:placed|processed|issued)\b"
    ),
    (
        rf"{_ICH}(?:geloscht|erstattet|freigeschaltet|angelegt|bestellt|uberwiesen|"
        rf"angerufen|ausprobiert)\b|\bihre (?:\w+ )?daten (?:wurden|"
        rf"sind) (?:\w+ )?geloscht\b|\bihr (?:konto|zugang) (?:wurde|"
        rf"ist) (?:\w+ )?(?:angelegt|freigeschaltet|geloscht)\b"
    ),
    (
        rf"{_J}(?:supprime|efface|rembourse|cree votre|active votre|commande)\w*\b|"
        rf"\bvos donnees (?:ont ete|sont) (?:supprimees|effacees)\b"
    ),
    (
        rf"{_HE}(?:borrado|eliminado|reembolsado|activado su|creado su)\b|"
        rf"\bsus datos (?:han sido|estan) (?:borrados|eliminados)\b|{_HO}(?:cancellato i|"
        rf"eliminato|rimborsato|attivato il suo|creato il suo)\b|"
        rf"\bi suoi dati sono stati (?:cancellati|eliminati)\b"
    ),
    (
        r"\b(?:apaguei|eliminei|reembolsei|criei a sua|ativei a sua)\b|"
        r"\bos seus dados foram (?:apagados|eliminados)\b"
    ),
    (
        rf"{_IK}(?:verwijderd|gewist|terugbetaald|aangemaakt|geactiveerd)\b|"
        rf"\buw (?:\w+ )?gegevens (?:zijn|werden) (?:\w+ )?(?:verwijderd|gewist)\b"
    ),
    (
        r"\b(?:usunal|skasowal|zwrocil|zalozyl|aktywowal)[ea]?m\b|\bdane (?:zostaly|"
        r"sa) (?:\w+ )?(?:usuniete|skasowane)\b"
    ),
)
_CLAIMED: tuple[tuple[re.Pattern[str], frozenset[Deed]], ...] = tuple(
    (re.compile("|".join(said)), frozenset(deeds))
    for said, deeds in (
        (_NEVER, ()),
        (_SETTLED, tuple(Deed)),
        (_BOOKED, (Deed.BOOKED, Deed.MOVED)),
        (_HELD, (Deed.HELD, Deed.BOOKED, Deed.ASKED)),
        (_CANCELLED, (Deed.CANCELLED,)),
        (_MOVED, (Deed.MOVED,)),
        (_MAILED, (Deed.MAILED, Deed.BOOKED)),
        (_ANSWERED, (Deed.ANSWERED,)),
        (_ASKED, (Deed.ASKED, Deed.ANSWERED, Deed.REQUESTED, Deed.BOOKED)),
        (_DISCOUNTED, (Deed.DISCOUNTED,)),
        (_REQUESTED, (Deed.REQUESTED, Deed.ASKED)),
        (_STOPPED, (Deed.STOPPED,)),
    )
)
# "Once I have booked it ...": nothing is said to be done yet.
_LATER = re.compile(
    r"\b(?:once|as soon as|after|if|when|until|before|unless|sobald|wenn|nachdem|falls|"
    r"bevor|des que|lorsque|quand|si|"
    r"une fois|cuando|una vez|en cuanto|appena|quando|se|una volta|assim que|depois de|"
    r"zodra|als|nadat|gdy|jak|jesli|kiedy|po tym)"
    r"(?: que| dass| ze| che)? ?(?:\w+ ){0,3}$"
)


# What the guard takes out of a message is removed indeed.
_TYPED = re.compile(
    r"\b(?:card (?:number|details)|account number|bank details|that number|password|"
    r"kartennummer|kontonummer|bankdaten|diese nummer|passwort|numero de carte|"
    r"coordonnees bancaires|ce numero|mot de passe|numero de tarjeta|datos bancarios|ese numero|"
    r"contrasena|numero (?:di|della) carta|dati bancari|quel numero|numero do cartao|"
    r"dados bancarios|esse numero|palavra-passe|kaartnummer|bankgegevens|dat nummer|wachtwoord|"
    r"numer karty|dane bankowe|ten numer|haslo)\b"
)


def undone(sentence: str, backing: Backing) -> bool:
    """Whether the sentence says that something was done that was not."""
    if cues.QUESTION.search(sentence):
        return False
    for said, deeds in _CLAIMED:
        found = said.search(sentence)
        if found is None or deeds & backing.deeds or (not deeds and _TYPED.search(sentence)):
            continue
        if not _LATER.search(sentence[: found.start()]) and not _is_denied(said, sentence):
            return True
    return False


def _is_denied(said: re.Pattern[str], sentence: str) -> bool:
    found = said.search(sentence)
    return found is not None and cues.is_denied(
        sentence[max(0, found.start() - 12) : found.end() + 8].replace(",", " ")
    )
