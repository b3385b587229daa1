// SPDX-License-Identifier: Apache-2.0
//! What the decoders accept, for any text: nothing panics, and exactly that is read which the
//! specification (section "Groups") and RFC 8032, section 5.1, call an element, or a number below q.
//! The rules are written here once more, slowly, with GMP's integers.

#[allow(dead_code)] // shared with other tests
mod parameters;

use std::sync::LazyLock;

use isonomia_kernel::ed25519::Ed25519;
use isonomia_kernel::{Branch, Claim, Group, disjunctions_vartime_public};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use rug::Integer;
use rug::integer::Order;
use sha2::{Digest, Sha256};

fn number(text: &str) -> Integer {
    text.parse().expect("a number")
}

/// Decimal digits that a number is written with, and in no other way.
fn natural(text: &str) -> Option<Integer> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let value = digits.then(|| number(text))?;
    (value.to_string() == text).then_some(value)
}

/// The curve -x² + y² = 1 + d x² y² modulo p (RFC 8032, section 5.1).
mod curve {
    use super::*;

    pub static P: LazyLock<Integer> = LazyLock::new(|| (Integer::from(1) << 255u32) - 19u32);
    pub static Q: LazyLock<Integer> =
        LazyLock::new(|| (Integer::from(1) << 252u32) + number("27742317777372353535851937790883648493"));
    static D: LazyLock<Integer> = LazyLock::new(|| modulo(-121665 * inverse(&Integer::from(121666))));

    pub type Point = (Integer, Integer);

    fn modulo(value: Integer) -> Integer {
        let rest: Integer = value % &*P;
        if rest < 0 { rest + &*P } else { rest }
    }

    fn inverse(value: &Integer) -> Integer {
        value.clone().invert(&P).expect("not zero")
    }

    /// The complete addition law in affine coordinates.
    pub fn add((x1, y1): &Point, (x2, y2): &Point) -> Point {
        let product = modulo(D.clone() * x1 * x2 * y1 * y2);
        let x = Integer::from(x1 * y2) + Integer::from(y1 * x2);
        let y = Integer::from(y1 * y2) + Integer::from(x1 * x2);
        let plus = inverse(&modulo(Integer::from(1) + &product));
        let minus = inverse(&modulo(Integer::from(1) - product));
        (modulo(x * plus), modulo(y * minus))
    }

    pub fn multiply(point: &Point, factor: &Integer) -> Point {
        let mut product = (Integer::new(), Integer::from(1));
        for bit in (0..factor.significant_bits()).rev() {
            product = add(&product, &product);
            if factor.get_bit(bit) {
                product = add(&product, point);
            }
        }
        product
    }

    /// The point with this y whose x has this lowest bit.
    pub fn of_y(y: &Integer, odd: bool) -> Option<Point> {
        let square = Integer::from(y * y);
        let quotient = inverse(&modulo(D.clone() * &square + 1u32));
        let square = modulo((square - 1u32) * quotient);
        let exponent = Integer::from(&*P + 3u32) >> 3u32;
        let root = square.clone().pow_mod(&exponent, &P).expect("a power");
        let minus_one = Integer::from(2).pow_mod(&(Integer::from(&*P - 1u32) >> 2u32), &P).expect("a power");
        let roots = [root.clone(), modulo(root * minus_one)];
        let root = roots.into_iter().find(|root| modulo(Integer::from(root * root)) == square)?;
        match (root == 0, root.is_odd() == odd) {
            (true, _) => (!odd).then(|| (root, y.clone())),
            (false, true) => Some((root, y.clone())),
            (false, false) => Some((P.clone() - root, y.clone())),
        }
    }

    pub fn text((x, y): &Point) -> String {
        format!("{:0>64}", (Integer::from(u8::from(x.is_odd())) << 255u32 | y).to_string_radix(16))
    }

    /// The point that a text stands for, in the subgroup or not.
    pub fn read(text: &str) -> Option<Point> {
        let is_hexadecimal = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if text.len() != 64 || !is_hexadecimal {
            return None;
        }
        let all = Integer::from_str_radix(text, 16).expect("hexadecimal digits");
        let y = all.clone().keep_bits(255);
        if y >= *P { None } else { of_y(&y, all.get_bit(255)) }
    }

    pub fn is_element(text: &str) -> bool {
        read(text).is_some_and(|point| multiply(&point, &Q) == (Integer::new(), Integer::from(1)))
    }

