"""access · models: logins, the facts of grants, the grants that follow, and tokens of devices."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models

from lianfang.kernel import scope
from lianfang.kernel.models import FactRow, ScopedManager, ScopedModel


class User(AbstractUser):
    """A login. `unit` answers for it; `demo` logins open only while a demonstration runs on this machine.

    `first_name` is the whole name of the person who uses it (vouched for, as the password is), `title` the office, and
    `phone` the number under which that person is reached about what was signed.
    """

    language = models.CharField(max_length=10, default="zh-hans")
    title = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=40, blank=True, default="", db_default="")
    unit = models.TextField(blank=True)
    demo = models.BooleanField(default=False)
    password_once = models.BooleanField(default=False)

    class Meta:
        db_table = "access_user"

    def __str__(self) -> str:
        return self.first_name or self.title or self.username

    def set_password(self, raw_password: str | None) -> None:
        """As Django does; a password that somebody chose is no longer the one that was handed over."""
        super().set_password(raw_password)
        self.password_once = False

    def check_password(self, raw_password: str | None) -> bool:
        """As Django does; a demo login's password is wrong, whatever it is, where no demonstration runs."""
        return super().check_password(raw_password) and (settings.DEMO or not self.demo)

    def save(self, *args: Any, **named: Any) -> None:
        """As Django does. Before anybody is known (a sign-in, a password by letter) a login changes as itself."""
        if scope.acts() or self.pk is None:
            super().save(*args, **named)
            return
        with scope.acting(scope.Actor(self.username, self.pk, ())):
            super().save(*args, **named)

    @property
    def may_enter(self) -> bool:
        """Whether sessions and tokens of this login are good here."""
        return self.is_active and (settings.DEMO or not self.demo)


class Giving(FactRow):
    """A role over a unit was given to a login."""

    login = models.TextField()
    role = models.TextField()
    until_at = models.DateTimeField(null=True)

    class Meta(FactRow.Meta):
        db_table = "access_giving"
        indexes = [
            models.Index(fields=["unit"], name="access_giving_unit"),
            models.Index(fields=["login"], name="access_giving_login"),
        ]


class Ending(FactRow):
    """A grant was ended."""

    giving = models.UUIDField()

    class Meta(FactRow.Meta):
        db_table = "access_ending"
        indexes = [models.Index(fields=["giving"], name="access_ending_giving")]


class Grant(ScopedModel):
    """A role held over a unit from `since_at` to `until_at`; `id` is the entry that gave it."""

    also_visible = "user_id = (SELECT scope_user())"

    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.TextField()
    unit = models.TextField()
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "access_grant"
        indexes = [
            models.Index(fields=["path"], name="access_grant_path"),
            models.Index(fields=["unit"], name="access_grant_unit"),
        ]


class Token(models.Model):
    """What a device shows to act as a login. Only the SHA-256 of the token is kept.

    One that somebody else laid ready opens nothing until the login takes it (`accepted_at`).
    """

    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    device = models.TextField()
    digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.TextField()
    accepted_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        db_table = "access_token"


class Code(models.Model):
    """The code over a login or a token (`vouching`)."""

    pk = models.CompositePrimaryKey("kind", "key")
    kind = models.TextField()
    key = models.TextField()
    mac = models.BinaryField()

    class Meta:
        db_table = "access_code"


class Invitation(ScopedModel):
    """A code with which a login is taken over once, by whom it was made for. Only the SHA-256 of the code is kept.

    `person` is who was picked, where it was somebody of the register.
    """

    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    person = models.UUIDField(null=True)
    unit = models.TextField()
    digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.TextField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "access_invitation"
        indexes = [models.Index(fields=["path", "made_at"], name="access_invitation_path")]
