"""The catalogue of legal routes: checks before they go out, lists that are walked by links, and what cases may know."""
