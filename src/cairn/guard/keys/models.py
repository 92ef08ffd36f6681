"""The keys in the database: each of them wrapped, none of them readable without the master key."""

import uuid
from collections.abc import Iterable

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.keys.errors import CannotOpen, KeyDestroyed, KeysMissing, WrongMasterKey
from cairn.guard.keys.ring import Ring, forget_answers, master_ring
from cairn.guard.keys.sealing import new_key, seal, unseal


class MasterKeyManager(models.Manager):
    def current(self) -> "MasterKey":
        """The master key that new keys are wrapped with, known to this database from now on."""
        ring, known = master_ring(), {row.version: row for row in self.all()}
        if known and ring.current < max(known):
            forget_answers()
            ring = master_ring()
        if known and ring.current < max(known):
            raise KeysMissing(
                f"This process works with master key version {ring.current}, and the mission with {max(known)}.",
                "Give it the new version where [keys] in mission.toml says, and start it again.",
            )
        check = ring.check_of(ring.current)
        row = known.get(ring.current)
        if row is None:
            row, _made = self.get_or_create(version=ring.current, defaults={"check_value": check})
        row.refuse_another(check)
        return row


class MasterKey(models.Model):
    """A version of the master key as the database knows it: its number, and how to tell it from another.

    The key itself is never here. A version that wraps nothing any more is deleted, and the database refuses
    to delete one that still does.
    """

    version = models.PositiveIntegerField(_("version"), primary_key=True)
    check_value = models.BinaryField(_("check value"), max_length=16)
    first_used_at = models.DateTimeField(_("first used"), default=timezone.now)

    objects = MasterKeyManager()

    class Meta:
        verbose_name = _("master key")
        verbose_name_plural = _("master keys")
        ordering = ("version",)

    def __str__(self) -> str:
        return f"master key {self.version}"

    def refuse_another(self, check: bytes) -> None:
        if bytes(self.check_value) != check:
            raise WrongMasterKey(
                f"Master key version {self.version} is not the one that this database was sealed with.",
                "Put the right one back; the one at hand opens nothing. If a copy exists, it lies with the "
                "backups of the secrets, not with those of the database.",
            )


class Wrapped(models.Model):
    """A key that lies in the database wrapped by the master key."""

    wrapped = models.BinaryField(_("wrapped key"), default=b"", blank=True)
    master = models.ForeignKey(
        MasterKey, on_delete=models.PROTECT, related_name="+", verbose_name=_("master key")
    )

    class Meta:
        abstract = True

    def __getstate__(self) -> dict[str, object]:
        """Neither a cache nor a copy takes the open key along."""
        return {**super().__getstate__(), "_unwrapped": None}

    @property
    def place(self) -> str:
        """What the wrapping is bound to, so that one key cannot take the place of another."""
        return f"{self._meta.label_lower}/{self.pk}/{self.master_id}"

    def wrap(self, key: bytes, master: MasterKey, ring: Ring | None = None) -> None:
        self.master = master
        self.wrapped = seal((ring or master_ring()).key(master.version), self.place, key)
        self._unwrapped = key

    def rewrap(self, master: MasterKey, ring: Ring) -> None:
        """Wrap the same key with another master key; what it sealed stays as it is."""
        self.wrap(self.unwrap(ring), master, ring)

    def unwrap(self, ring: Ring | None = None) -> bytes:
        """The key itself, kept on this object only."""
        if (kept := getattr(self, "_unwrapped", None)) is not None:
            return kept
        ring = ring or _ring_with(self.master_id)
        try:
            self._unwrapped = unseal(ring.key(self.master_id), self.place, bytes(self.wrapped))
        except CannotOpen:
            self.master.refuse_another(ring.check_of(self.master_id))
            raise
        return self._unwrapped

    def forget(self) -> None:
        self._unwrapped = None


def _ring_with(version: int) -> Ring:
    """The ring; if it lacks a version, as the vault tells it now, for that may have been added since."""
    if version not in master_ring().keys:
        forget_answers()
    return master_ring()


class DataKeyQuerySet(models.QuerySet["DataKey"]):
    def make(self) -> "DataKey":
        """A new key for one person, whose rows all carry it."""
        return self.make_many(1)[0]

    def make_many(self, count: int) -> list["DataKey"]:
        """Keys for as many people, in few queries: what imports call."""
        master, ring = MasterKey.objects.current(), master_ring()
        keys = [DataKey() for _number in range(count)]
        for key in keys:
            key.wrap(new_key(), master, ring)
        return self.bulk_create(keys, batch_size=1000)


class DataKey(Wrapped):
    """The key of one person. Destroying it makes everything sealed about them unreadable, also in copies.

    The row stays when the key is gone: it is the proof that it is gone, and says nothing about whose it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    destroyed_at = models.DateTimeField(_("destroyed"), null=True, blank=True)
    master = models.ForeignKey(
        MasterKey, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("master key")
    )

    objects = DataKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("data key")
        verbose_name_plural = _("data keys")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(destroyed_at=None, master__isnull=False)
                | models.Q(destroyed_at__isnull=False, master=None, wrapped=b""),
                name="data_key_is_wrapped_or_destroyed",
                violation_error_message=_("A data key is either wrapped by a master key, or destroyed."),
            )
        ]

    def __str__(self) -> str:
        return f"data key {self.pk}"

    @property
    def is_destroyed(self) -> bool:
        return self.destroyed_at is not None

    def unwrap(self, ring: Ring | None = None) -> bytes:
        if self.is_destroyed:
            raise KeyDestroyed("This was erased: its key is destroyed, and nobody can read it any more.")
        return super().unwrap(ring)


def open_data_key(row: models.Model) -> bytes:
    """The key of a row of DataKey, also of the bare one that a migration has."""
    if isinstance(row, DataKey):
        return row.unwrap()
    names = ("id", "wrapped", "master_id", "destroyed_at")
    return DataKey(**{name: getattr(row, name) for name in names}).unwrap()


class MissionKey(Wrapped):
    """A key that the whole mission shares, such as the root of blind indexes; it outlives master keys."""

    name = models.CharField(_("name"), max_length=40, primary_key=True)

    class Meta:
        verbose_name = _("mission key")
        verbose_name_plural = _("mission keys")

    def __str__(self) -> str:
        return self.name


class KeyRotation(models.Model):
    """One passage from a master key to the next: how far it is, and whether it is over."""

    to_version = models.PositiveIntegerField(_("to version"), unique=True)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    total = models.PositiveBigIntegerField(_("keys to rewrap"), default=0)
    done = models.PositiveBigIntegerField(_("keys rewrapped"), default=0)
    started_by = models.BigIntegerField(_("started by"), null=True, blank=True)
    retired = models.JSONField(_("versions retired"), default=list, blank=True)

    class Meta:
        verbose_name = _("key rotation")
        verbose_name_plural = _("key rotations")
        ordering = ("-to_version",)

    def __str__(self) -> str:
        return f"rotation to master key {self.to_version}"

    @property
    def is_over(self) -> bool:
        return self.finished_at is not None

    @property
    def percent(self) -> int:
        return 100 if self.is_over or not self.total else min(99, self.done * 100 // self.total)


def save_rewrapped(keys: Iterable[Wrapped]) -> None:
    keys = list(keys)
    if keys:
        type(keys[0])._default_manager.bulk_update(keys, ["wrapped", "master"], batch_size=200)
