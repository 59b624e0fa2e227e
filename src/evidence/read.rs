//! Reading a text.

use crate::evidence::{Lines, Object, Property, Reading};

/// Reads a text as it was pasted.
pub fn read(text: &str) -> Reading {
    let text = text.replace("\r\n", "\n");
    let mut reading = Reading::default();
    let mut object = Object::default();
    for (index, line) in text.lines().enumerate() {
        match line.split_once(" : ").or_else(|| line.trim_end().strip_suffix(" :").map(|name| (name, ""))) {
            Some((name, value)) => object.properties.push(Property {
                name: name.trim().to_owned(),
                value: value.trim().to_owned(),
                items: None,
                doubts: Vec::new(),
                lines: Lines::one(index + 1),
            }),
            None if line.trim().is_empty() && !object.properties.is_empty() => {
                reading.objects.push(std::mem::take(&mut object));
            }
            None if line.trim().is_empty() => {}
            None => reading.other.push(Lines::one(index + 1)),
        }
    }
    if !object.properties.is_empty() {
        reading.objects.push(object);
    }
    reading.text = text;
    reading
}
