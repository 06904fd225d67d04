"""Imports of files: checked row by row, merged in chunks, each chunk one transaction.

Start with ``run.import_file``. A chunk goes ``drafts`` (values become what is stored) → ``staging`` →
``merge``, which calls ``matching`` (whom does a row mean?), ``saying`` (is it something new?) and
``applying`` (the record changes). What an import answers is in ``report``.

Whom a row means is asked of the whole city, past the filter of the session, since an identity number
and a code are unique in the city; what lies outside the importer's grids is refused, and shown to nobody.
"""
