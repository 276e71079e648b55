"""Faiths, origins, sexuality, unions, parties by land, and a past with the law (folded; the cues as
in ``terms``).
"""

from guardrails.detect.sensitive.categories import (
    CRIME,
    ORIGIN,
    POLITICS,
    RELIGION,
    SEXUALITY,
    UNION,
)

LISTS: tuple[tuple[str, str, str], ...] = (
    (RELIGION, "B", """
    sunni shia shiite sunnit schiit sunnite chiite sunita chiita sciita soennitisch sjiitisch
    ahmadi ahmadiyya alevi alevit alevitin alevitisch ismaili sufi salafi anglican anglikaner
    anglicane anglicano lutheran lutheraner lutherisch lutherien luterano luteranin calvinist
    kalvinist reformiert calviniste reformee baptiste baptista baptistin methodiste methodistin
    adventist adventista adventiste adventisten adwentysta pentecotiste pentecostal pinkster
    zielonoswiatkowiec evangelikal evangelique evangelicos freikirchlich mennonite mennonit amish
    quaeker unitarian presbyteriano episcopalian episcopal mormone mormona mormoon mormonin lds
    jehova's jehovah's zeuge-jehovas temoin-de-jehovah orthodoxe orthodoxer ortodosso ortodoxo
    ortodoxa prawoslawny prawoslawna coptic koptisch koptin kopte copte armenian-orthodox
    greek-orthodox maronite catholiques catolicas grekokatolik protestancka protestanta
    protestantka ewangelikiem ewangeliczka chretiennes christelijke gelovig glaubig religieus
    religios croyant croyante creyente credente crente wierzacy wierzaca believer praktizierend
    praticante practicante pratiquante practising observant orthodox-jewish haredi chassid
    hassidic ultraortodox sephardic ashkenazi aschkenasisch sefardi judia judias ebrei joodse
    zydowka zydowskiego halachic hindus hindou hindoue hinduista hindoe hinduski buddyst buddystka
    boeddhist boeddhiste budistas sikhs jain jainist taoist daoist shinto zoroastrian parsi bahai
    baha'i druze druse yazidi jesidin jeside yezidi rastafarian rasta pagan wiccan neuheide
    neopagan candomble umbandista espirita spiritist scientologist scientologe agnostic agnostiker
    agnostikerin agnostique agnostico agnostica agnost agnostyk atheistisch atheiste ateistka
    ateistom ongelovig unglaubig niewierzacy niewierzaca kirchenaustritt confessionslos getauft
    baptized born-again wiedergeboren konvertiert nawrocony seminarian monk nonne ordensschwester
    """),
    (RELIGION, "HPB", """
    ramadan ramadhan sabbat sabbath shabbat sjabbat schabbat szabat yom-kippur jom-kippur pesach
    passover konfirmation erstkommunion kommunion kommunie bierzmowanie hajj haddsch umrah
    """),
    (ORIGIN, "B", """
    afro-american afrodeutsch afrodeutsche afrodeutscher afro-german afrodescendente
    afrodescendiente afro-caribbean african-born black-british schwarzafrikaner blasian mestizo
    mestiza mulatto mulatta mulata creole kreole kreolisch indigena indigenas indigene
    first-nation first-nations metis inuit maori aborigine cherokee navajo lakota quechua mapuche
    romni sinto sintiza roma's romska gitan gitane gitanos zigeuner zigano cigana rom-sinti
    kurdisch kurdische kurda kurdo koerd koerdisch kurdyjka kurdem uyghur uigure rohingya tamil
    tamile tamilin berber berbere kabyle amazigh bereber maghrebin maghrebine magrebi palestinian
    palastinenser palastinenserin palestinien palestinienne palestino palestijns somali somalier
    ethiopian eritrean eritreer syrian-refugee asylbewerber asylbewerberin asylsuchend
    asylum-seeker asylsokande rifugiata rifugiati refugiee refugie refugies uchodzczynia uchodzcow
    azylantem azylantka asielzoeker statushouder sans-papiers indocumentado indocumentada
    clandestin clandestino clandestina daca geduldet staatenlos stateless apatride apatrida
    staatloos bezpanstwowiec
    """),
    (SEXUALITY, "B", """
    lgbt lgbtq lgbtqia lgbti lgbt+ aromantic demisexual demisexuell asexuell asexuel asexuelle
    asexuado asexual asessuale aseksueel aseksualny aseksualna pansexuel pansexuelle pansessuale
    panseksueel panseksualny enby nb non-binaire nonbinaire nicht-binar nichtbinar no-binario
    nobinario nao-binario nao-binaria non-binario non-binair niebinarny niebinarna genderqueer
    genderfluid gender-fluid agender agenre trans-man transman transwoman trans-woman transfem
    transvrouw transman transmens transpersoon transgenero transgender-frau travesti
    transmezczyzna transplciowym transseksualna transseksualny transseksueel transexuell
    intergeschlechtlich intersexuell intersexuel intersessuale butch dyke bisex bisexueller
    biseksualny biseksualista bisexuales bissexuais bisexueller homofil homoseksueel homosexueller
    lesbo lesbica lesbiennes lesbisches lesbijki gejami gays closeted geoutet ungeoutet
    uit-de-kast poly polyamor polyamoureux poliamoroso poliamorosa polyamoreus poliamoryczny
    swinger kinky bdsm crossdresser drag-queen
    """),
    (UNION, "B", """
    trade-unionist union-rep union-member betriebsratin betriebsratsvorsitzender personalrat
    vertrauensmann vertrauensfrau gewerkschaftssekretar cegetiste cedetiste cfdtiste delegue
    elue-cse sindicalistas sindicalisti ondernemingsraad kaderlid vakbondsman vakbondsvrouw
    vakbondsbestuurder zwiazkowczyni delegat-zwiazkowy
    """),
    (UNION, "M", """
    rmt aslef usdaw nasuwt neu tssa fbu bfawu ucu nautilus bma rcn teamster ibew afscme cwa ufcw
    nea sag-aftra ibt unite-here uswa ig-metall igmetall ig-bce igbce ig-bau gew evg ngg gdl
    marburger beamtenbund fo force-ouvriere cfe-cgc cftc unsa solidaires fsu snes sud-rail ccoo
    cc.oo csif csi-f elab ela cgt-e satse simebal comisiones-obreras cgil-fiom filcams fisascat
    uiltucs ugl cobas cub uilm ugt-p cgtp-in sindicado fnam cut-brasil conlutas fnv-bondgenoten
    vcp abvv aclvb csc fgtb cgslb solidarnosci opzz znp sierpien-80
    """),
    (POLITICS, "VM", """
    lib-dem lib-dems liberal-democrats ukip sdlp sinn-fein fianna fail fine-gael gop maga
    libertarians dems starmer corbyn badenoch desantis aoc grunen bundnis bundnis90 die-grunen
    linkspartei freie-wahler piratenpartei werteunion habeck weidel hocke wagenknecht ovp spo fpo
    neos svp jusos rn fn renaissance republicains insoumise lfi nfp eelv ecologistes reconquete
    zemmour bardella marine-le-pen melenchonista sarkozy psoe-andalucia partido-popular
    izquierda-unida mas-madrid pnv eaj cup ayuso abascal feijoo pablo-iglesias morena peronista
    milei fdi fratelli-d'italia forza-italia italia-viva avs radicali berlusconi ps-portugal
    psd-portugal cds cds-pp pcp cdu-pcp bloco-de-esquerda iniciativa-liberal psol pcdob pdt
    bolsonarista petista pvda-groenlinks groenlinks-pvda bbb nsc sp christenunie sgp pvdd 50plus
    jaa21 ja21 bij1 partij-voor-de-dieren n-va nva vlaams-belang vooruit cd&v open-vld ptb-pvda
    platforma obywatelska koalicje koalicja lewica konfederacja polska2050 polske2050 trzecia
    psl-u holownie mentzena bosaka czarzastego korwina partia
    """),
    (POLITICS, "B", """
    liberal-democrat corbynista brexiteer remainer marxiste marxista marxistin trotskyist
    trotzkist anarchiste anarquista anarchico anarchistka antifa feminist-activist nationalist
    left-wing right-wing linksradikal rechtsextrem reichsburger gaulliste macroniste lepeniste
    frontiste melenchoniste insoumis insoumise ecolo-militant socialiste socialista sozialist
    sozialistin socialistas izquierdas derechas podemita votante facha franquista falangista
    fascista leghista grillino grillina piddino meloniano comunistas bolsonarista petista
    esquerdista direitista pisowiec lewak konserwatysta konserwatystka liberalem narodowiec
    socjalista komunistka republikaner christdemokrat grunenwahler afd-wahler spd-wahler
    cdu-wahler linkenwahler grunen-mitglied sp-er vvd'er pvv'er pvda'er d66'er sp'er
    """),
    (CRIME, "HPB", """
    vorstrafenregister fuhrungszeugniseintrag haftstrafe freiheitsstrafe bewahrungsstrafe
    geldstrafe jugendstrafe strafbefehl strafverfahren strafbladje taakstraf celstraf
    voorwaardelijke misdemeanor felonies dui dwi asbo rap-sheet convictions bewahrungshelfer
    sursis condamnation condamnations condena condenas condanna condanne condenacao wyrok wyroku
    kuratora fussfessel enkelband ankle-monitor dozor
    """),
    (CRIME, "B", """
    felon ex-offender ex-prisoner ex-inmate ex-detenuto ex-detenuta ex-presidiario ex-presidiaria
    ex-recluso ex-preso ex-presa ex-taulard ex-detenu ex-haftling haftling ex-gedetineerde
    strafgefangener strafentlassen haftentlassen detenuto detenu detenue recluso encarcelado
    encarcelada incarcere incarceree incarcerato carcerato presidiario gedetineerd wiezien
    wiezniem ex-wiezien aresztowany aresztowana skazancem notowany arrested verhaftet angeklagt
    indicted imputado imputada imputato indagato arestado condamnee gestraft paroled
    """),
)  # fmt: skip
