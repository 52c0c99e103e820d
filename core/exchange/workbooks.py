"""Sheets of Excel and OpenDocument workbooks as rows of texts, written so that a property's reader reads them back.

python-calamine gives typed cells; a date becomes ISO, a whole number loses its ``.0``, yes and no become words.
"""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import Any

from core.model.problem import Problem

_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_MOST_WHOLE = 10**15
"""A float tells no whole numbers apart beyond some 15 digits."""


def is_workbook(data: bytes) -> bool:
    """Say whether a file is an archive such as workbooks are, by its first bytes."""
    return data.startswith(_STARTS)


def rows_of_workbook(data: bytes, sheet: str = "") -> tuple[str, tuple[str, ...], list[list[str]]]:
    """Give a sheet's name, the names of all visible sheets, and the sheet's rows from its first line on.

    Arguments:
        data: The file.
        sheet: Which one; empty for the first one that is not empty.

    Raises:
        Problem: ``NOT_A_WORKBOOK`` when the file is something else, is damaged or has a password, or has no such sheet.
    """
    # Late: only workbooks need it.
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = tuple(
            found.name
            for found in book.sheets_metadata
            if found.typ is SheetTypeEnum.WorkSheet and found.visible is SheetVisibleEnum.Visible
        )
        if not names or (sheet and sheet not in names):
            raise _none(f"The workbook has no sheet “{sheet}”." if sheet else "The workbook has no sheet to read.")
        chosen = sheet or next((name for name in names if book.get_sheet_by_name(name).height), names[0])
        cells = book.get_sheet_by_name(chosen).to_python(skip_empty_area=False)
    except PasswordError as error:
        raise _none("The workbook is locked with a password.") from error
    except (CalamineError, OSError, ValueError) as error:
        raise _none("The file is an archive or an Office document, but no workbook that can be read.") from error
    return chosen, names, [list(map(as_text, row)) for row in cells]


def _none(sentence: str) -> Problem:
    hint = "Save the list as XLSX or CSV in the program it comes from, then import that."
    return Problem("NOT_A_WORKBOOK", sentence, hint=hint)


def as_text(cell: Any) -> str:  # noqa: ANN401 - what a cell of a sheet holds
    """Write a typed cell as a text that is read back as the same value."""
    if type(cell) is str:
        return cell
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _MOST_WHOLE else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell) if isinstance(cell, (int, timedelta)) else ""
