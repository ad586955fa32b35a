//! What came of a run of many parts, and the one line that says it.

use std::fmt;
use std::time::Duration;

/// An error whose words are on the screen already.
#[derive(Debug)]
pub(crate) struct AlreadySaid;

impl fmt::Display for AlreadySaid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("see above")
    }
}

impl std::error::Error for AlreadySaid {}

/// One part of a run.
pub(crate) struct Suite {
    pub(crate) name: &'static str,
    pub(crate) outcome: Outcome,
}

pub(crate) enum Outcome {
    Ran(Counts),
    /// It could not run, or did not come to an end.
    Broken(String),
    /// It cannot run here, and that is no failure.
    LeftOut(&'static str),
}

#[derive(Debug, Default, PartialEq, Eq, Clone, Copy)]
pub(crate) struct Counts {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) skipped: usize,
}

impl Counts {
    /// From a report in JUnit's form, as nextest and Vitest write it.
    pub(crate) fn of_junit(report: &str) -> Self {
        let mut counts = Self::default();
        for case in report.split("<testcase ").skip(1) {
            if case.contains("<failure") || case.contains("<error") {
                counts.failed += 1;
            } else if case.contains("<skipped") {
                counts.skipped += 1;
            } else {
                counts.passed += 1;
            }
        }
        counts
    }

    /// From the lines that cargo's own test runner prints.
    pub(crate) fn of_lines(printed: &str) -> Self {
        let mut counts = Self::default();
        for line in printed
            .lines()
            .filter_map(|line| line.strip_prefix("test result: "))
        {
            let count = |word: &str| {
                let before = line
                    .split([';', '.'])
                    .find_map(|part| part.trim().strip_suffix(word));
                before
                    .and_then(|number| number.trim().parse::<usize>().ok())
                    .unwrap_or(0)
            };
            counts.passed += count("passed");
            counts.failed += count("failed");
            counts.skipped += count("ignored");
        }
        counts
    }
}

/// Whether all went well, and the line that says so.
pub(crate) fn summary(suites: &[Suite], took: Duration) -> (bool, String) {
    let mut total = Counts::default();
    let mut parts = Vec::new();
    let mut faults = Vec::new();
    let mut left_out = Vec::new();
    for Suite { name, outcome } in suites {
        match outcome {
            Outcome::Ran(counts) => {
                total.passed += counts.passed;
                total.failed += counts.failed;
                total.skipped += counts.skipped;
                parts.push(match counts.failed {
                    0 => format!("{name} {}", counts.passed),
                    failed => format!("{name} {failed} of {} failed", counts.passed + failed),
                });
            }
            Outcome::Broken(why) => faults.push(format!("{name}: {why}")),
            Outcome::LeftOut(why) => left_out.push(format!("{name}: {why}")),
        }
    }
    let good = total.failed == 0 && faults.is_empty();
    let mut line = vec![if good {
        format!("PASSED: {} tests", total.passed)
    } else {
        format!("FAILED: {} passed, {} failed", total.passed, total.failed)
    }];
    if total.skipped > 0 {
        line.push(format!(", {} skipped", total.skipped));
    }
    if !parts.is_empty() {
        line.push(format!(" ({})", parts.join(", ")));
    }
    line.push(format!(", in {}", time(took)));
    line.extend(faults.iter().map(|fault| format!("; {fault}")));
    line.extend(left_out.iter().map(|part| format!("; left out here: {part}")));
    (good, line.concat())
}

fn time(took: Duration) -> String {
    match (took.as_secs() / 60, took.as_secs() % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_a_junit_report() {
        let report = r#"<testsuites><testsuite name="a"><testcase name="x" time="0"/><testcase name="y">
            <failure type="f">words</failure></testcase><testcase name="z"><skipped/></testcase></testsuite></testsuites>"#;
        assert_eq!(
            Counts::of_junit(report),
            Counts {
                passed: 1,
                failed: 1,
                skipped: 1
            }
        );
    }

    #[test]
    fn counts_the_lines_of_cargo() {
        let printed = "running 3 tests\n\ntest result: FAILED. 1 passed; 2 failed; 3 ignored; 0 measured; 0 filtered out\n\
                       test result: ok. 4 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s\n";
        assert_eq!(
            Counts::of_lines(printed),
            Counts {
                passed: 5,
                failed: 2,
                skipped: 3
            }
        );
    }

    #[test]
    fn says_in_one_line_how_many_passed() {
        let suites = [
            Suite {
                name: "Rust",
                outcome: Outcome::Ran(Counts {
                    passed: 80,
                    failed: 0,
                    skipped: 2,
                }),
            },
            Suite {
                name: "UI",
                outcome: Outcome::Ran(Counts {
                    passed: 35,
                    failed: 0,
                    skipped: 0,
                }),
            },
        ];
        let (good, line) = summary(&suites, Duration::from_secs(250));
        assert!(good, "nothing failed");
        assert_eq!(
            line,
            "PASSED: 115 tests, 2 skipped (Rust 80, UI 35), in 4 min 10 s"
        );
    }

    #[test]
    fn a_suite_that_could_not_run_is_a_failure() {
        let suites = [
            Suite {
                name: "Rust",
                outcome: Outcome::Ran(Counts {
                    passed: 1,
                    failed: 1,
                    skipped: 0,
                }),
            },
            Suite {
                name: "window",
                outcome: Outcome::Broken("could not be built".to_owned()),
            },
        ];
        let (good, line) = summary(&suites, Duration::from_secs(5));
        assert!(!good, "a test failed, and a suite did not run");
        assert_eq!(
            line,
            "FAILED: 1 passed, 1 failed (Rust 1 of 2 failed), in 5 s; window: could not be built"
        );
    }
}
