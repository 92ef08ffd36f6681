"""What casework offers to evidence: people without names, numbers or cases, read when a snapshot is taken."""
