"""Colleagues: where they work, what they may do, and what happens when they leave."""
