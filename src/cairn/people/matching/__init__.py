"""Finding one person among a million by a name that is spelt otherwise, and finding who is there twice."""
