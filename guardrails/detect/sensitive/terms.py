"""What is said of a person when it is said, by category, in eight languages (folded).

A term counts only behind a cue that fits it: H "I have", B "I am", T "I take", P "my", V "I vote",
M "a member of". A star stands for any ending, or any beginning.
"""

from collections.abc import Iterator

from guardrails.detect.sensitive import belonging, conditions
from guardrails.detect.sensitive.categories import (
    CRIME,
    HEALTH,
    ORIGIN,
    POLITICS,
    RELIGION,
    SEXUALITY,
    UNION,
    Term,
)
from guardrails.text.misspelt import misspelt
from guardrails.text.words import words_of

_LISTS: tuple[tuple[str, str, str], ...] = (
    # Conditions one has.
    (HEALTH, "HPB", """
    diabetes diabets diabetis diabete diabetus type1 cancer cancr canser tumor tumour tumeur
    tumore leukemia leukaemia leukamie leucemie leucemia lymphoma melanoma hiv aids vih sida adhd
    add tdah adhs autism autisme autismo autyzm autyzmem asperger aspergers epilepsy epilepsie
    epilepsia asthma asthme asma astma astme arthritis arthrose arthrite artritis artrosi migraine
    migraines migrane migrana migrena sclerosis sclerose sklerose esclerosis esclerose sclerosi ms
    sm parkinson parkinsons parkinson's alzheimer alzheimers alzheimer's dementia demenz demence
    demencia demenza demencja dementie stroke heartattack schlaganfall herzinfarkt ictus infarto
    infarctus avc beroerte hartinfarct udar zawal miscarriage miscarrige fehlgeburt aborto
    miskraam poronienie burnout burn-out burnouts fibromyalgia fibromyalgie crohn crohns lupus
    endometriosis endometriose endometriosi pcos copd ptsd ptbs ocd tspt anorexia anorexie bulimia
    bulimie psoriasis hepatitis tuberculosis tinnitus vertigo anemia cirrhosis chemo chemotherapy
    chemotherapie chimio chimiotherapie quimio quimioterapia chemioterapia chemia chemie dialysis
    dialyse dialisis dialisi dializy surgery transplant hysterectomy vasectomy covid corona
    depression depresion depressionen depressione depressao depressie depresje depresja depresji
    depressive anxiety anxieties angststorung angststorungen angstzustande angoisse ansiedad ansia
    ansiedade angststoornis nerwice nerwica nerwicy krebs kanker cancro rak raka rakiem nowotwor
    nowotworu guza guz cukrzyce cukrzyca cukrzycy padaczke padaczka suikerziekte zuckerkrankheit
    schizophrenia schizophrenie esquizofrenia schizofrenia schizofrenie bipolar disability
    handicap behinderung discapacidad disabilita deficiencia beperking niepelnosprawnosc illness
    krankheit erkrankung maladie enfermedad malattia doenca ziekte chorobe choroba esaurimento
    esgotamento wypalenie wypalenia overspannen wheelchair rollstuhl rolstoel fauteuil roulant
    prosthesis prosthetic pacemaker depreche deprecha depre herzschrittmacher marcapasos hernia
    hernie epileptic pregnancy schwangerschaft grossesse embarazo gravidanza gravidez zwangerschap
    ivf fiv down-syndrom insomnia bpd dyslexia legasthenie dyslexie dislexia dysleksje
    """),
    (
        HEALTH,
        "HPB",
        """
    rheuma rheumatism reuma reumatismo reumatyzm rheumatoide rheumatoid artrite artritis arthritis
    arthrose artrosis artrose fibrosis mukoviszidose mucoviscidose mukowiscydoza crohn crohna
    colitis colite kolitis gastritis gastrite bronchitis bronchite pneumonia pneumonie neumonia
    polmonite lungenentzundung zapalenie neurodermitis eczema ekzem dermatitis gout gicht goutte
    gota gotta thyroid schilddruse hashimoto tiroides tiroide tarczyca tarczyce tarczycy anaemia
    anamie anemie anemia haemophilia hemophilia sickle-cell thalassemia osteoporosis osteoporose
    osteoporosi scoliosis skoliose scoliosi scoliose bandscheibenvorfall hexenschuss lumbago
    sciatica ciatica cataract glaucoma glaukom glaucome herpes syphilis chlamydia gonorrhea
    hepatitis hepatite hepatitida tuberculosis tuberkulose malaria lyme borreliose borreliosis flu
    grippe gripe influenza grype pneumothorax embolism embolie embolia thrombose thrombosis
    trombosis trombosi aneurysm aneurisma hypertension hipertension ipertensione nadcisnienie
    bluthochdruck arrhythmia herzschwache angina huntington dystrophy dystrophie distrofia
    narcolepsy narkolepsie tourette tics stammer stutter aphasia paralysis lahmung paralysie
    cerebral spastik hydrocephalus preeclampsia menopause menopausia wechseljahre menopauza
    endometriose infertility unfruchtbarkeit infertilite esterilidad ivf kinderwunsch gonadenkrebs
    melanom melanome sarcoma myeloma carcinoma karzinom metastases metastasen metastasi leukamie
    bialaczke bialaczka zawal wylew sepsis covid coronavirus longcovid insomnia insomnie insomnio
    insonnia insonia schlafstorungen bezsennosc agoraphobia agorafobia phobia phobie borderline
    psychosis psychose psicosis psicosi psicose psychoze hallucinations trauma traumata paranoia
    anorexie bulimie essstorung boulimie gluttony obesity adipositas obesite obesidad obesita
    otylosc celiac zoliakie coeliaque celiaco celiachia celiakie stoma colostomy catheter
    pacemaker oxygen concussion gehirnerschutterung commotion amputation amputacion amputazione
    prothese protesis protesi proteza hearing-aid horgerat blindness surdite cecita legasthenie
    dyskalkulie rzs luszczyce luszczyca alergie sepsa
    """,
    ),
    (
        HEALTH,
        "B",
        """
    junkie drogensuchtig alkoholabhangig drogenabhangig alkoholkrank toxicomane drogadicto
    drogadicta toxicomano tossicodipendente alcoldipendente toxicodependente narkomanem alkoholik
    abstynentem chronisch-krank pflegebedurftig bettlagerig dement dialysepflichtig herzkrank
    nierenkrank lungenkrank krebspatient krebspatientin asthmatiker asthmatikerin asthmatique
    asmatico asmatica epileptiker rheumatiker allergisch hiv-positiv schwerkrank todkrank
    palliativ unheilbar hochschwanger frischoperiert arbeitsunfahig dienstunfahig erwerbsunfahig
    berufsunfahig schizophren depri obese fettleibig magersuchtig blutarm bluter hemophiliac
    wheelchair-bound housebound terminally infertile
    """,
    ),
    (SEXUALITY, "B", "schwules schwuler lesbisches lesbische gejow lesbijek homopaar homostel"),
    (HEALTH, "HP", """
    *krebs *kanker *behinderung *erkrankung *krankheit *esstorung therapist psychiatrist
    psychologist shrink psychiater psychologe therapeut therapeutin psychiatre psy psiquiatra
    psicologo psicologa psichiatra terapeuta psychiatra psychiatry terapie terapia medication meds
    medikamente medicatie lekarstwa operation operacion operacao operazione intervention cirugia
    cirurgia operacje operacji operatie miscarriages seizures anfalle overdose addiction sucht
    verslaving uzaleznienie adiccion dipendenza alcoholism alkoholismus bypass kidney
    transplantation diagnosis diagnose biopsy mastectomy lungenembolie thrombose kur reha
    """),
    # States one is in.
    (HEALTH, "B", """
    diabetic diabetiker diabetikerin diabetique diabetico diabetica diabeetic pregnant preggers
    pregnent pregnat schwanger enceinte embarazada embarazado prenada incinta gravida zwanger
    schwangere bipolar bipolaire bipolare autistic autist autistin autistisch autiste autista
    autystyczny autystka autystyczna epileptisch epileptiker epileptique epileptico epileptica
    depressed depressiv depressif deprimiert depressive deprimido deprimida depresso depressa
    depressief blind deaf aveugle ciego ciega cieco cieca cego cega niewidomy niewidoma sourd
    sourde sordo sorda surdo surda gluchy glucha taub gehorlos doof blinde disabled behindert
    schwerbehindert gehbehindert handicape handicapee invalide discapacitado discapacitada
    minusvalido disabile deficiente gehandicapt niepelnosprawny niepelnosprawna inwalida paralyzed
    paraplegic quadriplegic amputee querschnittsgelahmt gelahmt paraplegique tetraplegique
    hospitalised hospitalized krankgeschrieben sick ill krank malade enfermo enferma malato malata
    doente ziek chory chora chorzy suicidal suizidal suicidaire suicida neurodivergent dyslexic
    dyslexique hiv-positive seropositive seropositif seropositivo seropositiva sieropositivo
    sieropositiva soropositivo alcoholic alkoholiker alkoholikerin alcoolique alcoholico
    alcoholica alcolista alcoolista alkoholikiem alkoholiczka alcoholist sober clean abstinent
    trocken infertile unfruchtbar sterile suikerpatient krebskrank zuckerkrank immunocompromised
    chronically epileptyk cukrzykiem diabetykiem diabetyczka bulimic anorexic magersuchtig
    anorexique therapie therapy rehab treatment remission hospice psychotherapie psychiatrie
    bedridden housebound ciazy postpartum menopausal wheelchair rollstuhl rolstoel burnout
    disability opgebrand overspannen depresyjny schizophren schizophrenic esquizofrenico operiert
    operee opere
    """),
    (HEALTH, "TPH", """
    insulin insuline insulina insuliny methadone methadon metadona metadone metadon lithium litio
    antidepressants antidepressant antidepresants antidepressiva antidepresiva antidepressivum
    antidepresivos antidepressivi antidepressivos antidepresseurs antidepresseur antydepresanty
    antidepresanty prozac zoloft xanax sertraline sertralin ritalin adderall ozempic valium
    anxiolitico ansioliticos ansiolitici anxiolytiques psicofarmaci psychopharmaka psychotropes
    psychotropy chemo painkillers opioids oxycodone suboxone steroids steroide kortison
    betablocker blutverdunner prep medication meds medikamente leki medicijnen farmaci
    medicamentos medicaments antipsychotics immunosuppressants hormones estrogen testosterone
    antiretrovirals dialysis chemie chemia chimio quimio
    """),
    (RELIGION, "B", """
    muslim moslem muslima moslim islamic musulman musulmane musulmana musulmano muculmano
    muculmana muzulmanin muzulmaninem muzulmanka catholic catholique catolico catolica cattolico
    cattolica katholisch katholik katholikin katholiek katolikiem katolik katoliczka protestant
    protestantisch protestante evangelisch evangelico evangelica evangelical jewish jew jude judin
    judisch juif juive judio judia judeu ebreo ebrea joods jood zydem zyd zydowka hindu buddhist
    buddhistisch bouddhiste budista buddista sikh christian christ christin christlich chretien
    chretienne cristiano cristiana cristao cristã crista christen christelijk chrzescijaninem
    mormon atheist atheistin athee ateo atea ateu ateista ateiste baptist quaker pentecostal
    presbyterian methodist orthodox jehovah hinduist konfessionslos swiadkiem gereformeerd
    """),
    (RELIGION, "HP", "ramadan baptism konfession bar-mitzvah"),
    (SEXUALITY, "B", """
    gay lesbian bisexual homosexual homosexuell homosexuel homosexuelle homosexueel homoseksualny
    transgender transsexual trans transfrau transmann transsexuell transgenre transexual
    transessuale queer nonbinary non-binary asexual pansexual pansexuell schwul lesbisch lesbe
    lesbienne lesbiana lesbica bisexuell bisexuel bisexuelle bisessuale bissexual bi biseksueel
    gai pede omosessuale homo lesbijka gejem gej homoseksualista biseksualna biseksualny lesbi
    intersex polyamorous transmasc transkobieta transplciowy transplciowa kweer
    """),
    (ORIGIN, "B", """
    black african-american afroamerican latino latina latinx hispanic asian roma gypsy romani
    sinti indigenous aboriginal native mixed-race biracial arab kurdish kurde kurdin kurd schwarz
    schwarzer schwarze noir noire metis metisse arabe gitano gitana negro negra mulato arabo araba
    nero nera rom preto preta pardo cigano zwart marokkaans romem romka czarnoskory czarnoskora
    undocumented undocumentado refugee fluchtling refugiado refugiada rifugiato uchodzca
    vluchteling
    """),
    (UNION, "B", """
    unionist shop-steward steward gewerkschafter gewerkschafterin gewerkschaftsmitglied
    gewerkschaftlich syndique syndiquee syndicaliste sindicalista sindicalizado sindicalizada
    sindacalista sindacalizzato vakbondslid zwiazkowiec zwiazkowcem zwiazkowca betriebsrat
    """),
    (UNION, "M", """
    union unions gewerkschaft syndicat sindicato sindacato vakbond zwiazku zwiazkow unite unison
    gmb teamsters seiu uaw aft verdi ver.di metall dgb igm cgt cfdt sud ccoo ugt comisiones cgil
    cisl uil fiom cut cgtp fnv cnv solidarnosci solidarnosc opzz
    """),
    (POLITICS, "VM", """
    trump biden harris obama labour tory tories conservative conservatives libdem libdems
    republican republicans democrat democrats farage reform snp sinn greens green brexit cdu csu
    spd afd fdp grune grunen linke linken bsw npd macron melenchon lepen pen lfi rn rassemblement
    socialiste ps lr ump vox psoe pp podemos sumar erc junts bildu ciudadanos lega pd m5s meloni
    fratelli salvini forza cinquestelle bolsonaro lula pt psd psdb chega bloco pvv vvd d66 pvda
    groenlinks cda fvd wilders volt pis po ko konfederacje konfederacji lewice lewicy psl razem
    kaczynskiego tuska platforme platformy party partei parti partido partito partij partii
    """),
    (POLITICS, "B", """
    republican democrat socialist communist kommunist kommunistin communiste comunista komunista
    sozialdemokrat parteimitglied conservative tory leftist libertarian anarchist marxist trumper
    """),
    (CRIME, "HP", """
    vorstrafe vorstrafen strafblad felony dui antecedentes precedenti penali criminal-record
    casier kryminalna conviction parole probation bewahrung
    """),
    (CRIME, "B", """
    vorbestraft convicted ex-con felon incarcerated pregiudicato karany karana skazany skazana
    parole probation condenado condenada condamne condannato ex-convict veroordeeld jail prison
    knast inhaftiert
    """),
)  # fmt: skip

