//! What the catalogue of effects says about commands: those of the shipped runbooks, real names, and lines made to hide.

use proptest::prelude::{Strategy, any, prop_oneof, proptest};
use triagebook::effect::{Effect, assess};
use triagebook::model::{Check, Shell};
use triagebook::source::FileId;
use triagebook::syntax;

/// Every command of every check of the shipped runbooks, with its place, its facts filled in with a harmless text.
fn shipped() -> Vec<(String, String, Shell, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("runbooks");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a file of the knowledge base");
    let (base, _) = syntax::knowledge_base(FileId(0), &read("knowledge-base.yaml"));
    let base = base.expect("the knowledge base can be read");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .expect("the runbooks are there")
        .map(|file| file.expect("a file").file_name().into_string().expect("a plain name"))
        .collect();
    names.sort();
    let mut found = Vec::new();
    names.retain(|name| name != "knowledge-base.yaml" && folder.join(name).is_file());
    for name in &names {
        let (runbook, _) = syntax::runbook(FileId(0), &read(name));
        let runbook = runbook.expect("a runbook");
        for (node, check) in runbook.checks.iter() {
            let check: &Check = check;
            for command in &check.run {
                let place = command.place.value.as_str();
                let shell = base.places.get(place).expect("a place").shell.value;
                let mut text = command.command.text.value.clone();
                for placeholder in command.command.placeholders.iter().rev() {
                    text.replace_range(placeholder.range.clone(), "'contoso.com'");
                }
                let node = format!("{}/{}", runbook.runbook.value, node.value);
                found.push((node, place.to_owned(), shell, text));
            }
        }
    }
    found
}

/// What the catalogue says about a line of PowerShell.
fn powershell(line: &str) -> Effect {
    assess(Shell::Powershell, line).effect
}

#[test]
fn every_command_of_the_shipped_checks_is_classified_rightly() {
    // Scripts of other people, what asks for a password, and what changes the window; everything else only reads.
    let others = [
        (r".\FreeBusyChecker.ps1", Effect::Unknown),
        (r".\HealthChecker.ps1", Effect::Unknown),
        ("(Get-Credential)", Effect::Session),
        ("Set-ADServerSettings", Effect::Session),
    ];
    let mut reading = 0;
    for (node, place, shell, text) in shipped() {
        if shell == Shell::None {
            continue;
        }
        // The command prompt knows no quotes.
        let text = if shell == Shell::Cmd { text.replace('\'', "") } else { text };
        let expected =
            others.iter().find(|(part, _)| text.contains(part)).map_or(Effect::Read, |(_, effect)| *effect);
        let found = assess(shell, &text);
        assert_eq!(found.effect, expected, "{node} in {place}: {} in {text}", found.because);
        reading += usize::from(expected == Effect::Read);
    }
    assert!(reading > 90, "{reading}");
}

#[test]
fn names_that_do_not_do_what_their_verb_says() {
    let cases = [
        ("Search-Mailbox olaf -SearchQuery x", Effect::Change),
        ("Search-AdminAuditLog -StartDate 2026-01-01", Effect::Read),
        ("Test-Mailflow", Effect::Change),
        ("Test-ServiceHealth", Effect::Read),
        ("Test-WebServicesConnectivity -Identity EX01", Effect::Read),
        ("Test-WebServicesConnectivity -ResetTestAccountCredentials", Effect::Change),
        ("Test-AssistantHealth -ResolveProblems", Effect::Change),
        ("Export-MailboxDiagnosticLogs olaf -ComponentName MRM", Effect::Read),
        ("Export-TransportRuleCollection", Effect::Change),
        ("Connect-ExchangeOnline", Effect::Session),
        ("Connect-Mailbox x -Database db", Effect::Change),
        ("Get-Credential", Effect::Session),
        ("Get-WUInstall", Effect::Change),
        ("Format-Volume -DriveLetter D", Effect::Unknown),
        ("Format-List Name", Effect::Read),
        ("Out-File x.txt", Effect::Change),
        ("Get-MgUserPhotoContent -UserId x -OutFile y", Effect::Change),
        ("Get-Mailbox -OutVariable x", Effect::Read),
        ("New-TimeSpan", Effect::Read),
        ("New-Mailbox x", Effect::Change),
        ("Frobnicate-Mailbox x", Effect::Unknown),
        ("frobnicate", Effect::Unknown),
    ];
    for (line, expected) in cases {
        assert_eq!(powershell(line), expected, "{line}");
    }
}

