"""Referrals between organisations: what may be told, how it is sealed, and the way that a referral takes."""
