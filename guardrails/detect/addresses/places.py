"""Postcodes, towns, states and countries: what follows a street, or says where without one."""

import re

from guardrails.text.words import words_of

# Folded. Enough to tell "50667 koeln" from "50000 kontakte"; a town that is missing still counts
# behind a street.
CITIES = words_of(
    "berlin hamburg munchen muenchen munich koln koeln cologne frankfurt stuttgart dusseldorf "
    "duesseldorf leipzig dortmund essen bremen dresden hannover nurnberg nuernberg duisburg bochum "
    "wuppertal bielefeld bonn munster muenster mannheim karlsruhe augsburg wiesbaden kiel aachen "
    "braunschweig chemnitz magdeburg freiburg krefeld lubeck mainz erfurt rostock kassel hagen "
    "potsdam "
    "saarbrucken oldenburg osnabruck heidelberg darmstadt regensburg paderborn ingolstadt "
    "wurzburg ulm "
    "heilbronn gottingen wolfsburg trier jena konstanz koblenz wien vienna graz linz salzburg "
    "innsbruck "
    "klagenfurt villach wels bregenz dornbirn zurich zuerich genf geneve geneva basel bern "
    "lausanne "
    "winterthur luzern lugano zug biel paris marseille lyon toulouse nice nantes montpellier "
    "strasbourg "
    "bordeaux lille rennes reims toulon grenoble dijon angers nimes villeurbanne brest tours "
    "amiens "
    "limoges metz besancon orleans rouen mulhouse caen nancy avignon poitiers versailles pau "
    "cannes "
    "antibes bruxelles brussel brussels anvers antwerpen antwerp gent gand ghent liege charleroi "
    "bruges "
    "brugge namur leuven louvain mons mechelen ixelles luxembourg esch madrid barcelona valencia "
    "sevilla "
    "zaragoza malaga murcia palma bilbao alicante cordoba valladolid vigo gijon granada vitoria "
    "coruna "
    "oviedo cadiz pamplona almeria santander burgos salamanca logrono badajoz huelva lleida "
    "tarragona "
    "leon mexico guadalajara monterrey puebla tijuana cancun queretaro merida bogota medellin cali "
    "barranquilla cartagena lima arequipa trujillo quito guayaquil santiago valparaiso montevideo "
    "rosario mendoza caracas roma rome milano milan napoli naples torino turin palermo genova "
    "bologna "
    "firenze florence bari catania venezia venice verona messina padova trieste brescia parma "
    "prato "
    "modena perugia livorno ravenna cagliari rimini salerno ferrara sassari siracusa pescara monza "
    "bergamo trento vicenza bolzano udine pisa lucca como varese lisboa lisbon porto braga coimbra "
    "aveiro faro setubal almada amadora funchal evora leiria guimaraes cascais sintra brasilia "
    "salvador "
    "fortaleza curitiba manaus recife goiania belem campinas florianopolis niteroi natal vitoria "
    "amsterdam rotterdam utrecht eindhoven groningen tilburg almere breda nijmegen apeldoorn "
    "haarlem "
    "arnhem enschede amersfoort zaanstad zwolle leiden maastricht dordrecht delft alkmaar venlo "
    "hilversum "
    "gouda warszawa warsaw krakow cracow lodz wroclaw poznan gdansk szczecin bydgoszcz lublin "
    "bialystok "
    "katowice gdynia czestochowa radom sosnowiec torun kielce rzeszow gliwice zabrze olsztyn "
    "bielsko "
    "bytom opole gorzow sopot zakopane london birmingham manchester leeds glasgow sheffield "
    "liverpool "
    "bristol edinburgh cardiff belfast leicester nottingham newcastle southampton portsmouth "
    "brighton "
    "plymouth reading derby wolverhampton coventry hull oxford cambridge york bath exeter "
    "norwich dublin "
    "cork limerick galway waterford toronto montreal vancouver ottawa calgary edmonton winnipeg "
    "hamilton "
    "halifax sydney melbourne brisbane perth adelaide canberra hobart darwin houston dallas austin "
    "chicago phoenix philadelphia denver seattle boston portland detroit memphis baltimore "
    "milwaukee "
    "albuquerque tucson fresno sacramento oakland miami atlanta omaha minneapolis cleveland "
    "tulsa tampa "
    "orlando pittsburgh cincinnati raleigh nashville berkeley alameda hayward fremont livermore "
    "pleasanton dublin"
)
CITY_STARTS = words_of(
    "san santa los las new st saint sao rio la le el bad den 's-gravenhage fort el palo mountain "
    "salt "
    "kansas long buenos ciudad den sankt"
)
STATES = words_of(
    "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj "
    "nm ny nc "
    "nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy dc on qc bc ab mb sk ns nb nl pe nsw vic "
    "qld sa "
    "tas act nt sp rj mg rs pr ba pe ce df go es am pb rn to mi rm na fi bo ve ge pd vr bs bg pu"
)
LONG_STATES = words_of(
    "california texas florida ohio illinois pennsylvania georgia michigan virginia washington "
    "arizona "
    "massachusetts tennessee indiana missouri maryland wisconsin colorado minnesota alabama "
    "louisiana "
    "kentucky oregon oklahoma connecticut utah iowa nevada arkansas kansas ontario quebec alberta "
    "manitoba queensland victoria tasmania cdmx jalisco"
)
COUNTRIES = words_of(
    "usa us uk england scotland wales ireland canada australia germany deutschland austria "
    "osterreich "
    "oesterreich switzerland schweiz suisse svizzera france belgium belgique belgie luxembourg "
    "spain "
    "espana italy italia portugal brasil brazil netherlands nederland holland poland polska "
    "mexico peru "
    "chile colombia argentina ecuador uruguay"
)
_UK = r"(?:gir ?0aa|[a-z]{1,2}\d[a-z\d]? ?\d[abd-hjlnp-uw-z]{2})"
_CANADA = r"[abceghj-nprstvxy]\d[a-z][ -]?\d[a-z]\d"
_EIRCODE = r"[acdefhknprtvwxy]\d[\dw] ?[acdefhknprtvwxy\d]{4}"
_NOT_LETTERS = (  # short words that stand behind a year or a count
    "(?!(?:in|is|am|im|on|at|an|to|of|or|if|we|my|do|de|en|et|el|la|le|un|di|da|il|al|na|eu|em|"
    "es|er|"
    r"pm|kg|km|mb|gb|tb|ab|zu|so|go|it|me|be|by|up|us|op|te|as|no|up|za|od|ze|ou|os|um|ma|su|ha)\b)"
)
_DUTCH = rf"[1-9]\d{{3}} ?{_NOT_LETTERS}[a-z]{{2}}"
_GROUPED = r"\d{2}-\d{3}|\d{4}-\d{3}|\d{5}-\d{3}|\d{5}-\d{4}|\d{5}|\d{4}"
# On folded text, at a position.
POSTCODE = re.compile(
    rf"(?:(?:a|b|ch|d|de|e|f|i|l|nl|p|pl)-)?(?:{_UK}|{_CANADA}|{_EIRCODE}|{_DUTCH}|{_GROUPED})"
    r"(?![\w-]|[.,:]\d|\s\d{3}|\s?(?:uhr|%|€|\$|eur|usd))"
)
# Codes that look like nothing else; found anywhere, on the text as written.
DISTINCT = re.compile(
    r"(?<![\w-])(?:[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}"
    r"|[ABCEGHJ-NPRSTVXY]\d[A-Z] \d[A-Z]\d|[ACDEFHKNPRTVWXY]\d[\dW] [ACDEFHKNPRTVWXY\d]{4}(?<=\d))"
    r"(?![\w-])"
)
# A code of digits: found only behind its own name, before a town, or after a state.
GROUPED = re.compile(
    rf"(?<![\w.,€$£/#:-])(?:(?:a|b|ch|d|de|e|f|i|l|nl|p|pl)-)?(?:{_DUTCH}|{_GROUPED})"
    r"(?![\w-]|[.,:]\d|\s?(?:uhr|%|€|\$|eur|usd))"
)
CODE_NAME = re.compile(
    r"\b(?:zip(?: ?code)?|post ?codes?|postal ?code|plz|postleitzahl|code postal|c\.?p\.?|"
    r"codigo postal|cod\.? postal|cap|cep|kod pocztowy|kodem pocztowym|eircode)\b"
    r"[^\w\n]{0,3}(?:(?:is|ist|est|es|e|to|of|number|code|c'est|in|do|here|mine|lautet|numero|er)\b"
    r"[^\w\n]{0,2}){0,2}"
)
