"""Floor 5: all that the window and the command line may call. Each call that changes something returns ``Changes``."""
