"""Django's own migrate, telling how far it is."""

from typing import Any

from django.core.management.commands.migrate import Command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from cairn.mission.progress import Advance


class MigrateWithProgress(Command):
    """A new database takes two hundred steps; whoever waits sees them go by."""

    def __init__(self, advance: Advance) -> None:
        super().__init__()
        self.advance = advance
        self.done = 0

    def handle(self, *args: Any, **options: Any) -> None:
        executor = MigrationExecutor(connections[options["database"]])
        self.total = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        super().handle(*args, **options)

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
        if action == "apply_success":
            self.done += 1
            self.advance(self.done, self.total, f"{migration.app_label} {migration.name}")
