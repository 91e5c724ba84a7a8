use num_bigint::BigInt;

use super::ledger::{Ledger, Name, Placed};
use super::payment::DECIMALS;
use super::report::Concerned;
use super::{FoundValue, PaymentFinding, PaymentReason};
use crate::language::Bilingual;
use crate::number::{Rational, Surd};
use crate::risk::screen::STATISTIC_DECIMALS;

/// What a test says of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Something was found.
    Raised,
    /// Nothing was.
    Clear,
    /// It could not be judged.
    NotJudged(PaymentReason),
}

/// What a test says of all payments.
#[derive(Clone, Debug)]
pub(super) struct Said {
    /// Of each payment, in their order.
    pub(super) marks: Vec<Mark>,
    /// What was found, each with what it is put in order by.
    found: Vec<(Place, PaymentFinding)>,
}

/// Where a finding comes: by its first payment, or by its group.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Payment(usize),
    Group(String),
}

impl Said {
    /// Nothing yet: what no key leads to is not told.
    pub(super) fn nothing(ledger: &Ledger) -> Self {
        let untold = Mark::NotJudged(PaymentReason::NotTold);
        Self { marks: vec![untold; ledger.payments.len()], found: Vec::new() }
    }

    /// Says the same of these payments; what was raised stays so.
    pub(super) fn mark(&mut self, payments: &[Placed<'_>], mark: Mark) {
        for one in payments {
            if let Some(old) = self.marks.get_mut(one.place).filter(|old| **old != Mark::Raised) {
                *old = mark;
            }
        }
    }

    /// Raises payments between a payer and a payee.
    pub(super) fn raise(&mut self, ledger: &Ledger, payments: &[Placed<'_>], values: Vec<FoundValue>) {
        let Some(first) = payments.first() else { return };
        let name = |name: Option<Name>| name.map(|name| ledger.name(name).to_owned());
        let finding = PaymentFinding {
            place: 0,
            group: None,
            from: name(first.entry.from),
            to: name(first.entry.to),
            payments: payments.iter().map(concerned).collect(),
            values,
        };
        self.mark(payments, Mark::Raised);
        self.found.push((Place::Payment(first.place), finding));
    }

    /// Raises a payment among its peers.
    pub(super) fn raise_among(
        &mut self,
        ledger: &Ledger,
        group: Name,
        payment: Placed<'_>,
        values: Vec<FoundValue>,
    ) {
        let group = Some(ledger.name(group).to_owned());
        let payments = vec![concerned(&payment)];
        let finding = PaymentFinding { place: 0, group, from: None, to: None, payments, values };
        self.mark(&[payment], Mark::Raised);
        self.found.push((Place::Payment(payment.place), finding));
    }

    /// Raises a whole group, whose payments are not named one by one.
    pub(super) fn raise_group(&mut self, group: &str, payments: &[Placed<'_>], values: Vec<FoundValue>) {
        let finding = PaymentFinding {
            place: 0,
            group: Some(group.to_owned()),
            from: None,
            to: None,
            payments: Vec::new(),
            values,
        };
        self.mark(payments, Mark::Raised);
        self.found.push((Place::Group(group.to_owned()), finding));
    }

    /// The findings in their order.
    pub(super) fn findings(mut self, flag: usize) -> impl Iterator<Item = PaymentFinding> {
        self.found.sort_by(|(one, _), (other, _)| one.cmp(other));
        self.found.into_iter().map(move |(_, finding)| PaymentFinding { place: flag, ..finding })
    }
}

fn concerned(payment: &Placed<'_>) -> Concerned {
    Concerned { id: payment.entry.id.clone(), line: payment.entry.line }
}

/// A value that was found, and where it is suspicious; empty where it only tells.
pub(super) fn value(
    name: &'static str,
    (zh, en): (&str, &str),
    found: impl ToString,
    suspicious: impl ToString,
) -> FoundValue {
    FoundValue {
        name,
        title: Bilingual { zh: zh.to_owned(), en: en.to_owned() },
        found: found.to_string(),
        suspicious: suspicious.to_string(),
    }
}

/// Millionths as an amount.
pub(super) fn money(amount: i128) -> String {
    let unit = BigInt::from(10).pow(DECIMALS);
    Surd::fraction(amount.into(), unit).map_or_else(String::new, |amount| amount.decimal(DECIMALS))
}

/// A fraction for people.
pub(super) fn decimal(value: Rational) -> String {
    let surd = Surd::fraction(value.numerator().into(), value.denominator().into());
    surd.map_or_else(String::new, |value| value.decimal(STATISTIC_DECIMALS))
}
