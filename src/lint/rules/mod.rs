//! The rules of this floor, one a file, each with its documentation and the function that finds what breaks it.
//!
//! Invariant: every rule of this folder is listed in [`LINTS`], but for the one that only a walk decides (`failed_scenario`); `tests/cases` holds a file for each.
//! Deliberately absent: results that several rules share (`context`).

mod alike_outcomes;
mod broken_link;
mod careless_unsure;
mod change_in_check;
mod colliding_outcomes;
mod copied_node;
mod customer_data;
mod dead_end;
mod decided_sample;
mod duplicate_title;
mod endless_loop;
mod expired_allowance;
pub(super) mod failed_scenario;
mod fragile_matcher;
mod future_date;
mod glued_placeholder;
mod impossible_matcher;
mod late_warning;
mod long_step;
mod long_walk;
mod many_outcomes;
mod missing_alt;
mod missing_backup;
mod missing_counterexample;
mod missing_dry_run;
mod missing_escalation;
mod missing_example;
mod missing_impact;
mod missing_owner;
mod missing_review;
mod missing_risk;
mod missing_role;
mod missing_rollback;
mod missing_sample;
mod missing_scope;
mod missing_signature;
mod missing_source;
mod missing_steps;
mod missing_stop;
mod missing_title;
mod missing_unsure;
mod missing_verify;
mod no_symptom;
mod overdue_review;
mod overlapping_outcomes;
mod quoted_placeholder;
mod raw_html;
mod remote_code;
mod repeated_check;
mod secret_in_text;
mod secret_input;
mod sensitive_output;
mod several_changes;
mod short_command;
mod silenced_guard;
mod single_outcome;
mod todo;
mod typographic_character;
mod unbounded_output;
mod uncovered_end;
mod uncovered_values;
mod understated_risk;
mod undiagnosed_fix;
pub(super) mod unknown_rule;
mod unmet_requirement;
mod unreachable_node;
mod unset_fact;
pub(super) mod unused_allowance;
mod unused_input;
mod unused_place;
mod unused_source;
mod useless_matcher;
mod vague_wording;
mod wrong_sample;
mod wrong_side;

use crate::lint::{Check, Lint};
pub(in crate::lint) use quoted_placeholder::quoted_ranges;

