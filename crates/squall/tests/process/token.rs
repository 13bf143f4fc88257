//! Where the operator's token may come from, and what is none.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;

use squall_recipes::Endpoint;

use crate::place::Place;
use crate::running::{Running, in_shell, text};

const TOKEN: &str = "open-sesame";

/// The door of this server opens with the token and not without.
#[track_caller]
fn is_guarded(server: &Running) {
    let door = |token| Endpoint::new(&server.base, token).door("GET", "/health", None);
    assert!(door(None).unwrap_err().to_string().contains(" 401 "));
    assert!(door(Some("open-sesamf")).unwrap_err().to_string().contains(" 401 "));
    assert_eq!(door(Some(TOKEN)).unwrap()["status"], "ok");
}

/// One sentence, exit code 2, and the token is not in it.
#[track_caller]
fn is_refused(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(2), "{out}{err}");
    assert!(out.is_empty() && err.lines().count() == 1 && !err.contains("sesame"), "{out}{err}");
    err
}

fn file(place: &Place, text: &str, mode: u32) -> String {
    let path = place.path().join("token");
    fs::write(&path, text).unwrap();
    fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn it_may_come_from_the_environment_and_from_a_file() {
    let place = Place::new("token");
    is_guarded(&Running::start_in_shell("export SQUALL_ADMIN_TOKEN=open-sesame", &[]));
    for text in ["open-sesame", "open-sesame\n", "open-sesame\r\n"] {
        let server = Running::start_in_shell(":", &["--admin-token-file", &file(&place, text, 0o600)]);
        is_guarded(&server);
        assert_eq!(server.said(), [] as [&str; 0]);
    }
    is_guarded(&Running::start(&["--admin-token", TOKEN]));
}

/// As containers are handed secrets: a link to a file that anybody may read.
#[test]
fn a_file_that_others_may_read_is_spoken_of() {
    let place = Place::new("token-read");
    let link = place.path().join("link");
    symlink(file(&place, "open-sesame\n", 0o444), &link).unwrap();
    let server = Running::start_in_shell(":", &["--admin-token-file", link.to_str().unwrap()]);
    is_guarded(&server);
    let said = server.said();
    assert!(said.len() == 1 && said[0].contains("other users may read the token in"), "{said:?}");
}

#[test]
fn a_file_that_others_may_write_is_refused() {
    let place = Place::new("token-write");
    let path = file(&place, TOKEN, 0o602);
    assert!(
        is_refused(&mut in_shell(":", &["--admin-token-file", &path]))
            .contains("other users may write to it")
    );
    for nothing in [place.path().join("nothing"), place.path().to_owned()] {
        is_refused(&mut in_shell(":", &["--admin-token-file", nothing.to_str().unwrap()]));
    }
}

#[test]
fn what_no_client_can_send_is_refused_wherever_it_comes_from() {
    let place = Place::new("token-bad");
    for bad in [
        "",
        "open sesame",
        "open-sesame\n\n",
        " open-sesame",
        "öpen-sesame",
        "open=sesame",
        "open\u{7}sesame",
    ] {
        is_refused(&mut in_shell(":", &["--admin-token", bad]));
        is_refused(in_shell(":", &[]).env("SQUALL_ADMIN_TOKEN", bad));
        is_refused(&mut in_shell(":", &["--admin-token-file", &file(&place, bad, 0o600)]));
    }
}

#[test]
fn two_sources_are_one_too_many() {
    let place = Place::new("token-two");
    let path = file(&place, TOKEN, 0o600);
    let (by_word, by_file) = (["--admin-token", TOKEN], ["--admin-token-file", &path]);
    is_refused(&mut in_shell(":", &[by_word, by_file].concat()));
    is_refused(in_shell(":", &by_word).env("SQUALL_ADMIN_TOKEN", TOKEN));
    let said = is_refused(in_shell(":", &by_file).env("SQUALL_ADMIN_TOKEN", TOKEN));
    assert!(
        said.contains("more than one of --admin-token, --admin-token-file and SQUALL_ADMIN_TOKEN"),
        "{said}"
    );
}

#[test]
fn an_operators_commands_show_the_token_of_the_environment() {
    let server = Running::start(&["--admin-token", TOKEN]);
    let ca = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_squall"));
        command.args(["ca", "--endpoint", &server.base]).env_remove("SQUALL_ADMIN_TOKEN");
        command
    };
    assert!(text(&ca().output().unwrap().stderr).contains("401"));
    let shown = ca().env("SQUALL_ADMIN_TOKEN", TOKEN).output().unwrap();
    assert!(text(&shown.stdout).starts_with("-----BEGIN CERTIFICATE-----"));
}
