//! A knowledge base of an author who means harm: every text of the format, once with each payload.

use crate::site;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use triagebook::graph::Graph;
use triagebook::source::{SourceFile, SourceMap};
use triagebook::syntax;

/// Ways in which text has become markup, script, a template or an include somewhere.
const PAYLOADS: &[&str] = &[
    "<script>pwned=1;alert(1)</script>",
    "</script><script>pwned=1</script>",
    "<ScRiPt src=https://evil.example/x.js></sCrIpT>",
    "<img src=x onerror=pwned=1>",
    "<img src=https://evil.example/pixel.gif>",
    "<img/src='x'/onerror=alert(1)>",
    "<svg onload=pwned=1>",
    "<svg><script>pwned=1</script></svg>",
    "<svg><animate onbegin=pwned=1 attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:pwned=1><text>x</text></a></svg>",
    "<svg><foreignObject><iframe srcdoc='<script>parent.pwned=1</script>'></iframe></foreignObject></svg>",
    "</title></svg><img src=x onerror=pwned=1>",
    "</text></a></g></svg><script>pwned=1</script>",
    "<math><mtext><img src=x onerror=pwned=1></mtext></math>",
    "<math href=javascript:pwned=1>x</math>",
    "<iframe src=javascript:parent.pwned=1></iframe>",
    "<iframe srcdoc='&lt;script&gt;parent.pwned=1&lt;/script&gt;'></iframe>",
    "<object data=https://evil.example></object>",
    "<embed src=https://evil.example>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>@import url(https://evil.example/x.css);</style>",
    "<style>body{background:url(https://evil.example/x)}</style>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<form action=https://evil.example><button>x</button></form>",
    "<input autofocus onfocus=pwned=1>",
    "<details open ontoggle=pwned=1>",
    "<video src=x onerror=pwned=1>",
    "<audio src=x onerror=pwned=1>",
    "<body onload=pwned=1>",
    "<marquee onstart=pwned=1>",
    "<div style='background:url(https://evil.example/x)'>",
    "<a href=javascript:pwned=1>x</a>",
    "<template><script>pwned=1</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=pwned=1>\">",
    "<!--><img src=x onerror=pwned=1>-->",
    "<![CDATA[><img src=x onerror=pwned=1>]]>",
    "<?xml version='1.0'?><x onload=pwned=1>",
    "\" onmouseover=\"pwned=1\" x=\"",
    "' onmouseover='pwned=1' x='",
    "\"><img src=x onerror=pwned=1>",
    "'><script>pwned=1</script>",
    "&lt;script&gt;pwned=1&lt;/script&gt;",
    "&#60;img src=x onerror=pwned=1&#62;",
    "&colon;&Tab;&lpar;javascript&colon;alert(1)",
    "[x](javascript:pwned=1)",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#9;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5wd25lZD0xPC9zY3JpcHQ+)",
    "[x](vbscript:alert(1))",
    "[x](//evil.example)",
    "[x](<javascript:alert(1)>)",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "![x](https://evil.example/pixel.gif)",
    "![x](x \"onerror=pwned=1\")",
    "[![x](https://evil.example/p.gif)](javascript:pwned=1)",
    "`<img src=x onerror=pwned=1>`",
    "``` \"><script>pwned=1</script>\nx\n```",
    "```\n</code></pre><script>pwned=1</script>\n```",
    "    </code></pre><script>pwned=1</script>",
    "# <script>pwned=1</script>\n\n## x {#x onclick=pwned=1}",
    "x {#id .class onclick=pwned=1}",
    "| <script>pwned=1</script> | x |\n|-|-|\n| </td></tr></table><script>pwned=1</script> | y |",
    "> <script>pwned=1</script>\n\n- <img src=x onerror=pwned=1>",
    "x[^1]\n\n[^1]: <script>pwned=1</script>",
    "</section></main></body><script>pwned=1</script>",
    "<i class=\"fa fa-bug\"></i><script>pwned=1</script>",
    "{{#include ../../../secret.txt}}",
    "{{#include secret.txt}} {{#playground x.rs}} {{#title pwned}}",
    "\\{{#include secret.txt}}",
    "{{#runbooks}} {{ site }} {{ 1111111 * 7 }} {% if true %}{{ 1111111 * 7 }}{% endif %}",
    "{{{content}}} {{> head}} {{#each chapters}}{{name}}{{/each}}",
    "${alert(1)} #{alert(1)} <%= alert(1) %>",
    "\u{2028}<script>pwned=1</script>\u{2029}\u{202e}",
];

