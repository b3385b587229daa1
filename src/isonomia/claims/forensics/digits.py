# SPDX-License-Identifier: Apache-2.0
"""Digits of counts, as Mebane's and Kalinin's Election Forensics Toolkit tells them. Beside a matched null alone:
that digits are uniform, or Benford's, is not true of clean elections (the last digit alarms on Mexico 2012)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isonomia.claims.forensics.stations import Counts, Stations


@dataclass(frozen=True, slots=True)
class Digits:
    """``second_mean``: mean second digit of counts of 10 and more (2BL). ``last_mean``: mean last digit of counts
    (LastC). ``fives``: share of counts that end in 0 or 5 (C05s). ``percent_fives``: the same of the turnout in whole
    percents, halves up (P05s). ``last_chi2``: of last digits, against equal ones, 9 degrees of freedom. ``skew``,
    ``kurtosis``: of the turnout."""

    second_mean: float
    last_mean: float
    fives: float
    percent_fives: float
    last_chi2: float
    skew: float
    kurtosis: float


def digits(counts: Counts, stations: Stations) -> Digits:
    """Of some counts of the stations, one each. NaN where there is too little to tell."""
    voters = stations.registered > 0
    part, whole = stations.took_part[voters], stations.registered[voters]
    turnout = part / whole
    percent = (200 * part + whole) // (2 * whole)
    second = _second(counts[counts >= 10])
    skew, kurtosis = _moments(turnout)
    return Digits(
        second_mean=_mean(second),
        last_mean=_mean(counts % 10),
        fives=_mean(counts % 5 == 0),
        percent_fives=_mean(percent % 5 == 0),
        last_chi2=last_chi2(counts),
        skew=skew,
        kurtosis=kurtosis,
    )


def last_chi2(counts: Counts) -> float:
    """Pearson's statistic of last digits against equal ones."""
    if not len(counts):
        return float("nan")
    told, expected = np.bincount(counts % 10, minlength=10), len(counts) / 10
    return float(((told - expected) ** 2 / expected).sum())


def _second(counts: Counts) -> Counts:
    own = counts.copy()
    while (large := own >= 100).any():
        own[large] //= 10
    return own % 10


def _mean(values: NDArray[np.bool_] | Counts) -> float:
    return float(np.mean(values)) if len(values) else float("nan")


def _moments(values: NDArray[np.float64]) -> tuple[float, float]:
    """Skewness and kurtosis (3 for a normal distribution), of the population."""
    if not len(values) or not (deviation := values.std()):
        return float("nan"), float("nan")
    standard = (values - values.mean()) / deviation
    return float((standard**3).mean()), float((standard**4).mean())
