"""Papers of a case that a person takes home: set by typst from plain data, in their own language."""
