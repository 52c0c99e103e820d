"""Floor 0: frozen dataclasses and enums, in the field's own words. No I/O, no clock, no randomness."""
