"""The data section of the site: pages, files at addresses that stay, a catalogue for data portals, and a feed."""
