"""What streets are called, by the order of writing; all folded (see ``guardrails.text.fold``)."""

from guardrails.text.misspelt import misspelt
from guardrails.text.words import words_of

# English: number, name, kind. The first set means a street wherever it stands after a number and a
# name; the second is also an everyday word.
_STRONG = words_of("street avenue boulevard crescent terrace parkway turnpike highway freeway")
AFTER_NAME = (
    _STRONG
    | misspelt(_STRONG)
    | words_of(
        "rd blvd ave av avn strt streets road raod rod lane ln pkwy hwy tpke boulvard blvrd "
        "cresent "
        "cres crescnt mews esplanade expressway causeway quadrant wynd vennel boreen gdns tce pde "
        "parade blv bvd bld"
    )
) - words_of("tearrce treet highways")
AFTER_NAME_DOUBTFUL = words_of(
    "st dr drive court ct place pl plaza way close circle cir trail trl square sq row loop alley "
    "gardens garden quay wharf walk rise hill grove park view point pt path crossing xing run bend "
    "ridge green heights hts glen hollow landing commons estate broadway vale ter pike cove mall "
    "croft gate end rue fields meadow meadows junction bridge wood yard court. circuit cct"
)
WHOLE_NAMES = words_of(
    "broadway piccadilly strand embarcadero bowery cheapside haymarket aldwych pennsylvania "
    "kurfurstendamm kudamm ku'damm graben jungfernstieg reeperbahn zeil planken diagonal rambla "
    "ramblas damrak rokin meent coolsingel"
)
DIRECTIONS = words_of(
    "n s e w ne nw se sw north south east west northeast northwest southeast southwest no so old "
    "new upper lower great little"
)

# Romance, Polish: kind, name, number; or number, kind, name.
BEFORE_NAME = words_of(
    "rue avenue boulevard blvd v.le c.so p.zza p.le l.go s.da bd bvd impasse allee allees chemin "
    "faubourg chaussee quai sentier ruelle "
    "calle avenida avda avd pza paseo ronda travesia carretera glorieta cra crta jiron jr pasaje "
    "callejon calzada rambla autopista transversal diagonal urbanizacion urb ctra sq fondamenta "
    "praceta rotunda "
    "viale piazza piazzale vicolo lungomare lungotevere lungarno contrada "
    "rua travessa praca alameda rodovia beco calcada azinhaga "
    "ul ulica ulicy ulicach al aleja alei aleje alejach pl plac placu os osiedle osiedlu rondo "
    "rynek "
    "rynku skwer bulwar szosa trakt"
) | words_of(
    "cale caye aveninda avendia avenia piaza pizza vile tv estr rva av ave bvld boulvard c/ v.le "
    "p.zza c.so pass imp chem che rte"
) - words_of("pizza che")
BEFORE_NAME_DOUBTFUL = words_of(
    "place cours route passage square villa cite residence lotissement lieu-dit voie mail via "
    "corso "
    "largo strada galleria camino carrera plaza via estrada vila quinta bloque r c cs plain "
    "esplanade "
    "street corte vico salita campo parque sector conjunto quadra setor straat str"
)
PARTICLES = words_of(
    "of the de la las los el del da do das dos di della dei delle degli dell san santa sao santo "
    "don i e y "
    "des du le les l d a au aux en sur saint st sainte et von vom zu zum zur der den des van het "
    "ten "
    "ter 't im am an in nad pod ks gen sw dr prof marsz abp bp kard plk mjr por im imienia ss s "
    "m j p g f c ii iii iv xx vi o"
)
NUMBER_WORDS = words_of(
    "n no nr num numero number nro nu nº nummer numer numeros km casa nb o c lote lot parcela "
    "quadra "
    "bloco portal"
)

