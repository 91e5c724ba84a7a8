//! Forms held against every single case of a small box, and against what was worked out by hand.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a test that cannot go on has failed, and its numbers are small"
)]

use super::{Form, MAX_PARTS, MAX_PRODUCTS, Polynomial};
use crate::feel::{Domain, Slot};
use crate::number::{Interval, Rational};

fn number(value: i128) -> Rational {
    Rational::integer(value)
}

fn interval(low: i128, high: i128) -> Interval {
    Interval { low: Some(number(low)), high: Some(number(high)) }
}

fn whole(low: i128, high: i128) -> Domain {
    Domain::Number(interval(low, high), Some(0))
}

/// A fact that is never negative, one that is on both sides of zero, and one that is always positive.
const RANGES: [(i128, i128); 3] = [(0, 3), (-2, 2), (1, 2)];

fn small_box() -> Vec<Domain> {
    RANGES.map(|(low, high)| whole(low, high)).to_vec()
}

/// Every case of the box.
fn points() -> Vec<[i128; 3]> {
    let [a, b, c] = RANGES.map(|(low, high)| low..=high);
    let pairs = a.flat_map(|a| b.clone().map(move |b| [a, b]));
    pairs.flat_map(|[a, b]| c.clone().map(move |c| [a, b, c])).collect()
}

/// A form, and what it is at every point; several values where it is one of several.
#[derive(Clone)]
struct Told {
    form: Form,
    values: Vec<Vec<i128>>,
}

impl Told {
    fn new(form: Form, value: impl Fn([i128; 3]) -> Vec<i128>) -> Self {
        Self { form, values: points().into_iter().map(value).collect() }
    }

    fn with(&self, other: &Self, form: Form, join: fn(i128, i128) -> i128) -> Self {
        let joined = |(own, others): (&Vec<i128>, &Vec<i128>)| {
            own.iter().flat_map(|a| others.iter().map(|b| join(*a, *b))).collect()
        };
        Self { form, values: self.values.iter().zip(&other.values).map(joined).collect() }
    }

    fn lies_in_its_bounds(&self) {
        let bounds = self.form.bounds(&small_box());
        for value in self.values.iter().flatten() {
            assert!(bounds.contains(number(*value)), "{value} in {bounds:?} of {:?}", self.form);
        }
    }
}

fn facts() -> [Form; 3] {
    [0, 1, 2].map(|slot| Form::fact(Slot(slot)))
}

fn simple() -> Vec<Told> {
    let [a, b, c] = facts();
    let case = small_box();
    let sum = |left: &Form, right: &Form| left.plus(right).unwrap();
    let mut simple: Vec<Told> =
        [-2, 0, 3].map(|value| Told::new(Form::constant(number(value)), move |_| vec![value])).to_vec();
    simple.extend([
        Told::new(a.clone(), |[a, _, _]| vec![a]),
        Told::new(sum(&a, &b), |[a, b, _]| vec![a + b]),
        Told::new(b.minus(&c).unwrap(), |[_, b, c]| vec![b - c]),
        Told::new(a.clone().least(c.clone(), &case), |[a, _, c]| vec![a.min(c)]),
        Told::new(a.clone().least(b.clone(), &case), |[a, b, _]| vec![a.min(b)]),
        Told::new(b.clone().greatest(c.clone(), &case), |[_, b, c]| vec![b.max(c)]),
        Told::new(a.clone().greatest(c.clone(), &case), |[a, _, c]| vec![a.max(c)]),
        Told::new(Form::OneOf(vec![a, c]), |[a, _, c]| vec![a, c]),
    ]);
    simple
}

/// All that two forms can be put together to.
fn joined(one: &Told, other: &Told) -> Vec<Told> {
    let case = small_box();
    let (left, right) = (&one.form, &other.form);
    let mut joined = vec![
        one.with(other, left.plus(right).unwrap(), |a, b| a + b),
        one.with(other, left.minus(right).unwrap(), |a, b| a - b),
        one.with(other, left.clone().least(right.clone(), &case), i128::min),
        one.with(other, left.clone().greatest(right.clone(), &case), i128::max),
    ];
    joined.extend(left.times(right, &case).map(|product| one.with(other, product, |a, b| a * b)));
    joined
}

#[test]
fn bounds_hold_every_value_of_two_and_of_three_forms_together() {
    let simple = simple();
    for one in &simple {
        one.lies_in_its_bounds();
        for other in &simple {
            for told in joined(one, other) {
                told.lies_in_its_bounds();
                for third in &simple {
                    joined(&told, third).iter().for_each(Told::lies_in_its_bounds);
                }
            }
        }
    }
}

#[test]
fn what_is_said_to_be_at_most_something_never_exceeds_it() {
    let mut said = 0;
    for one in simple() {
        for other in simple() {
            if one.form.is_at_most(&other.form, &small_box()) {
                said += 1;
                let holds = |(own, others): (&Vec<i128>, &Vec<i128>)| own.iter().max() <= others.iter().min();
                let is_itself = one.form == other.form;
                assert!(is_itself || one.values.iter().zip(&other.values).all(holds), "{:?}", one.form);
            }
        }
    }
    assert!(said > simple().len(), "more than each at most itself");
}

