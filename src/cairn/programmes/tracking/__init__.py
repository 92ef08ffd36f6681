"""Sites and their populations, flows past points, and the dead and missing on the way."""
