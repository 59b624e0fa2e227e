//! What checks conclude from texts and facts.
//!
//! Invariant: as in `tests`.
//! Deliberately absent: how texts are read.

use crate::evidence::testing::{
    check, contains, count, equals, every, fact, facts, judge_text, known, matcher, no_output, now_plus,
    operand, outcome, pattern, property, some, text, written,
};
use crate::evidence::{
    Known, Lines, Truth, Verdict, capture, in_plain_words, in_words, judge, judge_facts, read,
};
use crate::model::{Comparison, ErrorTest, FactName, Instant, Matcher, MatcherKind, OutcomeId, Test};

const ONE: &str = "Name    : HybridIOC\nEnabled : False\n";
const TWO: &str = "
Name                 : HybridIOC - contoso.com
TargetAddressDomains : {contoso.com, mail.contoso.com}
Enabled              : True

Name                 : HybridIOC - fabrikam.com
TargetAddressDomains : {fabrikam.com}
Enabled              : False
";
const NOT_FOUND: &str = "
The operation couldn't be performed because object 'HybridIOC' couldn't be found on 'DC01.contoso.com'.
    + CategoryInfo          : NotSpecified: (:) [Get-IntraOrganizationConnector], ManagementObjectNotFoundException
    + FullyQualifiedErrorId : [Server=EX01,RequestId=15a2f921-5576-45ab-b3d3-97453988d560,TimeStamp=11/23/2026
   9:25:23 AM] [FailureCategory=Cmdlet-ManagementObjectNotFoundException] 1AD5BD9B
";

/// The truth of one matcher on a text.
fn truth(matcher: Matcher, text: &str) -> Truth {
    judged(matcher, text).truth
}

fn judged(matcher: Matcher, text: &str) -> crate::evidence::OutcomeJudged {
    let judgement = judge_text(&check(vec![("it", matcher)]), text);
    judgement.outcomes.into_iter().next().expect("the check has an outcome")
}

fn any_error() -> Matcher {
    matcher(MatcherKind::Error(ErrorTest::Any))
}

fn error(text: &str) -> Matcher {
    matcher(MatcherKind::Error(ErrorTest::Text(written(text.to_owned()))))
}

fn connector() -> crate::model::Check {
    check(vec![
        ("enabled", equals("Enabled", "true")),
        ("disabled", equals("Enabled", "false")),
        ("absent", no_output()),
    ])
}

#[test]
fn exactly_one_matching_outcome_is_proposed_with_the_line_that_decided() {
    let judgement = judge_text(&connector(), ONE);
    assert_eq!(judgement.verdict, Verdict::Proposed(OutcomeId::from("disabled")));
    let disabled = &judgement.outcomes[1];
    assert_eq!(disabled.lines, [Lines::one(2)]);
    assert_eq!(disabled.because, ["`Enabled` is `False`"]);
    assert!(disabled.missing.is_empty());
    assert_eq!(judgement.outcomes[0].truth, Truth::False);
}

#[test]
fn the_verdict_says_when_none_or_several_fit_or_nothing_is_known() {
    assert_eq!(judge_text(&connector(), "Enabled :").verdict, Verdict::NoneFits);
    assert_eq!(judge_text(&connector(), "Enabled : Perhaps").verdict, Verdict::Unknown);
    assert_eq!(judge_text(&connector(), "Name : HybridIOC").verdict, Verdict::Unknown);
    let overlapping = check(vec![("a", equals("Enabled", "false")), ("b", text("HybridIOC"))]);
    let several = vec![OutcomeId::from("a"), OutcomeId::from("b")];
    assert_eq!(judge_text(&overlapping, ONE).verdict, Verdict::Several(several));
    assert_eq!(judge_text(&check(Vec::new()), ONE).verdict, Verdict::Unknown);
}

#[test]
fn an_outcome_without_a_matcher_is_never_proposed() {
    let mut asked = check(vec![("disabled", equals("Enabled", "false"))]);
    asked.outcomes.insert(written(OutcomeId::from("other")), outcome(None));
    let judgement = judge_text(&asked, ONE);
    assert_eq!(judgement.outcomes.len(), 1);
    assert_eq!(judgement.verdict, Verdict::Proposed(OutcomeId::from("disabled")));
}

