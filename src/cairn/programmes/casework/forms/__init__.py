"""Forms that are declared, not programmed: assessments, interviews, screenings, surveys, one file each."""
