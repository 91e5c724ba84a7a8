use super::token::{Token, tokenize};
use super::{
    AmountExpression, Arithmetic, Comparison, Expression, ExpressionKind, FeelError, Function, Test, TestKind,
};
use crate::diagnostic::{Code, Span, nearest};

/// The most bytes that an expression may have.
pub const MAX_LENGTH: usize = 16 * 1024;

/// The most levels that an expression may have; a chain such as `a + b + c` has one level an operator.
pub const MAX_DEPTH: usize = 100;

/// Reads an expression.
///
/// ```
/// use evenhand::feel::parse_expression;
///
/// let fine = parse_expression("min( 100*area,2000 )")?;
/// assert_eq!(fine.to_string(), "min(100 * area, 2000)");
/// # Ok::<(), evenhand::feel::FeelError>(())
/// ```
///
/// # Errors
/// [`FeelError`] with the place of the first character that does not fit.
pub fn parse_expression(text: &str) -> Result<Expression, FeelError> {
    let mut parser = Parser::new(text)?;
    let expression = parser.expression(0)?;
    parser.finish(expression)
}

/// Reads the unary tests of a cell: `-`, `< 3`, `[3..6)`, `"a", "b"`, `not(1)`.
///
/// # Errors
/// [`FeelError`] with the place of the first character that does not fit.
pub fn parse_tests(text: &str) -> Result<Vec<Test>, FeelError> {
    let mut parser = Parser::new(text)?;
    let tests = parser.cell()?;
    parser.finish(tests)
}

/// Reads an amount: an expression, `[e..e]`, or `if … then … else …` of amounts.
///
/// # Errors
/// [`FeelError`] with the place of the first character that does not fit.
pub fn parse_amount(text: &str) -> Result<AmountExpression, FeelError> {
    let mut parser = Parser::new(text)?;
    let amount = parser.amount()?;
    parser.finish(amount)
}

/// Whether the word has a meaning of its own, so that no fact can have it as its name.
#[must_use]
pub fn reserved_word(word: &str) -> bool {
    KEYWORDS.contains(&word)
        || ["date", "duration", "round"].contains(&word)
        || Function::named(word).is_some()
}

/// The names that stand in a text of the language, known or not; none if the text is not of the language.
#[must_use]
pub fn names_in(text: &str) -> Vec<String> {
    let names = |(token, _)| if let Token::Name(name) = token { Some(name) } else { None };
    tokenize(text).map(|tokens| tokens.into_iter().filter_map(names).collect()).unwrap_or_default()
}

/// Binding strengths, weakest first. `**` groups to the left and binds weaker than the sign, as in FEEL.
pub(super) mod strength {
    pub const OR: u8 = 1;
    pub const AND: u8 = 2;
    pub const COMPARISON: u8 = 3;
    pub const SUM: u8 = 4;
    pub const PRODUCT: u8 = 5;
    pub const POWER: u8 = 6;
}

/// Words that cannot be the name of a fact.
const KEYWORDS: [&str; 16] = [
    "and",
    "or",
    "not",
    "if",
    "then",
    "else",
    "in",
    "between",
    "true",
    "false",
    "null",
    "for",
    "return",
    "some",
    "every",
    "satisfies",
];

pub(super) struct Parser {
    tokens: Vec<(Token, Span)>,
    position: usize,
    level: usize,
}

impl Parser {
    fn new(text: &str) -> Result<Self, FeelError> {
        if text.len() > MAX_LENGTH {
            let message = format!("the expression is longer than {MAX_LENGTH} bytes");
            return Err(FeelError::new(Code::TooComplex, Span::new(0, 0), message));
        }
        Ok(Self { tokens: tokenize(text)?, position: 0, level: 0 })
    }

    fn finish<T>(&mut self, result: T) -> Result<T, FeelError> {
        match self.peek() {
            Token::End => Ok(result),
            found => {
                let message = format!("expected an operator or the end, found {}", found.describe());
                Err(FeelError::new(Code::Expression, self.span(), message))
            }
        }
    }

