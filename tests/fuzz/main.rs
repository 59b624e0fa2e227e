//! The four fuzz targets on seeds of our own and on what a small mutator makes of them: a short run, the same each time
//! (a longer one by hand: `TRIAGEBOOK_FUZZ_ROUNDS=1000000 cargo test --test fuzz`).
//! The long run, led by coverage, is `fuzz/`, which uses the very same targets.

mod matcher;
mod mending;
mod quoting;
mod reader;

/// How many inputs each target gets; `TRIAGEBOOK_FUZZ_ROUNDS` says otherwise.
const ROUNDS: usize = 4_000;

/// Texts of every form that is read, and values of every kind that is quoted.
const SEEDS: [&str; 14] = [
    "[PS] C:\\>Get-AuthConfig | fl\n\n\nName    : A\nEnabled : True\nDomains : {contoso.com, mail.cont...}\n\n",
    "Id : TokenValidation\n\nType: Error\n\nNotAfter : 3/7/2028 9:13:41 PM\n\n",
    "Name  Enabled Role\n----  ------- ----\nA     True    Mailbox Search\nB     False   x...\n",
    "| Name | Value |\n|---|:---:|\n| a | `b` |\n",
    "{\"value\":[{\"Name\":\"A\",\"On\":true,\"L\":[\"a\",\"b\"]},{\"Name\":\"\\u00e9\",\"On\":null}]}",
    "#TYPE X\n\"Name\",\"Enabled\"\n\"A, b\",\"True\"\n\"say \"\"no\"\"\",\"False\"\n",
    "<Objs Version=\"1.1\">\n<S>Name : A</S>\n</Objs>\n",
    "Get-Mailbox : It failed.\nAt line:1 char:1\n+ Get-Mailbox\n    + CategoryInfo : x: (:) [], y\n",
    "VERBOSE: x\nWARNING: y\nRunspaceId : 52ce Result : Failed Message : x y SupportsCutover : False",
    "&gt; Url : https&#58;//a.b<br>Name&nbsp;: <span>x</span>\n",
    "Log Name:      Application\nEvent ID:      2004\nDescription:\nUnable to find\n",
    "**********************\nWindows PowerShell transcript start\n**********************\nPS>x\n",
    "O'Brien; $(x) `n \u{2019}\u{201b} \"%PATH%\" \\",
    "2026-11-23T10:00:00.000Z,FAIL\n#Fields: date,event-id\n1,2\n",
];

/// A generator that gives the same numbers each time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits fit") % limit.max(1)
    }
}

/// One input: a seed with some of it dropped, doubled, changed, or replaced by part of another.
fn mutated(random: &mut Random) -> Vec<u8> {
    let seed = |random: &mut Random| SEEDS[random.below(SEEDS.len())].as_bytes().to_vec();
    let mut bytes = seed(random);
    for _ in 0..random.below(6) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(12)).min(bytes.len());
        match random.below(6) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            2 => {
                let other = seed(random);
                let from = random.below(other.len());
                bytes.splice(at..end, other[from..].iter().copied());
            }
            3 => {
                let piece =
                    ["\n", "\r\n", " : ", "  ", "...", "{", "}", "\"", "> ", "\t", "\u{2026}", "\u{0}"];
                bytes.splice(at..at, piece[random.below(piece.len())].bytes());
            }
            4 if at < bytes.len() => bytes[at] = u8::try_from(random.below(256)).expect("a byte"),
            _ => bytes.truncate(end.max(1)),
        }
    }
    bytes
}

fn run(target: fn(&[u8]), start: u64) {
    for seed in SEEDS {
        target(seed.as_bytes());
    }
    let mut random = Random(start);
    for _ in 0..rounds().unwrap_or(ROUNDS) {
        target(&mutated(&mut random));
    }
}

/// How many rounds were asked for.
fn rounds() -> Option<usize> {
    std::env::var("TRIAGEBOOK_FUZZ_ROUNDS").ok()?.parse().ok()
}

#[test]
fn reader_holds() {
    run(reader::reader, 0x9e37_79b9_7f4a_7c15);
}

#[test]
fn matcher_holds() {
    run(matcher::matcher, 0xd1b5_4a32_d192_ed03);
}

/// A round of this target judges a whole knowledge base several times, so there are fewer of them.
#[test]
fn mending_holds() {
    let mut random = Random(0xa076_1d64_78bd_642f);
    for _ in 0..rounds().unwrap_or(ROUNDS / 40) {
        let number = 4 * (1 + random.below(6));
        let bytes: Vec<u8> = (0..number).map(|_| u8::try_from(random.below(256)).expect("a byte")).collect();
        mending::mending(&bytes);
    }
}

#[test]
fn quoting_holds() {
    run(quoting::quoting, 0x8cb9_2ba7_2f3d_8dd7);
}