#[test]
fn a_blank_output_is_only_output_none() {
    for blank in [
        "",
        "  \n\n",
        "[PS] C:\\Windows\\system32>Get-IntraOrganizationConnector | fl\n\n[PS] C:\\Windows\\system32>",
        "Get-IntraOrganizationConnector\n",
        "PS C:\\> Get-X -A b |\n>> fl\nVERBOSE: Connecting to EX01.contoso.com.\n",
    ] {
        assert_eq!(
            judge_text(&connector(), blank).verdict,
            Verdict::Proposed(OutcomeId::from("absent")),
            "{blank:?}"
        );
        for other in [
            equals("Enabled", "true"),
            property("Enabled", Test::Missing(written(true))),
            text("PS"),
            any_error(),
            every(equals("Enabled", "true")),
            count(None, Comparison::Equals, 0),
        ] {
            assert_eq!(truth(other, blank), Truth::Unknown, "{blank:?}");
        }
    }
    for not_blank in [ONE, NOT_FOUND, "nothing found"] {
        assert_eq!(truth(no_output(), not_blank), Truth::False, "{not_blank:?}");
    }
    assert_eq!(truth(no_output(), "WARNING: The command completed but changed nothing."), Truth::Unknown);
}

#[test]
fn what_is_not_in_the_paste_is_unknown() {
    let found = judged(equals("AuthMetadataUrl", "x"), ONE);
    assert_eq!(
        (found.truth, found.missing),
        (Truth::Unknown, vec!["`AuthMetadataUrl` is not in the output".to_owned()])
    );
    assert_eq!(truth(equals("Enabled", "true"), NOT_FOUND), Truth::Unknown);
    assert_eq!(truth(property("Enabled", Test::Missing(written(false))), ONE), Truth::True);
    assert_eq!(truth(property("Realm", Test::Missing(written(true))), ONE), Truth::True);
    // Beside a cut value or an error the object may not be whole.
    let cut = "Name    : HybridIOC\nDomains : {contoso.com...}\n";
    assert_eq!(truth(property("Realm", Test::Missing(written(true))), cut), Truth::Unknown);
    assert_eq!(
        truth(property("Realm", Test::Missing(written(true))), &format!("{ONE}{NOT_FOUND}")),
        Truth::Unknown
    );
}

#[test]
fn blank_is_not_missing() {
    let printed = "Realm     :\nServiceId : 1\n";
    let blank = |yes| property("Realm", Test::Blank(written(yes)));
    assert_eq!(truth(blank(true), printed), Truth::True);
    assert_eq!(truth(blank(false), printed), Truth::False);
    assert_eq!(truth(blank(true), ONE), Truth::Unknown);
    assert_eq!(truth(equals("Realm", "contoso.com"), printed), Truth::False);
}

#[test]
fn objects_that_disagree_are_told_with_their_lines() {
    let found = judged(equals("Enabled", "true"), TWO);
    assert_eq!(found.truth, Truth::Unknown);
    assert_eq!(
        found.missing,
        ["The objects disagree: `Enabled` is `True` at line 4, but `Enabled` is `False` at line 8"]
    );
    assert_eq!(truth(property("Enabled", Test::Not(operand("Perhaps"))), TWO), Truth::True);
}

#[test]
fn an_object_that_ends_before_the_property_is_not_ignored() {
    let cut = "Name    : A\nEnabled : True\n\nName    : B\n";
    assert_eq!(truth(equals("Enabled", "true"), cut), Truth::Unknown);
    // The output of another command is no such object.
    let other = "Name    : A\nEnabled : True\n\nService : B\nState   : C\n";
    assert_eq!(truth(equals("Enabled", "true"), other), Truth::True);
}