    pub(super) fn peek(&self) -> &Token {
        self.tokens.get(self.position).map_or(&Token::End, |(token, _)| token)
    }

    pub(super) fn peek_after(&self) -> &Token {
        self.tokens.get(self.position.saturating_add(1)).map_or(&Token::End, |(token, _)| token)
    }

    pub(super) fn span(&self) -> Span {
        self.tokens.get(self.position).map_or(Span::default(), |(_, span)| *span)
    }

    /// The place of the token before the next one.
    fn previous_span(&self) -> Span {
        let before = self.position.checked_sub(1).and_then(|position| self.tokens.get(position));
        before.map_or(Span::default(), |(_, span)| *span)
    }

    pub(super) fn advance(&mut self) -> Span {
        let span = self.span();
        self.position = self.position.saturating_add(1);
        span
    }

    pub(super) fn is_sign(&self, sign: &str) -> bool {
        matches!(self.peek(), Token::Sign(found) if *found == sign)
    }

    pub(super) fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Token::Name(found) if found == word)
    }

    pub(super) fn take_sign(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        if found {
            self.advance();
        }
        found
    }

    pub(super) fn expect_sign(&mut self, sign: &str) -> Result<Span, FeelError> {
        if self.is_sign(sign) { Ok(self.advance()) } else { Err(self.unexpected(&format!("`{sign}`"))) }
    }

    fn expect_word(&mut self, word: &str) -> Result<Span, FeelError> {
        if self.is_word(word) { Ok(self.advance()) } else { Err(self.unexpected(&format!("`{word}`"))) }
    }

    pub(super) fn unexpected(&self, expected: &str) -> FeelError {
        let message = format!("expected {expected}, found {}", self.peek().describe());
        FeelError::new(Code::Expression, self.span(), message)
    }

    /// Runs `parse` one level deeper.
    fn nested<T>(&mut self, parse: impl FnOnce(&mut Self) -> Result<T, FeelError>) -> Result<T, FeelError> {
        if self.level >= MAX_DEPTH {
            return Err(too_deep(self.span()));
        }
        self.level = self.level.saturating_add(1);
        let result = parse(self);
        self.level = self.level.saturating_sub(1);
        result
    }

    fn amount(&mut self) -> Result<AmountExpression, FeelError> {
        self.nested(|parser| {
            if parser.is_word("if") {
                let start = parser.advance();
                let condition = parser.expression(0)?;
                parser.expect_word("then")?;
                let then = parser.amount()?;
                parser.expect_word("else")?;
                let otherwise = parser.amount()?;
                // A choice between two plain numbers is a plain number.
                if let (AmountExpression::Point(then), AmountExpression::Point(otherwise)) =
                    (&then, &otherwise)
                {
                    let span = start.to(otherwise.span);
                    let children = Box::new([condition, then.clone(), otherwise.clone()]);
                    return Ok(AmountExpression::Point(build(ExpressionKind::If(children), span)?));
                }
                return Ok(AmountExpression::If(Box::new((condition, then, otherwise))));
            }
            if parser.is_sign("[") {
                parser.advance();
                let low = parser.expression(0)?;
                parser.expect_sign("..")?;
                let high = parser.expression(0)?;
                if parser.is_sign(")") {
                    return Err(parser.unexpected("`]`").help("the ends of an amount belong to it"));
                }
                parser.expect_sign("]")?;
                return Ok(AmountExpression::Range(Box::new([low, high])));
            }
            Ok(AmountExpression::Point(parser.expression(0)?))
        })
    }

    pub(super) fn expression(&mut self, minimum: u8) -> Result<Expression, FeelError> {
        self.nested(|parser| {
            let left = parser.operand()?;
            parser.climb(left, minimum)
        })
    }

    /// Takes the operators after `left` that bind stronger than `minimum`.
    pub(super) fn climb(&mut self, mut left: Expression, minimum: u8) -> Result<Expression, FeelError> {
        while let Some((operator, strength)) = self.operator().filter(|(_, found)| *found > minimum) {
            left = self.operation(left, operator, strength)?;
            if strength == strength::COMPARISON
                && self.operator().is_some_and(|(_, next)| next == strength::COMPARISON)
            {
                return Err(self
                    .unexpected("`and`, `or` or the end")
                    .help("comparisons cannot be chained: write `a < b and b < c`, or `b in (a..c)`"));
            }
        }
        Ok(left)
    }

    pub(super) fn operator(&self) -> Option<(Operator, u8)> {
        use strength::{AND, COMPARISON, OR, POWER, PRODUCT, SUM};
        let compare = |comparison| Some((Operator::Compare(comparison), COMPARISON));
        match self.peek() {
            Token::Name(word) => match word.as_str() {
                "or" => Some((Operator::Or, OR)),
                "and" => Some((Operator::And, AND)),
                "in" => Some((Operator::In, COMPARISON)),
                "between" => Some((Operator::Between, COMPARISON)),
                _ => None,
            },
            Token::Sign(sign) => match *sign {
                "=" => compare(Comparison::Equal),
                "!=" => compare(Comparison::NotEqual),
                "<" => compare(Comparison::Less),
                "<=" => compare(Comparison::AtMost),
                ">" => compare(Comparison::Greater),
                ">=" => compare(Comparison::AtLeast),
                "+" => Some((Operator::Arithmetic(Arithmetic::Add), SUM)),
                "-" => Some((Operator::Arithmetic(Arithmetic::Subtract), SUM)),
                "*" => Some((Operator::Arithmetic(Arithmetic::Multiply), PRODUCT)),
                "/" => Some((Operator::Arithmetic(Arithmetic::Divide), PRODUCT)),
                "**" => Some((Operator::Arithmetic(Arithmetic::Power), POWER)),
                _ => None,
            },
            _ => None,
        }
    }

    fn operation(
        &mut self,
        left: Expression,
        operator: Operator,
        strength: u8,
    ) -> Result<Expression, FeelError> {
        self.advance();
        match operator {
            Operator::In => {
                let tests = self.tests_after_in()?;
                let span = left.span.to(self.previous_span());
                build(ExpressionKind::In(Box::new(left), tests), span)
            }
            Operator::Between => {
                let low = self.expression(strength::COMPARISON)?;
                self.expect_word("and")?;
                let high = self.expression(strength::COMPARISON)?;
                let span = left.span.to(high.span);
                build(ExpressionKind::Between(Box::new([left, low, high])), span)
            }
            _ => {
                let right = self.expression(strength)?;
                let span = left.span.to(right.span);
                let sides = Box::new([left, right]);
                let kind = match operator {
                    Operator::Or => ExpressionKind::Or(sides),
                    Operator::Compare(comparison) => ExpressionKind::Compare(comparison, sides),
                    Operator::Arithmetic(arithmetic) => ExpressionKind::Arithmetic(arithmetic, sides),
                    _ => ExpressionKind::And(sides),
                };
                build(kind, span)
            }
        }
    }

    fn operand(&mut self) -> Result<Expression, FeelError> {
        let span = self.span();
        match self.peek().clone() {
            Token::Number(literal) => {
                self.advance();
                build(ExpressionKind::Number(literal), span)
            }
            Token::Text(text) => {
                self.advance();
                build(ExpressionKind::Text(text), span)
            }
            Token::Sign("-") => {
                self.advance();
                let inner = self.nested(Self::operand)?;
                let span = span.to(inner.span);
                build(ExpressionKind::Negate(Box::new(inner)), span)
            }
            Token::Sign("(") => {
                self.advance();
                let inner = self.expression(0)?;
                let end = self.expect_sign(")")?;
                Ok(Expression { span: span.to(end), ..inner })
            }
            Token::Sign("[") => Err(self
                .unexpected("a value")
                .help("a range stands after `in`, a list inside `sum( )` and the like")),
            Token::Name(name) => self.word(&name, span),
            _ => Err(self.unexpected("a value")),
        }
    }

    fn word(&mut self, name: &str, span: Span) -> Result<Expression, FeelError> {
        match name {
            "true" | "false" => {
                self.advance();
                return build(ExpressionKind::Boolean(name == "true"), span);
            }
            "if" => {
                self.advance();
                let condition = self.expression(0)?;
                self.expect_word("then")?;
                let then = self.expression(0)?;
                self.expect_word("else")?;
                let otherwise = self.expression(0)?;
                let span = span.to(otherwise.span);
                return build(ExpressionKind::If(Box::new([condition, then, otherwise])), span);
            }
            "not" => {
                self.advance();
                self.expect_sign("(")?;
                let inner = self.expression(0)?;
                let end = self.expect_sign(")")?;
                return build(ExpressionKind::Not(Box::new(inner)), span.to(end));
            }
            "null" => {
                let message = "there is no `null`: a fact that is needed must be given";
                return Err(FeelError::new(Code::Expression, span, message));
            }
            _ if KEYWORDS.contains(&name) => return Err(self.unexpected("a value")),
            _ => {}
        }
        let (name, end) = self.function_name(name, span);
        if !self.is_sign("(") {
            if name.contains(' ') {
                return Err(self.unexpected("`(`"));
            }
            return build(ExpressionKind::Name(name), span);
        }
        self.call(&name, span.to(end))
    }

    /// `round half up` is one name of three words; any other name is one word.
    fn function_name(&mut self, first: &str, span: Span) -> (String, Span) {
        self.advance();
        let (mut name, mut end) = (first.to_owned(), span);
        if first == "round" {
            while let Token::Name(next) = self.peek() {
                if !["half", "up", "down"].contains(&next.as_str()) {
                    break;
                }
                name = format!("{name} {next}");
                end = self.advance();
            }
        }
        (name, end)
    }

    fn call(&mut self, name: &str, name_span: Span) -> Result<Expression, FeelError> {
        if name == "date" || name == "duration" {
            return self.literal_call(name, name_span);
        }
        let Some(function) = Function::named(name) else {
            let known = Function::ALL.iter().map(|(_, known)| *known).chain(["date", "duration", "not"]);
            let error = FeelError::new(Code::Expression, name_span, format!("there is no function `{name}`"));
            if name == "round" {
                return Err(
                    error.help("say how: `round up`, `round down`, `round half up` or `round half down`")
                );
            }
            return Err(match nearest(name, known) {
                Some(known) => error.help(format!("did you mean `{known}`?")),
                None => error,
            });
        };
        self.expect_sign("(")?;
        let in_brackets = self.take_sign("[");
        let mut arguments = Vec::new();
        let close = if in_brackets { "]" } else { ")" };
        if !self.is_sign(close) {
            loop {
                arguments.push(self.expression(0)?);
                if !self.take_sign(",") {
                    break;
                }
            }
        }
        if in_brackets {
            self.expect_sign("]")?;
        }
        let span = name_span.to(self.expect_sign(")")?);
        check_arguments(function, in_brackets, arguments.len(), span)?;
        build(ExpressionKind::Call(function, arguments), span)
    }

    fn literal_call(&mut self, name: &str, name_span: Span) -> Result<Expression, FeelError> {
        self.expect_sign("(")?;
        let Token::Text(text) = self.peek().clone() else {
            let example = if name == "date" { "\"2026-01-01\"" } else { "\"P3M\"" };
            let code = if self.is_sign(")") { Code::WrongArguments } else { Code::NotConstant };
            let error = self.unexpected(&format!("a text such as {example}"));
            return Err(FeelError { code, ..error });
        };
        let text_span = self.advance();
        let span = name_span.to(self.expect_sign(")")?);
        let wrong = |message: String| FeelError::new(Code::Expression, text_span, message);
        let kind = if name == "date" {
            ExpressionKind::Date(
                text.parse().map_err(|error: crate::time::DateError| wrong(error.to_string()))?,
            )
        } else {
            ExpressionKind::Period(
                text.parse().map_err(|error: crate::time::PeriodError| wrong(error.to_string()))?,
            )
        };
        build(kind, span)
    }
}

