//! The part of the parser that reads unary tests: cells, and what stands after `in`.

use super::parser::{Operator, Parser, strength};
use super::token::Token;
use super::{Expression, FeelError, Test, TestKind};
use crate::diagnostic::Span;

impl Parser {
    /// One test, or several in parentheses or brackets. `(1..3]` is a range and `(1, 3)` a list: what follows
    /// the first value tells them apart.
    pub(super) fn tests_after_in(&mut self) -> Result<Vec<Test>, FeelError> {
        if !self.is_sign("(") && !self.is_sign("[") {
            return Ok(vec![self.test()?]);
        }
        let low_included = self.is_sign("[");
        let open = self.advance();
        let first = self.test()?;
        let first = match first {
            Test { kind: TestKind::Equal(low), .. } if self.is_sign("..") => {
                return Ok(vec![self.range(open, low, low_included)?]);
            }
            other => other,
        };
        let mut tests = vec![first];
        while self.take_sign(",") {
            tests.push(self.test()?);
        }
        self.expect_sign(if low_included { "]" } else { ")" })?;
        Ok(tests)
    }

    /// The rest of a range after its lower end.
    fn range(&mut self, open: Span, low: Expression, low_included: bool) -> Result<Test, FeelError> {
        self.expect_sign("..")?;
        let high = self.expression(strength::COMPARISON)?;
        let high_included = self.is_sign("]");
        if !high_included && !self.is_sign(")") {
            return Err(self.unexpected("`]` or `)`"));
        }
        let span = open.to(self.advance());
        Ok(Test { kind: TestKind::Range { low, low_included, high, high_included }, span })
    }

    fn test_list(&mut self) -> Result<Vec<Test>, FeelError> {
        let mut tests = vec![self.test()?];
        while self.take_sign(",") {
            tests.push(self.test()?);
        }
        Ok(tests)
    }

    pub(super) fn cell(&mut self) -> Result<Vec<Test>, FeelError> {
        let span = self.span();
        if self.is_sign("-") && *self.peek_after() == Token::End {
            self.advance();
            return Ok(vec![Test { kind: TestKind::Any, span }]);
        }
        if self.is_word("not") {
            self.advance();
            self.expect_sign("(")?;
            let tests = self.test_list()?;
            let end = self.expect_sign(")")?;
            return Ok(vec![Test { kind: TestKind::Not(tests), span: span.to(end) }]);
        }
        self.test_list()
    }

    fn test(&mut self) -> Result<Test, FeelError> {
        let span = self.span();
        if let Some((Operator::Compare(comparison), _)) = self.operator() {
            self.advance();
            let value = self.expression(strength::COMPARISON)?;
            let span = span.to(value.span);
            return Ok(Test { kind: TestKind::Compare(comparison, value), span });
        }
        if self.is_sign("[") || self.is_sign("(") {
            let low_included = self.is_sign("[");
            self.advance();
            let inner = self.expression(0)?;
            if low_included || self.is_sign("..") {
                return self.range(span, inner, low_included);
            }
            let span = span.to(self.expect_sign(")")?);
            let value = self.climb(Expression { span, ..inner }, strength::COMPARISON)?;
            let span = value.span;
            return Ok(Test { kind: TestKind::Equal(value), span });
        }
        let value = self.expression(strength::COMPARISON)?;
        let span = value.span;
        Ok(Test { kind: TestKind::Equal(value), span })
    }
}
