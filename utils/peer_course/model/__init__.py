"""Frozen dataclasses: the shapes that everything else speaks in. No I/O here."""