# Words of everyday speech: the cue must stand right before them.
CLOSE = words_of(
    "fo sp rn fn pnv bbb nsc up ps cds ibs poly pdt rsu cp mania detox fa jaa21 ja21 rwa wyrok "
    "arrested crutches iui dny stent icsi muletas medicated glaubig practising observant believer "
    "agnostic croyant crente credente pagan rasta kinky closeted convictions convalescent "
    "ms sm add blind deaf taub doof sordo sorda black schwarz noir noire negro negra nero nera "
    "preto preta "
    "zwart native asian roma rom bi gai homo trans orthodox christ clean sober trocken abstinent "
    "sick ill "
    "krank malade enfermo enferma malato malata doente ziek chory chora chorzy treatment "
    "operiert rak "
    "therapy therapie stroke disability rehab disabled sterile steward reform green pen po ko pp "
    "ps pt pd "
    "rn lr sp prison jail knast convicted parole probation corona conservative tory democrat "
    "republican "
    "mixed-race arab arabe indigenous depressed deprimiert invalide conviction surgery operation "
    "operacion "
    "operacao operazione intervention operacje operacji operatie diagnosis diagnose reha kur "
    "opere operee "
    "casier precedenti antecedentes refugee hormones steroids therapist leki meds medication "
    "medicamentos remission bipolar deficiente suicida queer catholic christian jewish muslim "
    "judicial "
    "wheelchair bypass handicap hernia vertigo migraine ansia hiv union unions party partei "
    "parti partido partito"
)


