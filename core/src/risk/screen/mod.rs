//! Screens: what looks like collusion or favour among the bids of tenders.
//!
//! In: a [`Screen`], which is what a pack looks for and by which limits, and tenders. Out: a [`ScreenReport`]: what was
//! found with the values, what could not be judged and why, and counts that add up. A finding is a reason to look, never
//! a proof. This room knows OCDS lines, but no files.
//!
//! * `tender`: what is read of a tender. `ocds`: from a line of JSON to it. `fault`: what can be wrong with one.
//! * `flag`: the types of a screen.
//! * `statistics`: the statistics of prices, exact. `outlier`: quartiles and fences.
//! * `judge`: what the flags say of one tender. `run`: of many, and what only shows among all of them. `sentence`: the words.

mod fault;
mod flag;
mod judge;
mod ocds;
mod ocds_shape;
mod outlier;
mod run;
mod sentence;
mod statistics;
mod tender;

pub use fault::TenderFault;
pub use flag::{Fence, Flag, Screen, ScreenExample, Shared, TESTS, Test};
pub use judge::{Found, FoundValue, Judged, Reason, Verdict};
pub use outlier::Outliers;
pub(in crate::risk) use outlier::outliers;
pub use run::{Finding, ScreenReport, Screening, Subject, Tallied};
pub use statistics::{Measured, Prices, STATISTIC_DECIMALS, Statistic};
pub use tender::{Award, AwardStatus, Bid, BidStatus, Instant, Tender};
