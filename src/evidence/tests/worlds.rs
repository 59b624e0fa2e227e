//! Three-valued judgement against a naive model: every world that a text may come from.
//!
//! Invariant: what is judged true is true in all those worlds, what is judged false is false in all of them, and where
//! there is only one world the judgement is its own.
//! Deliberately absent: any code of the engine in the model; it knows plain booleans and loops.

use crate::evidence::Truth;
use crate::evidence::testing::{check, count, equals, every, judge_text, matcher, some};
use crate::model::{Comparison, Matcher, MatcherKind};
use proptest::prelude::*;

/// What a text shows of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    True,
    False,
    Cut,
    Nothing,
}

/// A property by its place in the object: 0 is `A`, 1 is `B`.
#[derive(Debug, Clone)]
enum Test {
    Is(usize, bool),
    All(Vec<Test>),
    Any(Vec<Test>),
    None(Vec<Test>),
    Some(Box<Test>),
    Every(Box<Test>),
    Count(Option<Box<Test>>, Comparison, u32),
}

/// One possible object, and one possible output.
type Object = [bool; 2];

fn text(objects: &[[Shown; 2]], error: Error) -> String {
    let mut lines = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        lines.extend([String::new(), format!("Name : Object {number}")]);
        for (name, shown) in ["A", "B"].iter().zip(object) {
            lines.extend(match shown {
                Shown::True => Some(format!("{name}    : True")),
                Shown::False => Some(format!("{name}    : False")),
                Shown::Cut => Some(format!("{name}    : ...")),
                Shown::Nothing => None,
            });
        }
    }
    let mut text = lines.join("\n") + "\n";
    if error == Error::Beside {
        text.push_str("\nGet-Thing : Server EX02 could not be reached.\n");
        text.push_str("    + CategoryInfo          : NotSpecified: (:) [Get-Thing], ServerException\n");
        text.push_str("    + FullyQualifiedErrorId : 1AD5BD9B,Contoso.GetThing\n");
    }
    text
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Error {
    Beside,
    Absent,
}

/// Every output that may stand behind the text: what is not shown is either, and an error may have cost up to two objects.
fn worlds(objects: &[[Shown; 2]], error: Error) -> Vec<Vec<Object>> {
    let mut worlds: Vec<Vec<Object>> = vec![Vec::new()];
    let mut add = |choices: &[Object], keep: bool| {
        let mut grown: Vec<Vec<Object>> = if keep { worlds.clone() } else { Vec::new() };
        for world in &worlds {
            for choice in choices {
                let mut world = world.clone();
                world.push(*choice);
                grown.push(world);
            }
        }
        worlds = grown;
    };
    let of = |shown: Shown| match shown {
        Shown::True => vec![true],
        Shown::False => vec![false],
        Shown::Cut | Shown::Nothing => vec![true, false],
    };
    for [a, b] in objects {
        let choices: Vec<Object> =
            of(*a).into_iter().flat_map(|a| of(*b).into_iter().map(move |b| [a, b])).collect();
        add(&choices, false);
    }
    if error == Error::Beside {
        let any = [[true, true], [true, false], [false, true], [false, false]];
        add(&any, true);
        add(&any, true);
    }
    worlds
}

