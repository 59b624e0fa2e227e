//! The rules of this floor, one a file, each with its documentation and the function that finds what breaks it.
//!
//! Invariant: every rule of this folder is listed in [`LINTS`], but for the one that only a walk decides (`failed_scenario`); `tests/cases` holds a file for each.
//! Deliberately absent: results that several rules share (`context`).

mod colliding_outcomes;
mod dead_end;
mod decided_sample;
mod endless_loop;
mod expired_allowance;
pub(super) mod failed_scenario;
mod future_date;
mod glued_placeholder;
mod missing_escalation;
mod missing_impact;
mod missing_owner;
mod missing_review;
mod missing_risk;
mod missing_role;
mod missing_rollback;
mod missing_sample;
mod missing_scope;
mod missing_source;
mod missing_steps;
mod missing_title;
mod missing_unsure;
mod missing_verify;
mod no_symptom;
mod quoted_placeholder;
mod raw_html;
mod single_outcome;
pub(super) mod unknown_rule;
mod unmet_requirement;
mod unreachable_node;
mod unset_fact;
pub(super) mod unused_allowance;
mod unused_input;
mod unused_place;
mod unused_source;
mod useless_matcher;
mod wrong_sample;

use crate::lint::Lint;

/// The rules, by name.
pub(super) static LINTS: &[Lint] = &[
    Lint { rule: &colliding_outcomes::RULE, check: colliding_outcomes::check },
    Lint { rule: &dead_end::RULE, check: dead_end::check },
    Lint { rule: &decided_sample::RULE, check: decided_sample::check },
    Lint { rule: &endless_loop::RULE, check: endless_loop::check },
    Lint { rule: &expired_allowance::RULE, check: expired_allowance::check },
    Lint { rule: &future_date::RULE, check: future_date::check },
    Lint { rule: &glued_placeholder::RULE, check: glued_placeholder::check },
    Lint { rule: &missing_escalation::RULE, check: missing_escalation::check },
    Lint { rule: &missing_impact::RULE, check: missing_impact::check },
    Lint { rule: &missing_owner::RULE, check: missing_owner::check },
    Lint { rule: &missing_review::RULE, check: missing_review::check },
    Lint { rule: &missing_risk::RULE, check: missing_risk::check },
    Lint { rule: &missing_role::RULE, check: missing_role::check },
    Lint { rule: &missing_rollback::RULE, check: missing_rollback::check },
    Lint { rule: &missing_sample::RULE, check: missing_sample::check },
    Lint { rule: &missing_scope::RULE, check: missing_scope::check },
    Lint { rule: &missing_source::RULE, check: missing_source::check },
    Lint { rule: &missing_steps::RULE, check: missing_steps::check },
    Lint { rule: &missing_title::RULE, check: missing_title::check },
    Lint { rule: &missing_unsure::RULE, check: missing_unsure::check },
    Lint { rule: &missing_verify::RULE, check: missing_verify::check },
    Lint { rule: &no_symptom::RULE, check: no_symptom::check },
    Lint { rule: &quoted_placeholder::RULE, check: quoted_placeholder::check },
    Lint { rule: &raw_html::RULE, check: raw_html::check },
    Lint { rule: &single_outcome::RULE, check: single_outcome::check },
    Lint { rule: &unknown_rule::RULE, check: unknown_rule::check },
    Lint { rule: &unmet_requirement::RULE, check: unmet_requirement::check },
    Lint { rule: &unreachable_node::RULE, check: unreachable_node::check },
    Lint { rule: &unset_fact::RULE, check: unset_fact::check },
    Lint { rule: &unused_input::RULE, check: unused_input::check },
    Lint { rule: &unused_place::RULE, check: unused_place::check },
    Lint { rule: &unused_source::RULE, check: unused_source::check },
    Lint { rule: &useless_matcher::RULE, check: useless_matcher::check },
    Lint { rule: &wrong_sample::RULE, check: wrong_sample::check },
];
