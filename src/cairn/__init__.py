"""Cairn: the open platform of a migration mission."""

__version__ = "0.1.0"
