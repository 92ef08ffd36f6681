"""Who may be registered twice: pairs of records, with a probability and with reasons that a reviewer can read.

Splink weighs each pair as Fellegi and Sunter did, on an embedded DuckDB; beside strangers, a pair must also be told from
brothers and sisters. Nothing here decides: what comes out waits for a person.
"""
