//! Answers to requests.
//!
//! Invariant: about a file that belongs to no knowledge base the answer is "nothing", not an error.
//! Deliberately absent: finding the answer (`editor`).

use crate::cli::lsp::base::{Linked, View};
use crate::cli::lsp::convert::{offer_kind, offset, range, symbol_kind};
use crate::cli::lsp::document::Document;
use crate::cli::lsp::edits::{line_edits, text_edit, uri_of, workspace_edit};
use crate::cli::lsp::publish::shown;
use crate::cli::lsp::server::Server;
use crate::diagnostic::{Certainty, Edit};
use crate::editor::completion::{Offer, complete};
use crate::editor::hover::Hover;
use crate::editor::{Desk, Occurrence, Part, Schemas, Shift, Spot, action, hover, rename, symbols, uri};
use crate::source::{FileId, SourceMap, Span, Unit};
use crate::syntax::{self, Refusal};
use lsp_server::{ErrorCode, Request};
use lsp_types::{
    CodeActionParams, CompletionParams, DocumentFormattingParams, DocumentSymbolParams, Position, Range,
    ReferenceParams, RenameParams, TextDocumentPositionParams, Uri, WorkspaceSymbolParams,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// An answer, or why there is none.
pub(super) type Answer = Result<Value, (ErrorCode, String)>;

/// How many nodes "go to symbol" lists.
const MOST_SYMBOLS: usize = 500;

/// A file that somebody asks about.
struct Asked<'s> {
    linked: &'s mut Linked,
    file: FileId,
    schemas: &'s Schemas,
    documents: &'s BTreeMap<String, Document>,
    unit: Unit,
    site: Option<&'s str>,
}

impl Server {
    /// Answers a request.
    pub(super) fn answer(&mut self, request: Request) -> Answer {
        let Request { method, params, .. } = request;
        match method.as_str() {
            "textDocument/completion" => Ok(self.completion(&parsed(params)?).unwrap_or(Value::Null)),
            "textDocument/hover" => {
                let place = parsed(params)?;
                match self.hover_nearly(&place) {
                    Some(hover) => Ok(hover),
                    None => self.at(&place, |asked, at| Ok(asked.hover(at))),
                }
            }
            "textDocument/definition" => self.at(&parsed(params)?, |asked, at| Ok(asked.definition(at))),
            "textDocument/documentHighlight" => {
                self.at(&parsed(params)?, |asked, at| Ok(asked.highlight(at)))
            }
            "textDocument/prepareRename" => {
                self.at(&parsed(params)?, |asked, at| asked.prepare_rename(at).map_err(refused))
            }
            "textDocument/references" => {
                let params: ReferenceParams = parsed(params)?;
                let with = params.context.include_declaration;
                self.at(&params.text_document_position, |asked, at| {
                    let is_wanted = |place: &Occurrence| with || place.part == Part::Reference;
                    Ok(asked.references(at, is_wanted))
                })
            }
            "textDocument/rename" => {
                let params: RenameParams = parsed(params)?;
                self.at(&params.text_document_position, |asked, at| asked.rename(at, &params.new_name))
            }
            "textDocument/documentSymbol" => {
                let params: DocumentSymbolParams = parsed(params)?;
                Ok(self.asked(&params.text_document.uri).map_or(Value::Null, Asked::symbols))
            }
            "textDocument/formatting" => {
                let params: DocumentFormattingParams = parsed(params)?;
                self.asked(&params.text_document.uri).map_or(Ok(Value::Null), Asked::formatting)
            }
            "textDocument/codeAction" => Ok(self.actions(&parsed(params)?, None)),
            "workspace/symbol" => {
                let params: WorkspaceSymbolParams = parsed(params)?;
                Ok(self.find(&params.query))
            }
            _ => Err((ErrorCode::MethodNotFound, format!("`{method}` is not known here"))),
        }
    }

    /// What may be done in a file, and the whole of it, where it was `mended`.
    pub(super) fn actions(&mut self, params: &CodeActionParams, mended: Option<String>) -> Value {
        let asked = self.asked(&params.text_document.uri);
        asked.map_or(Value::Null, |asked| asked.actions(params, mended))
    }