def _pairs() -> Iterator[tuple[str, Term]]:
    for category, cues, block in (*_LISTS, *conditions.LISTS, *belonging.LISTS):
        for word in block.split():
            yield word, Term(category, cues)


def _merged() -> dict[str, tuple[Term, ...]]:
    found: dict[str, tuple[Term, ...]] = {}
    for word, term in _pairs():
        if term not in found.get(word, ()):
            found[word] = (*found.get(word, ()), term)
    return found


_OFTEN_MISSPELT = words_of(
    "anxiety depression depressed diabetes diabetic pregnant autistic autism epilepsy asthma "
    "surgery cancer "
    "bipolar therapist alcoholic alzheimer parkinson miscarriage chemotherapy leukemia schwanger "
    "depressionen "
    "schizophrenia embarazada depresion ansiedad depressione gravidanza enceinte dementia disabled "
    "antidepressants antidepressiva medication catholic lesbian jewish"
)
TERMS = {word: terms for word, terms in _merged().items() if not word.startswith("*")}
TERMS = {
    wrong: TERMS[word]
    for word in sorted(_OFTEN_MISSPELT & TERMS.keys())
    for wrong in misspelt(frozenset({word}))
} | TERMS
ENDINGS = {word[1:]: terms for word, terms in _merged().items() if word.startswith("*")}
EVERY_ENDING = tuple(ENDINGS)
# Adjectives of the same root in most of the languages; up to three letters may follow.
_ROOTS = """
    diabetic diabetis autistic autistisch autistiq epileptic epileptiq schizophr esquizofr
    schizofre depressiv alcoholic alkoholik paraplegi tetraplegi seropositi homosexu homosessu
    homoseksu bisexu asthmati asmatic tossicodip toxicodep drogadict lesbien lesbijk homossex
    trisomi transsexu transgend sindicaliz syndicali muslim musulman muzulman katolick katholi
    evangeli buddhis boeddhi buddyst buddhys niepelnosprawn discapacitad handicap behindert
    schwerbehindert gehorlos
    """
ROOTS = {
    root: (
        Term(RELIGION if root[:3] in {"mus", "muz", "kat", "eva", "bud", "boe"} else HEALTH, "B"),
    )
    for root in _ROOTS.split()
}
_SEXUAL = ("homos", "bisex", "lesbi", "trans")
ROOTS |= {root: (Term(SEXUALITY, "B"),) for root in ROOTS if root.startswith(_SEXUAL)}
ROOTS |= {root: (Term(UNION, "B"),) for root in ROOTS if root.startswith(("sindic", "syndic"))}
EVERY_ROOT = tuple(ROOTS)
# Told apart by five letters first: most words are none of these.
ROOT_HEADS = frozenset(root[:5] for root in ROOTS)
ENDING_TAILS = frozenset(ending[-5:] for ending in ENDINGS)
