"""The visual action list: where its cards stand, how they look, and what mouse and keyboard do to them."""
