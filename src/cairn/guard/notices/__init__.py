"""What colleagues are told in the workspace: a sentence, a reference, a way to it. Never a name."""
