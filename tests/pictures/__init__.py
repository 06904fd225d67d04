"""The pictures of the documentation, made by the project itself: ``make pictures``."""