#[test]
fn some_every_and_count_see_one_object_at_a_time() {
    let both = |domain: &str, enabled: &str| {
        matcher(MatcherKind::All(vec![contains("TargetAddressDomains", domain), equals("Enabled", enabled)]))
    };
    assert_eq!(truth(some(both("contoso.com", "true")), TWO), Truth::True);
    assert_eq!(truth(some(both("contoso.com", "false")), TWO), Truth::False);
    assert_eq!(judged(some(both("fabrikam.com", "false")), TWO).lines, [Lines::one(7), Lines::one(8)]);
    assert_eq!(truth(every(equals("Enabled", "true")), TWO), Truth::False);
    assert_eq!(truth(every(property("Name", Test::Contains(operand("HybridIOC")))), TWO), Truth::True);
    assert_eq!(truth(some(text("fabrikam")), TWO), Truth::True);
    assert_eq!(truth(every(text("fabrikam")), TWO), Truth::False);
    assert_eq!(truth(some(matcher(MatcherKind::Matches(pattern("^Enabled +: False")))), TWO), Truth::True);

    assert_eq!(truth(count(None, Comparison::Equals, 2), TWO), Truth::True);
    assert_eq!(truth(count(None, Comparison::Greater, 2), TWO), Truth::False);
    assert_eq!(truth(count(Some(equals("Enabled", "true")), Comparison::Less, 2), TWO), Truth::True);
    assert_eq!(truth(count(Some(equals("Realm", "x")), Comparison::Equals, 1), TWO), Truth::Unknown);
}

#[test]
fn beside_an_error_more_objects_may_have_been_lost() {
    let text = format!("{NOT_FOUND}\n{ONE}");
    assert_eq!(truth(every(equals("Enabled", "false")), &text), Truth::Unknown);
    assert_eq!(truth(every(equals("Enabled", "true")), &text), Truth::False);
    assert_eq!(truth(some(equals("Enabled", "true")), &text), Truth::Unknown);
    assert_eq!(truth(count(None, Comparison::Equals, 1), &text), Truth::Unknown);
    assert_eq!(truth(count(None, Comparison::Greater, 0), &text), Truth::True);
}

#[test]
fn errors_are_recognised_and_told_from_other_text() {
    assert_eq!(truth(any_error(), NOT_FOUND), Truth::True);
    assert_eq!(truth(error("couldn't be found"), NOT_FOUND), Truth::True);
    assert_eq!(truth(error("managementobjectnotfoundexception"), NOT_FOUND), Truth::True);
    assert_eq!(truth(error("Access is denied"), NOT_FOUND), Truth::False);
    assert_eq!(truth(any_error(), ONE), Truth::False);
    assert_eq!(truth(any_error(), "some prose"), Truth::Unknown);
    // Only the message was pasted.
    assert_eq!(truth(error("AADSTS901124"), "AADSTS901124: The application is not supported."), Truth::True);
    // The text stands in a value, not in an error.
    assert_eq!(truth(error("AADSTS901124"), "Detail : AADSTS901124\n"), Truth::Unknown);
}

#[test]
fn text_is_found_across_wrapped_lines_but_not_in_the_command() {
    let wrapped = "Detail : The token request failed with AADSTS9011\n         24: Application not supported";
    assert_eq!(judged(text("aadsts901124"), wrapped).lines, [Lines::new(1, 2)]);
    assert_eq!(truth(text("token  REQUEST"), wrapped), Truth::True);
    assert_eq!(truth(text("AADSTS50000"), wrapped), Truth::False);
    assert_eq!(truth(text("AADSTS50000"), "Detail : The token request failed\n[...]"), Truth::Unknown);
    let echoed = "[PS] C:\\>Test-OAuthConnectivity -Service EWS | fl\n\nResultType : Error\n";
    assert_eq!(truth(text("EWS"), echoed), Truth::False);
    let found = judged(matcher(MatcherKind::Matches(pattern("^resulttype *: *error$"))), echoed);
    assert_eq!((found.truth, found.lines), (Truth::True, vec![Lines::one(3)]));
}