/// Ways to hide a change in a line that looks as if it read.
const HIDDEN: &[&str] = &[
    "Get-Mailbox | Remove-Mailbox",
    "Get-Mailbox | % { Remove-Mailbox $_ }",
    "Get-Mailbox | ForEach-Object Delete",
    "Get-Mailbox | % -MemberName Delete",
    "Get-Mailbox | Where-Object { Remove-Mailbox $_ }",
    "Get-Mailbox | Select-Object @{ n = 'x'; e = { Remove-Mailbox $_ } }",
    "Get-Mailbox | Sort-Object { $_.Delete() }",
    "Get-Mailbox (Remove-Mailbox x)",
    "Get-Mailbox \"$(Remove-Mailbox x)\"",
    "Get-Mailbox \"a \"\" $( \"b $(Remove-Mailbox x)\" )\"",
    "Get-Mailbox @(Remove-Mailbox x)",
    "Get-Mailbox @{ a = Remove-Mailbox x }",
    "Get-Mailbox; Remove-Mailbox x",
    "Get-Mailbox\nRemove-Mailbox x",
    "Get-Mailbox && Remove-Mailbox x",
    "Get-Mailbox || Remove-Mailbox x",
    "Get-Mailbox > x.txt",
    "Get-Mailbox >> x.txt",
    "Get-Mailbox 2> x.txt",
    "Get-Mailbox *> $nullify",
    "Get-Mailbox > $null.txt; Remove-Mailbox x",
    "& Get-Mailbox",
    "& 'Remove-Mailbox' x",
    "& { Get-Mailbox }",
    ". .\\x.ps1",
    ".\\x.ps1",
    "C:\\x.exe",
    "\\\\host\\share\\x.exe",
    "./x",
    "iex 'Remove-Mailbox x'",
    "'Remove-Mailbox x' | iex",
    "Invoke-Expression (Get-Content x)",
    "Invoke-Command { Remove-Mailbox x }",
    "icm { Get-Mailbox }",
    "iwr https://contoso.com/x.ps1 -OutFile x.ps1",
    "curl https://contoso.com",
    "(New-Object Net.WebClient).DownloadString('https://contoso.com')",
    "[System.IO.File]::Delete('x')",
    "[IO.File]::WriteAllText('x', 'y')",
    "[scriptblock]::Create('Remove-Mailbox x').Invoke()",
    "[wmiclass]'Win32_Process'",
    "[adsi]'LDAP://DC=contoso'",
    "$x = Remove-Mailbox x",
    "$x.Enabled = $false",
    "(Get-Mailbox x).Enabled = $false",
    "$x['a'] = Get-Mailbox",
    "$env:PATH = 'x'",
    "$function:x = { Remove-Mailbox x }",
    "${function:x}",
    "$global:x = 1",
    "Re`move-Mailbox x",
    "Get-WUInst'all'",
    "Get-Mailbox$x",
    "Get-Mailbox --% | Remove-Mailbox",
    "Get-Mailbox @arguments",
    "Get-Mailbox \u{2013}Identity x; Remove-Mailbox x",
    "Get-Mailbox \u{201c}x\u{201d}",
    "Get-Mailbox 'a\u{2019}; Remove-Mailbox x #'",
    "Get-Mailbox @'\nx\n'@",
    "Get-Mailbox x#y; Remove-Mailbox x",
    "Get-Mailbox } ; Remove-Mailbox x ; {",
    "Get-Mailbox ) ; Remove-Mailbox x",
    "if ($true) { Remove-Mailbox x }",
    "if (Remove-Mailbox x) { 1 }",
    "if ($true) { 1 } else { Remove-Mailbox x }",
    "foreach ($x in (Get-Mailbox)) { Remove-Mailbox $x }",
    "while ($true) { Get-Mailbox }",
    "function x { Remove-Mailbox x }; x",
    "try { Get-Mailbox } catch { Remove-Mailbox x }",
    "netsh http delete sslcert ipport=0.0.0.0:444",
    "netsh winhttp set proxy show",
    "setspn -A http/x y",
    "w32tm /resync",
    "ipconfig /flushdns",
    "certutil -urlcache -f https://contoso.com x",
    "sc x y",
    "nltest /sc_reset:contoso",
    "Get-Mailbox | Tee-Object x.txt",
    "Get-Mailbox | Export-Csv x.csv",
    "Get-Mailbox | Set-Content x",
    "'x' -replace 'y', { Remove-Mailbox x }",
    "Measure-Command { Remove-Mailbox x }",
    "Get-Content x -Wait",
    "Set-Alias Get-Thing Remove-Mailbox",
    "Add-Type 'class X {}'",
    "Microsoft.PowerShell.Management\\Remove-Item x",
    "",
    "(",
    "'",
    "\"",
    "$(",
];

