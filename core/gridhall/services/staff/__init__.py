"""Staff, their posts, and the three administrators.

Start with :mod:`gridhall.services.staff.posts`: a post is what gives somebody rights over a part of
the tree. ``people`` adds and finds staff, ``administrators`` names the three that exclude each other.
"""
