"""The screens of evidence: a release as a path to follow, indicators as texts to write, facts to look at."""
