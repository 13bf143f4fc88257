//! Directories that squall will not touch.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use squall_api::schema;
use squall_simulate::Chance;
use squall_store::Store;

use crate::place::Place;
use crate::running::{squall, text};

/// A user that owns nothing here.
const NOBODY: u32 = 65_534;

#[test]
fn foreign_and_half_files_are_refused() {
    let place = Place::new("foreign");
    let mut hello = b"#!/bin/sh\necho hello\n".to_vec();
    hello.resize(20_000, b'\n');
    for (bytes, words) in [
        (&b""[..], "is empty"),
        (b"SQLite format 3\0 and more", "is not a data file of squall"),
        (&hello, "is not a data file of squall"),
        (&[0; 8192], "is not a data file of squall"),
    ] {
        fs::write(place.file(), bytes).unwrap();
        let said = place.is_refused();
        assert!(said.contains(words) && said.contains(place.file().to_str().unwrap()), "{said}");
    }
    fs::remove_file(place.file()).unwrap();
    fs::create_dir(place.file()).unwrap();
    assert!(place.is_refused().contains("squall.redb"));
    fs::remove_dir(place.file()).unwrap();
    symlink(place.path().join("nowhere"), place.file()).unwrap();
    assert!(
        place.is_refused().contains("squall.redb"),
        "a link to what is not there now is no empty directory"
    );
}

#[test]
fn a_cut_off_file_is_refused() {
    let place = Place::founded("cut-off");
    let whole = fs::read(place.file()).unwrap();
    let mut chance = Chance::new(5);
    let edges = [1, 4096, whole.len() as u64 - 4096, whole.len() as u64 - 1];
    for length in edges.into_iter().chain((0..12).map(|_| 1 + chance.below(whole.len() as u64 - 1))) {
        fs::write(place.file(), &whole).unwrap();
        File::options().write(true).open(place.file()).unwrap().set_len(length).unwrap();
        let said = place.is_refused();
        assert!(said.contains("damaged") || said.contains("not a data file"), "at {length}: {said}");
    }
    fs::write(place.file(), &whole).unwrap();
    place.start();
}

/// The store's own tests flip far more; this one is about what the binary says.
#[test]
fn a_flipped_bit_is_told_or_harmless() {
    let place = Place::founded("flipped");
    let expected = Store::open(place.path(), schema(), |_| {}).unwrap().dump().unwrap();
    let whole = fs::read(place.file()).unwrap();
    let (mut chance, mut told) = (Chance::new(6), 0);
    for _ in 0..40 {
        let mut bad = whole.clone();
        // The head of the file decides about all of the rest, so half of the flips fall there.
        let within = if chance.percent(50) { 4096 } else { whole.len() as u64 };
        let at = chance.below(within) as usize;
        bad[at] ^= 1 << chance.below(8);
        fs::write(place.file(), &bad).unwrap();
        match Store::open(place.path(), schema(), |_| {}) {
            Ok(store) => assert!(store.dump().unwrap() == expected, "a flip at {at} went unnoticed"),
            Err(_) => {
                assert!(fs::read(place.file()).unwrap() == bad, "the store changed a damaged file");
                place.is_refused();
                told += 1;
            }
        }
    }
    assert!(told > 0, "no flip was found");
}

#[test]
fn a_directory_in_use_is_refused_and_its_user_goes_on() {
    let place = Place::new("in-use");
    let server = place.start();
    let made = squall(&["call", "qingcloud", "CreateTag", "tag_name=kept", "--endpoint", &server.base]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    assert!(place.is_refused().contains("in use by another process"));
    let listed = squall(&["call", "qingcloud", "DescribeTags", "--endpoint", &server.base]);
    assert!(text(&listed.stdout).contains("kept"));
}

#[test]
fn a_damaged_authority_is_refused() {
    let place = Place::founded("authority");
    for (name, bytes) in [("ca.key", &b"no key"[..]), ("ca.pem", b""), ("ca.pem", &[0xff; 40])] {
        let path = place.path().join(name);
        let good = fs::read(&path).unwrap();
        fs::write(&path, bytes).unwrap();
        assert!(place.is_refused().contains(name));
        fs::write(&path, good).unwrap();
    }
    place.start();
}

/// Permissions do not bind root, so root lets the binary run as somebody else.
#[test]
fn a_directory_that_may_only_be_read_is_refused() {
    let (tools, full, bare) =
        (Place::new("tools"), Place::founded("read-only"), Place::new("read-only-bare"));
    let binary = tools.path().join("squall");
    fs::copy(env!("CARGO_BIN_EXE_squall"), &binary).unwrap();
    let as_guest = || {
        let mut command = Command::new(&binary);
        if fs::metadata(tools.path()).unwrap().uid() == 0 {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    };
    let allow = |mode: u32, place: &Place| {
        fs::set_permissions(place.path(), Permissions::from_mode(mode)).unwrap();
        for file in place.contents().into_keys() {
            fs::set_permissions(file, Permissions::from_mode(mode & 0o666)).unwrap();
        }
    };
    fs::set_permissions(tools.path(), Permissions::from_mode(0o755)).unwrap();
    for place in [&full, &bare] {
        allow(0o555, place);
        let said = place.is_refused_to(&mut as_guest());
        assert!(said.contains("may not be read and written"), "{said}");
        allow(0o755, place);
    }
    full.start();
}

#[test]
fn a_world_file_that_fails_leaves_no_world() {
    let place = Place::new("world-file");
    let file = place.path().with_added_extension("json");
    let started = |settings: &str| {
        fs::write(&file, settings).unwrap();
        let words = ["--data", place.path().to_str().unwrap(), "--world", file.to_str().unwrap()];
        squall(&[&["serve", "--listen", "127.0.0.1:99999"], &words[..]].concat())
    };
    let refused = started(r#"{"qingcloud":{"world":{"pools":{"eip":3}},"accounts":[{"id":7}]}}"#);
    assert_eq!(refused.status.code(), Some(2), "{}", text(&refused.stderr));
    // It does not come as far as listening, but it makes its world.
    started(r#"{"qingcloud":{"world":{"pools":{"eip":3}}}}"#);
    fs::remove_file(&file).unwrap();
    let door = place.start().endpoint().door("GET", "/systems/qingcloud/world", None);
    assert_eq!(door.unwrap()["pools"]["eip"], 3);
}
