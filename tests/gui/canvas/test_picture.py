"""Pictures of workflows: sizes and contents of PNG, SVG and PDF, and where pages are cut."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from core.actions.delay import Delay
from core.model.problem import Problem
from core.model.workflow import Card, Sticky, Workflow
from gui.canvas.faces import faces_of
from gui.canvas.look import light_theme
from gui.canvas.picture import Heading, Picture, cut, image_of, page_layout, pdf_of, plain, png_of, svg_of
from tests.building import LEADS, enroll, fork, project, workflow

PROJECT = project()


def picture_of(shown: Workflow, heading: Heading | None = None) -> Picture:
    return Picture(shown, faces_of(PROJECT, shown, {}), light_theme(), QFont(), heading)


def long(cards: int) -> Workflow:
    """A workflow of so many delays, from top to bottom."""
    return Workflow(1, "Long", cards=tuple(Card(n, Delay(60 * n)) for n in range(1, cards + 1)), next_card=cards + 1)


@pytest.fixture
def small(qapp: QApplication) -> Picture:
    """A delay above a branch with an enrollment, under a heading."""
    return picture_of(workflow(Delay(2880), fork(LEADS, (enroll(),), ())), Heading("Demo & request", "On · 5 Jan 2026"))


def test_a_png_has_the_size_of_the_whole_canvas_and_twice_that(small: Picture) -> None:
    size = small.size
    # Two branches stand side by side: an axis apart of 288 + 48 pixels, and a half card at the left.
    assert 288 + 48 + 144 < size.width() < 700
    once, twice = image_of(small, 1), image_of(small, 2)
    assert (once.width(), once.height()) == (round(size.width()), round(size.height()))
    assert (twice.width(), twice.height()) == (2 * once.width(), 2 * once.height())
    back = QImage.fromData(png_of(twice), "PNG")  # type: ignore[arg-type]
    assert back.size() == twice.size()


def test_a_png_is_not_blank_and_has_no_plus_on_it(small: Picture) -> None:
    theme = light_theme()
    image = image_of(small, 1)
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}
    assert {theme.window.name(), theme.raised.name(), theme.accent_soft.name()} <= colours
    without = picture_of(workflow(Delay(60)))
    # A + is a circle of 11 pixels on the line below the card; there is only the line.
    assert theme.accent.name() not in {
        image_of(without, 1).pixelColor(x, round(without.size.height()) - y).name()
        for x in range(round(without.size.width()))
        for y in range(20, 50)
    }


def test_an_svg_holds_words_and_lines_but_no_pixels(small: Picture) -> None:
    root = ET.fromstring(svg_of(small))
    words = " ".join(text for node in root.iter() if node.tag.endswith("}text") for text in node.itertext())
    for said in ("Demo & request", "On · 5 Jan 2026", "Delay for 2 days", "Lifecycle stage is Lead?", "Yes"):
        assert said in words
    assert [node.tag for node in root.iter() if node.tag.endswith("}image")] == []
    assert root.get("viewBox") == f"0 0 {round(small.size.width())} {round(small.size.height())}"


def test_a_small_pdf_is_one_page_and_a_long_one_several(small: Picture) -> None:
    assert pdf_of(small).startswith(b"%PDF")
    assert _pages(pdf_of(small)) == 1
    # 60 cards of 48 pixels with gaps of 48 are 5,760 pixels; a page of A4 holds about 1,000 of them.
    assert _pages(pdf_of(picture_of(long(60)))) in (6, 7)


def test_sticky_notes_are_part_of_the_picture(qapp: QApplication) -> None:
    shown = Workflow(1, "Noted", stickies=(Sticky(1, "Ask Bo first"),))
    assert b"Ask Bo first" in svg_of(picture_of(shown))


def test_printing_paints_the_same_pages(qapp: QApplication, tmp_path: Path) -> None:
    picture = picture_of(long(30))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setPageLayout(page_layout(picture.size))
    number = picture.paint_pages(printer)
    assert number > 1
    assert _pages((tmp_path / "out.pdf").read_bytes()) == number


def test_a_png_too_long_to_paint_says_what_to_do(qapp: QApplication) -> None:
    picture = picture_of(long(340))
    with pytest.raises(Problem, match="too many for a PNG") as caught:
        image_of(picture, 2)
    assert caught.value.hint == "Export it as SVG or PDF, which have no such limit, or in single size."


def test_faces_for_somebody_else_have_no_counts_and_no_problems(qapp: QApplication) -> None:
    face = faces_of(PROJECT, workflow(enroll(9, 9)), {})[1]
    assert face.problems
    assert plain(face).problems == ()


def test_pages_are_cut_between_cards() -> None:
    cards = [QRectF(0, 100 * n, 50, 60) for n in range(10)]
    pages = cut(cards, -20, 980, 250, 250)
    assert pages[0] == (-20, 188)
    assert pages[-1][1] == 980
    assert all(a[1] == b[0] for a, b in pairwise(pages))
    for _, end in pages[:-1]:
        assert not any(card.top() < end < card.bottom() for card in cards)


def test_a_card_longer_than_a_page_is_cut_where_the_page_ends() -> None:
    assert cut([QRectF(0, 0, 50, 900)], 0, 900, 400, 300) == [(0, 300), (300, 700), (700, 900)]


def _pages(pdf: bytes) -> int:
    return pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page\r") + pdf.count(b"/Type /Page ")
