//! The part of the checker that knows the functions.

use super::check::{Checker, whole_constant};
use super::check_units::PartialUnit;
use super::{Expression, FeelError, Function, Literal, NumberTerm, Unit, Written};
use crate::diagnostic::{Code, Span};
use crate::number::{Rational, RoundingMode};

impl Checker<'_> {
    pub(super) fn call(
        &mut self,
        function: Function,
        arguments: &[Expression],
    ) -> Result<(NumberTerm, PartialUnit), FeelError> {
        if function == Function::Count {
            for argument in arguments {
                self.term(argument)?;
            }
            let value = Rational::integer(i128::try_from(arguments.len()).unwrap_or(0));
            let (term, _) = self.literal(Literal { value, written: Written::Plain });
            return Ok((term, PartialUnit::known(Unit::NONE)));
        }
        let first = arguments.first().map_or_else(|| Err(no_argument()), |first| self.number(first));
        let (first, unit) = first?;
        let rest = arguments.get(1..).unwrap_or_default();
        let rounded = match function {
            Function::Floor => Some(None),
            Function::Ceiling => Some(None),
            Function::RoundUp => Some(Some(RoundingMode::Up)),
            Function::RoundDown => Some(Some(RoundingMode::Down)),
            Function::RoundHalfUp => Some(Some(RoundingMode::HalfUp)),
            Function::RoundHalfDown => Some(Some(RoundingMode::HalfDown)),
            _ => None,
        };
        if let Some(mode) = rounded {
            let decimals = rest.first().map_or(Ok(0), |decimals| whole_constant(decimals, -28, 28))?;
            let inner = Box::new(first);
            let term = match mode {
                Some(mode) => NumberTerm::Round(mode, inner, decimals),
                None if function == Function::Floor => NumberTerm::Floor(inner, decimals),
                None => NumberTerm::Ceiling(inner, decimals),
            };
            return Ok((term, unit));
        }
        let mut terms = vec![first];
        for argument in rest {
            let (term, own) = self.number(argument)?;
            self.unify(&unit, &own, argument.span)?;
            terms.push(term);
        }
        let term = match function {
            Function::Min => NumberTerm::Min(terms.into()),
            Function::Max => NumberTerm::Max(terms.into()),
            Function::Sum => NumberTerm::Sum(terms.into()),
            Function::Mean => NumberTerm::Mean(terms.into()),
            Function::Median => NumberTerm::Median(terms.into()),
            Function::Stddev => NumberTerm::Deviation(terms.into()),
            _ => {
                let divisor_span = rest.first().map_or(Span::default(), |divisor| divisor.span);
                match <[NumberTerm; 2]>::try_from(terms) {
                    Ok(sides) => NumberTerm::Modulo(Box::new(sides), divisor_span),
                    Err(terms) => {
                        let inner = terms.into_iter().next().ok_or_else(no_argument)?;
                        NumberTerm::Absolute(Box::new(inner))
                    }
                }
            }
        };
        Ok((term, unit))
    }
}

fn no_argument() -> FeelError {
    FeelError::new(Code::WrongArguments, Span::default(), "an argument is missing")
}
