"""Regions of origin: the sub-regions of the United Nations (M49), whose names CLDR has in every language.

A country is too fine for most tables of a mission: a few people stand in each, and nearly all of them would be hidden.
"""

_COUNTRIES = {
    "011": "BF BJ CI CV GH GM GN GW LR ML MR NE NG SH SL SN TG",
    "014": "BI DJ ER ET KE KM MG MU MW MZ RE RW SC SO SS TZ UG YT ZM ZW",
    "015": "DZ EG EH LY MA SD TN",
    "017": "AO CD CF CG CM GA GQ ST TD",
    "018": "BW LS NA SZ ZA",
    "145": "AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE",
    "034": "AF BD BT IN IR LK MV NP PK",
    "143": "KG KZ TJ TM UZ",
    "030": "CN HK JP KP KR MN MO TW",
    "035": "BN ID KH LA MM MY PH SG TH TL VN",
    "151": "BG BY CZ HU MD PL RO RU SK UA",
    "039": "AD AL BA ES GI GR HR IT ME MK MT PT RS SI SM VA XK",
    "155": "AT BE CH DE FR LI LU MC NL",
    "154": "AX DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ",
    "029": "AG AI AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI",
    "013": "BZ CR GT HN MX NI PA SV",
    "005": "AR BO BR CL CO EC FK GF GY PE PY SR UY VE",
    "021": "BM CA GL PM US",
    "009": "AS AU CK FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS",
}
REGIONS = tuple(_COUNTRIES)
REGION_OF = {country: region for region, found in _COUNTRIES.items() for country in found.split()}
