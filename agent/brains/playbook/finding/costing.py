"""The words in which a price is asked for, in eight languages; texts are folded."""

import re

HOW_MUCH_COSTS = re.compile(
    r"\b(?:how much (?:is|are|does|do|would|for|will)|how much$|was kostet|was kosten|cost\w*|"
    r"kost\w*|price\w*|precio\w*|prix|tarif\w*|prezz\w*|preco\w*|prij[sz]\w*|cen[aey]|koszt\w*|"
    r"preis\w*|fee|fees|cuesta\w*|coute\w*|custa\w*|za ile|quanto costa|vale|come to|"
    r"\w*preis|was macht das|what would .{0,40} be|zahlen|pay|paid|pagamos|paghiamo|paga|"
    r"zaplac\w*|payer|paye\w*|betalen|betaal\w*|pagar|charged|total\w*|gesamt\w*|insgesamt|"
    r"altogether|razem|lacznie|samen|totaal|what (?:is|s|would) (?:that|it)\b.*)\b"
)
PRICE_NAMED = re.compile(
    r"\b(?:price\w*|precio\w*|prix|tarif\w*|prezz\w*|preco\w*|prij[sz]\w*|cen[aey]|"
    r"\w*preis\w*|cost\w*|"
    r"kost(?:et|en|s)?|za ile|cuesta\w*|coute\w*|custa\w*|koszt\w*)\b"
)
COSTS_MORE = re.compile(
    r"\b(?:extra charge\w*|extra cost\w*|costs? (?:more|extra)|pay (?:more|extra)|surcharge\w*|"
    r"more expensive|aufpreis\w*|zuschlag\w*|mehrpreis\w*|teurer|supplement\w*|surcout\w*|"
    r"plus chers?|recargo\w*|suplement\w*|mas car[oa]s?|sovrapprezz\w*|piu car[oaie]|acrescim\w*|"
    r"mais car[oa]s?|toeslag\w*|meerprijs\w*|duurder|doplat\w*|drozs\w*)\b"
)
