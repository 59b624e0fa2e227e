//! Target: any bytes are read without panic, and nothing is in a reading that was not in the text.

use triagebook::evidence::{Lines, Property, Reading, Shape, read, read_bytes};

/// Reads the bytes and holds the reading against the text.
pub(crate) fn reader(bytes: &[u8]) {
    let Ok(reading) = read_bytes(bytes) else { return };
    let lines: Vec<&str> = reading.text.split('\n').collect();
    let places = places(&reading);
    assert!(
        places.iter().all(|at| 1 <= at.first && at.first <= at.last && at.last <= lines.len()),
        "{places:?}"
    );
    for object in &reading.objects {
        let mut names: Vec<String> = object.properties.iter().map(|p| p.name.to_lowercase()).collect();
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all, "two properties have one name: {object:?}");
        if matches!(object.shape, Shape::List | Shape::Table) {
            object.properties.iter().for_each(|property| is_in_the_text(property, object.shape, &lines));
        }
    }
    assert_eq!(read(&reading.text).objects.len(), reading.objects.len(), "a cleaned text reads the same");
}

/// All places that a reading names.
fn places(reading: &Reading) -> Vec<Lines> {
    let properties = reading.objects.iter().flat_map(|object| &object.properties);
    let of_values = properties.clone().map(|property| property.lines);
    let of_doubts = properties.flat_map(|property| &property.doubts).chain(&reading.doubts);
    of_values
        .chain(of_doubts.filter_map(|doubt| doubt.lines))
        .chain(reading.errors.iter().map(|error| error.lines))
        .chain([&reading.commands, &reading.warnings, &reading.other].into_iter().flatten().copied())
        .collect()
}

/// A value of one line that is not doubted stands in that line, letter by letter; in a list beside its name.
fn is_in_the_text(property: &Property, shape: Shape, lines: &[&str]) {
    let line = lines[property.lines.first - 1];
    let marked = line.contains(['&', '<', '`', '\\']);
    if property.lines.first == property.lines.last && property.doubts.is_empty() && !marked {
        assert!(line.contains(&property.value), "{property:?} is not in {line:?}");
        assert!(shape == Shape::Table || line.contains(&property.name), "{property:?} is not in {line:?}");
    }
}
