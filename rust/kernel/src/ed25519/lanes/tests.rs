// SPDX-License-Identifier: Apache-2.0

use rug::Integer;
use rug::integer::Order;

use super::*;
use crate::ed25519::{Ed25519, products};
use crate::group::Group;
use crate::lanes::membership::{WORTHWHILE, first_stranger_vartime_public};
use crate::lanes::products::products_vartime_public;
use crate::lanes::tests::{Numbers as Random, check_edge_rows};

fearless_simd::kernel!(
    fn arithmetic(proof: Avx512, a: &[Field; 8], b: &[Field; 8]) -> [[Field; 8]; 4] {
        let (a, b) = (load_numbers(proof, a), load_numbers(proof, b));
        let results = [multiply(&a, &b), square(&a), add(&a, &b), subtract(&a, &b)];
        let mut stored = [[ZERO; 8]; 4];
        for (stored, result) in stored.iter_mut().zip(&results) {
            *stored = store_numbers(proof, result);
        }
        stored
    }
);

fn p() -> Integer {
    (Integer::from(1) << 255) - 19
}

fn integer(number: &Field) -> Integer {
    number.iter().rev().fold(Integer::new(), |sum, digit| (sum << DIGIT_BITS) + digit)
}

/// Digits at their bounds, around those of p, and between.
fn numbers() -> Vec<Field> {
    let most = (1 << DIGIT_BITS) + (1 << 16);
    let mut random = Random::new();
    let mut numbers = vec![ZERO, ONE, [most; DIGITS], [MASK; DIGITS], TWICE_P.map(|digit| digit / 2)];
    numbers.push([MASK - 19, MASK, MASK, MASK, MASK]);
    numbers.push([MASK - 17, MASK, MASK, MASK, MASK]);
    numbers.push([most, 0, most, 0, most]);
    numbers.push([0, 0, 0, 0, most]);
    numbers.extend((0..40).map(|_| std::array::from_fn(|_| random.next() % (most + 1))));
    numbers
}

fn check(result: &Field, expected: Integer, what: &str) {
    assert!(result.iter().all(|&digit| digit <= (1 << DIGIT_BITS) + (1 << 16)), "{what}: {result:?}");
    assert_eq!((integer(result) - expected) % p(), 0, "{what}");
}

#[test]
fn numbers_modulo_p() {
    for a in numbers() {
        let canonical = integer(&a) % p();
        assert_eq!(Integer::from_digits(&field::to_bytes(&a), Order::Lsf), canonical);
        assert_eq!(integer(&field::from_bytes(&field::to_bytes(&a))), canonical);
        for b in numbers() {
            let (left, right) = (integer(&a), integer(&b));
            let product = Integer::from(&left * &right);
            let sum = Integer::from(&left + &right);
            let difference = Integer::from(&left - &right);
            check(&field::multiply(&a, &b), product.clone(), "*");
            check(&field::add(&a, &b), sum.clone(), "+");
            check(&field::subtract(&a, &b), difference.clone(), "-");
            let Some(proof) = proof() else { continue };
            let [products, squares, sums, differences] = arithmetic(proof, &[a; 8], &[b; 8]);
            for lane in 0..LANES {
                check(&products[lane], product.clone(), "* in lanes");
                check(&squares[lane], Integer::from(left.square_ref()), "square in lanes");
                check(&sums[lane], sum.clone(), "+ in lanes");
                check(&differences[lane], difference.clone(), "- in lanes");
            }
        }
    }
}

#[test]
fn constants() {
    assert_eq!((integer(&D) * 121666 + 121665) % p(), 0);
    assert_eq!((Integer::from(integer(&SQRT_MINUS_ONE).square_ref()) + 1) % p(), 0);
    assert_eq!(integer(&TWICE_P), p() * 2);
}

#[test]
fn products_are_those_of_dalek() {
    let Some(lanes) = Lanes::new() else { return };
    check_edge_rows(&Ed25519, |rows| {
        let expected = products::products_one_by_one_vartime_public(rows);
        let found = products_vartime_public(&lanes, rows);
        assert!(found == expected);
        // and in every form
        for (found, expected) in found.iter().zip(&expected) {
            assert_eq!(found.to_string(), expected.to_string());
            assert!(found.point() == expected.point());
            assert!(Element::from_coordinates(expected.coordinates(lanes)) == *found);
        }
    });
}

#[test]
fn sums_and_differences_are_those_of_dalek() {
    let Some(lanes) = Lanes::new() else { return };
    let elements: Vec<Element> = (0..6).map(|index| Ed25519.generator_vartime_public(index)).collect();
    let mut own: Vec<Element> =
        elements.iter().map(|element| Element::from_coordinates(element.coordinates(lanes))).collect();
    own.push(own[0].times_vartime_public(&own[1])); // with a Z that is not 1
    own.push(own[0].inverse_vartime_public());
    own.push(Element::identity());
    for left in &own {
        for right in &own {
            let (sum, difference) = (left.point() + right.point(), left.point() - right.point());
            assert!(left.times_vartime_public(right) == Element::new(sum));
            assert!(Ed25519.divide_vartime_public(left, right) == Element::new(difference));
            assert_eq!(left == right, left.point() == right.point());
        }
    }
}

#[test]
fn points_are_decompressed_as_by_dalek() {
    let Some(lanes) = Lanes::new() else { return };
    let mut random = Random::new();
    let mut compressed: Vec<[u8; 32]> =
        (0..300).map(|_| std::array::from_fn(|_| random.next() as u8)).collect();
    compressed.iter_mut().for_each(|bytes| bytes[31] &= 0xfe); // below p
    compressed.extend((0..100).map(|y| std::array::from_fn(|place| if place == 0 { y } else { 0 })));
    for (bytes, point) in compressed.iter().zip(lanes.decompress(&compressed)) {
        let expected = curve25519_dalek::edwards::CompressedEdwardsY(*bytes).decompress();
        assert_eq!(point.is_some(), expected.is_some());
        if let (Some(point), Some(expected)) = (point, expected) {
            assert_eq!(field::compress(&[&point])[0], expected.compress().to_bytes());
            assert!(field::is_zero(&field::subtract(&point.t, &field::multiply(&point.x, &point.y))));
        }
    }
}

#[test]
fn strangers_are_found() {
    let Some(lanes) = Lanes::new() else { return };
    let torsion = curve25519_dalek::constants::EIGHT_TORSION;
    for length in [1, 2, 9, WORTHWHILE - 1, WORTHWHILE, 1000] {
        let good: Vec<Element> = (0..length)
            .map(|n| Element::new(curve25519_dalek::EdwardsPoint::mul_base(&Scalar::from(n as u64))))
            .collect();
        assert_eq!(first_stranger_vartime_public(&lanes, &lanes.order(), &good), None);
        for torsion in &torsion[1..] {
            // alone, and two whose product may be of the subgroup
            let mut elements = good.clone();
            elements[length - 1] = Element::new(elements[length - 1].point() + torsion);
            assert_eq!(first_stranger_vartime_public(&lanes, &lanes.order(), &elements), Some(length - 1));
            elements[length / 2] = Element::new(elements[length / 2].point() + torsion);
            let found = first_stranger_vartime_public(&lanes, &lanes.order(), &elements);
            assert!(found == Some(length / 2) || length / 2 == length - 1);
        }
    }
}
