"""National identity, tax and health numbers of people, and passports and licences.

A number whose check a random one passes too often (or that has none) needs its name near by; one
that is named needs no check, for people mistype. Numbers of firms (VAT, EIN, SIREN, CIF, Partita
IVA, NIP, KvK, CNPJ) are nobody's personal data and stay.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guardrails.detect import checks
from guardrails.detect.checks import Check
from guardrails.detect.numbers import is_called_a_thing, luhn
from guardrails.detect.spelled import spelled_numbers
from guardrails.entities import Entity, Span

_CUE_DISTANCE = 44
_DIGITS = re.compile(r"\d(?:\D{0,4}\d){2}|[A-Z]\d[A-Z]|[A-Z]{3}\d[A-Z]")


@dataclass(frozen=True, slots=True)
class Scheme:
    """``alone``: form and check are enough. ``strict``: even a named one must pass its check,
    because the name is also an everyday word.
    """

    detail: str
    pattern: re.Pattern[str]
    check: Check
    cue: re.Pattern[str] | None = None
    alone: bool = False
    strict: bool = False

    def accepts(self, text: str, start: int, end: int) -> bool:
        compact = re.sub(r"[\s./+-]", "", text[start:end])
        passes = self.check(compact)
        if self.cue and (passes or not self.strict) and _is_named(self.cue, text, start, end):
            return True
        return self.alone and passes and not is_called_a_thing(text, start, end)


def _is_named(cue: re.Pattern[str], text: str, start: int, end: int) -> bool:
    if cue.search(text, max(0, start - _CUE_DISTANCE), start):
        return True
    after = _IS_MY.match(text, end)
    return bool(after and cue.match(text, after.end()))


_IS_MY = re.compile(
    r"[\s,]{1,2}(?:(?:is|ist|est|es|[èé]|to)\s)?"
    r"(?:my|meine?|mon|ma|mi|il mio|(?:o )?meu|mijn|m[óo]j)\s",
    re.IGNORECASE,
)


def _scheme(
    detail: str,
    form: str,
    check: Check,
    cue: str = "",
    *,
    alone: bool = False,
    strict: bool = False,
) -> Scheme:
    pattern = re.compile(rf"(?<![\w.-])(?:{form})(?!\w|-\w|\.\d)", re.IGNORECASE)
    named = re.compile(rf"(?<!\w)(?:{cue})(?!\w)", re.IGNORECASE) if cue else None
    return Scheme(detail, pattern, check, named, alone, strict)


_SOCIAL = (
    r"s\.?s\.?n\.?|ss#|ss number|soc|social(?: security)?(?: number| no)?(?! media| network|"
    r" selling| post)|"
    r"itin|tax id|taxpayer(?: id)?|seguro social"
)
_SCHEMES: tuple[Scheme, ...] = (
    _scheme("us_ssn", r"\d{3}-\d{2}-\d{4}", lambda d: checks.us_ssn(d) or checks.us_itin(d),
            alone=True),
    _scheme("us_ssn", r"\d{3}[-. /]{0,3}\d{2}[-. /]{0,3}\d{4}", checks.always, _SOCIAL),
    _scheme("uk_nino",
            r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?"
            r"\d{2}[ -]?[A-D]", checks.always, alone=True),
    _scheme("uk_nino", r"[A-Z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-Z]", checks.always,
            r"nino|ni(?: no\.?| number|n)?|nat(?:ional)? ins(?:urance)?(?: number| no\.?)?"),
    _scheme("uk_nhs", r"\d{3}[ -]?\d{3}[ -]?\d{4}", checks.nhs, r"nhs(?: no\.?| number)?"),
    _scheme("fr_nir",
            r"[12378][ .]?\d{2}[ .]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .]?(?:\d{2}|2[AB])[ .]?\d{3}[ .]?"
            r"\d{3}(?:[ ./-]{0,3}\d{2})?", checks.nir,
            r"s[ée]cu\w*|nir|insee|carte vitale|vitale", alone=True),
    _scheme("de_tax_id", r"\d{2}[ /.]?\d{3}[ /.]?\d{3}[ /.]?\d{3}", checks.de_tax_id,
            r"steuer[- ]?id\w*|steueridentifikations\w*|steuerliche id\w*|idnr\.?|tin|tax id|"
            r"steuernummer|steuer-?nr\.?"),
    _scheme("de_tax_number", r"\d{2,3} ?/ ?\d{3,4} ?/ ?\d{4,5}", checks.always,
            r"steuernummer|steuer-?nr\.?|st\.?-?nr\.?"),
    _scheme("de_pension", r"\d{2}[ -]?\d{6}[ -]?[A-Z][ -]?\d{3}", checks.de_pension,
            r"(?:sozial|renten|sv)-?versicherung\w*|rvnr\.?|rv-nr\.?|sv-?(?:nummer|nr)\.?|svnr",
            alone=True),
    _scheme("de_health", r"[A-Z]\d{9}", checks.always,
            r"(?:kranken)?versicher(?:ten|ungs|tennummer)\w*|krankenkasse\w*|kvnr|"
            r"gesundheitskarte"),
    _scheme("es_dni", r"(?:\d{8}|\d{1,2}\.\d{3}\.\d{3}|[XYZ][- ]?\d{7}|\d{2} \d{3} \d{3})[-. ]?"
            r"[A-HJ-NP-TV-Z]", checks.dni, r"dni|nie|nif|documento(?: nacional)?(?: de identidad)?",
            alone=True),
    _scheme("id_document", r"\d{1,2}\.?\d{3}\.?\d{3}(?:[.-]?\d{1,3})?(?:-?[\dkK])?", checks.always,
            r"dni|documento(?: (?:nacional|de identidad|n[º°o.]+))?|c[ée]dula(?: de \w+)?|rut|run|"
            r"carnet de identidad|n[úu]mero de identidad|identificaci[óo]n|ci"),
    _scheme("es_social", r"\d{2}[ /-]?\d{8}[ /-]?\d{2}", checks.always,
            r"seg(?:uridad|\.)? social|s\.?s\.?|nuss|naf|afiliaci[óo]n|afiliad[oa]"),
    _scheme("it_cf", r"[A-Z]{3} ?[A-Z]{3} ?\d{2}[A-EHLMPRST]\d{2} ?[A-Z]\d{3} ?[A-Z]",
            checks.codice_fiscale, r"codice fiscale|cod\.? ?fisc\w*\.?|c\.?f\.?|cf", alone=True),
    _scheme("pl_pesel", r"\d{11}|\d{6} \d{5}", checks.pesel, r"pesel\w*", alone=True),
    _scheme("br_cpf", r"\d{3}\.\d{3}\.\d{3}[-/. ]\d{2}|\d{11}|\d{3} \d{3} \d{3}[- ]\d{2}|"
            r"\d{9}-\d{2}",
            checks.cpf, r"cpf", alone=True),
    _scheme("br_rg", r"\d{1,2}\.?\d{3}\.?\d{3}-?[\dX]", checks.always,
            r"rg|(?:registro|identidade) geral|carteira de identidade"),
    _scheme("nl_bsn", r"\d{8,9}|\d{4}[. ]\d{2}[. ]\d{3}|\d{3}[. -]\d{3}[. -]\d{3}", checks.bsn,
            r"bsn(?:-?nummer)?|burger ?service ?nummer|sofi-?nummer"),
    _scheme("pt_nif", r"\d{3}[ .]?\d{3}[ .]?\d{3}", checks.nif_pt,
            r"n\.?i\.?f|nif|contribuinte|n[úu]mero fiscal|identifica[çc][ãa]o fiscal", strict=True),
    _scheme("pt_cc", r"\d{8}[ -]?\d[ -]?[A-Z]{2}\d", checks.always,
            r"cart[ãa]o (?:de|do) cidad[ãa]o|cc|bi", alone=True),
    _scheme("be_register", r"\d{2}\.\d{2}\.\d{2}[- ]\d{3}[.-]\d{2}", checks.be_register,
            r"rijksregister\w*|insz|niss|registre national|num[ée]ro national", alone=True),
    _scheme("be_register", r"\d{11}|\d{6}[- ]\d{3}[- .]\d{2}", checks.be_register,
            r"rijksregister\w*|insz|niss|registre national|num[ée]ro national"),
    _scheme("ch_ahv", r"756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}", checks.ch_ahv,
            r"ahv\w*|avs|sozialversicherung\w*", alone=True),
    _scheme("at_svnr", r"\d{4}[ /-]?\d{6}", checks.at_svnr,
            r"svnr\.?|sv-?(?:nummer|nr)\.?|(?:sozial)?versicherungs?-?(?:nummer|nr)\.?|e-card"),
    _scheme("se_personnummer", r"(?:19|20)?\d{6}[-+]\d{4}", checks.se_personnummer,
            r"personnummer|personnr", alone=True),
    _scheme("se_personnummer", r"(?:19|20)?\d{10}", checks.se_personnummer,
            r"personnummer|personnr"),
    _scheme("dk_cpr", r"\d{6}[- ]?\d{4}", checks.dk_cpr, r"cpr(?:-?(?:nummer|nr))?\.?|"
            r"personnummer"),
    _scheme("no_fnr", r"\d{6} ?\d{5}", checks.no_fodselsnummer,
            r"f[øo]dselsnummer|personnummer|fnr", alone=True),
    _scheme("fi_hetu", r"\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]", checks.hetu,
            r"henkil[öo]tunnus|hetu", alone=True),
    _scheme("ie_pps", r"\d{7} ?[A-W][A-IW]?", checks.pps, r"pps[n]?(?: no\.?| number)?"),
    _scheme("ca_sin", r"\d{3}[ -]?\d{3}[ -]?\d{3}", luhn,
            r"sin|social insurance(?: number)?|nas", strict=True),
    _scheme("au_tfn", r"\d{3} ?\d{3} ?\d{2,3}", checks.tfn, r"tfn|tax file(?: number)?"),
    _scheme("au_medicare", r"\d{4} ?\d{5} ?\d", checks.always, r"medicare(?: card)?(?: number|"
            r" no\.?)?"),
    _scheme("us_mbi", r"[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-?[AC-HJKMNP-RT-Y]"
            r"[0-9AC-HJKMNP-RT-Y]\d-?[AC-HJKMNP-RT-Y]{2}\d{2}", checks.always,
            r"medicare|mbi"),
    _scheme("in_aadhaar", r"\d{4}[ -]?\d{4}[ -]?\d{4}", checks.verhoeff, r"a+dh?a+r\w*|uidai|uid"),
    _scheme("in_pan", r"[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]", checks.always, r"pan(?: card| no\.?|"
            r" number)?"),
    _scheme("mx_rfc", r"[A-ZÑ&]{4}-?\d{6}-?[A-Z0-9]{3}", checks.always, r"rfc"),
    _scheme("mx_curp", r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d", checks.always, r"curp", alone=True),
    _scheme("pl_dowod", r"[A-Z]{3} ?\d{6}", checks.always,
            r"dow[óo]d\w*(?: osobist\w*)?|seri[ai](?: i numer)?"),
    _scheme("uk_licence", r"[A-Z9]{5}\d{6}[A-Z9]{2}[A-Z0-9]{3}(?: ?\d{2})?", checks.always,
            r"licen[cs]e", alone=True),
)  # fmt: skip
_PAPER = (
    r"passports?|passport(?:nummer|nr)|reisepass\w*|(?:personal)?ausweis\w*|perso|passeport|"
    r"carte (?:nationale )?(?:d')?identit[ée]|cni|titre de s[ée]jour|pasaporte|c[ée]dula|"
    r"passaporto|carta (?:d'|di )?identit[àa]|documento d'identit[àa]|c\.?i\.?e|passaporte|"
    r"bilhete de identidade|"
    r"cart[ãa]o de cidad[ãa]o|cnh|paspoort\w*|identiteitskaart\w*|id-?kaart\w*|rijbewijs\w*|"
    r"paszport\w*|dow[óo]d\w*|prawo jazdy|prawa jazdy|driver'?s? licen[cs]e|drivers? lic\.?|"
    r"driving licen[cs]e|licen[cs]e(?=\s?(?:#|number|no\b))|dl(?=\s?#|"
    r"\W{0,3}(?:no\W{0,2})?[A-Z]?\d{7})|f[üu]hrerschein\w*|"
    r"permis de conduire|permis|carnet de conducir|"
    r"permiso de conducir|licencia de conducir|patente(?: di guida)?|carta de condu[çc][ãa]o|"
    r"id ?card|identity card|national id|green card|residence permit|"
    r"aufenthaltstitel|voter id|"
    r"health (?:card|insurance)|insurance (?:id|member)|medicare|alien (?:registration )?number|"
    r"known travell?er|ktn|tsa|state id|redress|global entry|nexus|pass ?id|travel document|"
    r"visa number|"
    r"resident card|immigration number|visum\w*|aufenthalts(?:karte|erlaubnis)\w*|"
    r"carte de (?:s[ée]jour|r[ée]sident)|permesso di soggiorno|verblijfs\w+|karta pobytu|"
    r"autoriza[çc][ãa]o de resid[êe]ncia|tarjeta de residencia|tessera sanitaria|"
    r"tarjeta sanitaria|carte d'assur\w+|versichertenkarte|zorgpas|cart[ãa]o (?:do )?sus|"
    r"t[íi]tulo de eleitor|rne|rnm|legitymacj\w+"
)
_PAPERS = re.compile(
    rf"(?<!\w)(?:{_PAPER})"
    r"(?:\s(?!is|ist|est|jest)[^\W\d_]{5,14}(?:e|y|is|ais|[aeo]|ol|isch|sch|an|ch)?(?=[\s:]))?"
    r"(?:[ -]?(?:number|no|nr|n|nummer|n[°ºo]|num[ée]ro|n[úu]mero|numer|serii|seria|i|osobisty|"
    r"osobistego|id|#)\.?){0,3}"
    r"(?:\W{1,3}|\s(?:is|ist|lautet|est|es|[èé]|to|jest|het)\s{1,2})(?:[A-Z]{2}\s(?=[A-Z]?\d{6}))?"
    r"(?P<value>(?=[A-Z0-9]*[ -]?[A-Z0-9]*\d)[A-Z0-9]{1,18}"
    r"(?:[ /-]?(?=[A-Z]{0,4}\d)[A-Z0-9]{1,12}){0,5})"
    r"(?!\w)",
    re.IGNORECASE,
)
_SHORTEST_PAPER, _FEWEST_PAPER_DIGITS, _MIXED_LENGTHS = 6, 4, range(8, 13)
_LAST_FOUR = re.compile(
    r"(?<!\w)last\s(?:four|4)(?:\sdigits?)?\s(?:of\s)?(?:my\s|the\s|his\s|her\s)?"
    r"(?:ssn|social(?: security)?(?: number)?)\D{0,16}(\d{4})(?!\d)"
    r"|(?<!\w)(?:ssn|social(?: security)?)\s(?:ends|ending)\s(?:in|with)\s(\d{4})(?!\d)",
    re.IGNORECASE,
)
_SPELLED_CUE = re.compile(rf"(?<!\w)(?:{_SOCIAL}|nhs|pesel|bsn|cpf|nif|dni)(?!\w)", re.IGNORECASE)
_SPELLED_LENGTHS = range(8, 13)


def find_national_ids(text: str) -> Iterator[Span]:
    if _SPELLED_CUE.search(text):
        for spelled in spelled_numbers(text):
            if len(spelled.digits) in _SPELLED_LENGTHS:
                yield Span(Entity.NATIONAL_ID, spelled.start, spelled.end, 0.9, "spelled")
    if not _DIGITS.search(text):
        return
    for scheme in _SCHEMES:
        for found in scheme.pattern.finditer(text):
            if scheme.accepts(text, found.start(), found.end()):
                yield Span(Entity.NATIONAL_ID, found.start(), found.end(), 0.95, scheme.detail)
    yield from _papers(text)
    for found in _LAST_FOUR.finditer(text):
        place = found.lastindex or 0
        yield Span(Entity.NATIONAL_ID, *found.span(place), 0.9, "us_ssn")


def _papers(text: str) -> Iterator[Span]:
    for found in _PAPERS.finditer(text):
        value = found["value"]
        digits = sum(letter.isdecimal() for letter in value)
        is_mixed = value.isupper() and value.isalnum() and len(value) in _MIXED_LENGTHS
        if len(value) >= _SHORTEST_PAPER and (digits >= _FEWEST_PAPER_DIGITS or is_mixed):
            yield Span(Entity.NATIONAL_ID, *found.span("value"), 0.9, "paper")
