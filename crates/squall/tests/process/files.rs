//! What lies in a data directory is its owner's alone, and nobody else had a hand in it.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};
use std::path::Path;

use crate::place::Place;
use crate::running::{Running, squall};

/// A user who owns nothing here.
const NOBODY: u32 = 65_534;
/// The files with secrets.
const FILES: [&str; 2] = ["squall.redb", "ca.key"];

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn whatever_the_umask_says() {
    for umask in ["000", "022", "077", "277"] {
        let place = Place::new("umask");
        let dir = place.path().join("made").join("here");
        let server = Running::start_in_shell(&format!("umask {umask}"), &["--data", dir.to_str().unwrap()]);
        assert_eq!(server.terminate(), Some(0));
        assert_eq!(mode(&dir), 0o700, "{umask}");
        let files: Vec<_> = fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(files.len(), 3, "{files:?}");
        assert!(files.iter().all(|file| mode(file) == 0o600), "{umask}: {files:?}");
    }
}

#[test]
fn what_older_versions_left_readable_is_closed() {
    let place = Place::founded("readable");
    FILES.iter().for_each(|file| set_mode(&place.path().join(file), 0o644));
    assert_eq!(place.start().terminate(), Some(0));
    FILES.iter().for_each(|file| assert_eq!(mode(&place.path().join(file)), 0o600, "{file}"));
}

#[test]
fn what_others_could_change_is_refused() {
    let place = Place::founded("writable");
    for file in FILES {
        set_mode(&place.path().join(file), 0o666);
        let said = place.is_refused();
        assert!(said.contains(file) && said.contains("other users may write to it"), "{said}");
        set_mode(&place.path().join(file), 0o600);
    }
    set_mode(place.path(), 0o777);
    let said = place.is_refused();
    assert!(said.contains("name a directory below it, which is then made for you alone"), "{said}");
    let below = place.path().join("below");
    assert_eq!(Running::start(&["--data", below.to_str().unwrap()]).terminate(), Some(0));
    set_mode(place.path(), 0o755);
    assert_eq!(place.start().terminate(), Some(0));
}

#[test]
fn what_belongs_to_others_is_refused() {
    let place = Place::founded("given-away");
    if fs::metadata(place.path()).unwrap().uid() != 0 {
        // Only root can give a file away.
        return;
    }
    for file in FILES.map(|file| place.path().join(file)).iter().chain([&place.path().to_owned()]) {
        chown(file, Some(NOBODY), None).unwrap();
        let said = place.is_refused();
        assert!(
            said.contains(file.to_str().unwrap()) && said.contains("it belongs to another user"),
            "{said}"
        );
        chown(file, Some(0), None).unwrap();
    }
}

#[test]
fn links_lead_nowhere() {
    let (victims, place) = (Place::new("victims"), Place::new("links"));
    for file in FILES {
        for victim in ["there", "not-there"].map(|name| victims.path().join(name)) {
            fs::write(victims.path().join("there"), "precious").unwrap();
            symlink(&victim, place.path().join(file)).unwrap();
            let said = place.is_refused();
            assert!(said.contains(file) && said.contains("it is a symbolic link"), "{said}");
            fs::remove_file(place.path().join(file)).unwrap();
        }
    }
    for file in ["squall.redb.new", "ca.pem"] {
        symlink(victims.path().join("not-there"), place.path().join(file)).unwrap();
    }
    assert_eq!(place.start().terminate(), Some(0));
    assert_eq!(fs::read(victims.path().join("there")).unwrap(), b"precious");
    assert_eq!(fs::read_dir(victims.path()).unwrap().count(), 1, "nothing was written through a link");
}

#[test]
fn ca_shows_no_authority_that_others_could_have_changed() {
    let place = Place::founded("ca");
    let ca = || squall(&["ca", "--data", place.path().to_str().unwrap()]);
    assert!(ca().status.success());
    set_mode(&place.path().join("ca.key"), 0o606);
    assert_eq!((ca().status.code(), ca().stdout), (Some(2), Vec::new()));
}
