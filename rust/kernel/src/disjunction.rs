// SPDX-License-Identifier: Apache-2.0
//! Proofs that one of several ciphertexts encrypts the value given with it (specification, sections
//! "Proofs of interval membership", "Proofs of possibly-blank votes", "Proofs of list constraints"),
//! many at once. What is hashed before the commitments is the caller's business.

use sha2::{Digest, Sha256};

use crate::group::{Group, Row};

/// A ciphertext, the value that it may encrypt, and the proof of this branch.
pub struct Branch<'a, G: Group> {
    /// α and β.
    pub ciphertext: (&'a G::Element, &'a G::Element),
    /// v.
    pub value: G::Exponent,
    /// σ.
    pub challenge: G::Exponent,
    /// ρ.
    pub response: G::Exponent,
}

/// That one of the branches is true.
pub struct Claim<'a, G: Group> {
    /// What is hashed first.
    pub prefix: &'a str,
    /// The elements that are hashed next, with commas between them and a `|` behind them, if there are any.
    pub statement: Vec<&'a G::Element>,
    /// The branches.
    pub branches: Vec<Branch<'a, G>>,
}

impl<'a, G: Group> Claim<'a, G> {
    /// The commitments A_0, B_0, A_1, B_1, … as products:
    /// A = g^ρ α^σ and B = y^ρ (β / g^v)^σ.
    fn rows(&self, group: &G, g: &'a G::Element, y: &'a G::Element) -> Vec<Row<'a, G>> {
        let zero = group.exponent(&[]);
        let rows = self.branches.iter().map(|branch| {
            let Branch { ciphertext: (alpha, beta), value, challenge, response } = branch;
            let first = vec![(g, response.clone()), (*alpha, challenge.clone())];
            let mut second = vec![(y, response.clone()), (*beta, challenge.clone())];
            if *value != zero {
                second.push((g, group.exponent_minus_product(value, challenge)));
            }
            [first, second]
        });
        rows.flatten().collect()
    }

    /// Whether the challenges add up to the hash.
    fn holds(&self, group: &G, statement: &[String], commitments: &[String]) -> bool {
        let mut hash = Sha256::new_with_prefix(self.prefix);
        if !statement.is_empty() {
            update_with_commas(&mut hash, statement);
            hash.update("|");
        }
        update_with_commas(&mut hash, commitments);
        let mut digest = hash.finalize();
        digest.reverse();
        group.exponent(&digest) == group.exponent_sum(self.branches.iter().map(|branch| &branch.challenge))
    }
}

fn update_with_commas(hash: &mut Sha256, texts: &[String]) {
    for (place, text) in texts.iter().enumerate() {
        if place > 0 {
            hash.update(",");
        }
        hash.update(text);
    }
}

/// For each claim whether its proof is right: Σσ = SHA-256(prefix, statement, commitments) modulo q.
pub fn disjunctions_vartime_public<G: Group>(
    group: &G,
    g: &G::Element,
    y: &G::Element,
    claims: &[Claim<'_, G>],
) -> Vec<bool> {
    let rows: Vec<Row<'_, G>> = claims.iter().flat_map(|claim| claim.rows(group, g, y)).collect();
    let commitments = group.products_vartime_public(&rows);
    let statements = claims.iter().flat_map(|claim| claim.statement.iter().copied());
    let elements: Vec<&G::Element> = statements.chain(&commitments).collect();
    let texts = group.texts_vartime_public(&elements);
    let (mut statements, mut commitments) = texts.split_at(texts.len() - commitments.len());
    let hold = claims.iter().map(|claim| {
        let (statement, others) = statements.split_at(claim.statement.len());
        let (own, rest) = commitments.split_at(2 * claim.branches.len());
        (statements, commitments) = (others, rest);
        claim.holds(group, statement, own)
    });
    hold.collect()
}