# German, Dutch: one word that ends in the kind, or the kind as a word of its own; then the number.
SUFFIXES = (
    "strasse", "strase", "strsse", "strass", "straase", "strae", "straat", "staat", "str", "gasse",
    "weg", "platz", "allee", "damm", "ufer", "chaussee", "steig", "graben", "promenade", "laan",
    "plein", "gracht", "kade", "dijk", "singel", "steeg", "dreef", "plantsoen", "baan", "twiete",
    "stieg", "pfad", "berg", "hof", "tor", "markt", "ring", "wall", "kai", "park", "pad", "feld",
    "voorhout", "burgwal", "wiese", "garten", "wal", "haven", "hoek", "zoom", "akker", "erf",
    "quai", "rain", "kamp", "redder",
)  # fmt: skip
SURE_SUFFIXES = (
    "strasse", "strase", "strsse", "straase", "straat", "gasse", "allee", "chaussee", "gracht",
    "dijk", "kade", "plantsoen", "voorhout", "burgwal", "singel", "promenade", "twiete", "str",
    "quai", "plein", "platz", "laan", "weg", "dreef",
)  # fmt: skip
SUFFIX_WORDS = words_of(
    "strasse strase str straat platz weg allee gasse ring damm ufer laan plein gracht singel kade "
    "dijk promenade chaussee markt meent steig reihe berg steeg hof wall graben pl"
)
NO_STREETS = words_of(
    "arbeitsplatz parkplatz spielplatz sitzplatz steckplatz stellplatz speicherplatz "
    "studienplatz stehplatz logenplatz onderweg unterweg umweg hinweg rueckweg ruckweg heimweg "
    "vertriebsweg losungsweg ausweg mittelweg dienstweg rechtsweg kaufer verkaufer einkaufer "
    "laufer "
    "anlaufer mitlaufer arbeitsmarkt supermarkt aktienmarkt zielmarkt binnenmarkt baumarkt ipad "
    "notepad thinkpad launchpad keypad touchpad trackpad monitoring engineering marketing snelweg "
    "fietspad werkplek decade brokade bahnhof gasthof bauernhof friedhof flughafen carpark "
    "car-park "
    "theme-park vergleich inhoud gebouw vertrag beitrag auftrag antrag betrag bericht motor faktor "
    "sektor monitor doctor director vector operator investor factor editor author contractor actor "
    "indicator administrator autor lektor sponsor tutor mentor rotor reaktor staat haven overhaul "
    "firewall paywall drywall loopback backyard erfolg behoef eiland bestaat gaat staat "
    "verstaat ontstaat laat maat vandaan gebaan loopbaan voortgang proof autobahn strass ablauf "
    "pricing training hiring onboarding during spring string bring offering hearing mentoring "
    "scoring restructuring manufacturing sharing wearing bearing engineer catering refactoring "
    "interior zoom kamp feld datenfeld textfeld eingabefeld umfeld vorfeld pflichtfeld bergab "
    "kindergarten biergarten abstieg einstieg aufstieg anstieg ausstieg umstieg pfad "
    "dateipfad reeds altijd gehoor nergens strafe staatlich umsatz "
    "gartenmarkt jahrmarkt weihnachtsmarkt flohmarkt woningmarkt arbeidsmarkt huizenmarkt "
    "energiemarkt groeimarkt wereldmarkt thuismarkt konsumentenmarkt nischenmarkt kernmarkt "
    "wachstumsmarkt leitmarkt weltmarkt massenmarkt rechenkern lehrgang onderhoek invalshoek "
)
POLISH_ENDINGS = ("skiej", "ckiej", "owej", "nej", "ego", "iej", "rskiej")
GERMAN_STARTS = words_of("am an im in zum zur auf unter hinter vor bei alte alter neue neuer lange")

# Boxes and country routes.
BOXES = words_of(
    "box pobox postfach apartado apdo postbus casella boite bp caixa skrytka cp rr hc rfd cs"
)

