# SPDX-License-Identifier: Apache-2.0
"""Every check is needed: without it, a broken record is called valid.

A check is taken away by having ``Findings`` forget what it finds, wherever it is made. The verifier then goes
on exactly as before, so what it says of a record is what it says with every check, less this one.
"""

from collections.abc import Callable

import pytest

from isonomia.protocol.public.findings import Findings
from isonomia.verify.checks import TERMS_TITLES, TITLES
from support.corpus import Vector, corpus

NEVER_ALONE = {"ballot.unique": "chain.payload"}
"""Checks that another one always accompanies; docs/checks.md says why."""

Without = Callable[..., None]


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Without:
    """Takes checks away."""
    require = Findings.require

    def forget(*checks: str) -> None:
        def forgetful(self: Findings, own: str, passed: bool, where: str, why: str) -> bool:
            if own not in checks:
                return require(self, own, passed, where, why)
            self.checked[own] += 1
            return passed

        monkeypatch.setattr(Findings, "require", forgetful)

    return forget


def slips_through(vector: Vector) -> bool:
    report = vector.report()
    return report is not None and report.valid


@pytest.mark.parametrize("check", sorted({*TITLES, *TERMS_TITLES} - NEVER_ALONE.keys()))
def test_a_broken_record_slips_through(check: str, without: Without) -> None:
    candidates = [vector for vector in corpus() if vector.guilty == {check}]
    assert candidates, f"no record fails {check} alone"
    assert not slips_through(candidates[0])
    without(check)
    assert any(map(slips_through, candidates))


@pytest.mark.parametrize("check", NEVER_ALONE)
def test_what_is_never_alone(check: str, without: Without) -> None:
    """With its companion away, it is what refuses: with both away, the record slips through."""
    candidates = [vector for vector in corpus() if vector.guilty == {check, NEVER_ALONE[check]}]
    without(NEVER_ALONE[check])
    assert candidates
    for vector in candidates:
        report = vector.report()
        assert report is not None
        assert {failure.check for failure in report.failures} == {check}
    without(NEVER_ALONE[check], check)
    assert all(map(slips_through, candidates))
