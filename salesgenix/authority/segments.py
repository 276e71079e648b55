"""What kind of organisation somebody belongs to, read from its name, trade and mail domain.

A closed lexicon in the eight languages, by word: ``word`` itself, ``word*`` whatever begins so,
``*word`` whatever ends so. Several words are a name. What is not recognised is not known to be
anything, and not known not to be anything either.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from salesgenix.authority.terms import WORD, Segment

_LEXICON: dict[Segment, str] = {
    Segment.BANK: """
        bank, banks, banking, *bank, *banken, bankhaus, bankof*, bancorp, bancshares, banque*,
        banco, bancos, banca, banche, bancaire*, bancari*, bankier, bankowy, bankowa, banki,
        kreditinstitut, sparkasse*, *sparkasse, raiffeisen*, kreditbank, caisse d epargne,
        cassa di risparmio, caja rural, caixa geral, cooperative de credit, credit union,
        building society, savings and loan, hsbc, barclays, lloyds, natwest, santander, bbva,
        caixabank, sabadell, bankinter, ubs, ing diba, ing group, ing groep, jpmorgan, jp morgan,
        j p morgan, goldman sachs, morgan stanley, wells fargo, citigroup, citibank, citi,
        capital one, pnc financial, truist, bnp paribas, bnp, credit agricole, credit mutuel,
        credit lyonnais, lcl, societe generale, bpce, boursorama, abn amro, unicredit,
        intesa sanpaolo, banco bpm, monte dei paschi, mediobanca, pko, pko bp, pekao, mbank,
        revolut, n26, monzo, starling bank, nordea, danske bank, swedbank, handelsbanken, seb ab,
        standard chartered, kfw, bawag, erste group, erste bank, novo banco, millennium bcp,
        bpi, bnl, dkb, comdirect, helaba, lbbw, bayernlb, nordlb, credit suisse, julius bar,
        vontobel, lombard odier, pictet, bunq, triodos, knab, bpost banque, belfius, kbc
    """,
    Segment.INSURER: """
        insurance, insurer, insurers, assurance, assurances, reinsurance, versicherung*,
        *versicherung, *versicherungen, ruckversicherung, krankenkasse*, *krankenkasse, assurance*,
        assureur*, mutuelle, seguro, seguros, aseguradora*, seguradora*, assicurazion*,
        assicuratric*, verzekering*, *verzekeringen, verzekeraar*, ubezpieczen*, ubezpieczyciel*,
        towarzystwo ubezpieczen, allianz, axa, generali, zurich insurance, aviva, metlife, aig,
        munich re, swiss re, hannover re, ergo group, huk coburg, huk, debeka, signal iduna,
        gothaer, nurnberger versicherung, mapfre, mutua madrilena, pzu, warta, ageas, achmea,
        aegon, nn group, nationale nederlanden, interpolis, cigna, aetna, geico, allstate,
        state farm, unipol, unipolsai, fidelidade, tranquilidade, groupama, macif, maif, matmut,
        covea, legal and general, helvetia, swiss life, baloise, techniker krankenkasse, aok, barmer
    """,
    Segment.FINANCE: """
        finance, finances, financial, financiero, financiera, financieros, finanziario,
        finanziaria, financeiro, financeira, financier, financiere, finanz*, *finanz, finanse,
        finansowy, finansowe, financieel, financiele, fintech, fund, funds, fonds, fondo, fondi,
        fondos, fundusz*, asset management, vermogensverwaltung, investment, investments,
        investissement*, inversion*, investimenti, investimento*, beleggingen, inwestycj*,
        private equity, venture capital, hedge fund, broker, brokers, brokerage, trading house,
        payments, zahlungsdienst*, paiement*, accountant*, accounting, buchhaltung, steuerberat*,
        wirtschaftspruf*, expert comptable, contabilidad, asesoria fiscal, commercialista,
        contabilidade, boekhoud*, ksiegow*, leasing, factoring, blackrock, vanguard, fidelity,
        schwab, paypal, stripe, adyen, klarna, visa inc, mastercard, american express, deloitte,
        kpmg, pwc, pricewaterhousecoopers, ernst and young
    """,
    Segment.PUBLIC: """
        government, governmental, ministry, minister*, ministere, ministerio, ministero,
        *ministerium, council, city council, county, municipality, municipal, stadtverwaltung,
        gemeinde, gemeindeverwaltung, landratsamt, rathaus, behorde, *behorde, *amt, bundesamt,
        public sector, public administration, offentlicher dienst, verwaltung, kommune,
        mairie, prefecture, commune de, secteur public, collectivite*, ayuntamiento, diputacion,
        junta de, gobierno, sector publico, comune di, regione, provincia di, pubblica
        amministrazione, camara municipal, administracao publica, governo, gemeente, rijksoverheid,
        overheid, urzad*, urzedu, gmina, samorzad*, starostwo, police, polizei, polizia, policia,
        policja, politie, feuerwehr, gov, federal agency, public authority
    """,
    Segment.MILITARY: """
        army, navy, air force, military, armed forces, ministry of defence, department of defense,
        bundeswehr, militar*, armee, marine nationale, gendarmerie, ejercito, fuerzas armadas,
        esercito, forze armate, exercito, forcas armadas, leger, krijgsmacht, defensie, wojsko*,
        nato, otan
    """,
    Segment.SCHOOL: """
        school, schools, college, university, universities, academy, kindergarten, nursery,
        schule, *schule, *schulen, gymnasium, universitat*, hochschule, *hochschule, kita, ecole*,
        lycee, universite*, creche, escuela*, colegio*, instituto de ensenanza, universidad*,
        scuola, scuole, liceo, universita, asilo, escola*, universidade*, basisschool,
        hogeschool, universiteit*, szkola*, szkoly, liceum, uniwersytet*, politechnika,
        przedszkole, education, bildung, ac uk, edu
    """,
    Segment.HEALTH: """
        hospital, hospitals, clinic, clinics, medical, healthcare, health care, dental, dentist*,
        pharmacy, pharma*, physician*, doctor s, surgery, nursing, care home, krankenhaus,
        *krankenhaus, klinik*, *klinik, *kliniken, klinikum, arztpraxis, *praxis, zahnarzt*,
        apotheke*, *apotheke, pflege*, *pflege, hopital, hopitaux, clinique*, cabinet medical,
        pharmacie*, sante, clinica*, hospitales, farmacia*, sanidad, medico*, ospedale*, sanita*,
        saude, farmaceutic*, ziekenhuis, *ziekenhuis, kliniek*, apotheek*, tandarts*, huisarts*,
        zorg*, szpital*, przychodnia, klinika, apteka*, stomatolog*, medtech, biotech*, pfizer,
        novartis, roche, bayer ag, merck, sanofi, astrazeneca, charite, helios kliniken, mayo clinic
    """,
    Segment.LAW: """
        law firm, lawyer*, attorney*, solicitor*, barrister*, legal services, llp law, advocates,
        rechtsanwalt*, rechtsanwalte, kanzlei, *kanzlei, anwalt*, notar, notariat, avocat*,
        cabinet d avocats, notaire*, abogad*, bufete, notaria, avvocat*, studio legale, notaio,
        advogad*, notario, advocaat, advocaten, advocatuur, notaris*, kancelaria*, adwokat*,
        radca prawny, notariusz, law office*, clifford chance, linklaters, freshfields,
        baker mckenzie
    """,
    Segment.NONPROFIT: """
        charity, charities, charitable, nonprofit, non profit, not for profit, foundation, ngo,
        gemeinnutzig*, verein, e v, stiftung, *stiftung, association loi, fondation, ong, onlus,
        asociacion, fundacion, fondazione, associazione, associacao, fundacao, ipss, stichting,
        vereniging, anbi, fundacja, stowarzyszenie, red cross, rotes kreuz, croix rouge, caritas,
        diakonie, unicef, oxfam, greenpeace, foodbank, food bank
    """,
    Segment.RELIGIOUS: """
        church*, parish, diocese, mosque, synagogue, monastery, kirche*, *kirche, kirchen*, pfarr*,
        bistum, erzbistum, moschee*, kloster, eglise*, paroisse, mosquee*, iglesia*, parroquia,
        mezquita, chiesa, parrocchia, moschea, igreja*, paroquia, mesquita, kerk, kerken, parochie,
        moskee, kosciol*, parafia, diecezja
    """,
    Segment.GAMBLING: """
        casino, casinos, gambling, betting, sportsbook, bookmaker*, lottery, poker, glucksspiel*,
        spielbank, spielbanken, wettburo, sportwetten, lotterie*, jeux d argent, paris sportifs,
        apuestas, loteria*, juego online, scommesse, lotteria, gioco d azzardo, apostas, gokken,
        kansspel*, loterij, hazard*, bukmacher*, kasyno, bet365, bwin, tipico, unibet, betfair,
        pokerstars, winamax
    """,
    Segment.MEDIA: """
        media, newspaper*, publisher*, publishing, broadcaster*, broadcasting, television, radio,
        film, verlag*, *verlag, zeitung*, *zeitung, rundfunk, fernsehen, medien, *medien, journal,
        presse, edition, editions, editorial, periodico, prensa, giornale, editore, editoria,
        stampa, jornal, editora, imprensa, uitgeverij, krant, omroep, wydawnictw*, gazeta, telewizja
    """,
    Segment.SOFTWARE: """
        software, saas, it services, app developer*, cloud, webagentur, softwarehaus, informatik,
        logiciel*, informatique, editeur de logiciels, desarrollo de software, informatica,
        sviluppo software, programmazione, desenvolvimento de software, tecnologia,
        softwarebedrijf, oprogramowani*, informatyk*, microsoft, oracle, salesforce, sap se,
        atlassian, adobe, google, github
    """,
    Segment.TELECOM: """
        telecom*, telecommunication*, telekom*, telekommunikation*, mobile operator, isp,
        telefonica, telefonia, telecomunicaciones, telecomunicazioni, telecomunicacoes,
        telekomunikacj*, vodafone, orange sa, t mobile, telia, telenor, swisscom, kpn, verizon,
        at t, bouygues telecom, tim spa, proximus
    """,
    Segment.ENERGY: """
        energy, energies, electricity, power plant, oil, gas, petroleum, solar, renewables, utility,
        utilities, energie*, *energie, *energien, stadtwerke, strom, *strom, kraftwerk*, windkraft,
        photovoltaik, electricite, petrole, energia, energetica, electrica, petroleo, petrolio,
        energetyk*, elektrown*, paliwa, rwe, eon, enbw, vattenfall, edf, engie, totalenergies,
        shell, bp plc, exxon*, chevron, repsol, iberdrola, endesa, enel, eni spa, galp, edp, orlen
    """,
    Segment.MANUFACTURING: """
        manufacturing, manufacturer*, factory, industrial, machinery, engineering works, metalworks,
        foundry, maschinenbau, fertigung, hersteller, fabrik, *fabrik, *werke, industrie,
        anlagenbau, metallbau, fabricant*, usine, fabrication, fabricacion, fabricante*, industria,
        industrias, fabrica, fabbrica, produttore, manifattur*, fabriek*, *fabriek, producent,
        fabryka, produkcja, przemysl*, automotive, siemens, bosch, thyssenkrupp, volkswagen, bmw
    """,
    Segment.CONSTRUCTION: """
        construction, builder*, building contractor, roofing, plumbing, carpentry, bau, *bau,
        bauunternehmen, hochbau, tiefbau, dachdecker*, sanitar, schreinerei, zimmerei, handwerk*,
        batiment, btp, macon*, plomberie, construccion*, constructora, obras, fontaneria,
        costruzioni, edilizia, impresa edile, construcao, construtora, bouwbedrijf, bouw, aannemer*,
        loodgieter*, budow*, budownictwo, hydraulik, hochtief, strabag, vinci construction
    """,
    Segment.REAL_ESTATE: """
        real estate, realty, realtor*, property management, estate agent*, letting agent*,
        immobilien*, *immobilien, hausverwaltung, makler, immobilier*, agence immobiliere,
        inmobiliari*, immobiliare, agenzia immobiliare, imobiliari*, makelaar*, vastgoed*,
        nieruchomosc*, vonovia
    """,
    Segment.LOGISTICS: """
        logistics, logistic, freight, shipping, haulage, trucking, courier, warehouse, warehousing,
        spedition*, logistik*, *logistik, transporte, frachtfuhrer, logistique, transport,
        transports, fret, logistica, almacen, mensajeria, trasporti, spedizion*, transportes,
        logistiek, vervoer, opslag, logistyk*, spedycja, magazyn, dhl, fedex, ups inc, kuehne nagel,
        maersk, db schenker, dachser, hermes
    """,
    Segment.RETAIL: """
        retail, retailer*, shop, shops, store, stores, supermarket*, e commerce, ecommerce,
        webshop, online shop, einzelhandel, handel, *handel, laden, supermarkt*, kaufhaus,
        magasin*, commerce de detail, boutique, supermarche, tienda*, comercio, supermercado*,
        negozio, negozi, commercio, supermercat*, loja*, winkel*, detailhandel, sklep*, handlow*,
        aldi, lidl, rewe, edeka, walmart, tesco, carrefour, mercadona, amazon, zalando
    """,
    Segment.HOSPITALITY: """
        hotel*, *hotel, restaurant*, *restaurant, hospitality, catering, cafe, bistro, pub,
        hostel, gasthof, gasthaus, gaststatte, gastronomie, pension, auberge, traiteur, hosteleria,
        restaurante*, ristorante*, trattoria, pizzeria*, albergo, alberghi, pousada, hotelaria,
        horeca, eetcafe, gastronomia, restauracja*, hotelarstwo, marriott, hilton, accor
    """,
    Segment.TRAVEL: """
        travel, tourism, tour operator, airline*, travel agency, cruise*, reiseburo, reisen,
        *reisen, tourismus, fluggesellschaft, voyage*, tourisme, agence de voyages, compagnie
        aerienne, viaje*, turismo, agencia de viajes, aerolinea*, viaggi, compagnia aerea, viagens,
        reisbureau, reizen, toerisme, podroz*, turystyk*, biuro podrozy, lufthansa, ryanair, tui
    """,
    Segment.FOOD: """
        food, foods, bakery, butcher, brewery, winery, beverage*, lebensmittel*, backerei*,
        *backerei, metzgerei, brauerei*, *brauerei, weingut, getranke*, agroalimentaire,
        boulangerie*, boucherie, brasserie, alimentation, alimentari, alimentos, alimentacion,
        panaderia*, cerveceria, panificio, birrificio, alimentar, padaria, cervejaria, bakkerij*,
        slagerij, brouwerij*, levensmiddelen, piekarnia*, browar*, spozyw*, nestle, unilever, danone
    """,
    Segment.AGRICULTURE: """
        farm, farms, farming, agriculture, agricultural, agri*, landwirt*, bauernhof, *hof gbr,
        ferme, agricole, exploitation agricole, granja, agricultura, agricola, fattoria,
        azienda agricola, quinta, boerderij, landbouw*, rolnictwo, rolny, gospodarstwo, john deere
    """,
    Segment.CONSULTING: """
        consulting, consultancy, consultants, consultant, advisory, advisors, agency,
        unternehmensberatung, beratung, *beratung, agentur, *agentur, berater, conseil, conseils,
        agence, consultoria*, asesoria, agencia, consulenza, consulenti, adviesbureau, bureau,
        doradztwo, doradcz*, mckinsey, bcg, bain and company, accenture, roland berger, capgemini
    """,
    Segment.RECRUITING: """
        recruiting, recruitment, staffing, headhunter*, temp agency, personaldienst*,
        personalvermittlung, zeitarbeit, recrutement, interim, seleccion de personal, empresa de
        trabajo temporal, ricerca personale, recrutamento, werving, uitzendbureau, rekrutacj*,
        randstad, adecco, manpower*, hays plc
    """,
    Segment.PRIVATE: """
        private person, private individual, privatperson, privat, particulier, particular,
        privato, persona fisica, osoba prywatna, consumer, verbraucher
    """,
}
# They end like a bank and are none.
_NO_BANK = frozenset(
    WORD.findall(
        """
        foodbank powerbank databank datenbank wissensbank bloodbank blutbank samenbank spermbank
        parkbank sitzbank werkbank hobelbank eckbank spielbank burbank fairbank eubank
        """
    )
)
# Addresses that anybody can have say nothing about an organisation.
FREE_MAIL = re.compile(
    r"^(gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|mac|aol|proton|protonmail|"
    r"pm|gmx|web|freenet|t-online|mail|posteo|mailbox|orange|wanadoo|free|laposte|sfr|libero|"
    r"virgilio|tiscali|alice|sapo|ziggo|xs4all|kpnmail|planet|wp|onet|o2|interia|yandex|zoho|fastmail"
    r")\.[a-z.]{2,6}$"
)


def segments_of(texts: Iterable[str]) -> frozenset[Segment] | None:
    """All kinds that the texts name; ``None``: not known."""
    found: set[Segment] = set()
    for text in texts:
        plain = " ".join(word for word in _plain(text).split() if word not in _NO_BANK)
        found |= {segment for segment, pattern in _patterns() if pattern.search(plain)}
    return frozenset(found) or None


def organisation_of(email: str) -> str | None:
    """The mail domain as words, where it is an organisation's own."""
    domain = email.rpartition("@")[2].casefold()
    return None if not domain or FREE_MAIL.match(domain) else domain


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold().replace("ł", "l")
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return " ".join(WORD.findall(bare.replace("_", " ")))


@cache
def _patterns() -> tuple[tuple[Segment, re.Pattern[str]], ...]:
    return tuple((segment, _pattern(words)) for segment, words in _LEXICON.items())


def _pattern(words: str) -> re.Pattern[str]:
    terms = (" ".join(term.split()) for term in words.split(","))
    spelt = (re.escape(term).replace(r"\*", r"\S*").replace(r"\ ", " ") for term in terms)
    return re.compile(rf"(?<!\S)(?:{'|'.join(spelt)})(?!\S)")
