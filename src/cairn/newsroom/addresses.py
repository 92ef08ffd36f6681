"""Addresses of public pages that stand in no tree of pages."""


def figure_address(code: str, language: str) -> str:
    """Where readers find a figure’s own page."""
    return f"/{language}/figures/{code}/"
