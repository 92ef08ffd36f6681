"""This installation: its settings, secrets, addresses, command line and processes."""
