"""Words for people: messages, and the catalogues that translate them.

Start with :class:`Message` (what code writes) and :class:`Words` (what a page reads).
"""

from gridhall.words.catalogue import DIRECTIONS, OWN_NAMES, Catalogues, Words
from gridhall.words.message import Domain, Message

__all__ = ["DIRECTIONS", "OWN_NAMES", "Catalogues", "Domain", "Message", "Words"]
