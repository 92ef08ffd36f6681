"""The commands of the command line; each gathers its options and calls one act."""
