"""What a run gives a mapping's parameters, and what is refused of it."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict

from ocds_sv.errors import UsageError
from ocds_sv.mapping.envelope import PREFIX_PARAM
from ocds_sv.mapping.language import Expression, Param
from ocds_sv.mapping.names import no_such

_PREFIX = re.compile(r"ocds-[a-z0-9]{6}(-.*[^-])?")
"""As the Open Contracting Partnership gives them; a publisher may go on with a part of its own."""


def chosen_params(params: Dict[str, Param], given: Dict[str, str]) -> dict[str, str | Expression | None]:
    """
    What each of ``params`` stands for in a run that gives ``given``.

    Raises:
        UsageError: some are missing (all of them are told), one is unknown, none of its choices or no ocid prefix.
    """
    settable = [name for name, param in params.items() if param.value is None]
    for name in given:
        if name not in settable:
            raise no_such("parameter", "parametern", name, settable)
    _refuse_missing([param for name, param in params.items() if _is_missing(param, given.get(name))])
    _refuse_odd_prefix(given.get(PREFIX_PARAM))
    return {name: _chosen(param, given.get(name)) for name, param in params.items()}


def _is_missing(param: Param, given: str | None) -> bool:
    return param.value is None and param.required and not (param.default if given is None else given)


def _refuse_missing(missing: list[Param]) -> None:
    """All of them at once, as they are to be written."""
    if missing:
        names = ", ".join(f"'{param.name}'" for param in missing)
        how = " ".join(f"--set {param.name}=… ({param.help})" for param in missing)
        many = len(missing) > 1
        raise UsageError(
            reason_sv=f"parametr{'arna' if many else 'en'} {names} måste anges: {how}",
            reason=f"the parameter{'s' if many else ''} {names} must be given: {how}",
        )


def _refuse_odd_prefix(prefix: str | None) -> None:
    if prefix and _PREFIX.fullmatch(prefix) is None:
        raise UsageError(
            reason_sv=f"'{prefix}' är inget ocid-prefix: ocds- och sex små bokstäver eller siffror, som ocds-abc123",
            reason=f"'{prefix}' is no ocid prefix: that is ocds- and six small letters or digits, such as ocds-abc123",
        )


def _chosen(param: Param, given: str | None) -> str | Expression | None:
    if param.value is not None:
        return param.value
    value = param.default if given is None else given
    if value and param.choices:
        if value not in param.choices:
            raise no_such(f"choice for {param.name}", f"valet för {param.name}", value, list(param.choices))
        return param.choices[value]
    return value or None
