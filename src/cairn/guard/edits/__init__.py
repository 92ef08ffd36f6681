"""Nobody's edit is lost: changes name the version they were made on, merge where they can, and wait where they cannot."""