#[derive(Clone, Copy)]
pub(super) enum Operator {
    Or,
    And,
    Compare(Comparison),
    In,
    Between,
    Arithmetic(Arithmetic),
}

/// The node, if the tree below it is not too deep: whoever walks a tree may recurse.
fn build(kind: ExpressionKind, span: Span) -> Result<Expression, FeelError> {
    let below = kind.children().map(|child| child.depth).max().unwrap_or(0);
    let depth = below.saturating_add(1);
    if depth > MAX_DEPTH { Err(too_deep(span)) } else { Ok(Expression { kind, span, depth }) }
}

fn too_deep(span: Span) -> FeelError {
    FeelError::new(Code::TooComplex, span, format!("the expression has more than {MAX_DEPTH} levels"))
        .help("`sum( )`, `min( )` and `max( )` take any number of values on one level")
}

fn check_arguments(function: Function, in_brackets: bool, count: usize, span: Span) -> Result<(), FeelError> {
    let (least, most) = match function {
        Function::Modulo
        | Function::RoundUp
        | Function::RoundDown
        | Function::RoundHalfUp
        | Function::RoundHalfDown => (2, 2),
        Function::Abs => (1, 1),
        Function::Floor | Function::Ceiling => (1, 2),
        Function::Stddev => (2, usize::MAX),
        // Only a list can be empty: `count([])`.
        Function::Count if in_brackets => (0, usize::MAX),
        _ => (1, usize::MAX),
    };
    let takes_list = most == usize::MAX;
    if in_brackets && !takes_list {
        let message = format!("`{}` does not take a list", function.name());
        return Err(FeelError::new(Code::WrongArguments, span, message));
    }
    if (least..=most).contains(&count) {
        return Ok(());
    }
    let wanted = match (least, most) {
        (least, usize::MAX) => format!("at least {least}"),
        (least, most) if least == most => format!("{least}"),
        (least, most) => format!("{least} or {most}"),
    };
    let arguments = if wanted.ends_with('1') { "argument" } else { "arguments" };
    let message = format!("`{}` takes {wanted} {arguments}, found {count}", function.name());
    Err(FeelError::new(Code::WrongArguments, span, message))
}

