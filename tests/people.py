"""People for tests and tables that stand outside fixtures."""

from foundation.accounts.models import Role, User


def someone(role: str, username: str = "") -> User:
    """A person of a shipped role, made where missing."""
    user, made = User.objects.get_or_create(username=username or f"table-{role}")
    if made:
        user.roles.add(Role.objects.get(key=role))
    return user
