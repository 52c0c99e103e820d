"""The columns of the contacts' table, and the one word on whether a contact can get mail.

Not here: widgets, and the rules themselves: what a rehearsal does with such a contact is decided in core.
"""

from __future__ import annotations

from collections.abc import Callable

from core.model.contact import Contact, PropertyDefinition, PropertyType
from core.model.instant import from_instant, is_moment
from core.model.project import Project
from core.services import mail_status
from core.services.contacts import show_value
from core.services.values import zone_of_account
from gui import text
from gui.tables.paged import Column
from gui.theme import Tone

_SOFT = frozenset({mail_status.NO_EMAIL, "Unsubscribed", "No one-to-one mail"})
"""Statuses that are nobody's fault; the others are shown as broken."""

SHOWN: tuple[str, ...] = ("email", "company", "lifecyclestage", "hubspot_owner_id", "createdate")
"""Properties with a column of their own from the start; the others come with the column chooser."""

_TITLES = {"company": "Company", "lifecyclestage": "Stage", "hubspot_owner_id": "Owner", "createdate": "Created"}
_WIDTHS = {"email": 180, "company": 120, "lifecyclestage": 110, "hubspot_owner_id": 100, "createdate": 100}


def toned_status(contact: Contact) -> tuple[Tone, str]:
    """Say whether a contact can get mail, and in which tone, e.g. (SKIPPED, ``Unsubscribed``)."""
    words = mail_status.mail_status(contact)
    if words == mail_status.OK:
        return Tone.DONE, words
    return Tone.SKIPPED if words in _SOFT else Tone.BROKEN, words


class _LastStatus:
    """Remembers the status of one contact: a cell asks for its tone and then for its words, at every paint."""

    def __init__(self) -> None:
        self._asked: Contact | None = None
        self._said = (Tone.MUTED, "")

    def of(self, contact: Contact) -> tuple[Tone, str]:
        """Give what ``toned_status`` says of a contact."""
        if self._asked is not contact:
            self._asked, self._said = contact, toned_status(contact)
        return self._said


def contact_columns(project: Callable[[], Project]) -> list[Column[Contact]]:
    """Make the columns: name, the most used properties and the mail status, then every other property, hidden.

    Arguments:
        project: Gives the project as it is now, since owners may be renamed while the table stands.
    """
    by_name = {definition.name: definition for definition in project().properties}
    status = _LastStatus()
    columns = [Column[Contact]("name", "Name", lambda c: c.name, width=130, grows=True)]
    columns += [_column(by_name[name], project, hidden=False) for name in SHOWN[:-1]]
    columns.append(
        Column(
            "status",
            "Status",
            lambda c: status.of(c)[1],
            tone=lambda c: status.of(c)[0],
            width=130,
            sortable=False,
            grows=True,
        )
    )
    columns.append(_column(by_name[SHOWN[-1]], project, hidden=False))
    columns += [_column(d, project, hidden=True) for d in project().properties if d.name not in SHOWN]
    return columns


def _column(definition: PropertyDefinition, project: Callable[[], Project], *, hidden: bool) -> Column[Contact]:
    def words(contact: Contact) -> str:
        value = contact.get(definition.name)
        if definition.name == "createdate" and is_moment(value):
            # The day is what one looks for; the panel has the time.
            return text.format_date(from_instant(value), zone_of_account(project()))
        return show_value(definition, value, project())

    return Column(
        definition.name,
        _TITLES.get(definition.name, definition.label),
        words,
        width=_WIDTHS.get(definition.name, 140),
        hidden=hidden,
        grows=definition.name != "createdate",
        number=definition.type is PropertyType.NUMBER,
    )
