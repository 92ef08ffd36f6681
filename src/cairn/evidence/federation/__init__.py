"""Figures of other missions: subscribed to, verified, and added up with one's own. No row about a person leaves home."""
