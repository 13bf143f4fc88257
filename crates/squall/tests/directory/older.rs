//! Data directories of older commits. `fixtures/format-N.redb.gz` was written by a commit that wrote format N:
//!
//! ```text
//! cargo test -p squall --test directory write_the_fixture -- --ignored
//! ```
//!
//! Where this test fails, rows have changed their shape, and directories of those who use squall are refused as well.
//! Avoid that if you can: a new table, or a variant at the end of an enum, is harmless. If it must be, write the
//! fixture anew and say so in the changelog. `other-rows.redb.gz` is one of the same format from before such a change.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::PathBuf;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde_json::Value;
use squall::assembly::universe;
use squall::host_clock::HostTime;
use squall_api::{HostClock as _, schema};
use squall_store::Store;

use crate::place::Place;
use crate::running::{Running, squall};

/// The format that this commit writes.
const FORMAT: u32 = 3;

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/{name}.redb.gz"))
}

fn of_format(format: u32) -> String {
    format!("format-{format}")
}

/// Lays the file of a fixture where squall looks for it.
fn lay(name: &str, place: &Place) -> Vec<u8> {
    let mut bytes = Vec::new();
    GzDecoder::new(File::open(fixture(name)).unwrap()).read_to_end(&mut bytes).unwrap();
    fs::write(place.file(), &bytes).unwrap();
    bytes
}

fn call(server: &Running, words: &[&str]) -> Value {
    let output = squall(&[&["call", "qingcloud"], words, &["--endpoint", &server.base][..]].concat());
    assert!(output.status.success(), "{words:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_directory_of_an_older_commit_opens_with_all_that_is_in_it() {
    let place = Place::new("older");
    lay(&of_format(FORMAT), &place);
    let universe = universe(Store::open(place.path(), schema(), |_| {}).unwrap(), 1);
    universe.found(HostTime.now()).unwrap();
    let now = universe.now().unwrap();
    for cloud in &universe.clouds {
        let findings = universe.site.store.read(|tx| cloud.world(tx, now).audit()).unwrap();
        assert!(findings.is_empty(), "{findings:#?}");
    }
    drop(universe);
    let server = place.start();
    let names = |list: &Value, set: &str, field: &str| -> Vec<String> {
        list[set].as_array().unwrap().iter().map(|item| item[field].as_str().unwrap().to_owned()).collect()
    };
    let tags = names(&call(&server, &["DescribeTags"]), "tag_set", "tag_name");
    let volumes = names(&call(&server, &["DescribeVolumes"]), "volume_set", "volume_name");
    assert_eq!((tags, volumes), (vec!["after".to_owned(), "before".to_owned()], vec!["disk".to_owned(); 2]));
    assert_eq!(call(&server, &["DescribeInstances"])["total_count"], 1);
    server.endpoint().door("POST", "/snapshots/one/restore", None).unwrap();
    assert_eq!(names(&call(&server, &["DescribeTags"]), "tag_set", "tag_name"), ["before"]);
    // Neither the world nor its snapshot had a key when the fixture was written; secrets need one.
    let made = call(&server, &["CreateKeyPair", "keypair_name=k", "mode=system"]);
    assert_eq!(made["ret_code"], 0, "{made}");
}

#[test]
fn a_directory_of_an_older_format_is_refused_and_left_alone() {
    let place = Place::new("old-format");
    let bytes = lay(&of_format(2), &place);
    let error = Store::open(place.path(), schema(), |_| {}).err().unwrap().to_string();
    assert!(error.contains("has the format 2, this squall reads format 3"), "{error}");
    assert!(fs::read(place.file()).unwrap() == bytes);
}

#[test]
fn a_directory_with_rows_of_another_shape_is_refused_and_left_alone() {
    let place = Place::new("other-rows");
    let bytes = lay("other-rows", &place);
    let error = Store::open(place.path(), schema(), |_| {}).err().unwrap().to_string();
    assert!(
        error.contains("rows as `struct ") && error.contains("which this squall would misread"),
        "{error}"
    );
    assert!(fs::read(place.file()).unwrap() == bytes);
}

#[test]
#[ignore = "writes the fixture; run by hand when the format or the shape of rows has changed"]
fn write_the_fixture() {
    let place = Place::new("fixture");
    let server = place.start();
    let door = server.endpoint();
    call(&server, &["CreateTag", "tag_name=before"]);
    door.door("PUT", "/snapshots/one", None).unwrap();
    call(&server, &["CreateTag", "tag_name=after"]);
    call(&server, &["CreateVolumes", "size=20", "count=2", "volume_name=disk"]);
    let instance =
        ["image_id=centos7x64d", "instance_type=c1m1", "login_mode=passwd", "login_passwd=Squall2026x"];
    call(&server, &[&["RunInstances"], &instance[..]].concat());
    door.door("POST", "/settle", None).unwrap();
    assert_eq!(server.terminate(), Some(0));
    let path = fixture(&of_format(FORMAT));
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut packed = GzEncoder::new(File::create(path).unwrap(), Compression::best());
    packed.write_all(&fs::read(place.file()).unwrap()).unwrap();
    packed.finish().unwrap();
}
