"""Casework: protection, counter-trafficking, voluntary return and reintegration, legal pathways."""
