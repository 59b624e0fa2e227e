//! A real Chromium without a window, driven over its debugging pipe.
//!
//! Invariant: one browser a value, with a profile of its own; both are gone when the value is dropped.
//! Deliberately absent: waiting by time. A page is ready when it says so.

use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::LazyLock;

const FLAGS: [&str; 11] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
];

pub(crate) struct Browser {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    _profile: tempfile::TempDir,
    next_id: u64,
    /// What the browser told since the last page was opened, oldest first.
    pub(crate) events: VecDeque<Value>,
}

/// A theme at a width.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View {
    pub(crate) width: u32,
    pub(crate) scheme: &'static str,
    /// `more` or `no-preference`.
    pub(crate) contrast: &'static str,
}

/// One tab.
pub(crate) struct Tab {
    session: String,
}

/// What a page did while it was open.
#[derive(Debug, Default)]
pub(crate) struct Noise {
    /// Console errors, exceptions, violations of the content security policy, dialogs.
    pub(crate) complaints: Vec<String>,
    /// Addresses that were asked for.
    pub(crate) requests: Vec<String>,
}

impl Browser {
    /// Starts Chromium: the one that `CHROMIUM` names, else `chromium`, `chromium-browser` or `google-chrome`.
    pub(crate) fn start() -> Self {
        static PROGRAM: LazyLock<String> = LazyLock::new(program);
        let profile = tempfile::tempdir().unwrap();
        // The pipe lives on the descriptors 3 and 4, which only a shell can set up without unsafe code.
        let mut process = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 >/dev/null 2>/dev/null </dev/null", &PROGRAM])
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (process.stdin.take().unwrap(), BufReader::new(process.stdout.take().unwrap()));
        Self { process, input, output, _profile: profile, next_id: 0, events: VecDeque::new() }
    }

    /// Opens an empty tab.
    pub(crate) fn tab(&mut self) -> Tab {
        let target = self.call(None, "Target.createTarget", &json!({ "url": "about:blank" }));
        let attached = self.call(
            None,
            "Target.attachToTarget",
            &json!({ "targetId": target["targetId"], "flatten": true }),
        );
        let tab = Tab { session: attached["sessionId"].as_str().unwrap().to_owned() };
        for domain in ["Page", "Runtime", "Network", "Log"] {
            self.call(Some(&tab), &format!("{domain}.enable"), &json!({}));
        }
        tab
    }

    /// Shows a file and waits until it is loaded.
    pub(crate) fn open(&mut self, tab: &Tab, file: &Path, anchor: &str) {
        self.open_address(tab, &format!("file://{}{anchor}", file.display()));
    }

    /// Shows what is at an address and waits until it is loaded.
    pub(crate) fn open_address(&mut self, tab: &Tab, url: &str) {
        // Going to the same page with another anchor would load nothing.
        let page = |address: &str| address.split('#').next().unwrap_or_default().to_owned();
        if self.evaluate(tab, "location.href").as_str().map(page) == Some(page(url)) {
            self.events.clear();
            self.call(Some(tab), "Page.navigate", &json!({ "url": "about:blank" }));
            self.wait(tab, "Page.loadEventFired");
        }
        self.events.clear();
        let answer = self.call(Some(tab), "Page.navigate", &json!({ "url": url }));
        assert!(answer["errorText"].is_null(), "{url}: {answer}");
        self.wait(tab, "Page.loadEventFired");
    }

    /// Loads the page again and waits until it is loaded.
    pub(crate) fn reload(&mut self, tab: &Tab) {
        self.events.clear();
        self.call(Some(tab), "Page.reload", &json!({}));
        self.wait(tab, "Page.loadEventFired");
    }

    /// Forgets the events of a kind that came so far, so that a wait is for the next one.
    pub(crate) fn forget(&mut self, method: &str) {
        self.events.retain(|event| event["method"] != method);
    }

    /// Waits for an event of the tab, unless it came since the page was opened.
    pub(crate) fn wait(&mut self, tab: &Tab, method: &str) {
        let is_it = |event: &Value| event["method"] == method && event["sessionId"] == tab.session.as_str();
        while !self.events.iter().any(is_it) {
            let message = self.receive();
            self.events.push_back(message);
        }
    }

