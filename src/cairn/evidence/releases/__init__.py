"""Releases: counted, protected, attacked, written into files that are named by what is in them, signed."""