/// A runbook with `@` wherever an author may write free text.
const RUNBOOK: &str = "
runbook: NAME
title: @
summary: @
owner: @
reviewed: 2026-11-23
applies_to: [@]
sources:
  page: { title: @, url: @, seen: 2026-11-23 }
inputs:
  value: { ask: @, type: name, example: @, help: @ }
symptoms:
  seen: { title: @, detail: @, signatures: [@], next: look, unconfirmed: @, sources: [page] }
checks:
  look:
    title: @
    why: @
    run: [{ place: shell, command: @, note: @ }]
    ask: @
    minutes: 2
    outcomes:
      good: { title: @, detail: @, when: { property: @, equals: @ }, capture: { fact: @ }, samples: [@], next: done }
      bad: { title: @, when: { text: @ }, next: mend }
    unsure: give-up
    unconfirmed: @
    sources: [page]
fixes:
  mend:
    title: @
    detail: @
    requires: { look: bad }
    risk: change
    role: @
    impact: @
    steps: [{ do: @, place: shell, command: @, expect: @ }]
    stop_if: @
    rollback: [{ do: @, place: shell, command: @ }]
    wait: 15m
    verify: look
    attempts: { limit: 2, else: give-up }
    unconfirmed: @
  hopeless:
    title: @
    risk: outage
    role: @
    impact: @
    steps: [{ do: @ }]
    rollback: { none: @ }
    verify: look
ends:
  done: { title: @, detail: @, result: resolved }
  give-up: { title: @, detail: @, result: escalated, to: @, attach: [@], unconfirmed: @ }
";

const BASE: &str = "
title: @
summary: @
owner: @
contact: @
places:
  shell: { title: @, shell: powershell, open: @ }
glossary:
  term: { means: @, long: @ }
";

/// The site of that knowledge base.
pub(crate) fn site() -> &'static Path {
    static SITE: LazyLock<PathBuf> = LazyLock::new(|| {
        let (graph, sources) = graph();
        site::built("payload", &graph, &sources)
    });
    &SITE
}

/// That knowledge base.
pub(crate) fn graph() -> (Graph, SourceMap) {
    let mut sources = SourceMap::default();
    let mut runbooks = Vec::new();
    for (number, payload) in PAYLOADS.iter().enumerate() {
        let text = RUNBOOK.replace("NAME", &format!("payload-{number}")).replace('@', &quoted(payload));
        let file = sources.add(SourceFile::new("payload.yaml", text.as_str()));
        let (runbook, findings) = syntax::runbook(file, &text);
        let runbook = runbook.unwrap_or_else(|| panic!("{payload}: {findings:?}"));
        assert!(runbook.symptoms.len() == 1 && runbook.fixes.len() == 2, "{payload}: {findings:?}");
        runbooks.push(runbook);
    }
    let text = BASE.replace('@', &quoted(&PAYLOADS[..12].join(" ")));
    let file = sources.add(SourceFile::new("knowledge-base.yaml", text.as_str()));
    let (base, findings) = syntax::knowledge_base(file, &text);
    let base = base.unwrap_or_else(|| panic!("{findings:?}"));
    (Graph::link(base, runbooks).0, sources)
}

/// A text as a double-quoted YAML scalar.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}
