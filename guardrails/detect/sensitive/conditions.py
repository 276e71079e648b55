"""Health by the chapters of the ICD, medicines by class, treatments and aids (folded; the cues as
in ``terms``).
"""

from guardrails.detect.sensitive.categories import HEALTH

LISTS: tuple[tuple[str, str, str], ...] = (
    # Tumours, blood, immunity.
    (HEALTH, "HPB", """
    lymphome lymphom linfoma chloniaka chloniak lymfoom leukemie leukemia bialaczke mieloma myelom
    sarkom sarcome glioma gliom glioblastoma glioblastom blastoma nowotworem przerzuty metastasen
    metastasis metastases metastasi metastasen uitzaaiingen uitzaaiing hodgkin polyps polypen
    polypes polipos myoma myom myome fibroids fibroid mioma miomi carcinome carcinoma karcinoom
    basaliom tumeurs tumoren tumores tumori tumorem czerniaka czerniak melanoom hautkrebs
    brustkrebs darmkrebs lungenkrebs prostatakrebs borstkanker darmkanker longkanker huidkanker
    prostaatkanker blutarmut anamie bloedarmoede anemii haemochromatosis hamochromatose
    hemochromatose thalassamie hamophilie hemophilie hemofilia hemofilie leukopenia neutropenia
    lupus sarcoidosis sarkoidose sjogren scleroderma sklerodermie vasculitis vaskulitis
    immunschwache immunodeficiency immunodeficience inmunodeficiencia mastocytosis anaphylaxis
    """),
    (HEALTH, "HPB", """
    allergy allergies allergic allergie allergien allergieen allergisch allergiker allergikerin
    allergique alergia alergias alergico alergica allergia allergico allergica uczulony uczulona
    uczulenie alergie alergii stwardnienie nussallergie pollenallergie heuschnupfen hooikoorts
    hayfever notenallergie pindaallergie histaminintoleranz laktoseintolerant lactose-intolerant
    """),
    # Hormones, metabolism.
    (HEALTH, "HPB", """
    hypothyroidism hyperthyroidism hypothyroidie hyperthyroidie hipotiroidismo hipertiroidismo
    ipotiroidismo ipertiroidismo hipotireoidismo hipertireoidismo niedoczynnosc nadczynnosc
    schilddrusenunterfunktion schilddrusenuberfunktion schildklier hashimota basedow graves
    addison cushing prediabetes pradiabetes gicht jicht dny podagra hypoglycemia hypoglykamie
    porphyria phenylketonuria fenylketonuria mukopolysaccharidose obesitas overgewicht
    insulinresistenz cukrzyca glutenunvertraglichkeit laktoseintoleranz zoliakie celiakia celiakie
    coeliakie celiakia celiaquia celiaca
    """),
    # Mind, addiction.
    (HEALTH, "HPB", """
    ocpd dpdr cptsd k-ptbs arfid dmdd dyspraxia dyspraxie dyscalculia dyscalculie discalculia
    dislessia dysgraphia dysphasie tdah-i add aspergera autyzmu schizoaffektiv schizoaffective
    zwangsstorung zwangsgedanken zwange obsessions dwangstoornis dwanggedachten panikstorung
    panikattacke paniekstoornis paniekaanvallen sozialphobie claustrophobia klaustrophobie
    angsterkrankung winterdepression postpartale dysthymia dysthymie cyclothymia mania manisch
    psychosen psychotic wahnvorstellungen borderlinestorung narcissism narzissmus selbstverletzung
    automutilation autolesiones autolesionismo samookaleczam samookaleczenia zelfbeschadiging
    suizidgedanken selbstmordgedanken suicidalite anorexia ortorexia orthorexie binge-eating
    boulimia anoressia anoreksje anoreksja anoreksji bulimii bulimie ess-brech-sucht magersucht
    spielsucht kaufsucht alkoholsucht drogensucht nikotinsucht alcoolisme alcolismo alcoholismo
    alcoolismo alcoholisme alkoholizm alkoholizmu drogenproblem alkoholproblem drankprobleem
    alcoholprobleem toxicomanie toxicomania narkomania narkomanie hazardu ludopatia ludopatie
    ludopata gokverslaving gokprobleem drugsverslaving alcoholverslaving tabaquismo nalog nalogu
    entzug sevrage desintoxicacion disintossicazione ontwenning detox uberlastung
    erschopfungsdepression erschopfung uitputting zalamanie zaburzenia
    """),
    # Nerves, senses, heart, lungs.
    (HEALTH, "HPB", """
    meningitis meningite encephalitis enzephalitis encefalitis myelitis neuropathy neuropathie
    neuropatia polyneuropathie neuralgia neuralgie nevralgia trigeminusneuralgie epileptica
    epileptici epilepsji stuttering bell's bells-palsy myasthenia myasthenie miastenia chorea
    ataxia ataxie atassia dystonia dystonie narkolepsi apnea apnoe apnee schlafapnoe slaapapneu
    bezdech tetraplegia paraplegia querschnittslahmung dwarslaesie paraplegie hemiplegia
    hemiplegie lahmungen halbseitenlahmung parkinsona alzheimera demencje demencji demens migreny
    migrenes emicrania emicranie enxaqueca enxaquecas jaqueca jaquecas cephalees kopfgrippe
    clusterkopfschmerz tinnitusem acufene acufeni acouphenes acufenos zumbido meniere maculopathy
    makuladegeneration dmla maculopatia retinopathy retinopathie retinitis keratoconus keratokonus
    zacma jaskra jaskre katarakt cataracte cataratas catarata cateratta staar schwerhorigkeit
    slechthorendheid slechthorend slechtziend sehbehinderung surdite sordera surdez sordita
    ceguera cegueira doofheid gluchota niedosluch slepota angina infarkt hartfalen hartaanval
    hartklachten hartkwaal herzfehler herzinsuffizienz herzrasen herzrhythmusstorungen
    herzstillstand vorhofflimmern herzkrankheit cardiopathie cardiopatia kardiomyopathie
    cardiomyopathy endocarditis myokarditis myocarditis pericarditis perikarditis arytmie arytmia
    aritmia aritmias fibrillation fibrilacion fibrillazione afib hartritmestoornis
    arteriosclerosis arteriosklerose aterosclerosi aneurysma tetniaka krampfadern varices
    spataderen varizen phlebitis trombose zakrzepice zakrzepica lungenfibrose emphysema emphysem
    emphyseme enfisema bronchiectasis astmy astme asthmatique pneumonii zapaleniem tbc gruzlice
    gruzlica longontsteking
    """),
    # Digestion, skin, bones, kidneys, sex, infections, birth.
    (HEALTH, "HPB", """
    ibs ibd reizdarm gastritis zapalenia pancreatitis pankreatitis pancreatite cholecystitis
    gallensteine galstenen gallstones kamica nierensteine nierstenen divertikulitis diverticulitis
    diverticulite hemorrhoids hamorrhoiden hemorroides emorroidi aambeien hemoroidy leberzirrhose
    cirrhose cirrosis cirrosi marskosc fettleber hepatopathie hepatitisb hepatitis-c wzw zoltaczka
    zoltaczke appendicitis blinddarm appendicite wyrostek colonoscopy stoma ileostomy colostomie
    ileostomie stomia stomie magensonde peg-sonde rosacea rosazea vitiligo alopecia alopezie
    alopecie haarausfall acne akne hives urticaria nesselsucht urtikaria pokrzywka hidradenitis
    lichen schuppenflechte psoriasi luszczyce egzema gurtelrose herpeszoster shingles gordelroos
    polpasiec polpasca cellulitis erysipel spondylitis bechterew morbus-bechterew stenosis stenose
    spondylose hernies hernias ernia ernie hernii przepuklina przepukline dyskopatia dyskopatie
    ischias rwe rwa tendinitis karpaltunnel carpaltunnel coxarthrose gonarthrose osteomyelitis
    osteogenesis kyphose kyfoza skolioze skolioza osteoporoze osteoporoza fibromialgia
    fibromialgie fibromyalgia me-cfs cfs ehlers-danlos hypermobility marfan nephritis nephrose
    nierenversagen niereninsuffizienz nierfalen dialyse-patient dializoterapie incontinence
    inkontinenz incontinentie incontinencia incontinenza blasenentzundung cystitis cistite
    prostatitis prostatahyperplasie endometrioza endometrioze endometriosis myome zyste zysten
    cyste cysten ovariancyst vaginismus impotence impotenz impotencia impotenza impotencja
    azoospermia unfruchtbarkeit bezplodnosc onvruchtbaarheid infertilidade infertilita
    wechseljahren menopauze menopausa klimakterium kinderwunschbehandlung ivf-behandeling icsi iui
    in-vitro inseminacja insemination schwangerschaftsabbruch abtreibung ivg abtreiben abortion
    zwangerschapsafbreking aborcja aborcje aborcji stillbirth totgeburt eclampsia praeklampsie
    gestationsdiabetes schwangerschaftsdiabetes risikoschwangerschaft wochenbettdepression
    babyblues puerperio hiv-infektion hivpositief hpv chlamydien chlamydiose gonorrhoe tripper
    syfilis sifilide sifilis lues feigwarzen lebererkrankung zika dengue toxoplasmose borelioza
    borelioze lymeziekte salmonellen c-diff mrsa covidem post-covid postcovid long-covid covid-19
    keuchhusten
    """),
    # Disability, treatment, aids.
    (HEALTH, "HPB", """
    pflegegrad pflegestufe behindertengrad schwerbehindertenausweis invaliditat invalidite
    invalidez invalidita invaliditeit invaliditeitsuitkering wao wia niepelnosprawnosci
    erwerbsminderung erwerbsminderungsrente erwerbsunfahigkeit berufsunfahigkeit rqth minusvalia
    incapacidad incapacidade orzeczenie spastic spastica spasticiteit quadriplegia dwarfism
    kleinwuchs achondroplasia nanisme chemotherapien chemotherapia chemoterapie chemotherapii
    chemotherapie-sitzung bestrahlung bestralingen radiotherapie radiotherapy radioterapia
    radioterapie immunotherapy immuntherapie immunotherapie immunoterapia hormontherapie
    hormonbehandlung hormoontherapie transplantatie transplante trapianto przeszczep przeszczepie
    lebertransplantation nierentransplantation organspende stammzelltransplantation mastektomie
    mastectomie mastectomia hysterektomie histerectomia isterectomia sterilisation vasektomie
    vasectomia sectio kaiserschnitt c-section cesarienne cesarea cesareo cesariana keizersnede
    cesarke herz-op knie-op hufte-op huft-op bandscheiben-op herzoperation hartoperatie
    heupoperatie knieoperatie bypass-op stents stent cochlea cochlea-implantat horgerate
    hoortoestel hoorapparaten gehoorapparaat audifonos blindenhund assistenzhund blindenstock
    rollator crutches krucken krukken bequilles muletas stampelle scootmobiel rollstuhlfahrer
    rollstuhlfahrerin prothesen beinprothese beenprothese katheter stoma-beutel stomazakje
    insulinpumpe insulinpomp cpap beatmungsgerat zuurstof kompressionsstrumpfe psychotherapy
    psychotherapie psicoterapia psychoterapie psychoterapii verhaltenstherapie emdr entziehungskur
    entzugsklinik entgiftung desintox ergotherapie traumatherapie hospiz palliatif palliative
    palliativstation krebstherapie krebsbehandlung
    """),
    # Medicines by class and by the names people use.
    (HEALTH, "TPH", """
    metformin metformina metformine semaglutide wegovy mounjaro victoza trulicity saxenda
    levothyroxine levothyroxin l-thyroxin euthyrox eutirox levothyrox letrox thyroxine cortisone
    cortison cortisona prednisone prednison prednisolon prednisona prednizon methotrexate
    methotrexat methotrexaat metotrexato humira adalimumab enbrel remicade biologics biologika
    immunosuppressiva immunsuppressiva inmunosupresores immunosoppressori warfarin marcumar
    sintrom eliquis xarelto anticoagulants antikoagulanzien anticoagulantes anticoagulanti
    bloedverdunners statins statine statinen statines estatinas beta-blockers beta-blocker
    betabloqueantes betabloquants betabloccanti blutdrucksenker bloeddrukverlagers nitroglycerin
    amiodaron ramipril citalopram escitalopram fluoxetine fluoxetin paroxetin paroxetine
    venlafaxine venlafaxin mirtazapin mirtazapine duloxetin duloxetine cymbalta effexor lexapro
    wellbutrin bupropion trazodone ssri ssris maoi lithiumtherapie lamotrigine lamotrigin lamictal
    quetiapine quetiapin seroquel olanzapine olanzapin risperidon risperidone risperdal abilify
    aripiprazol clozapine haldol haloperidol neuroleptika neuroleptics neuroleptiques
    antipsychotica antipsicoticos diazepam lorazepam tavor temesta rivotril clonazepam alprazolam
    lexotanil bromazepam trankimazin orfidal benzos benzodiazepines benzodiazepine benzodiazepinen
    benzodiazepinas ansiolitici anxiolytics tranquilizers tranquilizantes kalmeringsmiddelen
    beruhigungsmittel uspokajajace slaapmiddelen schlaftabletten somniferes somniferos sonniferi
    methylphenidate methylphenidat medikinet concerta vyvanse elvanse strattera keppra
    levetiracetam valproate valproat depakine topiramate carbamazepine carbamazepin levodopa
    madopar sinemet donepezil aricept truvada descovy biktarvy antiretrovirales antiretrovirali
    arv tenofovir tamoxifen tamoxifene tamoxifeno letrozol herceptin morphine morphin morfina
    morfine fentanyl fentanilo tramadol tilidin oxycodon oxycontin opioide opiaten opiaces
    opioides subutex buprenorphine naltrexone antabuse disulfiram salbutamol ventolin ventoline
    symbicort inhaler asthmaspray lexomil lexotan tercian deroxat
    seropram stilnox zolpidem laroxyl brintellix lexatin deprax zyprexa cipralex remeron saroten
    opipramol promethazin cipramil imigran aimovig pregabalin pregabalina lyrica gabapentin
    gabapentina novorapid lantus humalog tresiba insulinas entresto furosemid furosemide bisoprolol
    metoprolol amlodipin amlodipine
    viagra sildenafil cialis clomifen clomid progesterone
    progesteron utrogestan hrt tht hormonas ormoni hormony hormonen testosteron testogel ostrogen
    estradiol insulinom insulins antykoncepcje epipen przeciwdepresyjne psychotropowe nasenne
    """),
    # What somebody is, in the words of each language.
    (HEALTH, "B", """
    coeliac coeliaque celiac celiaco celiaca celiaque celiaki zoliakiekrank hypothyroid
    hyperthyroid dyspraxic neurodiverse neurodivers neurodivergente asperger aspie borderliner
    borderlinerin schizoaffective depressieve depressief psychotisch psychotique psicotico manisch
    suizidgefahrdet suicidaal suicida autiste autistas autystykiem autystyczka alcoolico alcoolica
    alcolizzato alcolizzata alcoholverslaafd drugsverslaafd gokverslaafd spielsuchtig
    heroinabhangig cocainomane cocainomano heroinomano eroinomane toxico uzalezniony uzalezniona
    trzezwy niepijacy ludopata hypertensive hypertendu hipertenso hipertensa iperteso ipertesa
    hartpatient kankerpatient nierpatient epileptica epileptikerin parkinsonkrank parkinsonpatient
    ms-patient ms-patientin dialysepatient dialysepatientin transplantiert transplantee
    trasplantado trapiantato getransplanteerd schwerhorig hard-of-hearing malentendant
    malentendante malvoyant malvoyante hipoacusico ipovedente ipoudente invidente invidentes
    sehbehindert slechtziend slechthorend doofblind gehbehindert minusvalida invaliden
    arbeitsunfahig arbeidsongeschikt afgekeurd ziek-thuis chronisch multimorbid immungeschwacht
    immunosupprime immunodeprime inmunodeprimido immunodepresso immunodepressa imunodeprimido
    terminally-ill todkrank uitbehandeld genesen herstellende convaleciente convalescent
    convalescente rekonwalescencji menopausa menopauzalna unfruchtbar onvruchtbaar esteril
    sterilisiert gesteriliseerd enceinta brzemienna ciezarna hoogzwanger wheelchair-user
    rollstuhlfahrer rollstuhlfahrerin rolstoelgebruiker kulawy sparalizowany sparalizowana gelahmt
    verlamd paralise paralizado paralizada paralysee paralyse paralizzato paralitico amputado
    amputada amputato amputata amputee beinamputiert seropositivo seropositief hiv-pozytywny
    seropositivos undetectable indetectable niewykrywalny zuckerkranke diabetyk diabetycy
    diabetici asmatyk asmatyczka alergiczka astmatyk medicated mediziert burned-out burnt-out
    ausgebrannt wypalony wypalona ubezwlasnowolniony pflegebedurftige hilfsbedurftig
    """),
)  # fmt: skip
