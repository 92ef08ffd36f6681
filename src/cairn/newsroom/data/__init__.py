"""The public data section: what stands on its pages. Releases say everything in it; nothing is typed."""
