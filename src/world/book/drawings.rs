//! The drawings of a page, apart from its Markdown: they are HTML already, and half of a page.
//!
//! Invariant: [`Drawings::put_into`] puts each drawing where its sign stands, however the text around it was rendered.
//! Deliberately absent: how drawings are made (`page::picture`).

use crate::page::{Drawing, RunbookPage};

/// A sign begins with this, goes on with a number and ends with [`END`]. It is an element, so Markdown leaves it alone.
const BEGINNING: &str = "<svg data-tb-drawing=\"";
const END: &str = "\"></svg>";

/// Drawings in the order in which their page has them.
#[derive(Debug, Default)]
pub(super) struct Drawings(Vec<String>);

impl Drawings {
    /// Takes the drawings out of a page and leaves their signs.
    pub(super) fn take_from(page: &mut RunbookPage) -> Self {
        let of_symptoms = page.symptoms.iter_mut().filter_map(|card| card.symptom.as_mut()?.drawing.as_mut());
        let all = of_symptoms.chain([&mut page.drawing]);
        Self(all.enumerate().map(|(number, drawing)| take(drawing, number)).collect())
    }

    /// The length of all of them.
    pub(super) fn len(&self) -> usize {
        self.0.iter().map(String::len).sum()
    }

    /// The text with the drawings in place of their signs.
    pub(super) fn within(&self, text: &str) -> String {
        let mut out = String::new();
        self.put_into(text, &mut out);
        out
    }

    /// Appends the same.
    pub(super) fn put_into(&self, text: &str, out: &mut String) {
        out.reserve(text.len() + self.len());
        let beginning = memchr::memmem::Finder::new(BEGINNING);
        let mut rest = text;
        while let Some(place) = beginning.find(rest.as_bytes()) {
            let (before, after) = (&rest[..place], &rest[place + BEGINNING.len()..]);
            let sign = after
                .split_once(END)
                .and_then(|(number, after)| Some((self.0.get(number.parse::<usize>().ok()?)?, after)));
            out.push_str(before);
            rest = if let Some((drawing, after)) = sign {
                out.push_str(drawing);
                after
            } else {
                out.push_str(BEGINNING);
                after
            };
        }
        out.push_str(rest);
    }
}

fn take(drawing: &mut Drawing, number: usize) -> String {
    std::mem::replace(&mut drawing.svg, format!("{BEGINNING}{number}{END}"))
}
