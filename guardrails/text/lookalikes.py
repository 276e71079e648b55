"""Letters of other scripts and styles that a reader takes for Latin ones."""


def _pairs(foreign: str, latin: str) -> dict[str, str]:
    return dict(zip(foreign, latin, strict=True))


# Cyrillic, then Greek, then Latin letters of other alphabets (Unicode's confusables, those that
# look alike in the usual fonts).
LATIN: dict[str, str] = {
    **_pairs("АВЕЅЗІЈКМНОРСТУХЬаесорѕіјухһԁԛԝєвкмнтѵ", "ABES3IJKMHOPCTYXbaecopsijyxhdqwebkmhtv"),
    **_pairs("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοινυραεκτγηκχ", "ABEZHIKMNOPTYXoivupaektynkx"),
    **_pairs("ɑɡɩӏⅼ", "agill"),
}
SMALL_CAPITALS: dict[str, str] = _pairs("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz")
SQUARED: dict[str, str] = {
    chr(first + place): chr(ord("A") + place)
    for first in (0x1F150, 0x1F170)  # white on a black circle, on a black square
    for place in range(26)
}
