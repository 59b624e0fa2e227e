//! Programs that are known to change something, and with which arguments they do.
//!
//! Invariant: a row here only ever makes an answer stricter. A program that is not named here is not harmless; it is not
//! known.
//! Deliberately absent: programs that only read (`unix`, `windows`), those that fetch (`fetch`), those that run others
//! (`posix`), and the commands of PowerShell (`cmdlet`).

/// A program that changes something.
struct Changer {
    /// Its names as they are typed, in lower case for Windows; like all words here with spaces between.
    names: &'static str,
    when: When,
    /// What it does, behind its name in a sentence.
    why: &'static str,
}

/// The arguments with which a program changes something.
enum When {
    /// Whatever its arguments.
    Always,
    /// Unless one of its arguments is one of these, which only ask.
    Unless(&'static str),
    /// Where an argument is one of these, or begins with one that ends in `*`.
    With(&'static str),
    /// Where one of the first words comes before any of the second, which only read.
    Verb(&'static str, &'static str),
}

use When::{Always, Unless, Verb, With};

const FILES: &str = "changes files";
const MACHINE: &str = "changes the machine or what runs on it";
const SOFTWARE: &str = "installs, updates or removes software";
const CODE: &str = "runs whatever it is given";
const SETTINGS: &str = "changes settings";
/// With these arguments a program changes what runs.
const RUNS: &str = "starts, stops or changes what runs, with these arguments";
const ARGUMENTS: &str = "changes something, with these arguments";

/// Programs of Unix.
const UNIX: &[Changer] = &[
    Changer {
        names: "chattr chgrp chmod chown cp dd install ln mkdir mkfs mknod mv rm rmdir setfacl shred tee touch \
         truncate unlink restorecon",
        when: Always,
        why: FILES,
    },
    Changer {
        names: "chpasswd groupadd groupdel groupmod halt insmod killall lvextend lvremove lvresize modprobe pkill \
         poweroff pvremove reboot resize2fs rmmod setenforce shutdown swapoff umount useradd userdel usermod \
         vgremove",
        when: Always,
        why: MACHINE,
    },
    Changer { names: "kill", when: Unless("-0 -l -L"), why: MACHINE },
    Changer { names: "passwd", when: Unless("-S --status"), why: MACHINE },
    Changer {
        names: "iptables ip6tables",
        when: With(
            "-A -D -E -F -I -N -P -R -X -Z --append --delete* --flush --insert --new-chain --policy \
         --rename-chain --replace --zero",
        ),
        why: MACHINE,
    },
    Changer {
        names: "nft",
        when: Verb("add create delete destroy flush insert rename replace -f", "list"),
        why: MACHINE,
    },
    Changer {
        names: ". bash dash eval exec perl python python3 sh source ssh zsh",
        when: Unless("--version -V"),
        why: CODE,
    },
    Changer { names: "nc ncat netcat", when: Unless("-z* -vz*"), why: CODE },
    Changer { names: "ftp rsync scp sftp", when: Always, why: "fetches or sends files" },
    Changer { names: "systemctl", when: Verb(UNIT_CHANGES, UNIT_LOOKS), why: RUNS },
    Changer { names: "service rc-service", when: Verb(JOBS, "status --status-all"), why: RUNS },
    Changer {
        names: "supervisorctl pm2 pg_ctl postfix apachectl apache2ctl",
        when: Verb(JOBS, "status list logs show tail check configtest"),
        why: RUNS,
    },
    Changer { names: "nginx", when: With("-s"), why: RUNS },
    Changer {
        names: "docker podman",
        when: Verb(
            "build commit cp create down kill load login logout pause prune pull push rename restart rm rmi start \
         stop tag unpause up update",
            "config diff events exec history images info inspect logs ls port ps run search stats top version",
        ),
        why: RUNS,
    },
    Changer {
        names: "kubectl oc",
        when: Verb(
            "annotate apply autoscale cordon create delete drain edit expose label patch pause replace restart \
         resume scale set taint uncordon undo",
            "api-resources auth cluster-info config describe diff events exec explain get history logs status top \
         version wait",
        ),
        why: RUNS,
    },
    Changer {
        names: "helm",
        when: Verb("delete install rollback uninstall upgrade", "get history list ls show status template"),
        why: RUNS,
    },
    Changer {
        names: "apt apt-get aptitude dnf yum zypper snap flatpak pip pip3 npm",
        when: Verb(
            "autoclean autoremove build-dep clean dist-upgrade distro-sync downgrade download erase full-upgrade \
         install makecache purge refresh reinstall remove revert uninstall update upgrade",
            "changelog check-update depends freeze history info list ls outdated policy provides rdepends \
         repolist repoquery search show",
        ),
        why: SOFTWARE,
    },
    Changer {
        names: "rpm",
        when: With("-e* -F* -i* -U* --erase --freshen --import --install --upgrade"),
        why: SOFTWARE,
    },
    Changer {
        names: "dpkg",
        when: With("-i -P -r --configure --install --purge --remove --unpack"),
        why: SOFTWARE,
    },
    Changer {
        names: "git",
        when: Verb(
            "add am apply checkout cherry-pick clean clone commit fetch gc init merge mv pull push rebase reset \
         restore revert rm stash switch",
            "blame describe diff log ls-files rev-parse show status",
        ),
        why: FILES,
    },
    Changer {
        names: "ip",
        when: Verb("add append change del delete flush replace set", "get list ls monitor show"),
        why: "changes the network of this machine, with these arguments",
    },
    Changer {
        names: "nmcli",
        when: Verb(
            "add connect delete disconnect down import modify off on reload up",
            "check list show status",
        ),
        why: "changes the network of this machine, with these arguments",
    },
    Changer {
        names: "resolvectl",
        when: Verb("flush-caches reset-server-features reset-statistics revert", "query statistics status"),
        why: ARGUMENTS,
    },
    Changer { names: "hostnamectl localectl timedatectl", when: With("set-*"), why: SETTINGS },
    Changer { names: "sysctl", when: With("-p* -w --load* --system --write"), why: SETTINGS },
    Changer {
        names: "ufw",
        when: Verb("allow delete deny disable enable insert limit reject reload reset", "show status"),
        why: SETTINGS,
    },
    Changer {
        names: "firewall-cmd",
        when: With("--add-* --change-* --complete-reload --reload --remove-* --runtime-to-permanent --set-*"),
        why: SETTINGS,
    },
    Changer { names: "crontab", when: With("-e -r"), why: SETTINGS },
    Changer { names: "sed", when: With("-i* --in-place* -Ei* -ni* -ri*"), why: FILES },
    Changer { names: "find", when: With("-delete -fls -fprint*"), why: FILES },
    Changer { names: "journalctl", when: With("--flush --rotate --vacuum*"), why: FILES },
    Changer { names: "wipefs", when: With("-a --all"), why: FILES },
    Changer {
        names: "cancel cupsaccept cupsdisable cupsenable cupsreject lpadmin lpmove lprm",
        when: Always,
        why: "changes printers or what they print",
    },
    Changer { names: "lp lpr", when: Always, why: "prints" },
    Changer { names: "newaliases postalias postmap postsuper", when: Always, why: "changes mail" },
    Changer { names: "postqueue", when: With("-f -i -s"), why: "changes mail" },
    Changer { names: "createdb dropdb", when: Always, why: "changes databases" },
    Changer {
        names: "zfs zpool",
        when: Verb(
            "add attach clear create destroy detach export import mount offline online receive remove replace \
         rollback scrub set snapshot unmount",
            "get history iostat list status",
        ),
        why: FILES,
    },
];

const UNIT_CHANGES: &str = "clean daemon-reexec daemon-reload disable edit emergency enable freeze halt hibernate \
         import-environment isolate kill link mask poweroff preset reboot reenable reload reload-or-restart \
         rescue reset-failed restart revert set-default set-environment set-property start stop suspend thaw \
         try-reload-or-restart try-restart unmask unset-environment";
const UNIT_LOOKS: &str = "cat get-default is-active is-enabled is-failed is-system-running list-dependencies \
         list-jobs list-sockets list-timers list-unit-files list-units show status";
const JOBS: &str = "abort condrestart delete flush force-reload graceful graceful-stop promote reload restart start stop \
         try-restart update";

/// Programs of Windows and commands of its prompt.
const WINDOWS: &[Changer] = &[
    Changer {
        names: "copy del diskpart erase format md mkdir move rd ren rename rmdir robocopy takeown xcopy",
        when: Always,
        why: FILES,
    },
    Changer {
        names: "dsadd dsmod dsmove dsrm gpupdate logoff msiexec regsvr32 shutdown taskkill",
        when: Unless("/?"),
        why: MACHINE,
    },
    Changer { names: "iisreset", when: Unless("/status /?"), why: MACHINE },
    Changer { names: "net", when: With("continue pause start stop /add /del /delete"), why: RUNS },
    Changer {
        names: "sc sc.exe",
        when: Verb(
            "config continue control create delete description failure pause sdset start stop",
            "qc qdescription qfailure query queryex sdshow",
        ),
        why: RUNS,
    },
    Changer {
        names: "ipconfig",
        when: With("/flushdns /registerdns /release* /renew* /setclassid*"),
        why: "changes the network of this machine, with these arguments",
    },
    Changer {
        names: "netsh",
        when: Verb(
            "add connect delete disconnect exec flush import install renew reset set start stop uninstall update",
            "dump show",
        ),
        why: ARGUMENTS,
    },
    Changer {
        names: "reg",
        when: Verb("add copy delete export import load restore save unload", "compare query"),
        why: "changes the registry or writes it to a file, with these arguments",
    },
    Changer { names: "route", when: Verb("add change delete", "print"), why: ARGUMENTS },
    Changer { names: "klist", when: With("add_bind purge purge_bind"), why: ARGUMENTS },
    Changer { names: "w32tm", when: With("/config /register /resync /unregister"), why: ARGUMENTS },
    Changer {
        names: "nltest",
        when: With("/dsregdns /sc_change_pwd* /sc_reset* /shutdown*"),
        why: ARGUMENTS,
    },
    Changer {
        names: "repadmin",
        when: With("/kcc /removelingeringobjects /replicate /syncall"),
        why: ARGUMENTS,
    },
    Changer { names: "setspn", when: With("-a -d -r -s -u"), why: ARGUMENTS },
    Changer {
        names: "certutil",
        when: With("-addstore -decode -delstore -encode -exportpfx -importpfx -repairstore -setreg"),
        why: ARGUMENTS,
    },
    Changer { names: "bcdedit", when: With("/create /delete /import /set"), why: ARGUMENTS },
    Changer { names: "schtasks", when: With("/change /create /delete /end /run"), why: RUNS },
    Changer {
        names: "wevtutil",
        when: Verb(
            "cl clear-log epl export-log im install-manifest set-log sl um",
            "el enum-logs get-log gl gli qe query-events",
        ),
        why: ARGUMENTS,
    },
    Changer { names: "auditpol", when: With("/clear /remove /restore /set"), why: ARGUMENTS },
    Changer { names: "sfc", when: With("/scanfile* /scannow"), why: FILES },
    Changer {
        names: "dism",
        when: With("/add-* /disable-* /enable-* /remove-* /restorehealth /startcomponentcleanup"),
        why: SOFTWARE,
    },
    Changer { names: "chkdsk", when: With("/f /r /x"), why: FILES },
    Changer { names: "pnputil", when: With("/add-driver /delete-driver /remove-device"), why: SOFTWARE },
    Changer { names: "vssadmin", when: Verb("create delete resize", "list"), why: ARGUMENTS },
    Changer {
        names: "winrm",
        when: Verb("create delete invoke qc quickconfig set", "enumerate get identify"),
        why: SETTINGS,
    },
    Changer { names: "cmdkey", when: With("/add* /delete* /generic*"), why: SETTINGS },
    Changer {
        names: "icacls",
        when: With("/deny /grant* /inheritance* /remove* /reset /restore /setowner"),
        why: FILES,
    },
];

/// Why a program of Unix does more than read with these arguments; none where it is not known to. `None` among the
/// arguments is one that cannot be seen.
pub(super) fn unix(name: &str, arguments: &[Option<String>]) -> Option<&'static str> {
    if name.starts_with("mkfs.") {
        return Some(FILES);
    }
    changes(UNIX, name, arguments)
}

/// The same for a program of Windows; names and arguments are in lower case.
pub(super) fn windows(name: &str, arguments: &[Option<String>]) -> Option<&'static str> {
    changes(WINDOWS, name, arguments)
}

