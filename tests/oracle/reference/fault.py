"""Why there is no answer."""


class Fault(Exception):
    """A fault of a case or of a formula, by the code that `docs/diagnostics.md` has for it."""

    def __init__(self, code: str, field: str | None = None) -> None:
        super().__init__(code, field)
        self.code = code
        self.field = field


class Missing(Fault):
    """A fact on which the answer depends was not given. `names` are all that would help, the first of them in `field`."""

    def __init__(self, *names: str) -> None:
        super().__init__("missing-fact", names[0])
        self.names = tuple(dict.fromkeys(names))
