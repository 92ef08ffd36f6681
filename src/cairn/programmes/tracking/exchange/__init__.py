"""Tracking in and out: incidents as Missing Migrants publishes them, sites and flows as displacement tracking does."""