#[test]
fn a_change_does_not_hide_in_powershell() {
    for line in HIDDEN.iter().filter(|line| !line.is_empty()) {
        assert!(powershell(line) > Effect::Read, "{line}");
    }
}

#[test]
fn lines_that_only_read_are_not_refused() {
    let lines = [
        "Get-Mailbox",
        "Get-Mailbox 2>&1 | Out-String",
        "Get-Mailbox 2>$null",
        "Get-Mailbox\nGet-Date\r\nGet-Mailbox",
        "# a remark\nGet-Mailbox # another",
        "Get-Mailbox <# between #> -Identity x",
        "(Get-Date).AddHours(-2)",
        "Get-Mailbox `\n  -Identity x",
        "Get-Mailbox |\n  Format-List Name,\n    Alias",
        "$a = 1; $b = $a + 2; \"$a and $($b.ToString('X2'))\"",
        "[int]$n = 5",
        "if ($a -eq 1) { 'one' } elseif ($a -ceq 2) { 'two' } else { 'many' }",
        "foreach ($one in 1..3) { Test-NetConnection $one }",
        "gci C:\\Temp\\*.log | sort LastWriteTime | select -Last 1 | gc | sls error",
        "Get-Mailbox -Filter \"Name -eq 'Remove-Mailbox'\"",
        "Get-Mailbox '; Remove-Mailbox x'",
        "@{ A = 1; 'B' = Get-Date }",
        "-join ('a', 'b')",
        "[regex]::Match('a', 'b').Groups[1].Value",
        "ipconfig /all",
        "sc.exe query w3svc",
        "$env:COMPUTERNAME",
    ];
    for line in lines {
        let found = assess(Shell::Powershell, line);
        assert_eq!(found.effect, Effect::Read, "{line}: {}", found.because);
    }
}

#[test]
fn unix_shells_and_the_command_prompt() {
    let reads = [
        "systemctl is-active nginx",
        "sudo -n systemctl status nginx | head -20",
        "LC_ALL=C df -h",
        "grep -c error /var/log/*.log 2>/dev/null",
        "cat \"$HOME/.config\" < /dev/null",
        "ss -tlnp; ip -br addr",
        "openssl x509 -noout -dates -in /etc/ssl/cert.pem",
        "echo \"it's $(hostname -f)\" && date -u +%s",
        "ls -l \\\n  /tmp",
        "# a remark\ntrue",
    ];
    for line in reads {
        let found = assess(Shell::Posix, line);
        assert_eq!(found.effect, Effect::Read, "{line}: {}", found.because);
    }
    let others = [
        "rm -rf /tmp/x",
        "cat x | sh",
        "echo x > y",
        "echo x >> y",
        "echo x 2> y",
        "echo x >| y",
        "echo `rm x`",
        "echo \"`rm x`\"",
        "echo $(rm x)",
        "echo \"$(rm x)\"",
        "echo \"$(echo \"$(rm x)\")\"",
        "true; rm x",
        "true\nrm x",
        "true && rm x",
        "true || rm x",
        "true & rm x",
        "true | tee x",
        "$x",
        "r\"m\" x",
        "r\\m x",
        "'rm' x",
        "/bin/rm x",
        "/tmp/ls",
        "X=1 rm x",
        "PATH=/tmp ls",
        "( rm x )",
        "{ rm x; }",
        "if true; then rm x; fi",
        "f() { rm x; }",
        "cat <<X\nX",
        "find / -delete",
        "find / -exec rm {} +",
        "sort -o x y",
        "sort -uo x y",
        "date 010100002026",
        "date -us 2026-01-01",
        "hostname evil",
        "ip link set eth0 down",
        "ss -tK",
        "systemctl restart nginx",
        "systemctl --now status restart; systemctl stop x",
        "journalctl --vacuum-size=1M",
        "curl https://contoso.com",
        "sudo rm x",
        "echo ${x:=y}",
        "echo $((x=1))",
        "echo 'x",
        "docker rm x",
        "dmesg -C",
        "ls *",
    ];
    for line in others.iter().filter(|line| **line != "ls *") {
        let found = assess(Shell::Posix, line).effect;
        assert!(found > Effect::Read, "{line}");
    }
    assert_eq!(assess(Shell::Cmd, "nslookup -type=mx contoso.com").effect, Effect::Read);
    for line in [
        "del x",
        "nslookup x & del y",
        "nslookup %x%",
        "nslookup x > y",
        "nslookup",
        "netsh x set show",
        "x.bat",
    ] {
        assert!(assess(Shell::Cmd, line).effect > Effect::Read, "{line}");
    }
    assert!(assess(Shell::None, "Get-Mailbox").effect > Effect::Read);
}

