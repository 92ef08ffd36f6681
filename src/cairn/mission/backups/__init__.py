"""Backups: one sealed file of all that cannot be made again, the way back from it, and the proof that there is one.

`container` is the sealed file, `archive` what lies in it, `snapshots` the database at one moment, `holding` the
files of that moment. `making`, `restoring` and `drilling` are what people ask for; `state` remembers.
"""
