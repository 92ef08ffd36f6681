"""What each level of each comparison is worth, in bits: for one person against strangers, and against family.

A bit doubles the odds; what is unknown on either side is worth nothing. Fitted by `python -m bench.weights` on 1,000,000
invented records of seed 7, all weights together, so that what goes with each other does not count twice; the benches
measure on another seed. No single thing speaks against one person with more than 8 bits, for offices make every mistake.
"""

VERSION = 1
MEASURED_AMONG = 1_000_000
# Before anything is compared, for two who share a key.
AGAINST_STRANGERS, AGAINST_FAMILY = -4.3, 2.0

WEIGHTS: dict[str, dict[str, tuple[float, float]]] = {
    "given": {
        "same spelling, rare": (1.0, 8.1),
        "same spelling, usual": (0.5, 5.8),
        "same spelling, common": (0.3, 5.6),
        "same sound, rare": (1.4, 7.7),
        "same sound, usual": (1.0, 5.7),
        "same sound, common": (0.1, 4.0),
        "is the second": (-6.2, -2.6),
        "both elsewhere": (3.0, 4.9),
        "one elsewhere": (-4.0, -2.7),
        "close": (-0.3, 2.9),
        "near": (-2.3, -0.3),
        "one consonant": (-4.5, -2.4),
        "differ": (-8.0, -6.3),
    },
    "second": {
        "same sound": (-0.4, 2.9),
        "differ": (-7.0, -5.1),
    },
    "father": {
        "same spelling, rare": (4.5, -2.5),
        "same spelling, usual": (3.7, -2.2),
        "same spelling, common": (2.7, -2.5),
        "same sound, rare": (5.0, -0.5),
        "same sound, usual": (4.1, 0.1),
        "same sound, common": (2.7, 0.1),
        "elsewhere": (-3.8, -0.1),
        "close": (2.9, 0.3),
        "near": (0.4, 1.2),
        "one consonant": (-1.6, 1.2),
        "differ": (-6.8, 0.1),
    },
    "family": {
        "same spelling, rare": (5.4, -3.9),
        "same spelling, usual": (4.4, -3.7),
        "same spelling, common": (3.9, -3.5),
        "same sound, rare": (5.8, -1.9),
        "same sound, usual": (4.2, -1.4),
        "same sound, common": (3.4, -1.1),
        "elsewhere": (-1.3, -1.2),
        "close": (2.0, -0.6),
        "near": (-0.1, -0.1),
        "one consonant": (-1.9, -0.1),
        "differ": (-6.0, -1.1),
    },
    "birth": {
        "same day": (10.4, 5.0),
        "same year, day unknown": (4.0, 5.6),
        "swapped": (7.5, 6.4),
        "same day of another month": (5.6, 6.2),
        "another day of the year": (-5.6, -2.3),
        "same day of a year near": (7.5, 5.8),
        "years near": (-2.1, -4.1),
        "some years apart": (-5.9, -8.0),
        "differ": (-8.0, -6.9),
    },
    "sex": {
        "same": (-3.5, 2.1),
        "differ": (-7.3, -2.1),
    },
    "nationality": {
        "same": (-0.2, -0.6),
        "differ": (-8.0, 8.1),
    },
    "place": {
        "same spelling": (1.8, -1.6),
        "same sound": (2.1, 0.0),
        "close": (-0.2, 0.6),
        "differ": (-5.3, 0.8),
    },
    "phone": {
        "same": (18.2, -0.7),
        "differ": (-1.1, -0.2),
    },
    "document": {
        "same": (20.3, 14.4),
        "one sign apart": (11.7, 7.3),
        "differ": (-7.0, -6.9),
    },
}
