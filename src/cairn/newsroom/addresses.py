"""Addresses of public pages that stand in no tree of pages."""


def figure_address(code: str, language: str) -> str:
    """Where readers find a figure’s own page."""
    return f"/{language}/figures/{code}/"


def data_address(code: str, language: str) -> str:
    """Where readers find all that the mission says of an indicator."""
    return f"/{language}/data/{code}/"