    /// The value of an expression, after its promise.
    pub(crate) fn evaluate(&mut self, tab: &Tab, expression: &str) -> Value {
        let parameters = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let answer = self.call(Some(tab), "Runtime.evaluate", &parameters);
        assert!(answer["exceptionDetails"].is_null(), "{expression:.200}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    }

    /// Presses and releases a key.
    pub(crate) fn press(&mut self, tab: &Tab, key: &str) {
        let code = match key {
            "Tab" => 9,
            "Enter" => 13,
            "ArrowLeft" => 37,
            "ArrowRight" => 39,
            "ArrowDown" => 40,
            " " => 32,
            other => u32::from(other.chars().next().unwrap().to_ascii_uppercase()),
        };
        let text = match key {
            "Enter" => "\r",
            other if other.chars().count() == 1 => other,
            _ => "",
        };
        for kind in ["keyDown", "keyUp"] {
            let mut parameters = json!({ "type": kind, "key": key, "windowsVirtualKeyCode": code });
            if kind == "keyDown" && !text.is_empty() {
                parameters["text"] = text.into();
            }
            self.call(Some(tab), "Input.dispatchKeyEvent", &parameters);
        }
    }

    /// Sets width, theme and medium.
    pub(crate) fn emulate(&mut self, tab: &Tab, view: &View, medium: &str) {
        let size = json!({ "width": view.width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        self.call(Some(tab), "Emulation.setDeviceMetricsOverride", &size);
        let media = json!({ "media": medium, "features": [
            { "name": "prefers-color-scheme", "value": view.scheme },
            { "name": "prefers-contrast", "value": view.contrast },
        ] });
        self.call(Some(tab), "Emulation.setEmulatedMedia", &media);
    }

    /// Has the browser put downloads into a folder.
    pub(crate) fn download_to(&mut self, folder: &Path) {
        let parameters = json!({ "behavior": "allow", "downloadPath": folder, "eventsEnabled": true });
        self.call(None, "Browser.setDownloadBehavior", &parameters);
    }

    /// Waits until a download is complete.
    pub(crate) fn wait_for_download(&mut self) {
        let is_it = |event: &Value| {
            event["method"] == "Browser.downloadProgress" && event["params"]["state"] == "completed"
        };
        while !self.events.iter().any(is_it) {
            let message = self.receive();
            self.events.push_back(message);
        }
        self.events.retain(|event| !is_it(event));
    }

    /// Switches the page's own scripts off.
    pub(crate) fn switch_scripts_off(&mut self, tab: &Tab) {
        self.call(Some(tab), "Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
    }

    /// Writes an element, or as much of it as can be looked at, as `NAME.png` into the folder that `SCREENSHOTS` names, where it
    /// names one.
    pub(crate) fn screenshot(&mut self, tab: &Tab, name: &str, selector: &str) {
        let Some(folder) = std::env::var_os("SCREENSHOTS") else { return };
        let clip = self.evaluate(
            tab,
            &format!(
                "(({{ x, y, width, height }}) => ({{ x: x + scrollX, y: y + scrollY, width, height: Math.min(height, 3000), scale: 1 }}))
                    (document.querySelector({selector:?}).getBoundingClientRect())"
            ),
        );
        let parameters = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let answer = self.call(Some(tab), "Page.captureScreenshot", &parameters);
        let bytes = base64(answer["data"].as_str().unwrap());
        std::fs::write(Path::new(&folder).join(format!("{name}.png")), bytes).unwrap();
    }

    /// What the page did since it was opened.
    pub(crate) fn noise(&mut self, tab: &Tab) -> Noise {
        // An answer to a new question means that all earlier events are here.
        self.evaluate(tab, "new Promise(done => setTimeout(done, 0))");
        let mut noise = Noise::default();
        for event in &self.events {
            let parameters = &event["params"];
            match event["method"].as_str().unwrap_or_default() {
                "Runtime.exceptionThrown" | "Page.javascriptDialogOpening" => {
                    noise.complaints.push(parameters.to_string());
                }
                "Runtime.consoleAPICalled" if parameters["type"] != "log" => {
                    noise.complaints.push(parameters.to_string());
                }
                "Log.entryAdded" => noise.complaints.push(parameters["entry"].to_string()),
                "Network.requestWillBeSent" => {
                    noise.requests.push(parameters["request"]["url"].as_str().unwrap_or_default().to_owned());
                }
                _ => {}
            }
        }
        noise
    }

    pub(crate) fn call(&mut self, tab: Option<&Tab>, method: &str, parameters: &Value) -> Value {
        self.next_id += 1;
        let id = self.next_id;
        let mut message = json!({ "id": id, "method": method, "params": parameters });
        if let Some(tab) = tab {
            message["sessionId"] = tab.session.as_str().into();
        }
        let mut bytes = serde_json::to_vec(&message).unwrap();
        bytes.push(0);
        self.input.write_all(&bytes).expect("Chromium takes commands");
        loop {
            let message = self.receive();
            if message["id"] == id {
                assert!(message["error"].is_null(), "{method}: {}", message["error"]);
                return message["result"].clone();
            }
            self.events.push_back(message);
        }
    }

    fn receive(&mut self) -> Value {
        let mut bytes = Vec::new();
        self.output.read_until(0, &mut bytes).expect("Chromium answers");
        assert_eq!(bytes.pop(), Some(0), "Chromium ended");
        serde_json::from_slice(&bytes).unwrap()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let close = b"{\"id\":0,\"method\":\"Browser.close\"}\0";
        let closed = self.input.write_all(close).is_ok();
        if !closed {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}

/// The first Chromium that can be started.
fn program() -> String {
    let named = std::env::var("CHROMIUM").ok();
    let candidates = ["chromium", "chromium-browser", "google-chrome"].map(str::to_owned);
    let program = named.into_iter().chain(candidates).find(|program| {
        Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
    });
    program.expect(
        "the browser tests need Chromium: install the package `chromium`, or name a binary in CHROMIUM",
    )
}

fn base64(text: &str) -> Vec<u8> {
    let value = |c: u8| match c {
        b'A'..=b'Z' => u32::from(c - b'A'),
        b'a'..=b'z' => u32::from(c - b'a') + 26,
        b'0'..=b'9' => u32::from(c - b'0') + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut out = Vec::with_capacity(text.len() * 3 / 4);
    for group in text.trim_end_matches('=').as_bytes().chunks(4) {
        let bits = group.iter().fold(0, |bits, c| (bits << 6) | value(*c)) << (6 * (4 - group.len()));
        out.extend(&bits.to_be_bytes()[1..group.len()]);
    }
    out
}
