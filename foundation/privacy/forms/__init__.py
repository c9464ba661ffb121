"""Forms of this room."""

from foundation.privacy.forms.staff import REASONED, LooksFilter, NoticeForm

__all__ = ["REASONED", "LooksFilter", "NoticeForm"]
