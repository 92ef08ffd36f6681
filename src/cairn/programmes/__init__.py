"""What the mission does. A programme knows the guard, the register and partners, and never another programme."""