#[test]
fn a_change_by_a_program_is_known_to_be_one() {
    // Sources: the manual pages of these programs; of two words that could be verbs the first is the verb.
    let changing = [
        "systemctl restart nginx",
        "systemctl --no-block stop nginx",
        "service nginx reload",
        "sed -i s/a/b/ f",
        "find . -name x -delete",
        "find . -name x -exec rm {} \\;",
        "rm x (y)",
        "kubectl -n shop delete pod x",
        "kubectl rollout restart deployment x",
        "docker compose restart web",
        "apt-get -y install foo",
        "git -C /srv pull",
        "ip link set eth0 down",
        "crontab -r",
        "iptables -A INPUT -j DROP",
        "lpadmin -x printer",
        "cancel -a",
        "sudo -u root rm x",
        "timeout -k 1 5 rm x",
        "env -u A B=c rm x",
        "X=1 rm x",
        "ls | xargs -n 1 rm",
        "if true; then rm x; fi",
        "for one in a b; do rm $one; done",
        "while true; do systemctl restart x; done",
        "mkfs.ext4 /dev/sdb",
        "curl -d x https://contoso.com",
        "wget https://contoso.com/x",
    ];
    for line in changing {
        assert_eq!(assess(Shell::Posix, line).effect, Effect::Change, "{line}");
    }
    let not_known = [
        "systemctl status restart",
        "service nginx status",
        "sed s/a/b/ f",
        "kubectl get pod delete",
        "kubectl rollout status deployment x",
        "docker logs restart",
        "apt list install",
        "git log --oneline",
        "ip link show",
        "iptables -L -n",
        "nft list ruleset",
        "kill -0 1",
        "passwd -S olaf",
        "python3 --version",
        "nc -zv contoso.com 25",
        "curl -sI https://contoso.com",
        "timeout 5 ls",
        "find . | xargs grep x",
        "sudo -u postgres psql",
        "command -v rm",
    ];
    for line in not_known {
        let found = assess(Shell::Posix, line);
        assert!(found.effect <= Effect::Unknown, "{line}: {}", found.because);
    }
    let wrappers =
        ["timeout 5 ls", "find . | xargs grep x", "env ls", "watch ls", "X=1 ls", "if ls; then ls; fi"];
    for line in wrappers {
        assert_eq!(assess(Shell::Posix, line).effect, Effect::Unknown, "{line}");
    }
}

