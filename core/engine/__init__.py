"""Floor 3: plays simulated weeks over a frozen snapshot and yields the trace in batches. No database, no wall clock."""
