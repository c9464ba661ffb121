"""Who signs in: units, roles and users."""

from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.accounts.heads import heads_above
from foundation.accounts.permissions import Permission
from foundation.core.ids import new_public_id
from foundation.core.models import Record, track
from foundation.core.prepared import Prepared


class Unit(Record):
    """A department. Rows belong to units, and a person sees those of the own unit unless a role says more."""

    code = models.SlugField(max_length=40, unique=True)
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    head = models.ForeignKey(
        "accounts.User", verbose_name=_("head"), null=True, blank=True, on_delete=models.SET_NULL, related_name="heads"
    )

    history = track()

    class Meta:
        ordering = ["code"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_th


class Role(Record):
    """A named set of permissions. Shipped roles come by migration; the administrator edits them."""

    key = models.SlugField(max_length=40, unique=True)
    title_th = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    purpose_th = models.CharField(max_length=300, blank=True)
    purpose_en = models.CharField(max_length=300, blank=True)
    permissions = ArrayField(models.CharField(_("permission"), max_length=40), default=list, blank=True)
    needs_second_factor = models.BooleanField(_("needs a second factor"), default=False)

    history = track()

    class Meta:
        ordering = ["key"]
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_en if get_language() == "en" else self.title_th

    @property
    def purpose(self) -> str:
        """What the role is for, in the reader's language."""
        return self.purpose_en if get_language() == "en" else self.purpose_th


class User(AbstractUser):
    """A member of staff, a board member or an auditor. Customers have no account: they hold tracking codes."""

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    roles = models.ManyToManyField(Role, blank=True, related_name="holders")
    language = models.CharField(max_length=2, choices=[("th", _("Thai")), ("en", _("English"))], default="th")

    history = track(excluded_fields=["password", "last_login"], m2m_fields=[roles])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="user_email_once",
                violation_error_message=_("Someone else has this e-mail address."),
            )
        ]
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @cached_property
    def _role_rows(self) -> list[tuple[Any, ...]]:
        """One query a request, so a removed role counts on the next request."""
        return _ROLES_OF(self.pk) if self.is_active else []

    @cached_property
    def granted(self) -> frozenset[str]:
        """Permission values of all roles."""
        return frozenset(value for permissions, _needs in self._role_rows for value in permissions)

    @property
    def needs_second_factor(self) -> bool:
        """Whether any role demands a second factor at sign-in."""
        return any(needs for _permissions, needs in self._role_rows)

    def can(self, permission: Permission | str) -> bool:
        """Whether any role grants the permission."""
        return str(permission) in self.granted

    @cached_property
    def superiors(self) -> frozenset[int]:
        """The heads of the own unit and of every unit above it, without the person."""
        return heads_above(Unit, self.unit_id) - {self.pk}

    @property
    def initials(self) -> str:
        """Two letters for the round mark: first letters of given and family name, Thai leading vowels skipped."""
        return "".join(_first_consonant(part) for part in (self.first_name, self.last_name)) or self.username[:2]


_ROLES_OF = Prepared(
    lambda key: Role.objects.filter(holders=key).order_by().values_list("permissions", "needs_second_factor")
)


def _first_consonant(name: str) -> str:
    stripped = name.lstrip("เแโใไ")
    return stripped[:1]
