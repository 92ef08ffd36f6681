"""Backups: one sealed file of all that cannot be made again, the way back from it, and the proof that there is one.

`making`, `restoring` and `drilling` are what people ask for; `state` remembers. `container` is the sealed file, `archive`
what lies in it (`packing`, `unpacking`), `snapshots` the database at one moment, `tables` what it says, `holding` the files
of that moment, `shelf` where backups are written. `placing` puts things back, `checking` and `values` look at them.
"""
