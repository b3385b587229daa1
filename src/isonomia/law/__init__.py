# SPDX-License-Identifier: Apache-2.0
"""From counts to a lawful outcome: exact, pure, every step kept.

Ballots come as :mod:`~isonomia.law.ballots` or :mod:`~isonomia.law.counts`; each file of
:mod:`~isonomia.law.methods` turns them into an :class:`~isonomia.law.outcome.Outcome`. Nothing here has words
for voters: the steps are data, and ``present`` says them in each language.
"""
