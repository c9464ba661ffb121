"""The registry of documents that go by an approval route before the board: which, and who may review them at all."""

from dataclasses import dataclass

from django.utils.functional import Promise

from foundation.accounts.permissions import Permission


@dataclass(frozen=True)
class ApprovalKind:
    """A kind of document of a room above. `key` is its content kind in proposals; `permission` is what whoever takes a
    step must hold besides the role that the step names."""

    key: str
    label: str | Promise
    permission: Permission


_kinds: dict[str, ApprovalKind] = {}


def register(kind: ApprovalKind) -> None:
    """Offer a kind of document; called from `AppConfig.ready()`. Raises ValueError when the key is taken."""
    if _kinds.get(kind.key, kind) != kind:
        raise ValueError(f"approval kind {kind.key} is declared twice")
    _kinds[kind.key] = kind


def get(key: str) -> ApprovalKind | None:
    """The kind of that key, None where no room offers it."""
    return _kinds.get(key)


def approval_kinds() -> list[ApprovalKind]:
    """Every kind on offer."""
    return sorted(_kinds.values(), key=lambda each: each.key)
