"""The refusals every room shares. Views translate them: 409, 403 or 404 (docs/architecture.md)."""


class Refused(Exception):
    """A rule of the business says no. `message` is for people, in their language."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class IllegalMove(Refused):
    """The row is not in a state from which this step is possible; most often someone was faster."""


class StaleVersion(Refused):
    """The form was made from an older version of the row than the one now stored."""

    def __init__(self, message: str, *, shown: int, stored: int) -> None:
        super().__init__(message)
        self.shown = shown
        self.stored = stored


class NotAllowed(Refused):
    """The person lacks the permission, or a separation of duties forbids it."""


class Incomplete(Refused):
    """The step demands facts that are missing. `missing` maps field names to messages."""

    def __init__(self, message: str, *, missing: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.missing = missing or {}
