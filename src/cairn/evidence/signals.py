"""What others listen to; evidence does not know who they are."""

from django.dispatch import Signal

# Sent with `release` after the transaction in which it was published, superseded or withdrawn.
release_changed = Signal()
