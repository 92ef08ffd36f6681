"""Organisations that the mission works with, and what may be told to each."""
