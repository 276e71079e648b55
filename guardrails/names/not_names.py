"""Capitalised words that are not people: time, places, trade, software, titles, small talk.

A proposed name that holds one of ``NEVER`` is refused; words in ``COMPANY`` refuse the whole run of
capitals they stand in.
"""

from guardrails.text.words import words_of

_TIME = """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri
    sat sun january february march april may june july august september october november december
    feb mar apr jun jul aug sep sept oct nov dec montag dienstag mittwoch donnerstag freitag
    samstag sonnabend sonntag mo di mi do fr sa so januar februar märz mai juni juli oktober
    dezember dez okt lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars
    avril juin juillet août septembre octobre novembre décembre lunes martes miércoles miercoles
    jueves viernes sábado sabado domingo enero febrero marzo abril mayo junio julio agosto
    septiembre octubre noviembre diciembre lunedì martedì mercoledì giovedì venerdì lunedi martedi
    mercoledi giovedi venerdi sabato domenica gennaio febbraio aprile maggio giugno luglio
    settembre ottobre dicembre segunda terça quarta quinta sexta segunda-feira terça-feira
    quarta-feira quinta-feira sexta-feira janeiro fevereiro março maio junho julho setembro
    outubro dezembro maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari
    maart augustus poniedziałek wtorek środa czwartek piątek sobota niedziela stycznia lutego
    marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia morning
    afternoon evening noon midnight today tomorrow yesterday tonight week month year quarter
    morgen vormittag nachmittag abend mittag heute gestern übermorgen woche monat jahr uhr utc gmt
    cet cest est edt pst pdt bst am pm q1 q2 q3 q4 h1 h2 christmas easter weihnachten ostern noël
    navidad
"""
_PLACES = """
    america american americas europe european africa african asia asian australia australian
    austria austrian belgium belgian brazil brazilian britain british canada canadian china
    chinese denmark danish england english finland finnish france french germany german greece
    greek holland hungary india indian ireland irish israel italy italian japan japanese mexico
    mexican netherlands dutch norway norwegian poland polish portugal portuguese romania russia
    russian scotland scottish singapore spain spanish sweden swedish switzerland swiss turkey
    turkish ukraine ukrainian usa us uk eu emea dach apac latam benelux nordics kingdom states
    united emirates dubai berlin munich münchen hamburg frankfurt köln cologne stuttgart
    düsseldorf leipzig dresden bremen hannover nürnberg vienna wien zürich zurich geneva genf bern
    basel paris lyon marseille toulouse nantes lille bordeaux nice strasbourg madrid barcelona
    valencia sevilla seville bilbao málaga roma rome milano torino napoli firenze bologna venezia
    lisbon lisboa porto amsterdam rotterdam utrecht eindhoven den haag hague brussels brussel
    bruxelles antwerp antwerpen gent warsaw warszawa kraków krakow gdańsk wrocław poznań łódź
    prague budapest london manchester birmingham leeds glasgow edinburgh bristol liverpool oxford
    cambridge dublin copenhagen stockholm oslo helsinki york new los angeles san francisco chicago
    boston seattle austin dallas houston denver atlanta miami portland toronto vancouver montreal
    sydney melbourne california texas florida washington nevada arizona ohio michigan jersey
    bavaria bayern hessen sachsen deutschland österreich schweiz frankreich spanien italien
    niederlande polen europa france allemagne espagne italie suisse belgique espagne españa
    alemania francia italia germania spagna portogallo alemanha frança espanha itália duitsland
    nederland frankrijk niemcy polska deutsch englisch französisch spanisch italienisch anglais
    français allemand español inglés francés alemán inglese francese tedesco inglês francês
    nederlands engels polski angielski north south east west northern southern eastern western
    central street avenue road lane boulevard square city county state province district region
    world global
"""
_TRADE = """
    account accounts admin agent ai api app application apps assistant b2b b2c backup basic beta
    billing board book booking bot brand budget business buyer calendar call campaign cart center
    centre chat churn client clients cloud community company compliance connect connector contact
    contract core crm csv customer customers dashboard data database deal deals demo department
    desk developer digital discount docs document domain dpa e-mail ecommerce edition email engine
    enterprise erp estimate event export faq feature features finance forecast form free gdpr
    growth guide health help hub import inbox integration integrations intelligence invoice
    invoicing iso iot it job kpi lead leads legal license lite live login manager market marketing
    meeting member mobile module monthly network newsletter number offer office onboarding online
    operations order orders package partner partners payment pdf phone pilot pipeline plan plans
    platform plus policy portal premium price prices pricing privacy pro procurement product
    products professional profile project prospect purchase quality quote rate rates release
    report reporting reports request research retail revenue review roi route routes saas sales
    scale schedule sdk search seat seats sso service services session setup shop site sla smart
    soc software solution sprint staff standard starter status stock store strategy subscription
    suite support survey sync system task team teams tech technical technology terms test tier
    ticket tool tools tracking training trial tutorial unlimited update upgrade user users value
    version video view web webinar website white widget workflow workspace yearly zapier zero
    angebot anfrage auftrag beratung besprechung büro daten datenschutz firma frage gespräch
    kosten kunde kunden lieferung lizenz lösung mitarbeiter nutzer preis preise produkt projekt
    rabatt rechnung schnittstelle termin test unternehmen verkauf vertrag vertrieb kreditkarte
    bankverbindung nummer telefon adresse straße name vorname nachname anbieter einkauf leitung
    abteilung monat paket tarif probe demo devis entreprise facture prix société réunion
    rendez-vous offre essai numéro adresse équipe client produit commande service projet empresa
    precio precios reunión cita factura pedido equipo cliente producto oferta prueba número
    dirección azienda prezzo prezzi riunione appuntamento fattura ordine squadra prodotto offerta
    prova numero indirizzo preço preços reunião fatura equipe produto bedrijf prijs prijzen
    afspraak vergadering factuur bestelling klant aanbod proef firma cena ceny spotkanie faktura
    zamówienie zespół klient oferta danych
"""
_BRANDS = """
    acme adobe airtable amazon amex anthropic apple asana atlassian aws azure bing bitbucket
    bitrix calendly canva chatgpt chrome claude clickup confluence copilot discord docusign
    dropbox dynamics ebay einstein excel exchange facebook figma firefox freshdesk freshworks
    gemini github gitlab gmail google gpt gusto hubspot ibm instagram intercom jira klarna klaviyo
    kubernetes linear linkedin linux mac magento mailchimp marketo mastercard meet messenger meta
    microsoft monday mongodb mysql netflix netsuite notion nvidia odoo office365 okta openai
    oracle outlook outreach paypal personio pinterest pipedrive postgres postgresql power
    powerpoint python quickbooks reddit redis sage salesforce salesgenix salesloft samsung sap
    segment sendgrid sharepoint shopify signal siri skype slack snowflake spotify square stripe
    tableau teams telegram tesla tiktok trello twilio twitter uber visa webex whatsapp windows
    wordpress workday xero xing yahoo youtube zendesk zoho zoom datev lexware sepa iban bic
"""
_TITLES = """
    ceo cto cfo coo cmo cio ciso vp svp evp md gm hr pr pm ops devops director head chief officer
    president chairman founder cofounder co-founder owner partner engineer developer designer
    analyst consultant architect administrator intern student professor teacher doctor nurse
    lawyer accountant buyer executive lead leader representative rep specialist coordinator
    supervisor freelancer recruiter secretary geschäftsführer geschäftsführerin leiter leiterin
    einkäufer einkäuferin berater entwickler inhaber gründer kollege kollegin chef chefin
    assistenz vertriebsleiter directeur directrice responsable gérant fondateur jefe jefa gerente
    director directora dueño fundador responsabile direttore direttrice titolare fondatore diretor
    diretora gerente sócio directeur eigenaar oprichter dyrektor kierownik właściciel prezes mr
    mrs ms miss dr prof sir madam herr frau monsieur madame señor señora signor signora senhor
    senhora meneer mevrouw pan pani
"""
_TALK = """
    haha hahaha hehe hihi jaja jajaja jeje ahah ahahah kkk kkkk rsrs lmao omg mdr ptdr xd tbh wifi
    pin ean sha uuid pesel ssn hipaa gdpr steuer-id grand leider hoogachtend hochachtungsvoll
    dankjewel topp topper así modell modèle modelo modello
    a about actually after again agreed all also always an and another any anybody anyone anything
    are as ask at awesome back bad be because been before best better big both but by bye can
    cannot cheers come congrats cool could cheap currently dear definitely details did do does
    done don't easy either else english enough even ever every everyone everything exactly example
    excellent expensive few fine first for from fully fyi get give glad go going gonna good got
    great guys had happy hard has have having he hello help her here hey hi him his hmm hope how
    however i idea if i'm i'll i'd i've im important in info information interested is it its it's
    just keep kind know last later least less let let's like little lol long look looking lot love
    made make many maybe me mine more most much must my name need never next nice no nobody none
    nope nor not nothing now ok okay of off on once one only open or other our out over own
    perfect perhaps please possible pretty probably question questions quick ready really
    regarding regards right same say see seems send she should since so some someone something
    soon sorry sounds sounds still stop such sure sweet take talk tell thank thanks that that's
    the their them then there these they thing things think this those though time to too true try
    two under until up upon use used using very wait wanna want was way we welcome well went were
    what what's when where which who whole whom whose why wie with within without wonder work
    working works would wow wrong yeah yep yes yet you your yours three four five six seven eight
    nine ten hundred thousand million half asap aka via vs per etc nda rfp rfi tbd tba faq
    available booked confirmed cancelled subject message reply note notes hallo guten tag moin
    servus grüezi danke bitte ja nein gut gerne super prima und oder aber wir ich sie du ihr er es
    der die das ein eine einen mein meine unser unsere ihre wie was wann wo wer warum wenn weil
    dass nicht auch noch nur schon sehr bis von vom zum zur mit für bei aus nach seit über unter
    vielen dank viele liebe grüße gruß beste freundliche mfg lg vg bonjour bonsoir salut merci oui
    non je tu il elle nous vous ils elles le la les un une des mon ma mes notre votre pour avec
    sans dans sur chez et ou mais donc car que qui quoi quand comment pourquoi combien s'il
    cordialement hola buenos buenas días tardes noches gracias sí no yo tú él ella nosotros usted
    ustedes el los las una unos mi mis su sus nuestro para con sin en por y o pero que qué quién
    cuándo cómo cuánto saludos ciao buongiorno buonasera salve grazie sì io tu lui lei noi voi
    loro il lo gli uno una mio mia nostro per con senza su e o ma che chi quando come quanto
    perché saluti cordiali olá oi bom boa dia tarde noite obrigado obrigada sim não eu você ele
    ela nós vocês o os as um uma meu minha nosso para com sem em por e ou mas que quem quando como
    quanto atenciosamente abraço hoi dag goedemorgen goedemiddag bedankt dank ja nee ik jij hij
    zij wij jullie de het een mijn ons onze voor met zonder in op en of maar dat wie wat waar
    wanneer hoe waarom groeten cześć dzień dobry witam dziękuję dzięki proszę tak nie ja ty on ona
    my wy oni mój moja nasz nasza dla z bez w na i lub ale że kto co kiedy jak ile dlaczego gdzie
    pozdrawiam
"""
_COMPANY = """
    gbr frères brothers bros hermanos hnos fratelli irmãos gebr gebrüder bracia zonen söhne synowie
    cooperativa cooperative coöperatie coopérative spółdzielnia genossenschaft stichting fundacja
    fundación fundação fondazione stiftung société sociedad sociedade kita officina gasthof hôtel
    trattoria pizzeria osteria salon gallery museum museo museu muzeum theater theatre station
    gare estación estação stazione dworzec airport
    inc inc. incorporated ltd ltd. limited llc llp plc corp corp. corporation co co. company gmbh
    ag kg ug e.k. ohg mbh se sa s.a. sas sarl eurl sl s.l. slu srl s.r.l. spa s.p.a. bv b.v. nv
    n.v. sp. z o.o. lda ltda holding holdings group gruppe groupe grupo gruppo solutions software
    systems labs lab technologies technology consulting partners ventures capital bank insurance
    university institute foundation hospital clinic agency studio studios media logistics
    industries international services associates enterprises transport transporte transports
    freight trading spedition handel bau metall boulangerie garage cabinet atelier maison bäckerei
    autohaus kanzlei praxis metzgerei restaurant restaurante panadería taller officine panificio
    studio ristorante farmacia padaria bakkerij piekarnia cafe café bar hotel shop store market
    supermarket brewery farm farms school schools klinik kliniken clinique cliniques hospitals
    spital krankenhaus verlag stadtwerke gemeinde schule schulen hochschule universität lycée
    collège mairie ayuntamiento scuola comune werke airlines motors pharma foods hotel hotels
    school college church club
"""

COMPANY: frozenset[str] = words_of(_COMPANY)
NEVER: frozenset[str] = COMPANY.union(
    *map(words_of, (_TIME, _PLACES, _TRADE, _BRANDS, _TITLES, _TALK))
)
