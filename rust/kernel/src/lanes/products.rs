// SPDX-License-Identifier: Apache-2.0
//! Products of powers, eight at a time. All of this module is variable time and for public data.
//!
//! Rows are cut into pieces of at most [`MOST`] factors, and pieces that follow one another make a
//! block, which one thread computes: first the tables of its bases, one for each base however often it
//! occurs in the block, then the pieces, each in a lane.

use std::collections::HashMap;

use rayon::prelude::*;

use super::exponents::{Shape, significant_bits, window};
use super::{Engine, LANES};
use crate::parallel;

/// Factors of a piece. More of them share squarings better, and leave fewer pieces to share out.
const MOST: usize = 32;

/// Factors of a block: their tables should fit into the cache of one core.
const BLOCK: usize = 256;

/// A piece with more plain bases than this is computed by windows.
const FEW: usize = 4;

/// So many bits and fewer are the lesser size of exponents: challenges are that long in every group.
const SHORT: u32 = 256;

/// Powers base^(d * 2^(width * i)) at place i and d.
pub struct Fixed<Entry> {
    width: u32,
    places: Vec<Vec<Entry>>,
}

/// A factor: its base, and its exponent in words, the least significant first.
type Term<'a, E> = (&'a <E as Engine>::Element, Vec<u64>);

/// A row, or a part of it.
struct Piece<'a, E: Engine> {
    row: usize,
    terms: &'a [Term<'a, E>],
    plain: usize,
}

/// A base as it is found again: the same object. Equal bases in several objects get a table each.
type Identity = (*const (), bool);

/// The table of a base, and its digits, least significant first.
type Digits<'a, Entry> = (&'a [Entry], Vec<u16>);

/// A piece in a lane.
struct Lane<'a, Entry> {
    place: usize,
    squarings: u32,
    columns: usize,
    plain: Vec<Digits<'a, Entry>>,
    fixed: Vec<(&'a Fixed<Entry>, &'a [u64])>,
}

/// For each row the product of its powers.
pub fn products_vartime_public<E: Engine>(
    engine: &E,
    rows: &[Vec<(&E::Element, E::Exponent)>],
) -> Vec<E::Element> {
    let power = |(base, exponent): &(_, E::Exponent)| match engine.is_one(exponent) {
        true => None,
        false => Some((*base, engine.words(exponent))),
    };
    let powers: Vec<Vec<Term<'_, E>>> =
        rows.iter().map(|row| row.iter().filter_map(power).collect()).collect();
    let mut products = powers_vartime_public(engine, &powers);
    for ((product, row), powers) in products.iter_mut().zip(rows).zip(&powers) {
        if row.len() != powers.len() {
            for (base, _) in row.iter().filter(|(_, exponent)| engine.is_one(exponent)) {
                *product = engine.product(product, base);
            }
        }
    }
    products
}

/// The same for exponents in words.
pub fn powers_vartime_public<E: Engine>(engine: &E, rows: &[Vec<Term<'_, E>>]) -> Vec<E::Element> {
    let pieces: Vec<Piece<'_, E>> =
        rows.iter().enumerate().flat_map(|(row, terms)| cut(engine, row, terms)).collect();
    let blocks = blocks(&pieces);
    let parts: Vec<E::Element> = if blocks.len() <= 1 {
        block_vartime_public(engine, &pieces)
    } else {
        parallel::run(|| {
            blocks.par_iter().flat_map_iter(|block| block_vartime_public(engine, block)).collect()
        })
    };
    let mut products: Vec<Option<E::Element>> = vec![None; rows.len()];
    for (piece, part) in pieces.iter().zip(parts) {
        let product = &mut products[piece.row];
        *product = Some(match product.take() {
            Some(product) => engine.product(&product, &part),
            None => part,
        });
    }
    products.into_iter().map(|product| product.unwrap_or_else(|| engine.identity())).collect()
}

fn cut<'a, E: Engine>(
    engine: &E,
    row: usize,
    terms: &'a [Term<'a, E>],
) -> impl Iterator<Item = Piece<'a, E>> + use<'a, E> {
    let is_plain: Vec<bool> = terms.iter().map(|(base, _)| engine.fixed(base).is_none()).collect();
    terms.chunks(MOST).enumerate().map(move |(number, terms)| {
        let own = &is_plain[number * MOST..][..terms.len()];
        Piece { row, terms, plain: own.iter().filter(|&&plain| plain).count() }
    })
}

