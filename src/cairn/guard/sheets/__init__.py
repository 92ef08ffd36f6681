"""Sheets that leave the mission: nothing in them runs, and the same rows give the same bytes."""