/// The meaning of a test in one world; none where its objects contradict each other.
fn holds(test: &Test, world: &[Object]) -> Option<bool> {
    let any = |answers: Vec<Option<bool>>| {
        if answers.contains(&Some(true)) {
            Some(true)
        } else if answers.contains(&None) {
            None
        } else {
            Some(false)
        }
    };
    let each = |tests: &[Test]| tests.iter().map(|test| holds(test, world)).collect::<Vec<_>>();
    let opposite =
        |answers: Vec<Option<bool>>| answers.into_iter().map(|answer| answer.map(|a| !a)).collect();
    let of_objects = |test: &Test| world.iter().map(|object| holds(test, &[*object])).collect::<Vec<_>>();
    match test {
        Test::Is(at, wanted) => {
            let values: Vec<bool> = world.iter().map(|object| object[*at] == *wanted).collect();
            values.windows(2).all(|pair| pair[0] == pair[1]).then_some(values[0])
        }
        Test::Any(tests) => any(each(tests)),
        Test::All(tests) => any(opposite(each(tests))).map(|answer| !answer),
        Test::None(tests) => any(each(tests)).map(|answer| !answer),
        Test::Some(test) => any(of_objects(test)),
        Test::Every(test) => any(opposite(of_objects(test))).map(|answer| !answer),
        Test::Count(of, is, number) => {
            let passing = match of {
                // One object never contradicts itself.
                Some(test) => of_objects(test).iter().filter(|answer| **answer == Some(true)).count(),
                None => world.len(),
            };
            Some(match is {
                Comparison::Equals => passing == *number as usize,
                Comparison::Less => passing < *number as usize,
                Comparison::Greater => passing > *number as usize,
            })
        }
    }
}

fn as_matcher(test: &Test) -> Matcher {
    let each = |tests: &[Test]| tests.iter().map(as_matcher).collect();
    match test {
        Test::Is(at, wanted) => equals(["A", "B"][*at], if *wanted { "true" } else { "false" }),
        Test::All(tests) => matcher(MatcherKind::All(each(tests))),
        Test::Any(tests) => matcher(MatcherKind::Any(each(tests))),
        Test::None(tests) => matcher(MatcherKind::None(each(tests))),
        Test::Some(test) => some(as_matcher(test)),
        Test::Every(test) => every(as_matcher(test)),
        Test::Count(of, is, number) => count(of.as_deref().map(as_matcher), *is, *number),
    }
}

fn combined(leaf: BoxedStrategy<Test>) -> BoxedStrategy<Test> {
    leaf.prop_recursive(2, 8, 3, |inner| {
        let several = prop::collection::vec(inner, 1..4);
        prop_oneof![
            several.clone().prop_map(Test::All),
            several.clone().prop_map(Test::Any),
            several.prop_map(Test::None),
        ]
    })
    .boxed()
}

fn tests() -> BoxedStrategy<Test> {
    let leaf = (0_usize..2, any::<bool>()).prop_map(|(at, wanted)| Test::Is(at, wanted)).boxed();
    let of_one = combined(leaf.clone());
    let comparison = prop_oneof![Just(Comparison::Equals), Just(Comparison::Less), Just(Comparison::Greater)];
    let quantified = prop_oneof![
        of_one.clone().prop_map(|test| Test::Some(Box::new(test))),
        of_one.clone().prop_map(|test| Test::Every(Box::new(test))),
        (prop::option::of(of_one.prop_map(Box::new)), comparison, 0_u32..4)
            .prop_map(|(of, is, number)| Test::Count(of, is, number)),
    ];
    combined(prop_oneof![leaf, quantified].boxed())
}

fn objects() -> impl Strategy<Value = Vec<[Shown; 2]>> {
    let shown = || prop_oneof![4 => Just(Shown::True), 4 => Just(Shown::False), 1 => Just(Shown::Cut), 1 => Just(Shown::Nothing)];
    prop::collection::vec([shown(), shown()], 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]
    #[test]
    fn a_judgement_holds_in_every_world_that_the_text_may_come_from(
        objects in objects(),
        error in prop_oneof![2 => Just(Error::Absent), 1 => Just(Error::Beside)],
        test in tests(),
    ) {
        let text = text(&objects, error);
        let judged = judge_text(&check(vec![("it", as_matcher(&test))]), &text).outcomes[0].truth;
        let worlds = worlds(&objects, error);
        for world in &worlds {
            let meant = holds(&test, world);
            match judged {
                Truth::True => prop_assert_eq!(meant, Some(true), "{}\nin {:?}", text, world),
                Truth::False => prop_assert_eq!(meant, Some(false), "{}\nin {:?}", text, world),
                Truth::Unknown => {}
            }
        }
        if let [world] = worlds.as_slice() {
            let wanted = holds(&test, world).map_or(Truth::Unknown, Truth::from);
            prop_assert_eq!(judged, wanted, "{}", text);
        }
    }
}
