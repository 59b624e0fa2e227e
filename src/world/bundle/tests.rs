//! What bundles are read, and which are refused.

use crate::model::NodeKey;
use crate::world::bundle::{Bundle, BundleError, is_bundle, open, sha256};
use std::io::Write as _;
use std::path::PathBuf;
use zip::write::SimpleFileOptions;

/// A zip of these files, in a folder that lives as long as the test.
fn zipped(files: &[(&str, &[u8])]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bundle.zip");
    let mut writer = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap();
    (folder, path)
}

fn open_zip(files: &[(&str, &[u8])]) -> Result<Bundle, BundleError> {
    let (_folder, path) = zipped(files);
    assert!(is_bundle(&path));
    open(&path)
}

fn manifest(files: &str) -> String {
    format!(
        r#"{{"version":1,"knowledge_base":{{"title":"T","sha256":"00"}},"runbook":"a","place":"sh","files":[{files}]}}"#
    )
}

fn listed(name: &str, content: &str) -> String {
    format!(
        r#"{{"name":"{name}","checks":["a/up"],"command":"show","sha256":"{}","bytes":{},"error":null}}"#,
        sha256(content.as_bytes()),
        content.len()
    )
}

#[test]
fn a_folder_and_its_zip_hold_the_same_pieces() {
    let text = manifest(&listed("001.txt", "state : up\n"));
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("001.txt"), "state : up\n").unwrap();
    // Windows PowerShell writes a byte order mark.
    std::fs::write(folder.path().join("manifest.json"), format!("\u{feff}{text}")).unwrap();
    assert!(is_bundle(folder.path()));
    let from_folder = open(folder.path()).unwrap();
    // Compress-Archive of Windows PowerShell 5.1 puts the folder's name and a backslash before each name.
    let from_zip =
        open_zip(&[(r"out\manifest.json", text.as_bytes()), (r"out\001.txt", b"state : up\n")]).unwrap();
    assert_eq!(from_folder, from_zip);
    assert_eq!(from_folder.doubts, [""; 0]);
    let [piece] = from_folder.pieces.as_slice() else { panic!("one piece") };
    assert_eq!(piece.checks, [NodeKey::new("a", "up")]);
    assert_eq!(piece.command.as_deref(), Some("show"));
    assert_eq!(piece.bytes, b"state : up\n");
}

#[test]
fn a_text_that_was_changed_is_not_used_and_that_is_said() {
    let text = manifest(&[listed("001.txt", "up"), listed("002.txt", "up"), listed("003.txt", "")].join(","));
    let bundle = open_zip(&[
        ("manifest.json", text.as_bytes()),
        ("001.txt", b"up"),
        ("002.txt", b"down"),
        ("more.txt", b"x"),
    ])
    .unwrap();
    assert_eq!(bundle.pieces.iter().map(|piece| piece.name.as_str()).collect::<Vec<_>>(), ["001.txt"]);
    let [changed, absent, unlisted] = bundle.doubts.as_slice() else { panic!("{:?}", bundle.doubts) };
    assert!(changed.contains("`002.txt` is not what was collected"), "{changed}");
    assert!(absent.contains("`003.txt` is in the manifest, but not in the bundle"), "{absent}");
    assert!(unlisted.contains("`more.txt`"), "{unlisted}");
}

#[test]
fn without_a_manifest_every_text_is_evidence_and_binaries_are_left_out() {
    let bundle =
        open_zip(&[("b/two.txt", b"2"), ("one.log", b"1"), ("picture.png", b"\x89PNG\0\0\0\x0dIHDR")]);
    let bundle = bundle.unwrap();
    assert_eq!(bundle.pieces.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["b/two.txt", "one.log"]);
    assert!(bundle.pieces.iter().all(|piece| piece.checks.is_empty() && piece.command.is_none()));
    assert_eq!(bundle.doubts, ["`picture.png` is no text and not used: it is a picture (PNG)"]);
    assert!(matches!(open_zip(&[]), Err(BundleError::Empty(_))));
}

