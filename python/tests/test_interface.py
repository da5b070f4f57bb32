# SPDX-License-Identifier: GPL-3.0-or-later
"""All that the module offers says what it does, what it takes and what it gives."""

import inspect

import pytest

import pinwheel


def public():
    """(name, function) of every function, method and property, and (name, class) of every class."""
    for name in pinwheel.__all__:
        thing = getattr(pinwheel, name)
        yield name, thing
        for member, value in vars(thing).items() if inspect.isclass(thing) else ():
            value = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
            if inspect.isfunction(value) and not member.startswith("_"):
                yield f"{name}.{member}", value


@pytest.mark.parametrize("name, thing", [pytest.param(name, thing, id=name) for name, thing in public()])
def test_it_has_a_docstring_and_type_hints(name, thing):
    assert (thing.__doc__ or "").strip().endswith((".", ".)")), "no docstring of whole sentences"
    if inspect.isclass(thing):
        return
    signature = inspect.signature(thing)
    hints = [parameter.annotation for key, parameter in signature.parameters.items() if key not in ("self", "cls")]
    assert inspect.Signature.empty not in [*hints, signature.return_annotation], signature
