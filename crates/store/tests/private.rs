//! Files with secrets: who may read them, and whose hands they do not go through.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs::{self, File, OpenOptions, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};
use std::path::{Path, PathBuf};

use squall_store::private;

/// A user and group that is not the one who runs this.
const NOBODY: u32 = 65_534;

struct Dir(PathBuf);

impl Dir {
    fn new(name: &str) -> Dir {
        let path = std::env::temp_dir().join(format!("squall-private-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        private::make_dir(&path).unwrap();
        Dir(path)
    }

    fn file(&self, name: &str) -> PathBuf {
        let path = self.0.join(name);
        private::write(&path, "secret").unwrap();
        path
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn refusal(path: &Path) -> String {
    private::open(path, OpenOptions::new().read(true)).unwrap_err().to_string()
}

#[test]
fn what_is_made_is_its_owners_alone() {
    let dir = Dir::new("made");
    let inside = dir.0.join("a/b");
    private::make_dir(&inside).unwrap();
    assert_eq!((mode(&dir.0), mode(&dir.0.join("a")), mode(&inside)), (0o700, 0o700, 0o700));
    let path = dir.file("key");
    assert_eq!((mode(&path), private::read(&path).unwrap().as_deref()), (0o600, Some("secret")));
    private::create(&dir.0.join("new")).unwrap();
    assert_eq!(mode(&dir.0.join("new")), 0o600);
    assert!(private::create(&path).is_err(), "what is there is not made again");
    assert_eq!(private::read(&dir.0.join("nothing")).unwrap(), None);
    assert_eq!(fs::read_dir(&dir.0).unwrap().count(), 3, "nothing is left over");
}

#[test]
fn links_are_neither_read_through_nor_written_through() {
    let dir = Dir::new("links");
    let (victim, link) = (dir.file("victim"), dir.0.join("link"));
    symlink(&victim, &link).unwrap();
    assert_eq!(refusal(&link), "it is a symbolic link");
    assert_eq!(private::read(&link).unwrap_err().to_string(), "it is a symbolic link");
    assert!(private::create(&link).is_err());
    private::write(&link, "new").unwrap();
    assert_eq!(fs::read_to_string(&victim).unwrap(), "secret");
    assert_eq!(private::read(&link).unwrap().as_deref(), Some("new"), "the link has given way to a file");

    let (nowhere, link) = (dir.0.join("nowhere"), dir.0.join("dangling"));
    symlink(&nowhere, &link).unwrap();
    assert_eq!(private::read(&link).unwrap_err().to_string(), "it is a symbolic link");
    assert!(private::create(&link).is_err());
    let half = dir.0.join(format!("key.{}.new", std::process::id()));
    symlink(&nowhere, &half).unwrap();
    dir.file("key");
    assert!(!nowhere.exists() && !half.exists());
}

#[test]
fn what_others_could_read_they_can_no_more() {
    let dir = Dir::new("readable");
    let path = dir.file("key");
    for open in [0o644, 0o640, 0o604, 0o611] {
        set_mode(&path, open);
        private::read(&path).unwrap();
        assert_eq!(mode(&path), 0o600, "{open:o}");
    }
    set_mode(&dir.0, 0o755);
    private::check_dir(&dir.0).unwrap();
}

#[test]
fn what_others_could_change_is_refused() {
    let dir = Dir::new("writable");
    let path = dir.file("key");
    for open in [0o602, 0o606, 0o666, 0o622] {
        set_mode(&path, open);
        assert_eq!(refusal(&path), "other users may write to it", "{open:o}");
        assert_eq!(mode(&path), open, "it is left as it was");
    }
    for open in [0o777, 0o1777, 0o703] {
        set_mode(&dir.0, open);
        let said = private::check_dir(&dir.0).unwrap_err().to_string();
        assert!(said.starts_with("other users may write to it; name a directory below it"), "{said}");
    }
    assert_eq!(refusal(&dir.0), "it is no regular file");
}

#[test]
fn what_belongs_to_others_is_refused() {
    let dir = Dir::new("foreign");
    let path = dir.file("key");
    let (own, group) = (fs::metadata(&path).unwrap().uid(), fs::metadata(&path).unwrap().gid());
    set_mode(&path, 0o660);
    if own == group {
        private::read(&path).unwrap();
    }
    // Only root can give a file away.
    if own == 0 {
        set_mode(&path, 0o660);
        chown(&path, None, Some(NOBODY)).unwrap();
        assert_eq!(refusal(&path), "other users may write to it");
        set_mode(&path, 0o600);
        chown(&path, Some(NOBODY), None).unwrap();
        assert_eq!(refusal(&path), "it belongs to another user");
        chown(&dir.0, Some(NOBODY), None).unwrap();
        assert!(
            private::check_dir(&dir.0).unwrap_err().to_string().starts_with("it belongs to another user")
        );
    }
}

#[test]
fn a_file_that_is_no_text_of_a_secrets_length_is_refused() {
    let dir = Dir::new("long");
    let path = dir.file("key");
    File::options().write(true).open(&path).unwrap().set_len((1 << 20) + 1).unwrap();
    assert_eq!(private::read(&path).unwrap_err().to_string(), "it is too long");
    fs::write(&path, [0xff, 0xfe]).unwrap();
    assert!(private::read(&path).is_err());
}
