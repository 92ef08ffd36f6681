"""Pages for partners who have no account: what was told to them, and their answers."""
