//! Consistency in the large: is like treated alike, by all officers and offices, from month to month?
//!
//! In: a [`Policy`], which is the limits that a pack gives, and the [`Decision`]s of an authority, one after the other. Out:
//! a [`ConsistencyReport`]: same facts with different results; the place of the decisions in their ranges and the shares
//! at both ends, by officer, office and item; what stands apart from the others; what drifts from month to month. What
//! too few decisions tell is not told, and counts add up. All numbers are exact or rounded in a stated way. This room
//! knows no files, and does not judge a case: that a decision is against the rules is found elsewhere.
//!
//! * `decision`: what is read of a decided case, and its place in the range. `fault`: what can be wrong with one.
//! * `policy`: the limits. `told`: a number, or that there is too little for one.
//! * `counts`: places that are counted, their median and deviation. `tally`: the decisions of a group, counted.
//! * `interval`: what a share or a median can be. `drift`: a trend over months.
//! * `alike`: same facts, different results. `compare`: a group against all others. `run`: from decisions to a report.
//! * `report`: the types of a report. `sentence`: the words.

mod alike;
mod compare;
mod counts;
mod decision;
mod drift;
mod fault;
mod interval;
mod policy;
mod report;
mod run;
mod sentence;
mod tally;
mod told;

pub use alike::{AlikeResult, Likeness, Unlike};
pub use compare::{Comparison, Robust};
pub use decision::{Decision, Month, Place, Row};
pub use drift::{Drift, MOST_MONTHS};
pub use fault::DecisionFault;
pub use policy::{Confidence, Limits, Policy};
pub use report::{ConsistencyReport, Figures, Finding, Group, GroupKind, Measure, MonthFigures, Series};
pub use run::Consistency;
pub use tally::Tally;
pub use told::{Lacking, Median, Share, Told, TooFew};
