//! Names of properties, as sets that say at once whether a name is in them.
//!
//! Invariant: names are in lower case, and each is there once, in the order of the text.
//! Deliberately absent: values, and which command prints them (`profile`).

use crate::evidence::Object;
use std::collections::HashSet;

/// Properties that objects of every kind have: they tell nothing about the command.
const EVERYWHERE: [&str; 33] = [
    "name",
    "identity",
    "id",
    "guid",
    "enabled",
    "isvalid",
    "objectstate",
    "status",
    "state",
    "type",
    "server",
    "runspaceid",
    "pscomputername",
    "psshowcomputername",
    "distinguishedname",
    "admindisplayname",
    "exchangeversion",
    "objectcategory",
    "objectclass",
    "whenchanged",
    "whencreated",
    "whenchangedutc",
    "whencreatedutc",
    "organizationid",
    "originatingserver",
    "displayname",
    "description",
    "message",
    "version",
    "organizationalunitroot",
    "exchangeobjectid",
    "domain",
    "user",
];

/// Whether objects of every kind may have a property of this name (in lower case).
pub(crate) fn is_common(name: &str) -> bool {
    EVERYWHERE.contains(&name)
}

/// The names of the properties of some objects, in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// In the order of the text.
    ordered: Vec<String>,
    known: HashSet<String>,
    /// How many of them tell something about the command.
    telling: usize,
}

impl Names {
    /// The names in these objects.
    pub(crate) fn of<'o>(objects: impl IntoIterator<Item = &'o Object>) -> Self {
        let mut names = Self::default();
        // Most objects have the names of the one above, written alike.
        let mut seen = HashSet::new();
        for property in objects.into_iter().flat_map(|object| &object.properties) {
            if seen.insert(property.name.as_str()) {
                names.add(property.name.to_lowercase());
            }
        }
        names
    }

    fn add(&mut self, name: String) {
        if !self.known.contains(&name) {
            self.telling += usize::from(!is_common(&name));
            self.known.insert(name.clone());
            self.ordered.push(name);
        }
    }

    /// Adds the names of others that are not there yet.
    pub(crate) fn extend(&mut self, others: Self) {
        others.ordered.into_iter().for_each(|name| self.add(name));
    }

    /// Whether this name, in lower case, is among them.
    pub fn contains(&self, name: &str) -> bool {
        self.known.contains(name)
    }

    /// All of them, in the order of the text.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.ordered.iter().map(String::as_str)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ordered.is_empty()
    }

    /// Whether both are of objects of one kind: what is not found everywhere overlaps by half.
    pub(crate) fn is_same_kind(&self, other: &Self) -> bool {
        let (fewer, more) =
            if self.ordered.len() <= other.ordered.len() { (self, other) } else { (other, self) };
        let shared = fewer.ordered.iter().filter(|name| more.contains(name));
        match fewer.telling.min(more.telling) {
            0 => shared.count() == fewer.ordered.len(),
            least => shared.filter(|name| !is_common(name)).count() * 2 >= least,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::evidence::read;
    use crate::recognise::names::Names;

    fn names(text: &str) -> Names {
        Names::of(&read(text).objects)
    }

    #[test]
    fn names_are_there_once_whatever_their_case_and_in_their_order() {
        let names = names("Zone : 1\nAlpha : 2\n\nZONE : 1\nBeta : 3\n");
        assert_eq!(names.iter().collect::<Vec<_>>(), ["zone", "alpha", "beta"]);
        assert!(names.contains("beta") && !names.contains("Beta") && !names.contains("gamma"));
    }

    #[test]
    fn objects_of_one_kind_share_half_of_what_is_not_found_everywhere() {
        let link = names("Name : A\nPartner : B\nEndpoint : C\n");
        for (other, same) in [
            ("Name : A\nPartner : B\nRealm : C\n", true),
            ("Name : A\nEnabled : True\n", false),
            ("Name : A\n", true),
            ("Realm : A\nThumbprint : B\n", false),
        ] {
            let other_names = names(other);
            assert_eq!(link.is_same_kind(&other_names), same, "{other}");
            assert_eq!(other_names.is_same_kind(&link), same, "{other}");
        }
    }
}
