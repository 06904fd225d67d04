"""Files of what a list shows: the same rows, within what one may export, masked as shown.

Start with ``asking``: small files are made at once, large ones by a job (``job``). ``making`` writes a file,
``tables`` says what stands in its cells.
"""
