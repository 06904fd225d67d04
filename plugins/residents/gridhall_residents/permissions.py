"""The permissions of the plugin; what each lets one do is said in ``plugin.py``."""

VIEW = "residents.view"
EDIT = "residents.edit"
IMPORT = "residents.import"
EXPORT = "residents.export"
REVEAL = "residents.reveal"
