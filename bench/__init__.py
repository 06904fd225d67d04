"""What the platform costs, each figure beside a baseline of the same run: ``make bench``.

Seconds differ from machine to machine, ratios hardly do; so compare ratios, and seconds only within a run.
Each measure first asserts that what it measures is right. Data are made up, in a deployment that is removed.

``tree``
    Chongqing's 12,340 divisions by ``grid import``, against a plain COPY of the same file.
``import``
    A file of a department, 100,000 people (``--rows``), from the file to the merged records: against a plain
    COPY of the same rows into a table of the same columns, and against a COPY of all that the import left
    in the database into tables with the same indexes, the least that any import must write. Then the same
    file again, which changes nothing. At last the peak of memory, against that of a tenth of the rows.
``scope``
    Lists of 50 and counts as services ask for them, narrowed by the session to the grids of a post, against
    the SQL that somebody would write by hand for a post at that level.
``search``
    People by two characters of the name, against LIKE over all names: as many as were imported.
``page``
    A request through the pipeline (host, session, permission, page) against a bare view of Pyramid that gives
    the same bytes; the list of 50 people against its own SQL.
"""
