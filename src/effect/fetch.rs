//! Programs that fetch an address: whether they send something or write a file.
//!
//! Invariant: fetching is never known to only read, because what an address does when it is asked cannot be seen.
//! Deliberately absent: PowerShell's own commands (`cmdlet`).

/// Options of `curl` of one letter that take a value, besides those that are looked at.
const VALUED: &str = "AbCeEhHmPrtuUwxyYz";

/// Why `curl` or `wget` does more than fetch; none where it only shows what it fetches, or is another program.
pub(super) fn change(name: &str, arguments: &[Option<String>]) -> Option<&'static str> {
    let words: Vec<&str> = arguments.iter().map(|word| word.as_deref().unwrap_or_default()).collect();
    match name {
        "curl" | "curl.exe" => (0..words.len()).find_map(|at| curl(&words, at)),
        "wget" | "wget.exe" => wget(&words),
        _ => None,
    }
}

const WRITES: &str = "writes what it fetches to a file";
const SENDS: &str = "sends something to an address";

/// What one word among the arguments of `curl` does.
fn curl(words: &[&str], at: usize) -> Option<&'static str> {
    let next = || words.get(at + 1).copied().unwrap_or_default();
    let word = words[at];
    if let Some(long) = word.strip_prefix("--") {
        return match long {
            "output" | "dump-header" | "cookie-jar" | "trace" | "trace-ascii" => {
                (!is_nowhere(next())).then_some(WRITES)
            }
            "request" => (!only_asks(next())).then_some(SENDS),
            "config" | "json" | "quote" | "upload-file" => Some(SENDS),
            _ if long.starts_with("remote-name") => Some(WRITES),
            _ if long.starts_with("data") || long.starts_with("form") => Some(SENDS),
            _ => None,
        };
    }
    let letters = word.strip_prefix('-')?;
    for (place, letter) in letters.char_indices() {
        let rest = &letters[place + letter.len_utf8()..];
        let value = || if rest.is_empty() { next() } else { rest };
        match letter {
            'O' => return Some(WRITES),
            'o' | 'D' | 'c' => return (!is_nowhere(value())).then_some(WRITES),
            'd' | 'F' | 'K' | 'Q' | 'T' => return Some(SENDS),
            'X' => return (!only_asks(value())).then_some(SENDS),
            letter if VALUED.contains(letter) => return None,
            _ => {}
        }
    }
    None
}

fn wget(words: &[&str]) -> Option<&'static str> {
    let sends = |word: &&str| ["--post", "--body", "--method"].iter().any(|start| word.starts_with(start));
    if words.iter().any(sends) {
        return Some(SENDS);
    }
    let shows = words.iter().enumerate().any(|(at, word)| {
        let value = |rest: &str| {
            let next = words.get(at + 1).copied().unwrap_or_default();
            is_nowhere(if rest.is_empty() { next } else { rest })
        };
        let short = word.strip_prefix('-').filter(|rest| !rest.starts_with('-'));
        *word == "--spider"
            || word.strip_prefix("--output-document=").is_some_and(is_nowhere)
            || short.and_then(|rest| rest.split_once('O')).is_some_and(|(_, rest)| value(rest))
    });
    (!shows).then_some(WRITES)
}

/// Whether what is written there is shown, or goes nowhere.
fn is_nowhere(target: &str) -> bool {
    matches!(target, "-" | "/dev/null" | "/dev/stdout" | "NUL" | "nul")
}

fn only_asks(method: &str) -> bool {
    ["GET", "HEAD", "OPTIONS"].iter().any(|one| method.eq_ignore_ascii_case(one))
}

#[cfg(test)]
mod tests {
    use super::change;

    fn changes(line: &str) -> bool {
        let mut words = line.split(' ').map(str::to_owned);
        let name = words.next().expect("a line has a word");
        change(&name, &words.map(Some).collect::<Vec<_>>()).is_some()
    }

    #[test]
    fn showing_what_is_fetched_is_told_from_writing_and_sending() {
        for line in [
            "curl https://contoso.com",
            "curl -sI https://contoso.com",
            "curl -sSo /dev/null -w code https://contoso.com",
            "curl -s -o - https://contoso.com",
            "curl -XGET https://contoso.com",
            "curl -H Content-type:data https://contoso.com",
            "curl -m 5 --max-time 5 --request head https://contoso.com",
            "wget -qO- https://contoso.com",
            "wget --spider https://contoso.com",
            "wget -O - https://contoso.com",
        ] {
            assert!(!changes(line), "{line}");
        }
        for line in [
            "curl -O https://contoso.com/x",
            "curl -so x https://contoso.com",
            "curl --output x https://contoso.com",
            "curl -d a=b https://contoso.com",
            "curl --data-binary @x https://contoso.com",
            "curl -X POST https://contoso.com",
            "curl -XDELETE https://contoso.com",
            "curl -T x https://contoso.com",
            "wget https://contoso.com/x",
            "wget -q https://contoso.com/x",
            "wget --post-data=a -O - https://contoso.com",
        ] {
            assert!(changes(line), "{line}");
        }
    }
}