/// Pieces that follow one another, together.
fn blocks<'a, 'b, E: Engine>(pieces: &'b [Piece<'a, E>]) -> Vec<&'b [Piece<'a, E>]> {
    let total: usize = pieces.iter().map(|piece| piece.terms.len()).sum();
    let size = (total / (4 * parallel::threads())).clamp(BLOCK / 8, BLOCK);
    let (mut blocks, mut rest) = (Vec::new(), pieces);
    while !rest.is_empty() {
        let mut terms = 0;
        let full = rest.iter().position(|piece| {
            terms += piece.terms.len();
            terms > size
        });
        // no fewer than there are lanes
        let (block, others) = rest.split_at(full.unwrap_or(rest.len()).max(LANES).min(rest.len()));
        blocks.push(block);
        rest = others;
    }
    blocks
}

fn block_vartime_public<E: Engine>(engine: &E, pieces: &[Piece<'_, E>]) -> Vec<E::Element> {
    let tables = Tables::new(engine, pieces);
    let mut lanes: Vec<Lane<'_, E::Entry>> =
        pieces.iter().enumerate().map(|(place, piece)| tables.lane(engine, place, piece)).collect();
    lanes.sort_by_key(|lane| (lane.squarings, lane.columns, lane.plain.len(), lane.fixed.len()));
    let mut vectors = Vec::new();
    let mut places = Vec::new();
    for alike in lanes.chunk_by(|one, other| one.squarings == other.squarings) {
        for eight in alike.chunks(LANES) {
            vectors.push(eight_vartime_public(engine, &tables.neutral, eight));
            places.extend((0..LANES).map(|lane| eight.get(lane).map(|lane| lane.place)));
        }
    }
    let mut results: Vec<Option<E::Element>> = vec![None; pieces.len()];
    for (place, result) in places.into_iter().zip(engine.collect(&vectors)) {
        if let Some(place) = place {
            results[place] = Some(result);
        }
    }
    results.into_iter().flatten().collect()
}

/// Eight pieces, or fewer, with the same number of squarings between two digits.
fn eight_vartime_public<E: Engine>(
    engine: &E,
    neutral: &E::Entry,
    lanes: &[Lane<'_, E::Entry>],
) -> E::Vector {
    let most = |count: &dyn Fn(&Lane<'_, E::Entry>) -> usize| lanes.iter().map(count).max().unwrap_or(0);
    let columns = most(&|lane| lane.columns);
    let plain = most(&|lane| lane.plain.len());
    let mut product = engine.neutral();
    for column in (0..columns).rev() {
        if column + 1 != columns {
            engine.square(&mut product, lanes[0].squarings);
        }
        for term in 0..plain {
            let entry = |lane: usize| {
                let (table, digits) = lanes.get(lane)?.plain.get(term)?;
                Some(&table[usize::from(*digits.get(column)?)])
            };
            engine.multiply(&mut product, &std::array::from_fn(|lane| entry(lane).unwrap_or(neutral)));
        }
    }
    for term in 0..most(&|lane| lane.fixed.len()) {
        let places = most(&|lane| lane.fixed.get(term).map_or(0, |(fixed, _)| fixed.places.len()));
        for place in 0..places {
            let entry = |lane: usize| {
                let (fixed, words) = lanes.get(lane)?.fixed.get(term)?;
                Some(&fixed.places.get(place)?[window(words, place as u32 * fixed.width, fixed.width)])
            };
            engine.multiply(&mut product, &std::array::from_fn(|lane| entry(lane).unwrap_or(neutral)));
        }
    }
    product
}

/// The tables of the plain bases of a block.
struct Tables<Entry> {
    neutral: Entry,
    tables: Vec<Vec<Entry>>,
    places: HashMap<Identity, (usize, Shape)>,
}

fn identity<E: Engine>(base: &E::Element, piece: &Piece<'_, E>) -> Identity {
    (std::ptr::from_ref(base).cast(), piece.plain > FEW)
}

impl<Entry> Tables<Entry> {
    fn new<E: Engine<Entry = Entry>>(engine: &E, pieces: &[Piece<'_, E>]) -> Self {
        let mut bases: Vec<(&E::Element, Identity, u32)> = Vec::new();
        let mut known: HashMap<Identity, usize> = HashMap::new();
        for piece in pieces {
            for (base, words) in piece.terms {
                if engine.fixed(base).is_none() {
                    let identity = identity(*base, piece);
                    let place = *known.entry(identity).or_insert_with(|| {
                        bases.push((base, identity, 0));
                        bases.len() - 1
                    });
                    bases[place].2 = bases[place].2.max(significant_bits(words));
                }
            }
        }
        let size = |bits: u32| if bits <= SHORT { SHORT.min(engine.bits()) } else { engine.bits() };
        let shape = |windows: bool, bits: u32| match windows {
            true => Shape::windows(engine.bits()), // one shape: they share squarings
            false => Shape::comb(size(bits)),
        };
        let mut bases: Vec<(&E::Element, Identity, Shape)> = bases
            .into_iter()
            .map(|(base, identity, bits)| (base, identity, shape(identity.1, bits)))
            .collect();
        bases.sort_by_key(|(_, _, shape)| *shape);
        let mut tables = Vec::new();
        for alike in bases.chunk_by(|one, other| one.2 == other.2) {
            for eight in alike.chunks(LANES) {
                let elements: Vec<&E::Element> = eight.iter().map(|(element, ..)| *element).collect();
                tables.extend(eight_tables(engine, &elements, eight[0].2.teeth, eight[0].2.spacing));
            }
        }
        let places =
            bases.into_iter().zip(0..).map(|((_, identity, shape), place)| (identity, (place, shape)));
        let [neutral, ..] = engine.entries(&engine.neutral());
        Self { neutral, tables, places: places.collect() }
    }

    fn lane<'a, E: Engine<Entry = Entry>>(
        &'a self,
        engine: &E,
        place: usize,
        piece: &Piece<'a, E>,
    ) -> Lane<'a, Entry> {
        let (mut plain, mut fixed, mut columns, mut squarings) = (Vec::new(), Vec::new(), 0, 1);
        for (base, words) in piece.terms {
            match engine.fixed(base) {
                Some(tables) => fixed.push((tables, words.as_slice())),
                None => {
                    let (place, shape) = self.places[&identity(*base, piece)];
                    columns = columns.max(shape.columns as usize);
                    squarings = shape.squarings;
                    plain.push((self.tables[place].as_slice(), shape.digits(words)));
                }
            }
        }
        Lane { place, squarings, columns, plain, fixed }
    }
}

/// For each of up to eight bases the products of its teeth base^(2^(spacing * j)), for each digit.
fn eight_tables<E: Engine>(
    engine: &E,
    bases: &[&E::Element],
    teeth: u32,
    spacing: u32,
) -> Vec<Vec<E::Entry>> {
    let mut tooth = engine.spread(bases);
    let mut vectors = vec![engine.neutral()];
    for number in 0..teeth {
        if number > 0 {
            engine.square(&mut tooth, spacing);
        }
        let entries = engine.entries(&tooth);
        let entries = entries.each_ref();
        for digit in 0..vectors.len() {
            let mut vector = vectors[digit].clone();
            if digit == 0 {
                vector = tooth.clone();
            } else {
                engine.multiply(&mut vector, &entries);
            }
            vectors.push(vector);
        }
    }
    let mut tables: Vec<Vec<E::Entry>> = vec![Vec::with_capacity(vectors.len()); bases.len()];
    for vector in &vectors {
        for (table, entry) in tables.iter_mut().zip(engine.entries(vector)) {
            table.push(entry);
        }
    }
    tables
}

impl<Entry: Clone> Fixed<Entry> {
    /// The tables of `base` for exponents of the engine's size.
    pub fn new<E: Engine<Entry = Entry>>(engine: &E, base: &E::Element, width: u32) -> Self {
        let count = engine.bits().div_ceil(width) as usize;
        let mut power = engine.spread(&[base]);
        let mut powers = Vec::with_capacity(count);
        for _ in 0..count {
            powers.push(power.clone());
            engine.square(&mut power, width);
        }
        let bases: Vec<E::Element> = engine.collect(&powers).into_iter().step_by(LANES).collect();
        let bases: Vec<&E::Element> = bases.iter().collect();
        let places = bases.chunks(LANES).flat_map(|eight| eight_tables(engine, eight, width, 1)).collect();
        Self { width, places }
    }
}
