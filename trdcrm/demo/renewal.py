"""New secrets for the demo sign-ins: a start with another DEMO_PASSWORD must print what is true."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator

from foundation.accounts.models import User


def renew_secrets(*, password: str, totp_secret: str) -> int:
    """Give the demo accounts that exist this password and this second factor. Gives how many there are."""
    users = list(User.objects.filter(email__endswith="@demo.invalid"))
    for user in users:
        if not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])
    sealed = {"secret": get_adapter().encrypt(totp_secret)}
    Authenticator.objects.filter(user__in=users, type=Authenticator.Type.TOTP).update(data=sealed)
    return len(users)