/// A factor that is never negative, or a constant, keeps or turns the order of what it multiplies: there is a product.
#[test]
fn what_is_joined_has_a_product_with_what_has_one_sign() {
    let case = small_box();
    let [a, b, c] = facts();
    let constant = |value| Form::constant(number(value));
    let mixed = a.clone().least(b.clone(), &case);
    let positive = a.clone().greatest(c, &case);
    let choice = Form::OneOf(vec![constant(-2), constant(3)]);
    let product = |left: &Form, right: &Form| {
        let both = [left.times(right, &case), right.times(left, &case)];
        assert_eq!(both[0].is_some(), both[1].is_some(), "{left:?} {right:?}");
        both[0].is_some()
    };
    for (left, right) in [(&mixed, &a), (&mixed, &constant(-2)), (&positive, &positive), (&positive, &choice)]
    {
        assert!(product(left, right), "{left:?} {right:?}");
    }
    for (left, right) in [(&mixed, &b), (&mixed, &mixed), (&mixed, &positive)] {
        assert!(!product(left, right), "{left:?} {right:?}");
    }
}

#[test]
fn what_is_alike_cancels_out() {
    let case = small_box();
    let [a, b, _] = facts();
    let more = a.plus(&Form::constant(Rational::ONE)).unwrap();
    assert_eq!(a.clone().least(more.clone(), &case), a);
    assert_eq!(a.clone().greatest(more.clone(), &case), more);
    let greatest = a.clone().greatest(b, &case);
    let apart = greatest.plus(&Form::constant(number(5))).unwrap().minus(&greatest).unwrap();
    assert_eq!(apart.bounds(&case).low, Some(number(5)));
}

/// `a * b - a` is `a * (b - 1)`: 2 to 6, where each product alone would give 1 to 7.
#[test]
fn what_two_products_share_is_taken_out_of_them() {
    let case = [whole(1, 2), whole(3, 4)];
    let (a, b) = (Form::fact(Slot(0)), Form::fact(Slot(1)));
    let rest = a.times(&b, &case).unwrap().minus(&a).unwrap();
    assert_eq!(rest.bounds(&case), interval(2, 6));
}

fn sum(slots: std::ops::Range<usize>) -> Polynomial {
    Polynomial::sum(slots.map(Slot).collect())
}

#[test]
fn a_sum_has_so_many_products_and_no_more() {
    let most = sum(0..MAX_PRODUCTS);
    assert!(sum(0..MAX_PRODUCTS - 1).plus(&Polynomial::of(Slot(MAX_PRODUCTS))).is_some());
    assert!(most.plus(&Polynomial::constant(Rational::ONE)).is_some());
    assert!(most.plus(&Polynomial::of(Slot(MAX_PRODUCTS))).is_none());
}

#[test]
fn so_many_products_are_put_together_to_multiply_two_sums_and_no_more() {
    assert!(sum(0..8).times(&sum(8..24)).is_some(), "8 times 16");
    assert!(sum(0..8).times(&sum(8..25)).is_none(), "8 times 17");
    assert!(sum(0..11).times(&sum(0..11)).is_some(), "121, of them 66 different ones");
    assert!(sum(0..12).times(&sum(0..12)).is_none(), "144, of them 78 different ones");
}

#[test]
fn a_form_is_joined_from_so_many_parts_and_no_more() {
    let case: Vec<Domain> = (0..600).map(|_| whole(0, 1)).collect();
    let least = |count: usize| Form::Least((0..count).map(|slot| Form::fact(Slot(slot))).collect());
    let half = MAX_PARTS / 16;
    let (left, right, more) = (least(16), least(half), least(half + 1));
    assert!(left.plus(&right).is_some() && left.plus(&more).is_none());
    assert!(left.times(&right, &case).is_some() && left.times(&more, &case).is_none());
    assert!(least(MAX_PARTS).if_small().is_some() && least(MAX_PARTS + 1).if_small().is_none());
}

/// By hand: what is the greatest number of which all values are multiples.
#[test]
fn every_value_of_a_sum_is_a_multiple_of_its_step() {
    let on = |decimals: Option<u32>| Domain::Number(interval(0, 9), decimals);
    let case = [on(Some(0)), on(Some(1)), on(Some(2)), on(None)];
    let times = |slots: &[usize], factor: Rational| {
        let start = Polynomial::constant(factor);
        slots.iter().fold(start, |product, slot| product.times(&Polynomial::of(Slot(*slot))).unwrap())
    };
    let ratio = |above: i128, below: i128| Rational::new(above, below).unwrap();
    let whole = |slots: &[usize], factor: i128| times(slots, number(factor));
    for (sum, step) in [
        (whole(&[0], -4).plus(&whole(&[0, 0], 6)), Some(number(2))),
        (whole(&[0], 4).plus(&whole(&[1], 6)), Some(ratio(1, 5))),
        (whole(&[1, 2], 1).plus(&whole(&[0], 1)), Some(ratio(1, 1000))),
        (whole(&[0], 1).plus(&Polynomial::constant(ratio(-3, 2))), Some(ratio(1, 2))),
        (times(&[2], ratio(1, 3)).plus(&times(&[1], ratio(1, 4))), Some(ratio(1, 600))),
        (whole(&[0], 1).plus(&whole(&[3], 1)), None),
    ] {
        assert_eq!(sum.unwrap().step(&case), step);
    }
}
