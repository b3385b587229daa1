// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate::lanes::membership::{WORTHWHILE, first_stranger_vartime_public};
use crate::lanes::products::products_vartime_public;
use crate::lanes::tests::{Numbers, check_edge_rows};
use crate::modp::{FiniteField, products};

fearless_simd::kernel!(
    fn product(proof: Avx512, modulus: &Modulus, a: &[Digits; 8], b: &[Digits; 8]) -> [[u64; 8]; DIGITS] {
        let mut registers = [[_mm512_setzero_si512(); DIGITS]; 2];
        for digit in 0..DIGITS {
            registers[0][digit] = load(proof, std::array::from_fn(|lane| a[lane][digit]));
            registers[1][digit] = load(proof, std::array::from_fn(|lane| b[lane][digit]));
        }
        let mut digits = [[0; 8]; DIGITS];
        for (digit, register) in digits.iter_mut().zip(multiply(modulus, &registers[0], &registers[1])) {
            *digit = store(proof, register);
        }
        digits
    }
);

/// Numbers below 2p: at the bounds, with digits that are all ones or zeros, and between.
fn numbers(p: &Integer) -> Vec<Integer> {
    let mut random = Numbers::new();
    let twice = Integer::from(p * 2u32);
    let mut numbers =
        vec![Integer::new(), 1.into(), Integer::from(p - 1u32), p.clone(), Integer::from(&twice - 1u32)];
    numbers.push((Integer::from(1) << (p.significant_bits() - 1)) - 1u32);
    for _ in 0..6 {
        let words: Vec<u64> = (0..33).map(|_| random.next()).collect();
        numbers.push(Integer::from_digits(&words, Order::Lsf) % &twice);
    }
    numbers
}

#[test]
fn products_modulo_p() {
    let Some(proof) = proof() else { return };
    let radix = Integer::from(1) << (DIGIT_BITS * DIGITS as u32);
    let largest: Integer = (Integer::from(1) << 2048) - 1u32;
    let group = FiniteField::new("small".into(), &[23], &[11], &[4], None).expect("parameters");
    for p in [largest, (Integer::from(1) << 2047) + 1u32, group.0.p.clone(), (Integer::from(1) << 61) - 1u32]
    {
        let modulus = Modulus::new(&p);
        for a in numbers(&p) {
            for b in numbers(&p) {
                let digits = product(proof, &modulus, &[to_digits(&a); 8], &[to_digits(&b); 8]);
                for lane in 0..LANES {
                    assert!(digits.iter().all(|digit| digit[lane] <= MASK));
                    let found = to_integer(digits.iter().map(|digit| digit[lane]));
                    assert!(found < Integer::from(&p * 2u32));
                    assert_eq!((found * &radix - Integer::from(&a * &b)) % &p, 0);
                }
            }
        }
    }
}

/// A prime of 89 bits with (p - 1) / q = 2 * 3 * 5, and an element of order q.
fn with_small_cofactor() -> FiniteField {
    let q = (Integer::from(1) << 61) - 1u32;
    let (p, k) = (1u32..)
        .map(|k| (Integer::from(&q * (30 * k)) + 1u32, k))
        .find(|(p, _)| p.is_probably_prime(30) != rug::integer::IsPrime::No)
        .expect("one of them");
    let g = Integer::from(2).pow_mod(&Integer::from(30 * k), &p).expect("positive");
    let bytes = |number: &Integer| number.to_digits::<u8>(Order::Lsf);
    FiniteField::new("test".into(), &bytes(&p), &bytes(&q), &bytes(&g), None).expect("parameters")
}

#[test]
fn products_are_those_of_gmp() {
    let safe = FiniteField::new("small".into(), &[23], &[11], &[4], None).expect("parameters");
    for group in [with_small_cofactor(), safe] {
        let Some(lanes) = Lanes::new(&group.0) else { return };
        check_edge_rows(&group, |rows| {
            let expected = products::products_one_by_one_vartime_public(&group.0, rows);
            assert!(products_vartime_public(&lanes, rows) == expected);
        });
    }
}

#[test]
fn strangers_are_found() {
    let group = with_small_cofactor();
    let Some(lanes) = Lanes::new(&group.0) else { return };
    let (order, p) = (group.0.q.as_limbs(), &group.0.p);
    let stranger = |order: u32| {
        let exponent = Integer::from(p - 1u32) / order;
        (2u32..)
            .map(|x| group.0.power_vartime_public(&x.into(), &exponent))
            .find(|x| *x != 1)
            .expect("p is prime")
    };
    for length in [1, 9, WORTHWHILE - 1, WORTHWHILE, 1000] {
        let power = |n: u32| Element::new(group.0.power_vartime_public(&group.0.g, &n.into()));
        let good: Vec<Element> = (0..length as u32).map(power).collect();
        assert_eq!(first_stranger_vartime_public(&lanes, order, &good), None);
        for factor in [2, 3, 5].map(stranger) {
            let mut elements = good.clone();
            for place in [length - 1, length / 2] {
                elements[place] = Element::new(Integer::from(elements[place].value() * &factor) % p);
                if length > 1 || place == 0 {
                    let found = first_stranger_vartime_public(&lanes, order, &elements);
                    assert!(found == Some(place) || length == 1);
                }
            }
        }
    }
}
