"""How a count may be shown: open, rounded, perturbed, or hidden together with what would give it back."""
