"""How people sign in: accounts, sessions, and the throttle against guessing."""

from datetime import datetime

from sqlalchemy import ForeignKey, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gridhall.db import Base


class Account(Base):
    """A login and its password."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    """NFKC, lower case."""
    password_hash: Mapped[str]
    """Argon2id in PHC format."""
    must_change_password: Mapped[bool]
    disabled_at: Mapped[datetime | None]
    language: Mapped[str | None]
    """None: the city's first."""
    scheme: Mapped[str] = mapped_column(server_default="auto")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class WebSession(Base):
    """One sign-in on one device."""

    __tablename__ = "web_session"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    """SHA-256 of the cookie's token: who reads the table cannot sign in."""
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    seen_at: Mapped[datetime] = mapped_column(server_default=func.now())
    flashes: Mapped[list[list[str]]] = mapped_column(JSONB, server_default="[]")
    """``[kind, text]`` of messages for the next page."""


class SignInThrottle(Base):
    """Failed sign-ins of one bucket (an account from a network, a network, a known device)."""

    __tablename__ = "sign_in_throttle"

    bucket: Mapped[bytes] = mapped_column(primary_key=True)
    """A keyed hash: the table names no login and no address."""
    failures: Mapped[int]
    failed_at: Mapped[datetime]
    blocked_until: Mapped[datetime | None]
