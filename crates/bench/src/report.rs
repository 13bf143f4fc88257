//! The figures as a document.

use crate::machine;
use crate::pin::{self, Core};
use crate::plan::Plan;
use crate::world::CONNECTIONS;
use std::fmt::Write as _;

/// Requests of one kind, against the bare server.
#[derive(Debug)]
pub(crate) struct Rate {
    /// The name of the case.
    pub(crate) case: &'static str,
    /// What was asked, in words.
    pub(crate) asked: &'static str,
    /// Of the reply's body.
    pub(crate) bytes: usize,
    /// The bare server's requests a second.
    pub(crate) bare: f64,
    /// squall's requests a second.
    pub(crate) squall: f64,
    /// The median of the ratios of neighbouring turns.
    pub(crate) ratio: f64,
    /// What the ratio is to reach.
    pub(crate) least: Option<f64>,
    /// Half of squall's replies took no longer, in microseconds.
    pub(crate) p50_us: f64,
    /// All but one in a hundred took no longer.
    pub(crate) p99_us: f64,
    /// How much of its core squall used.
    pub(crate) busy: f64,
}

/// What a figure is to be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target {
    /// This or more.
    AtLeast(f64),
    /// This or less.
    AtMost(f64),
}

/// Any other figure.
#[derive(Debug)]
pub(crate) struct Figure {
    /// The name of the case.
    pub(crate) case: &'static str,
    /// What it is, in words.
    pub(crate) what: String,
    /// The figure.
    pub(crate) value: f64,
    /// What it is counted in; empty for a plain number.
    pub(crate) unit: &'static str,
    /// What it is to be.
    pub(crate) target: Option<Target>,
}

/// Everything measured in one run.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) rates: Vec<Rate>,
    pub(crate) figures: Vec<Figure>,
}

impl Report {
    /// The document.
    pub(crate) fn text(&self, plan: &Plan, core: Core) -> String {
        let mut text = String::from(INTRODUCTION);
        for (name, value) in machine::description() {
            let _ = writeln!(text, "| {name} | {value} |");
        }
        let _ = writeln!(text, "| cores while measuring | {} |", pin::words(core));
        if !self.rates.is_empty() {
            self.write_rates(plan, &mut text);
        }
        if !self.figures.is_empty() {
            text.push_str(FIGURES);
            for figure in &self.figures {
                let _ = writeln!(text, "{}", figure.line());
            }
        }
        text
    }

    fn write_rates(&self, plan: &Plan, text: &mut String) {
        text.push_str("\n## Requests a second on one core\n\n");
        let _ = writeln!(
            text,
            "{CONNECTIONS} connections, kept alive, one request at a time on each; {} turns of {} ms for each server.",
            plan.rounds,
            plan.window.as_millis()
        );
        text.push_str(RATES);
        for rate in &self.rates {
            let target = rate.least.map_or(String::new(), |least| target(rate.ratio, Target::AtLeast(least)));
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {:.2} | {target} | {:.0} | {:.0} | {:.1} | {:.0} % | {} |",
                rate.asked,
                rate.bytes,
                grouped(rate.bare),
                grouped(rate.squall),
                rate.ratio,
                rate.p50_us,
                rate.p99_us,
                rate.p99_us / rate.p50_us,
                rate.busy * 100.0,
                command(rate.case)
            );
        }
    }
}

impl Figure {
    fn line(&self) -> String {
        let value = if self.value < 100.0 { format!("{:.2}", self.value) } else { grouped(self.value) };
        let target = self.target.map_or(String::new(), |wanted| target(self.value, wanted));
        let measured = format!("{value} {}", self.unit);
        format!("| {} | {} | {target} | {} |", self.what, measured.trim_end(), command(self.case))
    }
}

const INTRODUCTION: &str = "\
# Performance

Written by `cargo xtask bench`, which builds squall as it is released and needs nothing but Rust and Linux. Each row
names the command that measures it alone and prints it; `--quick` gives rough figures in seconds.

| machine | |
| --- | --- |
";

const RATES: &str = "\
Every request carries an HMAC-SHA256 signature, made before the run and verified by squall. The bare server is axum
answering as many bytes from one route, without a look at what it is asked. The load generator never sleeps, so that
neither server pays for waking it. The ratio is the median of the ratios of neighbouring turns. p50 and p99 are
squall's, in microseconds, at full load, medians of the turns; p99 is to be at most twice p50. *Busy* is how much of its
core squall used: far from all of it, squall would have waited for the load generator.

| what | bytes | bare | squall | ratio | target | p50 | p99 | p99 / p50 | busy | command |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
";

const FIGURES: &str = "
## Size, start, memory, disk

| what | measured | target | command |
| --- | ---: | ---: | --- |
";

fn command(case: &str) -> String {
    format!("`cargo xtask bench --only {case}`")
}

/// A target, and whether it is met.
fn target(value: f64, target: Target) -> String {
    let (sign, limit, is_met) = match target {
        Target::AtLeast(limit) => ("≥", limit, value >= limit),
        Target::AtMost(limit) => ("≤", limit, value <= limit),
    };
    let limit = if limit >= 1_000.0 { grouped(limit) } else { limit.to_string() };
    format!("{sign} {limit}{}", if is_met { "" } else { ", missed" })
}

/// A whole number, its thousands told apart.
pub(crate) fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_told_apart() {
        assert_eq!([0.0, 999.6, 1234567.0].map(grouped), ["0", "1,000", "1,234,567"]);
    }

    #[test]
    fn a_target_that_is_missed_is_said_to_be() {
        assert_eq!(target(0.5, Target::AtLeast(0.5)), "≥ 0.5");
        assert_eq!(target(1_501.0, Target::AtMost(1_500.0)), "≤ 1,500, missed");
    }
}
