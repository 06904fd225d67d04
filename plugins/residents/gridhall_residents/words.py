"""Marks the plugin's texts for translation."""

from gridhall.words import Domain

_ = Domain("residents")
