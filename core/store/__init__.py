"""Floor 3: the workspace file. The only place that says peewee; values of ``core.model`` go in and come out."""
