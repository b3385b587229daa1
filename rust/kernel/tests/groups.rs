// SPDX-License-Identifier: Apache-2.0
//! Laws that hold in every group, and vectors from RFC 8032. The comparison with an independent
//! implementation is in `tests/unit/test_kernel.py`.

#[allow(dead_code)] // shared with other tests
mod parameters;

use isonomia_kernel::ed25519::Ed25519;
use isonomia_kernel::{ElementError, Group};

/// The little-endian bytes of q - n.
fn order_less<G: Group>(group: &G, n: u8) -> Vec<u8> {
    let mut bytes = group.order();
    let mut borrow = u16::from(n);
    for byte in &mut bytes {
        let difference = 256 + u16::from(*byte) - borrow;
        borrow = u16::from(difference < 256);
        *byte = difference as u8;
    }
    bytes
}

/// g^n for a small n, by multiplication.
fn small_power<G: Group>(group: &G, n: usize) -> G::Element {
    let product = |power, _| group.multiply_vartime_public(&power, &group.g());
    (0..n).fold(group.identity(), product)
}

fn public_and_secret_powers_agree<G: Group>(group: &G) {
    let plain = group.generator_vartime_public(7);
    let prepared = group.prepare(&plain);
    for exponent in [vec![], vec![1], vec![2], vec![255; 8], order_less(group, 1), order_less(group, 2)] {
        let public = group.exponent(&exponent);
        let secret = group.secret(&exponent).expect("below q");
        let expected = group.product_vartime_public(&vec![(&plain, public.clone())]);
        assert!(group.product_vartime_public(&vec![(&prepared, public)]) == expected);
        let rows = [vec![(&plain, &secret)], vec![(&prepared, &secret)]];
        assert!(group.secret_products(&rows) == [expected.clone(), expected]);
    }
}

fn q_is_the_order<G: Group>(group: &G) {
    let minus_one = group.exponent(&order_less(group, 1));
    let inverse = group.product_vartime_public(&vec![(&group.g(), minus_one)]);
    assert!(group.multiply_vartime_public(&inverse, &group.g()) == group.identity());
    assert!(group.divide_vartime_public(&group.identity(), &group.g()) == inverse);
    assert!(group.secret(&group.order()).is_none());
    assert!(group.secret(&[255; 300]).is_none());
}

fn texts_are_read_back<G: Group>(group: &G) {
    for element in [group.identity(), group.g(), group.generator_vartime_public(-1)] {
        let text = element.to_string();
        assert!(group.element_vartime_public(&text) == Ok(element));
        for wrong in [format!("0{text}"), format!("{text} "), format!("-{text}"), String::new()] {
            assert!(group.element_vartime_public(&wrong).is_err());
        }
    }
}

fn small_logarithms_are_found<G: Group>(group: &G) {
    let powers: Vec<G::Element> = (0..40).map(|n| small_power(group, n)).collect();
    let elements: Vec<&G::Element> = powers.iter().collect();
    let expected: Vec<u64> = (0..40).collect();
    assert_eq!(group.logarithms_vartime_public(&elements, 39), Ok(expected));
    let error = group.logarithms_vartime_public(&elements, 38).expect_err("39 is above the bound");
    assert_eq!((error.position, error.bound), (39, 38));
}

fn secrets_are_reduced<G: Group>(group: &G) {
    let size = group.random_size();
    assert!(group.secret_from_random(&vec![0; size - 1]).is_none());
    assert!(group.secret_from_random(&vec![0; size + 1]).is_none());
    let mut order = group.order();
    order.resize(size, 0);
    let zero = group.secret_from_random(&order).expect("the right size");
    assert!(group.reveal(&zero).iter().all(|&byte| byte == 0));
    let one = group.secret(&[1]).expect("below q");
    let minus_one = group.secret_subtract(&zero, &one);
    assert_eq!(group.reveal(&minus_one)[..order_less(group, 1).len()], order_less(group, 1));
    let square = group.secret_multiply(&minus_one, &group.secret_negate(&one));
    assert_eq!(group.reveal(&square), group.reveal(&one));
    assert_eq!(group.reveal(&group.secret_add(&minus_one, &one)), group.reveal(&zero));
}

macro_rules! in_every_group {
    ($($law:ident),*) => {
        mod ed25519 { use super::*; $(#[test] fn $law() { super::$law(&Ed25519) })* }
        mod belenios_2048 { use super::*; $(#[test] fn $law() { super::$law(&parameters::belenios_2048()) })* }
        mod rfc_3526_2048 { use super::*; $(#[test] fn $law() { super::$law(&parameters::rfc_3526_2048()) })* }
    };
}
in_every_group!(
    public_and_secret_powers_agree,
    q_is_the_order,
    texts_are_read_back,
    small_logarithms_are_found,
    secrets_are_reduced
);

#[test]
fn the_base_point_is_that_of_rfc_8032() {
    // section 5.1: y = 4/5, x even; its bytes are 58, and 31 times 66, reversed here
    assert_eq!(Ed25519.g().to_string(), format!("{}58", "66".repeat(31)));
}

#[test]
fn a_public_key_of_rfc_8032() {
    // section 7.1, test 1: the clamped first half of SHA-512 of the secret key, modulo q, little-endian
    let scalar = Ed25519.secret_from_random(&clamped_scalar()).expect("48 bytes");
    let key = Ed25519.secret_products(&[vec![(&Ed25519.g(), &scalar)]]);
    let expected = "1a5107f7681a02af2523a6daf372e10e3a0764c9d3fe4bd5b70ab18201985ad7";
    assert_eq!(key[0].to_string(), expected);
}

fn clamped_scalar() -> [u8; 48] {
    use sha2::{Digest, Sha512};
    let seed =
        rug::Integer::from_str_radix("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", 16);
    let seed: Vec<u8> = seed.expect("hexadecimal").to_digits(rug::integer::Order::Msf);
    let digest = Sha512::digest(seed);
    let mut scalar = [0; 48];
    scalar[..32].copy_from_slice(&digest[..32]);
    scalar[0] &= 248;
    scalar[31] = scalar[31] & 127 | 64;
    scalar
}

#[test]
fn texts_that_are_no_elements() {
    let cases = [
        ("0".repeat(64), ElementError::NotInSubgroup), // y = 0, of order 4
        (format!("{:064x}", 2), ElementError::NotOnCurve),
        (format!("7{}ed", "f".repeat(61)), ElementError::NotReduced), // p
        (format!("7{}ec", "f".repeat(61)), ElementError::NotInSubgroup), // -1, of order 2
        (format!("f{}ec", "f".repeat(61)), ElementError::NegativeZero),
        (format!("8{}1", "0".repeat(62)), ElementError::NegativeZero),
        ("6".repeat(63), ElementError::NotHexadecimal),
        ("é".repeat(32), ElementError::NotHexadecimal),
        ("A".repeat(64), ElementError::NotHexadecimal),
    ];
    for (text, expected) in cases {
        assert_eq!(Ed25519.element_vartime_public(&text).err(), Some(expected), "{text}");
    }
}
