"""HTCDS 2.0: the standard as data, what leaves in its terms, and what comes in, also where it is spelt otherwise."""