#[test]
fn dates_are_compared_with_the_clock_with_dates_and_with_facts() {
    let before = |instant| property("NotAfter", Test::Before(instant));
    let at = |year, month, day| Instant::At(written(jiff::civil::date(year, month, day).at(0, 0, 0, 0)));
    assert_eq!(truth(before(now_plus(0)), "NotAfter : 11/23/2026 11:59:59 AM"), Truth::True);
    assert_eq!(truth(before(now_plus(0)), "NotAfter : 23.11.2026 12:00:01"), Truth::False);
    assert_eq!(truth(before(now_plus(60)), "NotAfter : 23/12/2026 12:00:00"), Truth::True);
    assert_eq!(truth(before(at(2020, 1, 1)), "NotAfter : 2019-12-31"), Truth::True);
    assert_eq!(truth(before(now_plus(0)), "NotAfter : soon"), Truth::Unknown);
    assert_eq!(truth(before(now_plus(0)), "NotAfter :"), Truth::False);

    let effective = facts(&[("effective", "2026-11-25 16:00")]);
    let by_fact = check(vec![("it", before(Instant::Fact(written(FactName::from("effective")))))]);
    let reading = read("NotAfter : 2026-11-24");
    assert_eq!(judge(&by_fact, &reading, &known(&effective)).outcomes[0].truth, Truth::True);
    let unknown = judge_text(&by_fact, "NotAfter : 2026-11-24");
    assert_eq!(unknown.outcomes[0].missing, ["`effective` is not known yet"]);
}

#[test]
fn an_ambiguous_date_decides_only_where_both_readings_agree() {
    let before = |instant| property("NotAfter", Test::Before(instant));
    let at = |month, day| Instant::At(written(jiff::civil::date(2018, month, day).at(0, 0, 0, 0)));
    let text = "NotAfter : 12/02/2018 1:53:00 PM";
    assert_eq!(truth(before(now_plus(0)), text), Truth::True);
    let found = judged(before(at(6, 1)), text);
    assert_eq!(
        found.missing,
        ["`NotAfter` is `12/02/2018 1:53:00 PM`, which may mean 2018-02-12 13:53:00 or 2018-12-02 13:53:00"]
    );
    // Another date of the same output shows the order.
    assert_eq!(truth(before(at(6, 1)), &format!("{text}\nNotBefore : 31/01/2016 1:53:00 PM")), Truth::True);
}

#[test]
fn operands_and_routes_use_facts() {
    let same = check(vec![("it", equals("Thumbprint", "{{ auth_thumbprint }}"))]);
    let reading = read("Thumbprint : 39E815560D0ECDF1AE3666F7D48BE4997464BBEE");
    let with = facts(&[("auth_thumbprint", "39e815560d0ecdf1ae3666f7d48be4997464bbee")]);
    assert_eq!(judge(&same, &reading, &known(&with)).verdict, Verdict::Proposed(OutcomeId::from("it")));
    let without = judge(&same, &reading, &known(&facts(&[])));
    assert_eq!(without.outcomes[0].missing, ["`auth_thumbprint` is not known yet"]);

    let route = check(vec![
        ("oauth", fact("connector-onprem", Test::Equals(operand("enabled")))),
        ("dauth", fact("connector-onprem", Test::Not(operand("enabled")))),
    ]);
    let disabled = facts(&[("connector-onprem", "disabled")]);
    assert_eq!(judge_facts(&route, &known(&disabled)).verdict, Verdict::Proposed(OutcomeId::from("dauth")));
    assert_eq!(judge_facts(&route, &known(&facts(&[]))).verdict, Verdict::Unknown);
    assert_eq!(judge_facts(&connector(), &known(&disabled)).outcomes[0].missing, ["There is no output yet"]);
}

#[test]
fn a_route_may_ask_the_clock_alone() {
    let last_day = Instant::At(written(jiff::civil::date(2027, 4, 1).at(0, 0, 0, 0)));
    let before = fact("now", Test::Before(last_day.clone()));
    let none = matcher(MatcherKind::None(vec![fact("now", Test::Before(last_day))]));
    let route = check(vec![("left", before), ("over", none)]);
    let none = facts(&[]);
    let at = |now| judge_facts(&route, &Known { facts: &none, now }).verdict;
    let eve = jiff::civil::date(2027, 3, 31).at(23, 59, 0, 0);
    assert_eq!(at(eve), Verdict::Proposed(OutcomeId::from("left")));
    assert_eq!(at(eve.date().tomorrow().unwrap().at(0, 0, 0, 0)), Verdict::Proposed(OutcomeId::from("over")));
}

