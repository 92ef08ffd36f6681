"""ISO 639-2 for languages that are written with two letters elsewhere."""

_PAIRS = (
    "aa aar ab abk af afr ak aka am amh ar ara as asm ay aym az aze be bel bg bul bm bam bn ben bo bod bs bos "
    "ca cat ce che cs ces cy cym da dan de deu dv div dz dzo ee ewe el ell en eng es spa et est eu eus fa fas "
    "ff ful fi fin fj fij fr fra ga gle gl glg gn grn gu guj ha hau he heb hi hin hr hrv ht hat hu hun hy hye "
    "id ind ig ibo is isl it ita ja jpn jv jav ka kat kg kon ki kik kk kaz km khm kn kan ko kor ku kur ky kir "
    "lb ltz lg lug ln lin lo lao lt lit lu lub lv lav mg mlg mk mkd ml mal mn mon mr mar ms msa mt mlt my mya "
    "nb nob nd nde ne nep nl nld nn nno no nor nr nbl ny nya om orm or ori pa pan pl pol ps pus pt por qu que "
    "rn run ro ron ru rus rw kin sd snd sg sag si sin sk slk sl slv sm smo sn sna so som sq sqi sr srp ss ssw "
    "st sot su sun sv swe sw swa ta tam te tel tg tgk th tha ti tir tk tuk tl tgl tn tsn tr tur ts tso tw twi "
    "ug uig uk ukr ur urd uz uzb ve ven vi vie wo wol xh xho yi yid yo yor zh zho zu zul"
)
_CODES = _PAIRS.split()
THREE = dict(zip(_CODES[::2], _CODES[1::2], strict=True))


def three_letters(code: str) -> str:
    """The code of three letters; one that has no other stays as it is."""
    return THREE.get(code, code)
