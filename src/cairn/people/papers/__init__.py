"""Documents that the register hands out: set by typst from plain data, sealed with a passphrase where they leave."""
