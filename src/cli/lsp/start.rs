//! The first words between editor and server: what each of them can do.
//!
//! Invariant: positions are counted in UTF-16 unless the editor offers bytes.
//! Deliberately absent: what happens afterwards.

use crate::editor::uri;
use crate::source::Unit;
use lsp_types::{InitializeParams, PositionEncodingKind};
use serde_json::{Value, json};
use std::path::PathBuf;

/// What was agreed on.
#[derive(Debug)]
pub(super) struct Agreement {
    /// What columns count.
    pub(super) unit: Unit,
    /// The folders that are open in the editor.
    pub(super) folders: Vec<PathBuf>,
    /// The address of the published site, for links to the pages of rules; ends in a slash.
    pub(super) site: Option<String>,
    /// Whether the editor can be asked to tell about files that change on the disk.
    pub(super) watches: Watches,
}

/// Whether the editor can watch files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Watches {
    WhenAsked,
    Never,
}

impl Agreement {
    /// What follows from what the editor says about itself.
    #[expect(deprecated, reason = "older editors name their folder by `rootUri` alone")]
    pub(super) fn new(params: &InitializeParams) -> Self {
        let general = params.capabilities.general.as_ref();
        let offered = general.and_then(|general| general.position_encodings.as_ref());
        let is_bytes = offered.is_some_and(|offered| offered.contains(&PositionEncodingKind::UTF8));
        let folders = params.workspace_folders.iter().flatten().map(|folder| folder.uri.as_str());
        let root = params.root_uri.iter().map(|uri| uri.as_str());
        let mut folders: Vec<PathBuf> =
            folders.chain(root).filter_map(uri::path).map(PathBuf::from).collect();
        folders.sort();
        folders.dedup();
        let options = params.initialization_options.as_ref();
        let site = options.and_then(|options| options.get("site")?.as_str());
        let site = site.filter(|site| site.starts_with("https://") || site.starts_with("http://"));
        let workspace = params.capabilities.workspace.as_ref();
        let watching = workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref());
        let is_watching = watching.is_some_and(|watching| watching.dynamic_registration == Some(true));
        Self {
            unit: if is_bytes { Unit::Byte } else { Unit::Utf16 },
            folders,
            site: site.map(|site| format!("{}/", site.trim_end_matches('/'))),
            watches: if is_watching { Watches::WhenAsked } else { Watches::Never },
        }
    }

    /// What this server can do.
    pub(super) fn answer(&self) -> Value {
        let encoding = if self.unit == Unit::Byte { "utf-8" } else { "utf-16" };
        json!({
            "capabilities": {
                "positionEncoding": encoding,
                "textDocumentSync": { "openClose": true, "change": 2, "save": { "includeText": false } },
                "completionProvider": { "triggerCharacters": [":", " ", "/", "{", "[", ","] },
                "hoverProvider": true,
                "definitionProvider": true,
                "referencesProvider": true,
                "documentHighlightProvider": true,
                "documentSymbolProvider": true,
                "workspaceSymbolProvider": true,
                "documentFormattingProvider": true,
                "renameProvider": { "prepareProvider": true },
                "codeActionProvider": { "codeActionKinds": ["quickfix", "source.fixAll"] },
            },
            "serverInfo": { "name": "triagebook", "version": env!("CARGO_PKG_VERSION") },
        })
    }

    /// The request to tell about changes on the disk, where the editor can.
    pub(super) fn watch(&self) -> Option<Value> {
        (self.watches == Watches::WhenAsked).then(|| {
            json!({ "registrations": [{
                "id": "triagebook-files",
                "method": "workspace/didChangeWatchedFiles",
                "registerOptions": { "watchers": [{ "globPattern": "**/*.{yaml,yml}" }] },
            }] })
        })
    }
}
