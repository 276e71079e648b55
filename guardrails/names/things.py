"""Things that bear a person's name: "Hotel Aurora", "Rosa Parks station", "Müller GmbH".

What a name is the name of stands right beside it. Pure functions of the words.
"""

from guardrails.names.features import Words
from guardrails.names.not_names import COMPANY
from guardrails.text.words import words_of

_BEFORE = words_of("""
    hotel hotels hôtel albergo café cafe caffè cafetería kawiarnia kawiarni bar pub inn restaurant
    restaurante ristorante restauracja restauracji trattoria osteria pizzeria gasthof gasthaus
    pension villa residence residenz résidence residencia residencial resort salon studio studium
    galerie galeria galería galleria gallery museum musée museo museu muzeum theater theatre théâtre
    teatro teatr cinema kino cinéma schule school escuela escola scuola szkoła lycée liceo liceum
    collège colegio colégio kita klinik clinic clinique clínica clinica klinika hospital hôpital
    ospedale szpital ziekenhuis stiftung foundation fondation fundación fundação fondazione fundacja
    stichting cooperativa spółdzielnia genossenschaft coopérative coöperatie verlag spedition
    autohaus bäckerei metzgerei boulangerie panadería panificio padaria piekarnia bakkerij apotheke
    pharmacie farmacia farmácia apteka officina officine oficinas talleres gruppo grupo groupe
    plan plano piano forfait formule tarif tarifa tariffa taryfa pakiet paket pakket modell model
    modèle modelo modello serie série seria gamme gama gamma linie linea linha línea kollektion
    collection colección coleção collezione collectie kolekcja schiff ship statek navio nave bateau
    hurricane storm orkan tempête tormenta station estación estação stazione stacja gare bahnhof
    dworzec haltestelle halte przystanek przystanku fermata parada paragem arrêt straße street
    straat rue calle rua travessa avenida avenue allee viale piazza plaza praça place platz plein
    plac quai ulica ulicy osiedle lago lake lac jezioro mount monte château schloss castillo
    castello castelo zamek kasteel bot chatbot font schrift pol urb loc fraz
    bic swift iban sku isbn cid
    société sociedad sociedade azienda empresa ditta bedrijf entreprise unternehmen
""")
_LINKS = words_of("de do da dos das du des del della dello delle di d la le les el los von van zum")
_AFTER = words_of("""
    station street road avenue lane square airport stadium hospital hotel inn café cafe restaurant
    diner theatre museum university tower terminal county island boulevard bridge dealership
    straße platz allee gasse gmbh gbr ohg frères hermanos fratelli irmãos brothers bros
    streepje tiret trattino guion hífen bindestrich dash underscore
""")
_SHOPS = words_of("""
    kitchen pizza pizzeria place salon diner deli bakery grill flowers hair nails barbers cuts auto
    garage pharmacy chicken burgers barbecue steakhouse tavern cleaners florist books
""")
_OWNED_REACH = 3
_ARE = words_of("is was are ist war est c est es era fue è é foi era to był była jest heet")
_NAME_OF = words_of("""
    the a an our just only also called est ce name of for le la l ' ’ un une notre nom de du d est
    el una nombre il lo una uno nostra nome di della del o um uma da do das der die ein eine nur der
    name von het een de naam van alleen nazwa tylko nasza nasz
""")
_REACH = 9


def names_a_thing(words: Words, first: int, last: int) -> bool:
    """What stands beside the words from ``first`` to ``last`` says that they name a thing."""
    return (
        _follows_a_kind(words, first)
        or _is_said_to_be_a_kind(words, last)
        or _is_before_a_kind(words, last)
        or _owns_a_shop(words, last)
    )


def holds_a_firm(words: Words, first: int, last: int) -> bool:
    """ "Lühe Forst GbR": a word that only firms have stands among them, with a capital."""
    return any(
        words.texts[at] in COMPANY and words.shapes[at] in {"Xxm", "XXm", "xXm"}
        for at in range(first, last + 1)
    )


def _follows_a_kind(words: Words, first: int) -> bool:
    at = first - 1
    if at > 0 and words.texts[at] == "'":
        at -= 1
    if at > 0 and words.texts[at] in _LINKS:
        at -= 1
    if at > 0 and words.texts[at] == "." and words.texts[at - 1] in {"pol", "urb", "loc", "fraz"}:
        return True
    return at >= 0 and words.texts[at] in _BEFORE


def _is_said_to_be_a_kind(words: Words, last: int) -> bool:
    """ "Victor Hugo c'est le nom de la station"."""
    after = words.texts[last + 1 : last + 1 + _REACH]
    if not after or after[0] not in _ARE:
        return False
    said = next((word for word in after[1:] if word not in _NAME_OF), "")
    return said in _BEFORE


def _is_before_a_kind(words: Words, last: int) -> bool:
    after = words.texts[last + 1 : last + 2]
    return bool(after) and after[0] in _AFTER


def _owns_a_shop(words: Words, last: int) -> bool:
    """ "Alice's Hair Studio"."""
    after = words.texts[last + 1 : last + 3]
    if len(after) < 2 or after[0] not in "'’" or after[1] != "s":  # noqa: PLR2004
        return False
    reach = range(last + 3, min(last + 3 + _OWNED_REACH, len(words.texts)))
    for at in reach:
        if words.shapes[at][:1] != "X":
            return words.texts[at] in _SHOPS
        if words.texts[at] in _SHOPS or words.texts[at] in COMPANY:
            return True
    return False
