// SPDX-License-Identifier: Apache-2.0
//! Registers of eight 64-bit words: to and from memory, and transposition.

use std::arch::x86_64::{__m512i, _mm512_shuffle_i64x2, _mm512_unpackhi_epi64, _mm512_unpacklo_epi64};

use fearless_simd::prelude::*;
use fearless_simd::{Avx512, Level, u64x8};

use super::LANES;

/// A register of eight words.
pub type Register = __m512i;

/// The proof that the processor has AVX-512 with 52-bit multiplication, if it has. The feature
/// `portable` hides it, so that the ways through the kernel for other processors can be tested here.
pub fn proof() -> Option<Avx512> {
    if cfg!(feature = "portable") { None } else { Level::new().as_avx512() }
}

/// Eight words in a register.
#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
pub fn load(proof: Avx512, words: [u64; LANES]) -> Register {
    let words: u64x8<_> = words.simd_into(proof);
    words.into()
}

/// The words of a register.
#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
pub fn store(proof: Avx512, register: Register) -> [u64; LANES] {
    let words: u64x8<_> = register.simd_into(proof);
    words.into()
}

/// Word j of register i becomes word i of register j.
#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
pub fn transpose(rows: [Register; LANES]) -> [Register; LANES] {
    let [a, b, c, d, e, f, g, h] = rows;
    let even = transpose_pairs([
        _mm512_unpacklo_epi64(a, b),
        _mm512_unpacklo_epi64(c, d),
        _mm512_unpacklo_epi64(e, f),
        _mm512_unpacklo_epi64(g, h),
    ]);
    let odd = transpose_pairs([
        _mm512_unpackhi_epi64(a, b),
        _mm512_unpackhi_epi64(c, d),
        _mm512_unpackhi_epi64(e, f),
        _mm512_unpackhi_epi64(g, h),
    ]);
    [even[0], odd[0], even[1], odd[1], even[2], odd[2], even[3], odd[3]]
}

/// Pair j of register i becomes pair i of register j.
#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
fn transpose_pairs([a, b, c, d]: [Register; 4]) -> [Register; 4] {
    let (ab_even, ab_odd) = (_mm512_shuffle_i64x2::<0x88>(a, b), _mm512_shuffle_i64x2::<0xdd>(a, b));
    let (cd_even, cd_odd) = (_mm512_shuffle_i64x2::<0x88>(c, d), _mm512_shuffle_i64x2::<0xdd>(c, d));
    [
        _mm512_shuffle_i64x2::<0x88>(ab_even, cd_even),
        _mm512_shuffle_i64x2::<0x88>(ab_odd, cd_odd),
        _mm512_shuffle_i64x2::<0xdd>(ab_even, cd_even),
        _mm512_shuffle_i64x2::<0xdd>(ab_odd, cd_odd),
    ]
}
