"""Versions of workflows, saved views, scenarios, and runs with a name that may be kept."""

from __future__ import annotations

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

_TABLES = (
    'CREATE TABLE "workflow_version" ("id" INTEGER NOT NULL PRIMARY KEY, "workflow" INTEGER NOT NULL,'
    ' "time" INTEGER NOT NULL, "title" TEXT NOT NULL, "document" BLOB NOT NULL)',
    'CREATE INDEX "workflowversiontable_workflow" ON "workflow_version" ("workflow")',
    'CREATE TABLE "saved_view" ("id" INTEGER NOT NULL PRIMARY KEY, "place" TEXT NOT NULL, "name" TEXT NOT NULL,'
    ' "document" TEXT NOT NULL)',
    'CREATE TABLE "scenario" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "document" TEXT NOT NULL)',
    'ALTER TABLE "run" ADD COLUMN "name" TEXT NOT NULL DEFAULT \'\'',
    'ALTER TABLE "run" ADD COLUMN "kept" INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE "contact_list" ADD COLUMN "filter" TEXT',
    'ALTER TABLE "run" ADD COLUMN "moves" BLOB',
)


def up(_migrator: SchemaMigrator, database: SqliteDatabase) -> None:
    """Make the new tables and columns."""
    for statement in _TABLES:
        database.execute_sql(statement)  # type: ignore[no-untyped-call]
