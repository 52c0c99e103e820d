"""Form rows: label, buddy, names for screen readers, unit, help, errors."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDateTimeEdit, QFrame, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from gui.theme import ThemeManager
from gui.widgets.form import Form, form_row


def test_a_row_ties_its_label_to_its_field(qtbot: QtBot) -> None:
    field = QLineEdit()
    row = form_row("Sender", field, help_text="Only users with a paid seat.")
    qtbot.addWidget(row)
    assert row.editor is field
    assert row.label.text() == "Sender"
    assert row.label.buddy() is field
    assert field.accessibleName() == "Sender"
    assert field.accessibleDescription() == "Only users with a paid seat."


def test_a_unit_stands_beside_the_field_and_in_its_name(qtbot: QtBot) -> None:
    field = QSpinBox()
    row = form_row("Delay", field, unit="days")
    qtbot.addWidget(row)
    assert field.accessibleName() == "Delay (days)"
    assert "days" in [label.text() for label in row.findChildren(QLabel)]


def test_a_frame_around_the_field_names_the_field(qtbot: QtBot) -> None:
    frame, field = QFrame(), QLineEdit()
    QHBoxLayout(frame).addWidget(field)
    row = form_row("E-mail", frame, buddy=field)
    qtbot.addWidget(row)
    assert row.label.buddy() is field
    assert field.accessibleName() == "E-mail"
    assert frame.accessibleName() == ""


def test_an_error_shows_under_the_field_and_marks_it(themes: ThemeManager, qtbot: QtBot) -> None:
    field = QLineEdit()
    row = form_row("E-mail", field, help_text="Where mails go.")
    qtbot.addWidget(row)
    row.resize(240, 120)
    row.show()
    plain = field.grab().toImage().pixelColor(40, 0)
    row.set_error("This is no e-mail address.")
    shown = [label.text() for label in row.findChildren(QLabel) if label.isVisible()]
    assert shown == ["E-mail", "Where mails go.", "✕ This is no e-mail address."]
    assert row.error() == "This is no e-mail address."
    assert field.accessibleDescription() == "This is no e-mail address. Where mails go."
    assert field.grab().toImage().pixelColor(40, 0) == themes.theme.broken
    row.set_error("")
    assert row.error() == ""
    assert field.grab().toImage().pixelColor(40, 0) == plain
    assert field.accessibleDescription() == "Where mails go."


def test_help_can_change(qtbot: QtBot) -> None:
    field = QSpinBox()
    row = form_row("Limit", field)
    qtbot.addWidget(row)
    row.set_help("0 means none may be sent.")
    assert field.accessibleDescription() == "0 means none may be sent."


def test_the_labels_key_leads_to_the_field(host: QWidget, qtbot: QtBot) -> None:
    field = QLineEdit()
    row = form_row("Se&quence", field)
    row.setParent(host)
    row.show()
    with qtbot.waitActive(host):
        host.activateWindow()
    assert field.accessibleName() == "Sequence"
    QTest.keyClick(host, Qt.Key.Key_Q, Qt.KeyboardModifier.AltModifier)
    assert field.hasFocus()


def test_text_in_spin_boxes_stands_where_it_does_in_other_fields(qtbot: QtBot) -> None:
    spin, date = QSpinBox(), QDateTimeEdit()
    date.setCalendarPopup(True)
    rows = [form_row("Any", field) for field in (spin, date)]
    for row in rows:
        qtbot.addWidget(row)
    assert spin.lineEdit().textMargins().left() == 8
    # Qt lays a date field with a calendar out like a combo box, whose padding works.
    assert date.lineEdit().textMargins().left() == 0


def test_a_form_stacks_rows(qtbot: QtBot) -> None:
    form = Form()
    qtbot.addWidget(form)
    form.add_widget(QLabel("Enroll in sequence"))
    first = form.add_row("Sequence", QLineEdit())
    second = form.add(form_row("Sender", QLineEdit()))
    form.add_stretch()
    form.resize(300, 600)
    form.show()
    assert second.y() - (first.y() + first.height()) == 16
    assert second.height() < 100
