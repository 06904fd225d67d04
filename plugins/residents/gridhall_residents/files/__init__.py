"""Files that departments hand over: read, understood and checked; no database, no web.

Start at ``table.open_table`` (a file becomes rows), then ``profile.SourceProfile`` (which header means
which field), ``layout.Layout`` (that, for one file), ``check.check_row`` (a row becomes values or a reason)
and ``rejects.RejectsWriter`` (rows to be mended).

Reasons are codes (``errors.py`` for files, ``reasons.py`` for rows); words for people are made elsewhere.
"""
