"""Everything Cadenza knows and does, without a window: no Qt below this package.

The floors, lowest first: ``model``, ``rules``, ``actions``, ``engine`` and ``store``, ``exchange``, ``services``,
``cli``. A floor imports only from the floors below it; import-linter checks that.
"""
