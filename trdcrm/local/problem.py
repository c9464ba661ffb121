"""What goes wrong on somebody's machine, said so that they can mend it."""


class Problem(Exception):
    """The machine cannot do what was asked. The text names the cause and what to do; no traceback is shown."""

    def __init__(self, cause: str, hint: str = "") -> None:
        super().__init__(f"{cause}\n  {hint}" if hint else cause)
        self.cause = cause
        self.hint = hint
