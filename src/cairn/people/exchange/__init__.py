"""The register in and out: sheets that other offices send, and lists that colleagues take along."""
