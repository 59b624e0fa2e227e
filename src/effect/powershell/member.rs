//! Methods and types that only compute.
//!
//! Invariant: what a method is called on cannot be seen, so a name is listed only where no class that a check may meet
//! changes something with it. (`Replace` is not: files have one.)
//! Deliberately absent: reading a property. It is always admitted.

use crate::effect::{Assessment, Effect};

/// Methods, in lower case.
const METHODS: &[&str] = &[
    "adddays",
    "addhours",
    "addminutes",
    "addmonths",
    "addseconds",
    "contains",
    "containskey",
    "endswith",
    "equals",
    "gettype",
    "indexof",
    "lastindexof",
    "padleft",
    "padright",
    "split",
    "startswith",
    "substring",
    "tolocaltime",
    "tolower",
    "tostring",
    "touniversaltime",
    "toupper",
    "trim",
    "trimend",
    "trimstart",
];

/// Methods that change something whatever they are called on, in lower case.
const CHANGING: &[&str] =
    &["commitchanges", "copyto", "delete", "deletetree", "kill", "moveto", "setinfo", "setpassword"];

/// Members of types that change something.
const CHANGING_MEMBERS: &[(&str, &[&str])] = &[
    ("environment", &["setenvironmentvariable"]),
    ("io.directory", &["createdirectory", "delete", "move"]),
    (
        "io.file",
        &[
            "appendalllines",
            "appendalltext",
            "copy",
            "create",
            "delete",
            "move",
            "replace",
            "writeallbytes",
            "writealllines",
            "writealltext",
        ],
    ),
];

/// Types that a value may be turned into.
const CASTS: &[&str] = &[
    "array",
    "bool",
    "byte",
    "char",
    "datetime",
    "decimal",
    "double",
    "guid",
    "hashtable",
    "int",
    "int32",
    "int64",
    "ipaddress",
    "long",
    "mailaddress",
    "object[]",
    "ordered",
    "pscustomobject",
    "psobject",
    "regex",
    "string",
    "string[]",
    "timespan",
    "uri",
    "version",
];

/// Types with the members of theirs that only compute.
const MEMBERS: &[(&str, &[&str])] = &[
    ("bitconverter", &["tostring"]),
    ("convert", &["frombase64string", "tobase64string", "toint32", "tostring"]),
    ("datetime", &["maxvalue", "minvalue", "now", "parse", "parseexact", "today", "utcnow"]),
    (
        "environment",
        &["is64bitoperatingsystem", "machinename", "newline", "osversion", "processorcount", "version"],
    ),
    ("guid", &["empty", "newguid", "parse"]),
    ("int", &["maxvalue", "parse"]),
    ("math", &["abs", "ceiling", "floor", "max", "min", "pow", "round", "truncate"]),
    ("regex", &["escape", "ismatch", "match", "matches", "replace", "split", "unescape"]),
    ("string", &["concat", "empty", "format", "isnullorempty", "isnullorwhitespace", "join"]),
    ("timespan", &["fromdays", "fromhours", "fromminutes", "fromseconds", "zero"]),
    ("version", &["parse"]),
];

/// What a call of this method does.
pub(super) fn method(name: &str) -> Assessment {
    let lower = name.to_lowercase();
    if METHODS.contains(&lower.as_str()) {
        Assessment::READ
    } else if CHANGING.contains(&lower.as_str()) {
        Assessment::new(Effect::Change, format!("`.{name}()` changes something"))
    } else {
        Assessment::unknown(format!("`.{name}()` is not known to only read"))
    }
}

/// What a member of this type, in lower case, does.
pub(super) fn of_type(name: &str, member: &str) -> Assessment {
    let lower = member.to_lowercase();
    let is_among = |table: &[(&str, &[&str])]| {
        table.iter().any(|(other, members)| *other == bare(name) && members.contains(&lower.as_str()))
    };
    if is_among(MEMBERS) {
        Assessment::READ
    } else if is_among(CHANGING_MEMBERS) {
        Assessment::new(Effect::Change, format!("`[{name}]::{member}` changes something"))
    } else {
        Assessment::unknown(format!("`[{name}]::{member}` is not known to only read"))
    }
}

/// What turning a value into this type, in lower case, does.
pub(super) fn cast(name: &str) -> Assessment {
    if CASTS.contains(&bare(name)) {
        Assessment::READ
    } else {
        Assessment::unknown(format!("`[{name}]` may be more than a value"))
    }
}

fn bare(name: &str) -> &str {
    name.strip_prefix("system.").unwrap_or(name)
}