impl ExpressionKind {
    /// The expressions directly below this one.
    fn children(&self) -> Box<dyn Iterator<Item = &Expression> + '_> {
        match self {
            Self::Number(_)
            | Self::Boolean(_)
            | Self::Text(_)
            | Self::Date(_)
            | Self::Period(_)
            | Self::Name(_) => Box::new(std::iter::empty()),
            Self::Negate(inner) | Self::Not(inner) => Box::new(std::iter::once(&**inner)),
            Self::Arithmetic(_, sides) | Self::Compare(_, sides) | Self::And(sides) | Self::Or(sides) => {
                Box::new(sides.iter())
            }
            Self::If(parts) | Self::Between(parts) => Box::new(parts.iter()),
            Self::Call(_, arguments) => Box::new(arguments.iter()),
            Self::In(value, tests) => {
                Box::new(std::iter::once(&**value).chain(tests.iter().flat_map(Test::expressions)))
            }
        }
    }
}

impl Test {
    fn expressions(&self) -> Vec<&Expression> {
        match &self.kind {
            TestKind::Any => Vec::new(),
            TestKind::Equal(value) | TestKind::Compare(_, value) => vec![value],
            TestKind::Range { low, high, .. } => vec![low, high],
            TestKind::Not(tests) => tests.iter().flat_map(Self::expressions).collect(),
        }
    }
}
