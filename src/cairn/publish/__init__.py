"""The static, signed public site: what shows what, made whole or not at all."""