#[test]
fn captures_come_from_the_object_that_matched() {
    let mut disabled = outcome(Some(some(equals("Enabled", "false"))));
    disabled.capture.insert(written(FactName::from("connector")), written("name".to_owned()));
    disabled.capture.insert(written(FactName::from("domain")), written("TargetAddressDomains".to_owned()));
    disabled.capture.insert(written(FactName::from("endpoint")), written("DiscoveryEndpoint".to_owned()));
    let none = facts(&[]);
    let captures = capture(&disabled, &read(TWO), &known(&none));
    let found: Vec<(&str, &str, usize)> = captures
        .found
        .iter()
        .map(|captured| (captured.fact.as_str(), captured.value.as_str(), captured.lines.first))
        .collect();
    assert_eq!(found, [("connector", "HybridIOC - fabrikam.com", 6), ("domain", "fabrikam.com", 7)]);
    assert_eq!(captures.refused[0].because, "`DiscoveryEndpoint` is not in the output");
}

#[test]
fn doubtful_blank_or_contradicting_values_are_not_captured() {
    let mut any = outcome(Some(text("Name")));
    any.capture.insert(written(FactName::from("name")), written("Name".to_owned()));
    let none = facts(&[]);
    for (text, because) in [
        ("Name : Hybrid...", "The value of `Name` is cut off"),
        ("Name :", "`Name` is blank"),
        ("Name : {a, b}", "`Name` holds 2 values"),
        ("Name : A\n\nName : B", "`Name` differs between line 1 and line 3"),
    ] {
        let captures = capture(&any, &read(text), &known(&none));
        assert_eq!(captures.found, [], "{text:?}");
        assert_eq!(captures.refused[0].because, because, "{text:?}");
    }
}

#[test]
fn matchers_are_told_in_words() {
    let all = |parts| matcher(MatcherKind::All(parts));
    let none = |parts| matcher(MatcherKind::None(parts));
    let of_contoso = || all(vec![contains("Domains", "contoso.com"), equals("Enabled", "true")]);
    for (matcher, words) in [
        (
            all(vec![
                equals("Enabled", "true"),
                property("NotAfter", Test::Before(now_plus(60))),
                matcher(MatcherKind::Any(vec![text("HCW8064"), any_error()])),
            ]),
            "`Enabled` is true, `NotAfter` is earlier than 60 days from now and (the text `HCW8064` or an error)",
        ),
        (no_output(), "no output at all"),
        (every(equals("Type", "Success")), "in every object `Type` is `Success`"),
        (some(of_contoso()), "in at least one object `Domains` contains `contoso.com` and `Enabled` is true"),
        (
            all(vec![some(of_contoso()), none(vec![any_error()])]),
            "(in at least one object `Domains` contains `contoso.com` and `Enabled` is true) and no error",
        ),
        (
            none(vec![text("HCW8064"), equals("Enabled", "false")]),
            "no text `HCW8064` and `Enabled` is not false",
        ),
        (none(vec![of_contoso()]), "not (`Domains` contains `contoso.com` and `Enabled` is true)"),
        (
            every(none(vec![contains("Domains", "a.com")])),
            "in every object `Domains` does not contain `a.com`",
        ),
        (none(vec![property("NotAfter", Test::After(now_plus(0)))]), "not: `NotAfter` is later than now"),
        (count(None, Comparison::Greater, 1), "more than 1 object"),
        (
            count(Some(equals("Enabled", "true")), Comparison::Equals, 2),
            "exactly 2 objects in which `Enabled` is true",
        ),
    ] {
        assert_eq!(in_words(&matcher), words);
    }
}