#[test]
fn a_change_is_seen_wherever_a_shell_runs_it() {
    // Source: the grammar of the POSIX shell (XCU 2.9, 2.10), and of bash for `<(…)` and `((…))`.
    let changing = [
        "(rm x)",
        "( cd /srv && rm -r cache ) 2>/dev/null",
        "((i=1)); rm x",
        "{ rm x; }",
        "{ ls; rm x; } | grep y",
        "! rm x",
        "ls; (ls; (ls; rm x))",
        "echo `rm x`",
        "echo \"`rm x`\"",
        "echo \"a $(ls; rm x) b\"",
        "echo ${x:-1}; rm x",
        "echo $((1 + 2)); rm x",
        "ls {a,b}; rm x",
        "sleep 1 & rm x",
        "ls &> out",
        "diff <(ls a) <(rm b)",
        "f() { rm x; }; f",
        "function f { rm x; }",
        "case $x in start) systemctl start y ;; *) ls ;; esac",
        "case $x in a) ls ;; esac; rm x",
        "cat <<EOF | kubectl apply -f -\nkind: Pod\nEOF",
        "kubectl apply -f - <<'EOF'\nkind: Pod\nEOF",
        "ssh host <<EOF\nls\nEOF",
        "bash <<-EOF\n\tls\n\tEOF",
        "cat <<EOF > x\na\nEOF",
        "cat <<EOF\n$(rm x)\nEOF",
        "cat <<A <<B\na\nA\n`rm x`\nB",
        "cat <<EOF\na\nEOF\nrm x",
        "grep x <<< y; rm x",
        "$(rm x; echo ${y^^\"}\"})",
    ];
    for line in changing {
        let found = assess(Shell::Posix, line);
        assert_eq!(found.effect, Effect::Change, "{line}: {}", found.because);
    }
    let not_known = [
        "(ls)",
        "{ ls; }",
        "! grep -q x y",
        "echo `ls`",
        "sleep 1 &",
        "diff <(ls a) <(ls b)",
        "f() { ls; }",
        "((i > 3)) && ls",
        "case $x in rm) ls ;; *) ls ;; esac",
        "grep x <<EOF\nrm y\nEOF",
        "cat <<'EOF'\n$(rm x)\nEOF",
        "cat <<\\EOF\n`rm x`\nEOF",
        "cat <<EOF\n\\$(rm x) costs 5$\nEOF",
        "cat <<EOF\nrm x",
        "echo '(rm x)' \"(rm x)\" \\(rm x\\)",
        "ls # (rm x)",
    ];
    for line in not_known {
        let found = assess(Shell::Posix, line);
        assert!(found.effect <= Effect::Unknown, "{line}: {}", found.because);
    }
    let in_powershell = [
        "& { Remove-Item x }",
        "& Remove-Item x",
        "& 'Remove-Item' x",
        ". { Remove-Item x }",
        "Invoke-Command -ComputerName EX01 -ScriptBlock { Remove-Item x }",
        "1..3 | ForEach-Object { Set-Mailbox $_ }",
        "1..3 | ForEach-Object -Begin { Get-Date } -Process { Set-Mailbox $_ }",
        "try { Set-Mailbox x } catch { Get-Date }",
        "try { Get-Mailbox } catch [System.Exception] { Get-Date } finally { Set-Mailbox x }",
        "while (Get-Job) { Stop-Job x }",
        "do { Stop-Service x } until (Test-Path y)",
        "for ($i = 0; $i -lt 3; $i = $i + 1) { Remove-Item $i }",
        "function Get-It { Remove-Item x }; Get-It",
        "Get-Mailbox\nRemove-Mailbox x",
        "function Get-It\n{\n    Remove-Item x\n}",
    ];
    for line in in_powershell {
        let found = assess(Shell::Powershell, line);
        assert_eq!(found.effect, Effect::Change, "{line}: {}", found.because);
    }
    for line in ["& { Get-Mailbox }", "try { Get-Mailbox } catch { Get-Date }", "& 'Get-Mailbox' x", "& $x"] {
        assert_eq!(powershell(line), Effect::Unknown, "{line}");
    }
}

#[test]
fn a_change_on_windows_is_known_to_be_one() {
    let of_both = [
        "net stop spooler",
        "sc.exe config x start= auto",
        "ipconfig /flushdns",
        "netsh interface set interface x disabled",
        "reg add HKLM\\x",
        "del x",
        "taskkill /im x",
        "iisreset",
        "w32tm /resync",
        "cmd /c del x",
        "schtasks /run /tn x",
    ];
    for line in of_both {
        assert_eq!(powershell(line), Effect::Change, "{line}");
        assert_eq!(assess(Shell::Cmd, line).effect, Effect::Change, "{line}");
    }
    let of_powershell = [
        "rm x",
        "Write-Host a; ri b",
        "Get-Item y > x",
        "Get-Item y | Out-File x",
        "(Get-Item y).Delete()",
        "[IO.File]::WriteAllText('a', 'b')",
        "Invoke-RestMethod https://contoso.com -Method Post",
        "Invoke-WebRequest https://contoso.com -OutFile x",
    ];
    for line in of_powershell {
        assert_eq!(powershell(line), Effect::Change, "{line}");
    }
    for line in ["dir \"a>b\" & del x", "nslookup x > y", "@echo off & rd /s /q x", "ver | xcopy a b"] {
        assert_eq!(assess(Shell::Cmd, line).effect, Effect::Change, "{line}");
    }
    for line in [
        "net use",
        "reg query HKLM\\x",
        "ipconfig /all",
        "iisreset /status",
        "netsh x show set",
        "cmd /c ver",
    ] {
        assert!(powershell(line) <= Effect::Unknown, "{line}");
        assert!(assess(Shell::Cmd, line).effect <= Effect::Unknown, "{line}");
    }
    for line in ["dir \"a>b\"", "nslookup x >nul", "ping x 2>&1"] {
        assert!(assess(Shell::Cmd, line).effect <= Effect::Unknown, "{line}");
    }
    assert_eq!(powershell("Invoke-WebRequest https://contoso.com -Method Head"), Effect::Unknown);
}

