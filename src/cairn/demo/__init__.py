"""The demonstration mission: its pictures, its texts and the loader that publishes them."""