fn changes(table: &[Changer], name: &str, arguments: &[Option<String>]) -> Option<&'static str> {
    let changer = table.iter().find(|changer| is_among(changer.names, name))?;
    let seen = || arguments.iter().filter_map(Option::as_deref);
    let found = match changer.when {
        Always => true,
        Unless(asking) => !seen().any(|word| is_among(asking, word)),
        With(words) => seen().any(|word| is_among(words, word)),
        Verb(changing, reading) => {
            let first = seen().find(|word| is_among(changing, word) || is_among(reading, word));
            first.is_some_and(|word| is_among(changing, word))
        }
    };
    found.then_some(changer.why)
}

/// Whether a word is one of these, or begins with one that ends in `*`.
fn is_among(words: &str, word: &str) -> bool {
    words.split_ascii_whitespace().any(|one| match one.strip_suffix('*') {
        Some(start) => word.starts_with(start),
        None => word == one,
    })
}

#[cfg(test)]
mod tests {
    use super::{UNIX, WINDOWS};

    #[test]
    fn a_program_has_one_row_and_those_of_windows_are_in_lower_case() {
        for table in [UNIX, WINDOWS] {
            let mut names: Vec<&str> = table.iter().flat_map(|changer| changer.names.split(' ')).collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count);
        }
        assert!(WINDOWS.iter().all(|changer| changer.names == changer.names.to_lowercase()));
    }
}
