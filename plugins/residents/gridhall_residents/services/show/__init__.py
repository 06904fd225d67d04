"""What the pages of one record show: a home with all who live there, a household, a person.

Start with ``pages.py``. Each value is shown with who said it (``telling.py``); what other sources have
said of it, now or before, is kept and can be opened. A page takes a fixed number of queries, however
many people it shows.
"""
