"""Figures from releases: what they say, how they are chosen, and what becomes of them when a newer release comes out."""
