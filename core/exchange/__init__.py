"""Floor 4: files in and out: contact CSV and project JSON, each with its own version. No storage, no services."""
