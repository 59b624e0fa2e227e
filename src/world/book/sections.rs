//! The text of a page, section by section.
//!
//! Invariant: a section begins at a heading; its text holds no markup and no two spaces in a row.
//! Deliberately absent: words (`full_text`).

/// A part of a page that a search can find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// The page and the anchor.
    pub address: String,
    /// The name of the page.
    pub page: String,
    /// Its text.
    pub body: String,
}

/// The sections of a page with this content.
pub(super) fn sections(content: &str, page: &str, path: &str) -> Vec<Section> {
    let section = |address: String| Section {
        title: String::with_capacity(64),
        address,
        page: page.to_owned(),
        body: String::with_capacity(512),
    };
    let mut found = vec![section(path.to_owned())];
    let mut in_heading = false;
    let mut rest = content;
    loop {
        let current = found.last_mut().expect("there is always one");
        rest = squeeze(if in_heading { &mut current.title } else { &mut current.body }, rest);
        let Some(after) = rest.strip_prefix('<') else { break };
        let (element, tag, after) = tag(after);
        rest = after;
        match element {
            // A picture repeats what the sections say.
            b"svg" => {
                rest = memchr::memmem::find(after.as_bytes(), b"</svg>").map_or("", |at| &after[at + 6..]);
            }
            b"h1" | b"h2" | b"h3" => {
                in_heading = true;
                found.push(section(match tag.split_once("id=\"").and_then(|(_, id)| id.split_once('"')) {
                    Some((id, _)) => format!("{path}#{id}"),
                    None => path.to_owned(),
                }));
            }
            b"/h1" | b"/h2" | b"/h3" => in_heading = false,
            // The heading of a card: what it leads to says the same, and more.
            b"a" if in_heading && leads_elsewhere(tag) => current.address.clear(),
            b"a" | b"/a" | b"code" | b"/code" | b"em" | b"/em" | b"strong" | b"/strong" | b"var"
            | b"/var" => {}
            _ if !in_heading && ends_in_word(&current.body) => current.body.push(' '),
            _ => {}
        }
    }
    found.retain(|section| !(section.title.is_empty() || section.address.is_empty()));
    for text in found.iter_mut().flat_map(|section| [&mut section.title, &mut section.body]) {
        text.truncate(text.trim_end().len());
    }
    found
}

/// What begins behind a `<`: the name of the element, with `/` where it closes it; the whole tag; and what follows.
fn tag(html: &str) -> (&[u8], &str, &str) {
    let ends = |byte: u8| byte == b'>' || byte.is_ascii_whitespace();
    let name = html.bytes().position(ends).unwrap_or(html.len());
    let attributes = memchr::memchr(b'>', &html.as_bytes()[name..]).unwrap_or(html.len() - name);
    let (tag, after) = html.split_at(name + attributes);
    (&tag.as_bytes()[..name], tag, after.get(1..).unwrap_or(""))
}

/// Whether a link leads to another page.
fn leads_elsewhere(tag: &str) -> bool {
    tag.split_once("href=\"").is_some_and(|(_, to)| !to.starts_with('#'))
}

/// What a byte of HTML is to its text.
#[derive(Clone, Copy)]
enum Sign {
    Letter,
    Space,
    OtherSpace,
    Entity,
    Tag,
}

static SIGNS: [Sign; 256] = {
    let mut signs = [Sign::Letter; 256];
    signs[b' ' as usize] = Sign::Space;
    signs[b'\n' as usize] = Sign::OtherSpace;
    signs[b'\r' as usize] = Sign::OtherSpace;
    signs[b'\t' as usize] = Sign::OtherSpace;
    signs[b'\x0c' as usize] = Sign::OtherSpace;
    signs[b'&' as usize] = Sign::Entity;
    signs[b'<' as usize] = Sign::Tag;
    signs
};

/// Appends the text of HTML before the next tag, and returns what begins with that: entities become characters and runs of
/// white space one space, of which none stands at the beginning.
pub(super) fn squeeze<'h>(out: &mut String, html: &'h str) -> &'h str {
    let mut after_space = !ends_in_word(out);
    let (mut start, mut at) = (0, 0);
    while let Some(byte) = html.as_bytes().get(at) {
        match SIGNS[usize::from(*byte)] {
            Sign::Letter => after_space = false,
            Sign::Space if !after_space => after_space = true,
            Sign::Space | Sign::OtherSpace => {
                out.push_str(&html[start..at]);
                if !after_space {
                    out.push(' ');
                }
                start = at + 1;
                after_space = true;
            }
            Sign::Entity => {
                after_space = false;
                if let Some((character, after)) = entity(&html[at..]) {
                    out.push_str(&html[start..at]);
                    out.push(character);
                    start = html.len() - after.len();
                    at = start;
                    continue;
                }
            }
            Sign::Tag => break,
        }
        at += 1;
    }
    out.push_str(&html[start..at]);
    &html[at..]
}

/// Whether a text ends in something that a space may follow.
fn ends_in_word(text: &str) -> bool {
    text.as_bytes().last().is_some_and(|last| *last != b' ')
}

/// The character of the entity that a text begins with, and what follows it.
fn entity(text: &str) -> Option<(char, &str)> {
    let (name, after) = text.strip_prefix('&')?.split_once(';')?;
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            code.ok().and_then(char::from_u32)?
        }
    };
    Some((character, after))
}

#[cfg(test)]
mod tests {
    use super::sections;

    #[test]
    fn a_page_is_found_by_its_headings() {
        let html = "<p>before</p><h1 id=\"t\"><a class=\"header\" href=\"#t\">Title &amp; more</a></h1>\n<p>One<code>two</code></p>\
                    <svg><text>drawn</text></svg><h3 id=\"n\"><span>Check</span> Is it?</h3><ul><li>a</li><li>b&#46;</li></ul>\
                    <h3 id=\"card\"><a href=\"other.html\">Elsewhere</a></h3><p>what that page says</p>";
        let found: Vec<_> = sections(html, "Page", "p.html")
            .into_iter()
            .map(|section| (section.title, section.address, section.body))
            .collect();
        let section =
            |title: &str, address: &str, body: &str| (title.to_owned(), address.to_owned(), body.to_owned());
        assert_eq!(
            found,
            [section("Title & more", "p.html#t", "Onetwo"), section("Check Is it?", "p.html#n", "a b.")]
        );
    }
}
