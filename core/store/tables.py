"""The tables of a workspace file, as peewee models: only their shape; reading and writing is one file a noun.

The models carry no database: several workspaces may be open at once, so a query is told where to run
(``query.execute(database)``). Migrations never import this file: they meet old shapes, this is today's.
"""

from __future__ import annotations

from peewee import SQL, AutoField, BlobField, IntegerField, Model, TextField

APPLICATION_ID = 0x43444E5A
"""What marks a SQLite file as a workspace: "CDNZ"."""

SCHEMA_VERSION = 2
"""The shape below. A change of shape raises it and comes with a file in ``migrations/``."""


class MetaTable(Model):
    """Single values: the account's document, and the next free id of each noun."""

    key = TextField(primary_key=True)
    value = TextField()

    class Meta:
        """Peewee's options."""

        table_name = "meta"
        without_rowid = True


class PropertyTable(Model):
    """Properties a person added."""

    id = AutoField()
    name = TextField(unique=True)
    document = TextField()

    class Meta:
        """Peewee's options."""

        table_name = "property"


class ContactTable(Model):
    """Contacts: a column per standard property, custom ones as JSON in ``extra``, and two keys to find and sort by."""

    id = AutoField()
    email = TextField(null=True)
    firstname = TextField(null=True)
    lastname = TextField(null=True)
    company = TextField(null=True)
    jobtitle = TextField(null=True)
    phone = TextField(null=True)
    city = TextField(null=True)
    country = TextField(null=True)
    website = TextField(null=True)
    lifecyclestage = TextField(null=True)
    hs_lead_status = TextField(null=True)
    hubspot_owner_id = IntegerField(null=True)
    hs_timezone = TextField(null=True)
    hs_object_source = TextField(null=True)
    createdate = IntegerField(null=True)
    lastmodifieddate = IntegerField(null=True)
    notes_last_contacted = IntegerField(null=True)
    recent_conversion_event_name = TextField(null=True)
    hs_email_optout = IntegerField(null=True)
    hs_email_optout_one_to_one = IntegerField(null=True)
    hs_email_bounced = IntegerField(null=True)
    hs_email_bounced_elsewhere = IntegerField(null=True)
    hs_email_blocked_address = IntegerField(null=True)
    hs_email_blocked_domain = IntegerField(null=True)
    hs_email_marked_as_spam = IntegerField(null=True)
    extra = TextField(null=True)
    email_key = TextField(null=True, index=True)
    name_key = TextField(index=True)

    class Meta:
        """Peewee's options."""

        table_name = "contact"


class ContactSearchTable(Model):
    """What a search looks through, apart from the wide rows so that a scan of a million stays short."""

    id = AutoField()
    text = TextField()

    class Meta:
        """Peewee's options."""

        table_name = "contact_search"


class ContactTombstoneTable(Model):
    """Name and address of deleted contacts, and what a search looks through, for the logs of runs that had them."""

    id = AutoField()
    name = TextField()
    email = TextField()
    text = TextField()

    class Meta:
        """Peewee's options."""

        table_name = "contact_tombstone"


class SenderTable(Model):
    """Senders."""

    id = AutoField()
    name = TextField()
    document = TextField()

    class Meta:
        """Peewee's options."""

        table_name = "sender"


class SequenceTable(Model):
    """Sequences, deleted ones too."""

    id = AutoField()
    name = TextField()
    deleted = IntegerField(null=True)
    document = TextField()

    class Meta:
        """Peewee's options."""

        table_name = "sequence"


class WorkflowTable(Model):
    """Workflows."""

    id = AutoField()
    name = TextField()
    status = TextField()
    document = TextField()

    class Meta:
        """Peewee's options."""

        table_name = "workflow"


class WorkflowVersionTable(Model):
    """What a workflow was after each edit. ``document`` is its JSON, compressed: there may be hundreds of them."""

    id = AutoField()
    workflow = IntegerField(index=True)
    time = IntegerField()
    title = TextField()
    document = BlobField()

    class Meta:
        """Peewee's options."""

        table_name = "workflow_version"


class SavedViewTable(Model):
    """Saved views of tables and of the log; ``document`` is known only to the place they belong to."""

    id = AutoField()
    place = TextField()
    name = TextField()
    document = TextField()

    class Meta:
        """Peewee's options."""

        table_name = "saved_view"


class ScenarioTable(Model):
    """Saved scenarios: a name and the settings a rehearsal is played with."""

    id = AutoField()
    name = TextField()
    document = TextField()

    class Meta:
        """Peewee's options."""

        table_name = "scenario"


class ScriptedEventTable(Model):
    """Scripted events; plain columns, since a script may have one for every contact. ``value`` is JSON."""

    id = AutoField()
    kind = TextField()
    contact = IntegerField()
    minute = IntegerField()
    detail = TextField()
    sender = IntegerField()
    sequence = IntegerField()
    workflow = IntegerField()
    property = TextField()
    value = TextField(null=True)

    class Meta:
        """Peewee's options."""

        table_name = "scripted_event"


class EnrollmentTable(Model):
    """Standing enrollments; plain columns, since every contact may have one."""

    id = AutoField()
    contact = IntegerField()
    sequence = IntegerField()
    sender = IntegerField()
    since = IntegerField()
    next_step = IntegerField()
    state = TextField()
    by = TextField()

    class Meta:
        """Peewee's options."""

        table_name = "enrollment"


class ContactListTable(Model):
    """Contact lists; ``filter`` is JSON, and empty for static ones."""

    id = AutoField()
    name = TextField()
    rule = TextField(null=True, column_name="filter")

    class Meta:
        """Peewee's options."""

        table_name = "contact_list"


class ListMemberTable(Model):
    """Who is on which list; found by list as well as by contact."""

    id = AutoField()
    list = IntegerField()
    contact = IntegerField(index=True)

    class Meta:
        """Peewee's options."""

        table_name = "list_member"
        indexes = ((("list", "contact"), True),)


class RunTable(Model):
    """Rehearsals. ``summary`` is empty while one plays; its log rows are those from ``first_row`` to ``last_row``.

    One with a name, or that is kept, stays when older runs are cleared away.
    """

    id = AutoField()
    created = IntegerField()
    settings = TextField()
    project = TextField()
    summary = TextField(null=True)
    first_row = IntegerField()
    last_row = IntegerField()
    name = TextField(constraints=[SQL("DEFAULT ''")])
    kept = IntegerField(constraints=[SQL("DEFAULT 0")])
    moves = BlobField(null=True)

    class Meta:
        """Peewee's options."""

        table_name = "run"


class EventTable(Model):
    """The log: the twelve numbers of ``core.model.trace.TraceRow``, in their order."""

    id = AutoField()
    time = IntegerField()
    contact = IntegerField()
    place = IntegerField()
    kind = IntegerField()
    outcome = IntegerField()
    reason = IntegerField()
    sender = IntegerField()
    sequence = IntegerField()
    step = IntegerField()
    a = IntegerField()
    b = IntegerField()
    c = IntegerField()

    class Meta:
        """Peewee's options."""

        table_name = "event"


TABLES: tuple[type[Model], ...] = (
    MetaTable,
    PropertyTable,
    ContactTable,
    ContactSearchTable,
    ContactTombstoneTable,
    SenderTable,
    SequenceTable,
    WorkflowTable,
    WorkflowVersionTable,
    SavedViewTable,
    ScenarioTable,
    ScriptedEventTable,
    EnrollmentTable,
    ContactListTable,
    ListMemberTable,
    RunTable,
    EventTable,
)
"""Every table, in the order they are made."""
