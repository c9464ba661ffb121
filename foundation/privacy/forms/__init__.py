"""Forms of this room."""

from foundation.privacy.forms.staff import LooksFilter, NoticeForm

__all__ = ["LooksFilter", "NoticeForm"]