    /// The file at an address, if it belongs to a knowledge base.
    fn asked(&mut self, uri: &Uri) -> Option<Asked<'_>> {
        let path = uri::path(uri.as_str())?;
        let folder = self.folder_of(&path)?;
        let Self { bases, schemas, documents, agreement, .. } = self;
        let base = bases.get_mut(&folder)?;
        let linked = base.linked();
        let file = linked.file(&path)?;
        Some(Asked {
            linked,
            file,
            schemas,
            documents,
            unit: agreement.unit,
            site: agreement.site.as_deref(),
        })
    }

    fn at(
        &mut self,
        place: &TextDocumentPositionParams,
        answer: impl FnOnce(Asked<'_>, Spot) -> Answer,
    ) -> Answer {
        let Some(asked) = self.asked(&place.text_document.uri) else { return Ok(Value::Null) };
        let spot = asked.spot(place.position);
        answer(asked, spot)
    }

    /// A file in a window, and what the texts were linked to before the last keys.
    fn nearly(&mut self, uri: &Uri) -> Option<Nearly<'_>> {
        let path = uri::path(uri.as_str())?;
        let folder = self.folder_of(&path)?;
        let Self { bases, schemas, documents, agreement, .. } = self;
        let document = documents.get(&path)?;
        let linked = bases.get_mut(&folder)?.nearly_linked(&path);
        let file = linked.file(&path)?;
        let view = linked.view(schemas);
        let now = view.desk.sources.with(file, syntax::decode(document.text.as_bytes()).text);
        Some(Nearly { view, file, now, unit: agreement.unit })
    }

    fn completion(&mut self, params: &CompletionParams) -> Option<Value> {
        let place = &params.text_document_position;
        let Nearly { view: View { desk, index, .. }, file, now, unit } =
            self.nearly(&place.text_document.uri)?;
        let offset = offset(now.file(file), place.position, unit);
        let offers = complete(Desk { sources: &now, ..desk }, index, Spot { file, offset });
        let items: Vec<Value> = offers.list.iter().map(|offer| item(offer, &now, unit)).collect();
        Some(json!({ "isIncomplete": offers.is_cut, "items": items }))
    }

    /// What stands at a place, as the texts said before the last keys; none where something was written at the place since.
    fn hover_nearly(&mut self, place: &TextDocumentPositionParams) -> Option<Value> {
        let Nearly { view: View { desk, index, findings, .. }, file, now, unit } =
            self.nearly(&place.text_document.uri)?;
        let shift = Shift::between(desk.text(file), now.file(file).text());
        let offset = shift.earlier(offset(now.file(file), place.position, unit))?;
        let Some(Hover { span, text }) = hover::hover(desk, index, findings, Spot { file, offset }) else {
            return Some(Value::Null);
        };
        let place = shift.later(span.range())?;
        Some(hover_of(&text, range(&now, Span::new(file, place.start, place.end), unit)))
    }

    /// Nodes of all knowledge bases.
    fn find(&mut self, query: &str) -> Value {
        let Self { bases, schemas, documents, agreement, .. } = self;
        let mut found = Vec::new();
        for base in bases.values_mut() {
            let View { desk, .. } = base.linked().view(schemas);
            for (key, title, kind, span) in symbols::find(desk, query) {
                let Some(uri) = uri_of(documents, desk.sources.file(span.file).name()) else { continue };
                found.push(json!({
                    "name": format!("{}: {title}", key.node),
                    "kind": symbol_kind(kind),
                    "containerName": key.runbook.as_str(),
                    "location": { "uri": uri, "range": range(desk.sources, span, agreement.unit) },
                }));
            }
        }
        found.truncate(MOST_SYMBOLS);
        Value::Array(found)
    }
}

/// A file in a window. The names may be older than what stands there.
struct Nearly<'s> {
    view: View<'s>,
    file: FileId,
    /// The texts of the view, with what the window shows now.
    now: SourceMap,
    unit: Unit,
}

pub(super) fn parsed<P: serde::de::DeserializeOwned>(params: Value) -> Result<P, (ErrorCode, String)> {
    serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))
}

fn hover_of(text: &str, range: Range) -> Value {
    json!({ "contents": { "kind": "markdown", "value": text }, "range": range })
}

fn item(offer: &Offer, sources: &SourceMap, unit: Unit) -> Value {
    let mut item = json!({
        "label": offer.label,
        "kind": offer_kind(offer.kind),
        "sortText": format!("{}{}", offer.rank, offer.label),
        "textEdit": { "range": range(sources, offer.edit.span, unit), "newText": offer.edit.replacement },
    });
    if !offer.detail.is_empty() {
        item["detail"] = offer.detail.as_str().into();
    }
    if !offer.about.is_empty() {
        item["documentation"] = json!({ "kind": "markdown", "value": offer.about });
    }
    item
}

impl<'s> Asked<'s> {
    fn spot(&self, position: Position) -> Spot {
        let file = self.linked.library.sources.file(self.file);
        Spot { file: self.file, offset: offset(file, position, self.unit) }
    }

