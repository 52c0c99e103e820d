"""The window: everything that needs Qt. It talks to core.services, core.model and core.actions, never to the store."""