#[test]
fn a_manifest_that_cannot_be_read_refuses_the_bundle() {
    assert!(matches!(open_zip(&[("manifest.json", b"{")]), Err(BundleError::Manifest(_))));
    assert!(matches!(open_zip(&[("manifest.json", br#"{"version":2}"#)]), Err(BundleError::Version(2))));
    assert!(matches!(open_zip(&[("manifest.json", br#"{"version":1}"#)]), Err(BundleError::Manifest(_))));
}

#[test]
fn names_that_lead_out_or_hide_something_are_refused() {
    for name in
        ["../x", "a/../../x", "/etc/x", r"..\x", r"C:\x", "C:x", "a//x", "a/./x", "a\u{202e}x", "a\nx"]
    {
        let refused = open_zip(&[("ok.txt", b"1"), (name, b"2")]);
        assert!(matches!(refused, Err(BundleError::Name(_))), "{name:?}: {refused:?}");
    }
    assert!(matches!(open_zip(&[("a.txt", b"1"), ("A.TXT", b"2")]), Err(BundleError::Twice(_))));
    assert!(matches!(open_zip(&[("a/b", b"1"), (r"a\b", b"2")]), Err(BundleError::Twice(_))));
}

#[test]
fn bombs_are_refused_before_they_fill_the_memory() {
    let zeros = vec![b'0'; 20 << 20];
    assert!(matches!(open_zip(&[("bomb.txt", &zeros)]), Err(BundleError::Ratio(_))));
    // Text that repeats itself a little is no bomb.
    assert_eq!(open_zip(&[("short.txt", &zeros[..1 << 20])]).unwrap().pieces.len(), 1);
    let names: Vec<String> = (0..501).map(|number| format!("{number}.txt")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"1".as_slice())).collect();
    assert!(matches!(open_zip(&many), Err(BundleError::TooMany)));
    assert_eq!(open_zip(&many[..500]).unwrap().pieces.len(), 500);
}

#[test]
fn long_files_are_refused_whatever_the_zip_says_about_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.zip");
    let mut writer = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    writer.start_file("long.txt", stored).unwrap();
    writer.write_all(&vec![b'x'; (16 << 20) + 1]).unwrap();
    writer.finish().unwrap();
    assert!(matches!(open(&path), Err(BundleError::LongEntry(name)) if name == "long.txt"));
    let many = tempfile::tempdir().unwrap();
    for number in 0..5 {
        std::fs::write(many.path().join(format!("{number}.txt")), vec![b'x'; 15 << 20]).unwrap();
    }
    assert!(matches!(open(many.path()), Err(BundleError::TooLong)));
}

#[test]
fn what_is_no_zip_is_named_so_and_damage_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("plain.txt");
    std::fs::write(&text, "state : up").unwrap();
    assert!(!is_bundle(&text));
    assert!(matches!(open(&text), Err(BundleError::NotABundle)));
    assert!(matches!(open(&folder.path().join("absent.zip")), Err(BundleError::File(_))));
    let (_zip, path) = zipped(&[("a.txt", b"some text that is stored here")]);
    let whole = std::fs::read(&path).unwrap();
    for end in 0..whole.len() {
        std::fs::write(&path, &whole[..end]).unwrap();
        assert!(open(&path).is_err(), "a zip cut at byte {end}");
    }
    for position in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[position] ^= 0x01;
        std::fs::write(&path, &bytes).unwrap();
        // It is refused, or what it holds is still the same text; it never panics.
        if let Ok(bundle) = open(&path) {
            let texts: Vec<&[u8]> = bundle.pieces.iter().map(|piece| piece.bytes.as_slice()).collect();
            assert_eq!(texts, [b"some text that is stored here"], "bit flipped in byte {position}");
        }
    }
}

#[test]
fn an_encrypted_zip_asks_to_be_unpacked() {
    let (_folder, path) = zipped(&[("a.txt", b"1")]);
    let mut bytes = std::fs::read(&path).unwrap();
    let central = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    bytes[6] |= 1;
    bytes[central + 8] |= 1;
    std::fs::write(&path, bytes).unwrap();
    let error = open(&path).unwrap_err();
    assert!(matches!(error, BundleError::Encrypted(_)), "{error:?}");
    assert!(error.help().contains("unpack it yourself"));
}

#[test]
#[cfg(unix)]
fn links_and_pipes_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("/etc/passwd", folder.path().join("a.txt")).unwrap();
    assert!(matches!(open(folder.path()), Err(BundleError::Link(name)) if name == "a.txt"));
    let (zip_folder, path) = zipped(&[]);
    let mut writer = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    writer.add_symlink("link.txt", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    writer.finish().unwrap();
    assert!(matches!(open(&path), Err(BundleError::Link(name)) if name == "link.txt"));
    drop(zip_folder);
}