    /// Points of the whole curve: those of the subgroup, and with every torsion added.
    pub static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let any: Vec<Point> = (2..24u32).filter_map(|y| of_y(&Integer::from(y), y % 3 == 0)).collect();
        let eighth = any
            .iter()
            .map(|point| multiply(point, &Q))
            .find(|torsion| multiply(torsion, &Integer::from(4)) != (Integer::new(), Integer::from(1)));
        let eighth = eighth.expect("a point whose torsion has order 8");
        let good: Vec<Point> = any.iter().take(4).map(|point| multiply(point, &Integer::from(8))).collect();
        let torsion: Vec<Point> = (0..8).map(|n| multiply(&eighth, &Integer::from(n))).collect();
        let sums = good.iter().flat_map(|point| torsion.iter().map(|other| add(point, other)));
        sums.chain(any.iter().cloned()).chain(torsion.clone()).map(|point| text(&point)).collect()
    });
}

/// A text with a few characters put in, taken out or replaced.
fn damaged(text: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let changes = vec(
        (any::<Index>(), 0..2usize, select(vec!["", "0", "1", "9", "a", "F", " ", "-", "é", "\0"])),
        0..3,
    );
    (text, changes).prop_map(|(text, changes)| {
        let mut characters: Vec<String> = text.chars().map(String::from).collect();
        for (place, removed, piece) in changes {
            let place = place.index(characters.len() + 1);
            let end = (place + removed).min(characters.len());
            characters.splice(place..end, [piece.to_owned()]);
        }
        characters.concat()
    })
}

/// A number near a bound, or of any size up to a little more than its own.
fn near(bound: Integer) -> impl Strategy<Value = Integer> {
    let size = bound.significant_digits::<u8>() + 1;
    let random = vec(any::<u8>(), 0..=size).prop_map(|bytes| Integer::from_digits(&bytes, Order::Lsf));
    prop_oneof![(-40..40i32).prop_map(move |less| (bound.clone() + less).abs()), random]
}

fn point_text() -> impl Strategy<Value = String> {
    let y = (near(curve::P.clone()), any::<bool>()).prop_map(|(y, sign)| {
        format!("{:0>64}", ((Integer::from(u8::from(sign)) << 255u32) + y).to_string_radix(16))
    });
    let known = select(curve::TEXTS.clone());
    prop_oneof![4 => known.clone(), 2 => y, 2 => damaged(known), 1 => any::<String>(), 1 => "[0-9a-f]{64}"]
}

