"""The fixtures that the tests of core and of every plugin share."""

pytest_plugins = ["gridhall.testing"]
