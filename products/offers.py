"""What this room offers to the one search box, and to records that cite a product, an idea or a project."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from foundation.core.references import Reference, ReferenceKind
from foundation.core.search import Hit, Source, holding
from products.models import Idea, Product, Project


def find_products(user: Any, needle: str, limit: int) -> Iterable[Hit]:
    """Products that hold the needle."""
    rows = holding(Product.objects.visible_to(user), needle).order_by("code")[:limit]
    return [Hit(row.name, f"{row.code} · {row.get_status_display()}", row.get_absolute_url()) for row in rows]


def find_ideas(user: Any, needle: str, limit: int) -> Iterable[Hit]:
    """Ideas that hold the needle, newest first."""
    rows = holding(Idea.objects.visible_to(user), needle).order_by("-id")[:limit]
    return [Hit(row.title, f"{row.number} · {row.get_status_display()}", row.get_absolute_url()) for row in rows]


def find_projects(user: Any, needle: str, limit: int) -> Iterable[Hit]:
    """Projects that hold the needle, newest first."""
    rows = holding(Project.objects.visible_to(user), needle).order_by("-id")[:limit]
    return [Hit(row.name, f"{row.number} · {row.get_stage_display()}", row.get_absolute_url()) for row in rows]


def cited_product(user: Any, public_id: str) -> Reference | None:
    """A product that another room cites; None when the user may not see it."""
    return _cited("product", Product.objects.visible_to(user).filter(public_id=public_id).first())


def cited_idea(user: Any, public_id: str) -> Reference | None:
    """An idea that another room cites; None when the user may not see it."""
    return _cited("idea", Idea.objects.visible_to(user).filter(public_id=public_id).first())


def cited_project(user: Any, public_id: str) -> Reference | None:
    """A project that another room cites; None when the user may not see it."""
    return _cited("project", Project.objects.visible_to(user).filter(public_id=public_id).first())


def product_coded(user: Any, code: str) -> Reference | None:
    """The product whose page bears this code."""
    return _cited("product", Product.objects.visible_to(user).filter(code=code).first())


def idea_numbered(user: Any, number: str) -> Reference | None:
    """The idea whose page bears this number."""
    return _cited("idea", Idea.objects.visible_to(user).filter(number=number).first())


def project_numbered(user: Any, number: str) -> Reference | None:
    """The project whose page bears this number."""
    return _cited("project", Project.objects.visible_to(user).filter(number=number).first())


def _cited(kind: str, row: Product | Idea | Project | None) -> Reference | None:
    return Reference(kind, row.public_id, str(row), row.get_absolute_url()) if row else None


SEARCHES = (
    Source("products", _("Products and services"), find_products),
    Source("ideas", _("Ideas"), find_ideas),
    Source("projects", _("Projects"), find_projects),
)
REFERENCES = (
    ReferenceKind("product", _("Product or service"), cited_product, {"products:staff-product": product_coded}),
    ReferenceKind("idea", _("Idea"), cited_idea, {"products:staff-idea": idea_numbered}),
    ReferenceKind("project", _("Project"), cited_project, {"products:staff-project": project_numbered}),
)
