"""The protected register: who the mission knows, and how each person is found again."""
