"""Residents, households and dwellings of a city. Start reading at ``plugin``."""
