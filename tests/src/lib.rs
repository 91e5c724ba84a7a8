//! Nothing: the tests are in `rust/`, and a package needs a target of its own.