    fn view(self) -> View<'s> {
        self.linked.view(self.schemas)
    }

    fn hover(self, spot: Spot) -> Value {
        let unit = self.unit;
        let view = self.view();
        hover::hover(view.desk, view.index, view.findings, spot)
            .map_or(Value::Null, |hover| hover_of(&hover.text, range(view.desk.sources, hover.span, unit)))
    }

    fn definition(self, spot: Spot) -> Value {
        self.references(spot, |place| place.part == Part::Definition)
    }

    /// The places of what stands here, those that are wanted.
    fn references(self, spot: Spot, is_wanted: impl Fn(&Occurrence) -> bool) -> Value {
        let (unit, documents) = (self.unit, self.documents);
        let view = self.view();
        let Some(occurrence) = view.index.at(spot) else { return Value::Null };
        let places = view.index.of(&occurrence.symbol).filter(|place| is_wanted(place)).filter_map(|place| {
            let uri = uri_of(documents, view.desk.sources.file(place.span.file).name())?;
            Some(json!({ "uri": uri, "range": range(view.desk.sources, place.span, unit) }))
        });
        places.collect()
    }

    fn highlight(self, spot: Spot) -> Value {
        let unit = self.unit;
        let view = self.view();
        let Some(occurrence) = view.index.at(spot) else { return Value::Null };
        let places = view.index.of(&occurrence.symbol).filter(|place| place.span.file == spot.file);
        places
            .map(|place| json!({ "range": range(view.desk.sources, place.span, unit), "kind": 1 }))
            .collect()
    }

    fn prepare_rename(self, spot: Spot) -> Result<Value, String> {
        let unit = self.unit;
        let view = self.view();
        let (span, name) = rename::prepare(view.desk, view.index, spot)?;
        Ok(json!({ "range": range(view.desk.sources, span, unit), "placeholder": name }))
    }

    fn rename(self, spot: Spot, name: &str) -> Answer {
        let (unit, documents) = (self.unit, self.documents);
        let view = self.view();
        let reread = |texts: &[String]| view.library.reread(texts, &mut view.reader.clone()).diagnostics;
        let found = &view.library.diagnostics;
        let edits = rename::rename(view.desk, view.index, spot, name, found, reread).map_err(refused)?;
        Ok(workspace_edit(&edits, view.desk.sources, unit, documents))
    }

    fn symbols(self) -> Value {
        let (unit, file) = (self.unit, self.file);
        let view = self.view();
        symbols::of_file(view.desk, file).iter().map(|part| symbol(part, view, unit)).collect()
    }

    /// The canonical layout. A file that cannot be read has none; what is wrong in it is shown already.
    fn formatting(self) -> Answer {
        let (unit, file) = (self.unit, self.file);
        let sources = &self.linked.library.sources;
        let text = sources.file(file).text();
        let laid_out = match syntax::format(file, text) {
            Ok(laid_out) => laid_out,
            Err(Refusal::Findings(_)) => return Ok(Value::Null),
            Err(Refusal::Odd { why, .. }) => return Err(refused(why.to_owned())),
        };
        let edits = line_edits(file, text, &laid_out);
        Ok(edits.iter().map(|edit| text_edit(edit, sources, unit)).collect())
    }

    /// What may be done here, and the file as a whole, where it was `mended`.
    fn actions(self, params: &CodeActionParams, mended: Option<String>) -> Value {
        let (unit, documents, site, file) = (self.unit, self.documents, self.site, self.file);
        let (start, end) = (self.spot(params.range.start), self.spot(params.range.end));
        let view = self.view();
        let mut found = Vec::new();
        if is_wanted(params, "quickfix") {
            let at = Span::new(file, start.offset, end.offset);
            found.extend(action::actions(view.findings, at).into_iter().map(|action| {
                json!({
                    "title": action.title,
                    "kind": "quickfix",
                    "diagnostics": [shown(action.finding, view.desk.sources, unit, site, documents)],
                    "isPreferred": action.certainty == Certainty::Certain,
                    "edit": workspace_edit(action.edits, view.desk.sources, unit, documents),
                })
            }));
        }
        found.extend(mended.map(|text| {
            let whole = Span::new(file, 0, view.desk.text(file).len());
            let edit = Edit { span: whole, replacement: text };
            json!({
                "title": "Apply all fixes that cannot mean anything else",
                "kind": "source.fixAll",
                "edit": workspace_edit(&[edit], view.desk.sources, unit, documents),
            })
        }));
        Value::Array(found)
    }
}

/// Whether somebody who asks for code actions wants those of this kind; of all kinds where none is named.
fn is_wanted(params: &CodeActionParams, kind: &str) -> bool {
    params.context.only.as_ref().is_none_or(|only| {
        only.iter().any(|only| kind == only.as_str() || kind.starts_with(&format!("{}.", only.as_str())))
    })
}

/// Whether somebody asks for a file to be mended as a whole. That takes some time, so it has to be asked for by its name.
pub(super) fn wants_all(params: &CodeActionParams) -> bool {
    params.context.only.is_some() && is_wanted(params, "source.fixAll")
}

fn symbol(part: &symbols::Part, view: View<'_>, unit: Unit) -> Value {
    let children: Vec<Value> = part.parts.iter().map(|part| symbol(part, view, unit)).collect();
    json!({
        "name": part.name,
        "detail": part.detail,
        "kind": symbol_kind(part.kind),
        "range": range(view.desk.sources, part.whole, unit),
        "selectionRange": range(view.desk.sources, part.head, unit),
        "children": children,
    })
}

fn refused(reason: String) -> (ErrorCode, String) {
    (ErrorCode::RequestFailed, reason)
}