#[test]
fn expressions_are_told_to_readers_as_texts_where_these_say_all() {
    let matches = |source: &str| matcher(MatcherKind::Matches(pattern(source)));
    let named = |source: &str| property("State", Test::Matches(pattern(source)));
    let none = |part| matcher(MatcherKind::None(vec![part]));
    for (matcher, words) in [
        (matches(r"\(403\)"), "the text `(403)`"),
        (matches("AADSTS50012|AADSTS70002"), "the text `AADSTS50012` or `AADSTS70002`"),
        (matches(r"refused .{0,40}token"), "text like `refused … token`"),
        (matches(r"Hash\s*:\s*$"), "the text `Hash :` at the end of a line"),
        (matches(r"Hash\s*: 0{40}"), r"text that matches `Hash\s*: 0{40}`"),
        (none(matches(r"^AppId\s*:")), "no text `AppId :` at the beginning of a line"),
        (named("^(Ready|Running)$"), "`State` is `Ready` or `Running`"),
        (named("^Failed"), "`State` begins with `Failed`"),
        (none(named(r"@.+\.contoso\.com$")), "`State` does not end like `@….contoso.com`"),
        (none(named("Ready|Running")), "`State` does not contain `Ready` or `Running`"),
        (
            matcher(MatcherKind::All(vec![named("^(Ready|Running)$"), any_error()])),
            "(`State` is `Ready` or `Running`) and an error",
        ),
        (named("^[0-9A-F]{40}$"), "`State` matches `^[0-9A-F]{40}$`"),
    ] {
        assert_eq!(in_plain_words(&matcher), words);
    }
}

#[test]
fn reasons_tell_what_an_expression_looks_for() {
    let reasons = |source: &str| {
        judged(matcher(MatcherKind::Matches(pattern(source))), "The request failed with (403) Forbidden.\n")
            .because
    };
    assert_eq!(reasons(r"\(403\)"), ["`(403)` is at line 1"]);
    assert_eq!(reasons(r"\((401|407)\)"), ["`(401)` or `(407)` is not in the output"]);
    assert_eq!(reasons(r"\(4[0-9]{2}\)"), [r"text that matches `\(4[0-9]{2}\)` is at line 1"]);
}

#[test]
fn a_text_that_may_be_hidden_is_not_missed() {
    let negated =
        |source: &str| matcher(MatcherKind::None(vec![matcher(MatcherKind::Matches(pattern(source)))]));
    let cut = "Name   : A\nDetail : The token request failed with...\n";
    assert_eq!(truth(text("AADSTS901124"), cut), Truth::Unknown);
    assert_eq!(truth(negated("AADSTS\\d+"), cut), Truth::Unknown);
    assert_eq!(truth(text("token request"), cut), Truth::True);
    // The code stands across the end of a full line.
    let wrapped = "Name   : HybridIOC\nDetail : The token request of the service principal was refused and ended with AADSTS9011\n         24: Application not supported\n";
    assert_eq!(truth(text("AADSTS901124"), wrapped), Truth::True);
    assert_eq!(truth(negated("AADSTS\\d{6}"), wrapped), Truth::Unknown);
    assert_eq!(truth(negated("AADSTS7\\d{5}"), wrapped), Truth::True);
    // So does a phrase of two words, which is certain.
    let phrase = "Name   : HybridIOC\nDetail : The token request of the service principal was refused, and then the remote\n         server returned an error\n";
    assert_eq!(truth(matcher(MatcherKind::Matches(pattern("remote server"))), phrase), Truth::True);
}

#[test]
fn an_error_beside_the_objects_may_have_cost_one_that_says_otherwise() {
    let beside = format!("{NOT_FOUND}\n{ONE}");
    assert_eq!(
        judged(equals("Enabled", "false"), &beside).missing,
        ["An error is printed at lines 2-5 beside the objects, so one of them may be missing"]
    );
    // Another command's error is none of its business.
    let apart = format!("{NOT_FOUND}\n[PS] C:\\>Get-IntraOrganizationConnector | fl\n\n{ONE}");
    assert_eq!(truth(equals("Enabled", "false"), &apart), Truth::True);
}