/// The rules, by name.
pub(super) static LINTS: &[Lint] = &[
    Lint { rule: &alike_outcomes::RULE, check: Check::File(alike_outcomes::check) },
    Lint { rule: &broken_link::RULE, check: Check::All(broken_link::check) },
    Lint { rule: &careless_unsure::RULE, check: Check::All(careless_unsure::check) },
    Lint { rule: &change_in_check::RULE, check: Check::File(change_in_check::check) },
    Lint { rule: &colliding_outcomes::RULE, check: Check::File(colliding_outcomes::check) },
    Lint { rule: &copied_node::RULE, check: Check::All(copied_node::check) },
    Lint { rule: &customer_data::RULE, check: Check::File(customer_data::check) },
    Lint { rule: &dead_end::RULE, check: Check::All(dead_end::check) },
    Lint { rule: &decided_sample::RULE, check: Check::File(decided_sample::check) },
    Lint { rule: &duplicate_title::RULE, check: Check::All(duplicate_title::check) },
    Lint { rule: &endless_loop::RULE, check: Check::All(endless_loop::check) },
    Lint { rule: &expired_allowance::RULE, check: Check::File(expired_allowance::check) },
    Lint { rule: &fragile_matcher::RULE, check: Check::File(fragile_matcher::check) },
    Lint { rule: &future_date::RULE, check: Check::File(future_date::check) },
    Lint { rule: &glued_placeholder::RULE, check: Check::File(glued_placeholder::check) },
    Lint { rule: &impossible_matcher::RULE, check: Check::File(impossible_matcher::check) },
    Lint { rule: &late_warning::RULE, check: Check::File(late_warning::check) },
    Lint { rule: &long_step::RULE, check: Check::File(long_step::check) },
    Lint { rule: &long_walk::RULE, check: Check::All(long_walk::check) },
    Lint { rule: &many_outcomes::RULE, check: Check::File(many_outcomes::check) },
    Lint { rule: &missing_alt::RULE, check: Check::File(missing_alt::check) },
    Lint { rule: &missing_backup::RULE, check: Check::File(missing_backup::check) },
    Lint { rule: &missing_counterexample::RULE, check: Check::File(missing_counterexample::check) },
    Lint { rule: &missing_dry_run::RULE, check: Check::File(missing_dry_run::check) },
    Lint { rule: &missing_escalation::RULE, check: Check::File(missing_escalation::check) },
    Lint { rule: &missing_example::RULE, check: Check::File(missing_example::check) },
    Lint { rule: &missing_impact::RULE, check: Check::File(missing_impact::check) },
    Lint { rule: &missing_owner::RULE, check: Check::All(missing_owner::check) },
    Lint { rule: &missing_review::RULE, check: Check::File(missing_review::check) },
    Lint { rule: &missing_risk::RULE, check: Check::File(missing_risk::check) },
    Lint { rule: &missing_role::RULE, check: Check::File(missing_role::check) },
    Lint { rule: &missing_rollback::RULE, check: Check::File(missing_rollback::check) },
    Lint { rule: &missing_sample::RULE, check: Check::File(missing_sample::check) },
    Lint { rule: &missing_scope::RULE, check: Check::File(missing_scope::check) },
    Lint { rule: &missing_signature::RULE, check: Check::File(missing_signature::check) },
    Lint { rule: &missing_source::RULE, check: Check::All(missing_source::check) },
    Lint { rule: &missing_steps::RULE, check: Check::File(missing_steps::check) },
    Lint { rule: &missing_stop::RULE, check: Check::File(missing_stop::check) },
    Lint { rule: &missing_title::RULE, check: Check::File(missing_title::check) },
    Lint { rule: &missing_unsure::RULE, check: Check::All(missing_unsure::check) },
    Lint { rule: &missing_verify::RULE, check: Check::All(missing_verify::check) },
    Lint { rule: &no_symptom::RULE, check: Check::All(no_symptom::check) },
    Lint { rule: &overdue_review::RULE, check: Check::File(overdue_review::check) },
    Lint { rule: &overlapping_outcomes::RULE, check: Check::File(overlapping_outcomes::check) },
    Lint { rule: &quoted_placeholder::RULE, check: Check::File(quoted_placeholder::check) },
    Lint { rule: &raw_html::RULE, check: Check::File(raw_html::check) },
    Lint { rule: &remote_code::RULE, check: Check::File(remote_code::check) },
    Lint { rule: &repeated_check::RULE, check: Check::All(repeated_check::check) },
    Lint { rule: &secret_in_text::RULE, check: Check::File(secret_in_text::check) },
    Lint { rule: &secret_input::RULE, check: Check::File(secret_input::check) },
    Lint { rule: &sensitive_output::RULE, check: Check::File(sensitive_output::check) },
    Lint { rule: &several_changes::RULE, check: Check::File(several_changes::check) },
    Lint { rule: &short_command::RULE, check: Check::File(short_command::check) },
    Lint { rule: &silenced_guard::RULE, check: Check::File(silenced_guard::check) },
    Lint { rule: &single_outcome::RULE, check: Check::File(single_outcome::check) },
    Lint { rule: &todo::RULE, check: Check::File(todo::check) },
    Lint { rule: &typographic_character::RULE, check: Check::File(typographic_character::check) },
    Lint { rule: &unbounded_output::RULE, check: Check::File(unbounded_output::check) },
    Lint { rule: &uncovered_end::RULE, check: Check::All(uncovered_end::check) },
    Lint { rule: &uncovered_values::RULE, check: Check::File(uncovered_values::check) },
    Lint { rule: &understated_risk::RULE, check: Check::File(understated_risk::check) },
    Lint { rule: &undiagnosed_fix::RULE, check: Check::All(undiagnosed_fix::check) },
    Lint { rule: &unknown_rule::RULE, check: Check::File(unknown_rule::check) },
    Lint { rule: &unmet_requirement::RULE, check: Check::All(unmet_requirement::check) },
    Lint { rule: &unreachable_node::RULE, check: Check::All(unreachable_node::check) },
    Lint { rule: &unset_fact::RULE, check: Check::All(unset_fact::check) },
    Lint { rule: &unused_input::RULE, check: Check::All(unused_input::check) },
    Lint { rule: &unused_place::RULE, check: Check::All(unused_place::check) },
    Lint { rule: &unused_source::RULE, check: Check::All(unused_source::check) },
    Lint { rule: &useless_matcher::RULE, check: Check::File(useless_matcher::check) },
    Lint { rule: &vague_wording::RULE, check: Check::File(vague_wording::check) },
    Lint { rule: &wrong_sample::RULE, check: Check::File(wrong_sample::check) },
    Lint { rule: &wrong_side::RULE, check: Check::File(wrong_side::check) },
];
