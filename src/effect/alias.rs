//! Short names of PowerShell's commands.
//!
//! Invariant: names are compared without case.
//! Deliberately absent: what the commands do (`cmdlet`).

/// Short names. A name that somebody gave to another command is that person's doing.
pub(super) const ALIASES: &[(&str, &str)] = &[
    ("%", "foreach-object"),
    ("?", "where-object"),
    ("ac", "add-content"),
    ("cat", "get-content"),
    ("cd", "set-location"),
    ("clc", "clear-content"),
    ("cls", "clear-host"),
    ("compare", "compare-object"),
    ("copy", "copy-item"),
    ("cp", "copy-item"),
    ("cpi", "copy-item"),
    ("curl", "invoke-webrequest"),
    ("del", "remove-item"),
    ("dir", "get-childitem"),
    ("echo", "write-output"),
    ("erase", "remove-item"),
    ("fc", "format-custom"),
    ("fl", "format-list"),
    ("foreach", "foreach-object"),
    ("ft", "format-table"),
    ("fw", "format-wide"),
    ("gc", "get-content"),
    ("gci", "get-childitem"),
    ("gcim", "get-ciminstance"),
    ("gcm", "get-command"),
    ("gi", "get-item"),
    ("gm", "get-member"),
    ("gp", "get-itemproperty"),
    ("gps", "get-process"),
    ("group", "group-object"),
    ("gsv", "get-service"),
    ("gwmi", "get-wmiobject"),
    ("icm", "invoke-command"),
    ("iex", "invoke-expression"),
    ("irm", "invoke-restmethod"),
    ("iwr", "invoke-webrequest"),
    ("kill", "stop-process"),
    ("ls", "get-childitem"),
    ("measure", "measure-object"),
    ("mi", "move-item"),
    ("move", "move-item"),
    ("mv", "move-item"),
    ("ni", "new-item"),
    ("ps", "get-process"),
    ("pwd", "get-location"),
    ("rd", "remove-item"),
    ("ren", "rename-item"),
    ("ri", "remove-item"),
    ("rm", "remove-item"),
    ("rmdir", "remove-item"),
    ("rni", "rename-item"),
    ("saps", "start-process"),
    ("sasv", "start-service"),
    ("select", "select-object"),
    ("sleep", "start-sleep"),
    ("sls", "select-string"),
    ("sort", "sort-object"),
    ("spps", "stop-process"),
    ("spsv", "stop-service"),
    ("start", "start-process"),
    ("tee", "tee-object"),
    ("type", "get-content"),
    ("wget", "invoke-webrequest"),
    ("where", "where-object"),
    ("write", "write-output"),
];

/// The name that a command is looked up by: in lower case, the long one where it is short.
pub(super) fn whole_name(written: &str) -> String {
    let name = written.to_lowercase();
    let long = ALIASES.iter().find(|(short, _)| *short == name).map(|(_, long)| *long);
    long.map_or(name, str::to_owned)
}

/// Words of long names that are made of two.
const INNER: &[(&str, &str)] = &[
    ("Childitem", "ChildItem"),
    ("Ciminstance", "CimInstance"),
    ("Foreach", "ForEach"),
    ("Itemproperty", "ItemProperty"),
    ("Restmethod", "RestMethod"),
    ("Webrequest", "WebRequest"),
    ("Wmiobject", "WmiObject"),
];

/// The long name for a short one, as it is usually written.
pub(super) fn long_name(short: &str) -> Option<String> {
    let short = short.to_lowercase();
    let (_, long) = ALIASES.iter().find(|(other, _)| *other == short)?;
    let capital = |word: &str| -> String {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
    };
    let words: Vec<String> = long.split('-').map(capital).collect();
    let name = words.join("-");
    let inner = INNER.iter().find(|(plain, _)| name.contains(plain));
    Some(inner.map_or(name.clone(), |(plain, right)| name.replace(plain, right)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_long_name_is_written_as_people_write_it() {
        let long = |short: &str| super::long_name(short);
        assert_eq!(long("%").as_deref(), Some("ForEach-Object"));
        assert_eq!(long("GCI").as_deref(), Some("Get-ChildItem"));
        assert_eq!(long("fl").as_deref(), Some("Format-List"));
        assert_eq!(long("Get-It"), None);
    }
}
