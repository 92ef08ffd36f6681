"""What each level of each comparison is worth, in bits: for one person against strangers, and against family.

A bit doubles the odds. What is unknown on either side is worth nothing. Fitted by `python -m bench.weights` on a
million invented records of seed 7, all weights together, so that what goes with each other does not count twice; the
benches measure on another seed. No single thing may speak against one person with more than 8 bits, because offices
make every mistake.
"""

VERSION = 1
MEASURED_AMONG = 1_000_000
# Before anything is compared, for two who share a key.
AGAINST_STRANGERS, AGAINST_FAMILY = -7.8, 1.8

WEIGHTS: dict[str, dict[str, tuple[float, float]]] = {
    "given": {
        "same spelling, rare": (1.4, 5.2),
        "same spelling, usual": (0.8, 3.7),
        "same spelling, common": (0.5, 3.5),
        "same sound, rare": (1.8, 5.4),
        "same sound, usual": (1.2, 3.7),
        "same sound, common": (0.3, 1.9),
        "is the second": (-3.8, -2.2),
        "both elsewhere": (3.4, 2.8),
        "one elsewhere": (-4.0, -4.8),
        "close": (0.3, 0.6),
        "near": (-2.4, -3.1),
        "one consonant": (-5.0, -4.8),
        "differ": (-8.0, -8.0),
    },
    "second": {
        "same sound": (-0.5, 3.2),
        "differ": (-7.3, -5.4),
    },
    "father": {
        "same spelling, rare": (4.9, -2.5),
        "same spelling, usual": (4.2, -1.7),
        "same spelling, common": (3.0, -2.0),
        "same sound, rare": (5.0, 1.2),
        "same sound, usual": (4.6, 0.8),
        "same sound, common": (3.1, 0.5),
        "elsewhere": (-3.8, -0.1),
        "close": (3.1, 1.1),
        "near": (0.4, 1.2),
        "one consonant": (-1.8, 0.7),
        "differ": (-6.7, 0.2),
    },
    "family": {
        "same spelling, rare": (6.2, -2.3),
        "same spelling, usual": (5.2, -2.0),
        "same spelling, common": (4.6, -1.9),
        "same sound, rare": (6.7, -0.0),
        "same sound, usual": (5.0, 0.4),
        "same sound, common": (4.2, 0.6),
        "elsewhere": (-0.8, 0.1),
        "close": (2.6, 1.8),
        "near": (0.5, 1.9),
        "one consonant": (-1.6, 1.1),
        "differ": (-5.8, 0.7),
    },
    "birth": {
        "same day": (11.1, 5.7),
        "same year, day unknown": (4.2, 5.9),
        "swapped": (8.5, 6.8),
        "same day of another month": (6.1, 7.1),
        "another day of the year": (-6.0, -2.7),
        "same day of a year near": (8.2, 6.1),
        "years near": (-2.4, -4.1),
        "some years apart": (-8.0, -8.0),
        "differ": (-8.0, -8.0),
    },
    "sex": {
        "same": (-1.6, 1.9),
        "differ": (-5.8, -2.8),
    },
    "nationality": {
        "same": (0.1, -0.6),
        "differ": (-8.0, -0.5),
    },
    "place": {
        "same spelling": (2.1, -1.3),
        "same sound": (2.4, 0.4),
        "close": (-0.2, 0.9),
        "differ": (-5.2, 1.0),
    },
    "phone": {
        "same": (19.5, -0.2),
        "differ": (-1.1, -0.2),
    },
    "document": {
        "same": (16.9, 11.4),
        "one sign apart": (4.9, 3.1),
        "differ": (-8.0, -7.9),
    },
}
