"""What staff change by hand: a statement of theirs is kept, and the record follows it.

Start with ``people.py``, ``homes.py`` and ``households.py``; ``moving.py`` moves house, ``removal.py``
deletes and restores. What was typed is read by the rules of files (``typed.py``); what is unique in the
city is asked of the whole city (``unique.py``), past the filter of the session, and shown only within
one's own grids.
"""
