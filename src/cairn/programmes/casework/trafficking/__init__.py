"""Counter-trafficking: what screening finds, what people decide, and what standards and national mechanisms ask for."""