/// Verbs of Exchange cmdlets and of PowerShell's own that change something.
const CHANGING: &[&str] = &[
    "Add",
    "Cancel",
    "Clean",
    "Clear",
    "Complete",
    "Delete",
    "Disable",
    "Dismount",
    "Enable",
    "Execute",
    "Expedite",
    "Export",
    "Import",
    "Install",
    "Invoke",
    "Mount",
    "Move",
    "New",
    "Redirect",
    "Release",
    "Remove",
    "Rename",
    "Repair",
    "Reset",
    "Restart",
    "Restore",
    "Resume",
    "Retry",
    "Rotate",
    "Send",
    "Set",
    "Start",
    "Stop",
    "Suspend",
    "Undo",
    "Uninstall",
    "Update",
    "Upgrade",
    "Write",
];

/// A pipeline that changes something somewhere, between parts that read.
fn changing_line() -> impl Strategy<Value = String> {
    let noun = "[A-Z][a-z]{2,8}([A-Z][a-z]{2,8})?";
    let change =
        (proptest::sample::select(CHANGING), noun).prop_map(|(verb, noun)| format!("{verb}-{noun}Xy"));
    let inside = change.prop_recursive(3, 12, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|change| format!("Get-Thing | ForEach-Object {{ {change} }}")),
            inner.clone().prop_map(|change| format!("Get-Thing -Name ({change})")),
            inner.clone().prop_map(|change| format!("Get-Thing \"a $({change}) b\"")),
            inner.clone().prop_map(|change| format!("[pscustomobject]@{{ A = 1; B = {change} }}")),
            inner.clone().prop_map(|change| format!("if (Test-Thing) {{ {change} }} else {{ 1 }}")),
            inner.clone().prop_map(|change| format!("$x = 'a'; {change} | Format-List")),
            inner.prop_map(|change| format!("Get-Thing | Select-Object @{{ n = 'a'; e = {{ {change} }} }}")),
        ]
    });
    (inside, any::<bool>()).prop_map(|(line, lower)| if lower { line.to_lowercase() } else { line })
}

proptest! {
    #[test]
    fn a_changing_verb_is_never_taken_to_read(line in changing_line()) {
        assert!(powershell(&line) > Effect::Read, "{line}");
    }

    #[test]
    fn any_text_is_answered(line in "\\PC{0,80}") {
        for shell in [Shell::Powershell, Shell::Posix, Shell::Cmd, Shell::None] {
            let found = assess(shell, &line);
            assert_eq!(found.because.is_empty(), found.effect == Effect::Read);
        }
    }

    #[test]
    fn brackets_and_quotes_in_any_order_are_answered(parts in proptest::collection::vec(proptest::sample::select(vec![
        "$(", "@(", "@{", "(", ")", "{", "}", "[", "]", "'", "\"", "|", ";", "\n", "$x", ".Name", "::Name", "Get-Mailbox", "-Name",
        "=", ",", "if", "else", "#", "<#", "#>", ">", "2>&1", "&", "`", " ", "\\", "<<", "${x}",
    ]), 0..24)) {
        let line = parts.concat();
        let _ = assess(Shell::Powershell, &line);
        let _ = assess(Shell::Posix, &line);
    }
}

#[test]
fn deep_nesting_is_answered_and_not_read() {
    for open in ["(", "$(", "@(", "{", "\"$(", "[", "@{a="] {
        assert!(powershell(&open.repeat(100_000)) > Effect::Read);
        assert!(assess(Shell::Posix, &open.repeat(100_000)).effect > Effect::Read);
    }
}

#[test]
fn the_stricter_effect_is_the_greater() {
    assert!(
        Effect::Read < Effect::Session
            && Effect::Session < Effect::Unknown
            && Effect::Unknown < Effect::Change
    );
    let found = assess(Shell::Powershell, "Connect-ExchangeOnline; Get-Mailbox; Set-Mailbox x; frobnicate");
    assert_eq!(found.effect, Effect::Change);
    assert_eq!(found.because, "`Set-Mailbox` changes something, as its verb says");
}
