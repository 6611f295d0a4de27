"""Skins: what a browser shows and hears. No rule, no prose and no file is touched here."""
