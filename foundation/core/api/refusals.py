"""What a rule of the business refuses, as programs read it: one answer for every route."""

from drf_standardized_errors.handler import ExceptionHandler
from rest_framework.exceptions import PermissionDenied, ValidationError

from foundation.core.api import Conflict
from foundation.core.errors import Incomplete, NotAllowed, Refused


class RefusalHandler(ExceptionHandler):
    """400 field by field for missing facts, 403 for a duty that is not the caller's, 409 for any other refusal."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        """Raises nothing; what is no refusal is left to the library."""
        if isinstance(exc, Incomplete):
            return ValidationError(exc.missing or {"detail": exc.message})
        if isinstance(exc, NotAllowed):
            return PermissionDenied(exc.message)
        if isinstance(exc, Refused):
            return Conflict(exc.message)
        return super().convert_known_exceptions(exc)