# What a number counts, or a name never is. A street is not called so, in any of the languages.
COUNTED = words_of(
    "user users seat seats people person persons team teams license licenses licence licences day "
    "days week weeks month months year years hour hours hr hrs minute minutes min mins sec seconds "
    "star stars step steps page pages percent pct % euro euros eur usd gbp dollar dollars bucks "
    "pound pounds rep reps deal deals lead leads call calls email emails mail mails item items "
    "time "
    "times plan plans tier hour unit-price version versions uhr stunde stunden tag tage tagen "
    "woche "
    "wochen monat monate monaten jahr jahre jahren nutzer personen leute mitarbeiter lizenz "
    "lizenzen "
    "sterne stern prozent minuten sekunden kunden kontakte mal stuck seiten schritte platze jour "
    "jours "
    "semaine semaines mois an ans heure heures personnes utilisateurs places etoiles fois clients "
    "contacts pages minuto minutos dia dias semana semanas mes meses ano anos hora horas personas "
    "usuarios veces euros clientes contactos licencias estrellas giorno giorni settimana settimane "
    "mese mesi anno anni ora ore persone utenti volte clienti stelle licenze pessoas utilizadores "
    "vezes estrelas licencas uur dag dagen weken maand maanden jaar personen gebruikers keer "
    "sterren "
    "klanten licenties procent godzin godziny dni dzien tygodni miesiecy miesiace rok lat osob "
    "osoby "
    "uzytkownikow razy gwiazdek klientow minut stron emails am pm k x percent% mb gb kg km/h "
    "way-street "
    "etapas etapes etappen tappe fases agents agenti agentes cups pieces boxes bags bottles "
    "offices "
    "hotels rooms nights guests miles mile kilometer kilometers kms feet meter meters mtr blocks "
    "block minuters lakh million millions thousand hundred dozen employees lojas tiendas negozi "
    "magasins winkels sklepow laden standorte filialen punti pontos puntos teilnehmer schritte "
    "aufgaben fragen tarife tools firmen wege vrienden trattative ordini zl zlotych pln chf sek "
    "boutiques collaboratori intentos tentativas tentatives pruebas employees staff sites "
    "stores shops "
    "office branches branch companies customers options products orders sales tickets"
)
FUNCTION = words_of(
    "tem tinha tiene tienen ha hanno heeft hebben hat haben hatten maja mialo has have "
    "de la le les du des el los las del da das dos di al "
    "the a an of for per in on at to from with without by and or but is are was were be been it "
    "its there "
    "this that these those we you they i he she my your our their us me him her do does did have "
    "has "
    "had will would can could should may might not no yes so if then than as about into over after "
    "before more most less very just only also still already now here there when where what "
    "which who "
    "how why all any some each every both other such too up down out off per via please thanks thx "
    "need needs want wants get gets got make makes take takes go goes going come see use uses "
    "using "
    "und oder aber ist sind war waren ein eine einen einem einer der die das den dem des wir ihr "
    "sie er "
    "sind seid wart es ich du nicht kein keine fur mit ohne von zu bei nach vor seit bis auch "
    "noch nur schon wenn dass "
    "et ou mais est sont un une nous vous ils elle il je tu pas pour avec sans par dans que qui "
    "ce cette "
    "y o pero es son un una unos unas nosotros yo no para con sin por que este esta muy ya hay "
    "se su "
    "e ma sono siamo eravamo erano era stati uno noi voi io non per con senza che questo questa "
    "molto gia ci si suo alle ai al entro "
    "somos eramos fomos foram estamos estao estavam sommes etions etaient etait sont fuimos "
    "eramos fueron bylo bylismy byl byli jestesmy em um uma nos eu nao com sem este essa muito "
    "ja se seu ate "
    "en of maar is zijn een wij jullie ze hij ik niet geen voor met zonder van naar bij na sinds "
    "tot "
    "ook nog alleen al als dat deze dit "
    "i a lub ale jest sa nie dla z bez od do przez ze po przed tylko juz jak to ten ta te sie my "
    "wy "
    "today tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday montag "
    "dienstag "
    "mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi "
    "dimanche "
    "lunes martes miercoles jueves viernes sabado domingo lunedi martedi mercoledi giovedi "
    "venerdi sabato "
    "domenica segunda terca quarta quinta sexta maandag dinsdag woensdag donderdag vrijdag "
    "zaterdag zondag "
    "poniedzialek wtorek sroda czwartek piatek sobota niedziela"
)
NO_NAME = FUNCTION | DIRECTIONS
MONTHS = words_of(
    "january february march april may june july august september october november december jan "
    "feb mar "
    "apr jun jul aug sep sept oct nov dec januar februar marz mai juni juli oktober dezember "
    "janvier "
    "fevrier mars avril juin juillet aout septembre octobre novembre decembre enero febrero "
    "marzo abril "
    "mayo junio julio agosto septiembre octubre noviembre diciembre gennaio febbraio aprile maggio "
    "giugno luglio settembre ottobre novembre dicembre janeiro fevereiro marco maio junho julho "
    "setembro "
    "outubro novembro dezembro januari februari maart mei augustus stycznia lutego marca "
    "kwietnia maja "
    "czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia settembre"
)
# Never part of a street's name in a doubtful spot: the channels and wares of this trade.
TRADE = words_of(
    "zoom teams google mail email e-mail slack skype whatsapp phone sms meet api zapier webex "
    "calendly "
    "linkedin hubspot outlook sso csv sftp video chat web app internet fax posta pec online "
    "telefon "
    "telefono telefone telephone crm demo webinar trial sync drive setup support service "
    "services sales "
    "marketing vendita vendite ventas vendas vente vertrieb price prices prezzo preis precio "
    "preco prix "
    "monat libera base free best only last first next top long short two one three four five six "
    "half "
    "full single double same whole new old good great big small better faster quick closed open "
    "paid "
    "road-map part thing things guys folks mins lot lots bit data field fields report reports "
    "feature "
    "features user seat day week month hour year minute star step person way percent sellers "
    "people "
    "business page jahr schnitt team ende anfang punkt tag abend rahmen kapitel abschnitt "
    "artikel fall "
    "raum stock quartal halbjahr moment mittel durchschnitt gegensatz vergleich montag budget "
    "release "
    "track ranking liste bereich paket tarif angebot meeting termin gesprach besitz einsatz betrieb"
)
# After "12 mill close" or "5 oak dr" these make the kind an ordinary word.
GOES_ON = (
    COUNTED
    | TRADE
    | words_of(
        "to for of with from deals more me us you faster up down time away folders folder through "
        "them it our your my the a"
    )
)
# Before a German or Dutch kind of street; those of the second set never alone ("der Weg 3").
STARTS = words_of(
    "am an der den zum zur auf unter alte alten alter neue neuen neuer grosse grose kleine lange "
    "kurze obere untere van de het oude nieuwe korte grote eerste tweede st sankt hohe breite"
)
NEVER_ALONE = words_of("der den de an am auf het zum zur")
