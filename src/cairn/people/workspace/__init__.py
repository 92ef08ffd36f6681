"""The register's screens in the workspace. Each module holds the screens of one subject and their addresses."""
