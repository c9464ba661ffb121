"""Fields that several forms of this room use; they live in core, where every portal form finds them."""

from foundation.core.form_fields import (
    AddressField,
    LimitedTextField,
    LinesField,
    ManyFilesField,
    PhoneField,
    choice_label,
)

__all__ = ["AddressField", "LimitedTextField", "LinesField", "ManyFilesField", "PhoneField", "choice_label"]
