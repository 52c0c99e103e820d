"""Floor 1: the rules as pure functions, one question a file. No storage, no clock, no randomness."""