fn number_text(bound: Integer) -> impl Strategy<Value = String> {
    let numbers = near(bound).prop_map(|number| number.to_string());
    prop_oneof![3 => numbers.boxed(), 1 => any::<String>().boxed(), 1 => "[0-9]{1,90}".boxed()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn points(text in point_text()) {
        let read = Ed25519.element_vartime_public(&text);
        prop_assert_eq!(read.is_ok(), curve::is_element(&text));
        if let Ok(element) = read {
            prop_assert_eq!(element.to_string(), text);
        }
    }

    #[test]
    fn many_points(good in vec(select(curve::TEXTS[..32].iter().step_by(8).cloned().collect::<Vec<_>>()), 0..60),
                   other in point_text(), place in any::<Index>()) {
        let mut texts: Vec<&str> = good.iter().map(String::as_str).collect();
        prop_assert!(Ed25519.elements_vartime_public(&texts).is_ok());
        texts.insert(place.index(texts.len() + 1), &other);
        let read = Ed25519.elements_vartime_public(&texts);
        prop_assert_eq!(read.is_ok(), curve::is_element(&other));
        let elements = read.unwrap_or_default();
        prop_assert!(elements.iter().zip(&texts).all(|(element, text)| element.to_string() == *text));
    }

    #[test]
    fn scalars(text in damaged(number_text(curve::Q.clone()))) {
        let expected = natural(&text).filter(|number| *number < *curve::Q);
        let expected = expected.map(|number| Ed25519.exponent(&number.to_digits::<u8>(Order::Lsf)));
        prop_assert!(Ed25519.exponent_vartime_public(&text) == expected);
    }

    #[test]
    fn scalars_of_a_field(text in damaged(number_text(parameters::belenios_2048_numbers().1))) {
        let (_, q) = parameters::belenios_2048_numbers();
        let read = parameters::belenios_2048().exponent_vartime_public(&text);
        prop_assert_eq!(read, natural(&text).filter(|number| *number < q));
    }
}

/// In the subgroup of order q: after multiplication by the cofactor, and with the sign changed.
fn residue(seed: u32, in_subgroup: bool) -> String {
    let (p, q) = parameters::belenios_2048_numbers();
    let cofactor = Integer::from(&p - 1u32) / q;
    let power = Integer::from(seed + 2).pow_mod(&cofactor, &p).expect("a power");
    if in_subgroup { power.to_string() } else { (p - power).to_string() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn elements_of_a_field(text in prop_oneof![
        (0..20u32, any::<bool>()).prop_map(|(seed, good)| residue(seed, good)),
        damaged((0..20u32).prop_map(|seed| residue(seed, true))),
        (0..20u32).prop_map(|seed| (number(&residue(seed, true)) + parameters::belenios_2048_numbers().0).to_string()),
        number_text(parameters::belenios_2048_numbers().0),
    ]) {
        let (p, q) = parameters::belenios_2048_numbers();
        let value = natural(&text).filter(|value| *value >= 1 && *value < p);
        let expected = value.is_some_and(|value| value.pow_mod(&q, &p).expect("a power") == 1);
        let read = parameters::belenios_2048().element_vartime_public(&text);
        prop_assert_eq!(read.is_ok(), expected);
        if let Ok(element) = read {
            prop_assert_eq!(element.to_string(), text);
        }
    }

    /// A proof made after the specification, with one thing in it changed or none.
    #[test]
    fn proofs(secret: [u64; 4], random: [u64; 4], c1: [u64; 4], r1: [u64; 4], vote in 0..2u8, change in 0..10u8) {
        let group = &Ed25519;
        let q = curve::Q.clone();
        let [secret, w, c1, r1] = [secret, random, c1, r1].map(|words| Integer::from_digits(&words, Order::Lsf) % &q);
        let exponent = |value: &Integer| {
            let rest = Integer::from(value % &q);
            group.exponent(&(if rest < 0 { rest + &q } else { rest }).to_digits::<u8>(Order::Lsf))
        };
        let power = |row: &[(&_, &Integer)]| {
            group.product_vartime_public(&row.iter().map(|(base, x)| (*base, exponent(x))).collect())
        };
        let (g, y) = (group.g(), group.generator_vartime_public(3));
        let (mut alpha, vote) = (power(&[(&g, &secret)]), Integer::from(vote));
        let mut beta = power(&[(&y, &secret), (&g, &vote)]);
        // the branch that is not true is simulated: A = g^r alpha^c, B = y^r (beta / g^v)^c
        let other = Integer::from(1 - &vote);
        let base = group.divide_vartime_public(&beta, &power(&[(&g, &other)]));
        let real = [power(&[(&g, &w)]), power(&[(&y, &w)])];
        let simulated = [power(&[(&g, &r1), (&alpha, &c1)]), power(&[(&y, &r1), (&base, &c1)])];
        let commitments = if vote == 0 { [real, simulated] } else { [simulated, real] };
        let texts: Vec<String> = commitments.iter().flatten().map(|element| element.to_string()).collect();
        let hash = Sha256::digest(format!("prove|x|{alpha},{beta}|{}", texts.join(",")));
        let c = Integer::from_digits(&hash[..], Order::Msf) - &c1;
        let r = w - Integer::from(&secret * &c);
        let mut numbers = if vote == 0 { [[c, r], [c1, r1]] } else { [[c1, r1], [c, r]] };
        let mut values = [0, 1].map(Integer::from);
        let mut prefix = "prove|x|";
        match change {
            0 => numbers[0][0] += 1,
            1 => numbers[0][1] += 1,
            2 => numbers[1][0] -= 1,
            3 => numbers[1][1] -= 1,
            4 => (numbers[0][0], numbers[1][0]) = (numbers[0][0].clone() + 1, numbers[1][0].clone() - 1),
            5 => values[1] += 1,
            6 => alpha = group.multiply_vartime_public(&alpha, &g),
            7 => beta = group.multiply_vartime_public(&beta, &g),
            8 => prefix = "prove|y|",
            _ => {}
        }
        let branches = values.iter().zip(&numbers).map(|(value, [challenge, response])| Branch {
            ciphertext: (&alpha, &beta),
            value: exponent(value),
            challenge: exponent(challenge),
            response: exponent(response),
        });
        let claim = Claim { prefix, statement: vec![&alpha, &beta], branches: branches.collect() };
        prop_assert_eq!(disjunctions_vartime_public(group, &g, &y, &[claim]), [change == 9]);
    }
}
