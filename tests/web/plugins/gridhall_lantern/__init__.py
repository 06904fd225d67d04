"""A plugin for the tests of the pipeline."""
