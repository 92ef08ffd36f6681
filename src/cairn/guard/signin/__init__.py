"""Signing in: passwords, second factors, idle sessions, and what slows down whoever guesses."""
