"""The guard's own screens: the trace, broken glass, conflicts, notices."""
