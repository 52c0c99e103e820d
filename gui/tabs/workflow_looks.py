"""How the canvas looks, remembered: zoom, colour by outcome, overview map, moving tokens; their commands in View."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from gui.canvas.tokens import less_motion
from gui.canvas.view import CanvasView
from gui.commands import Command
from gui.context import Context
from gui.tabs.panel_parts import read_number, register_commands

_ZOOM = "workflows/zoom"
_OVERVIEW = "workflows/overview"
_OUTCOME = "workflows/outcome"
_TOKENS = "workflows/tokens"


class CanvasLooks(QObject):
    """Brings back how a canvas looked, and remembers how it looks now.

    Arguments:
        context: The window's shared services.
        canvas: The canvas.
        tab: The tab it is on; owner.
    """

    def __init__(self, context: Context, canvas: CanvasView, tab: QWidget) -> None:
        super().__init__(tab)
        self._context, self._canvas = context, canvas
        canvas.set_zoom(read_number(context.settings.value(_ZOOM, 100)) / 100 or 1.0)
        canvas.set_overview(bool(read_number(context.settings.value(_OVERVIEW, 1))))
        canvas.set_tinted(bool(read_number(context.settings.value(_OUTCOME, 0))))
        # What a person chose counts; until then, what the system asks for.
        self._tokens_chosen = context.settings.value(_TOKENS) is not None
        canvas.set_tokens(bool(read_number(context.settings.value(_TOKENS, int(not less_motion())))))
        canvas.zoom_changed.connect(self._on_zoom)
        canvas.looks_changed.connect(self._on_looks)
        register_commands(context, tab, self._commands())

    def _commands(self) -> tuple[Command, ...]:
        canvas = self._canvas
        return (
            Command("view.zoom_selection", "Zoom to selection\tCtrl+2", canvas.zoom_to_selection, "View"),
            Command(
                "view.outcome",
                "Colour cards by outcome",
                lambda: canvas.set_tinted(not canvas.tinted),
                "View",
                checked=lambda: canvas.tinted,
                tip="Tints each card by the share of contacts that skipped it in the last run.",
            ),
            Command(
                "view.overview",
                "Overview map",
                lambda: canvas.set_overview(not canvas.overview),
                "View",
                checked=lambda: canvas.overview,
                tip="Shows a small map of the workflow when it is much larger than the view.",
            ),
            Command(
                "view.tokens",
                "Moving tokens",
                self._toggle_tokens,
                "View",
                checked=lambda: canvas.has_tokens,
                tip="Lets tokens run from card to card while a rehearsal plays, with how many contacts they stand for.",
            ),
        )

    def _toggle_tokens(self) -> None:
        self._tokens_chosen = True
        self._canvas.set_tokens(not self._canvas.has_tokens)

    @Slot(float)
    def _on_zoom(self, zoom: float) -> None:
        self._context.settings.setValue(_ZOOM, round(zoom * 100))

    @Slot()
    def _on_looks(self) -> None:
        self._context.settings.setValue(_OVERVIEW, int(self._canvas.overview))
        self._context.settings.setValue(_OUTCOME, int(self._canvas.tinted))
        if self._tokens_chosen:
            self._context.settings.setValue(_TOKENS, int(self._canvas.has_tokens))
