"""Rehearsals in the window: the bar that plays them, the controller behind it, and the pane with their log."""
