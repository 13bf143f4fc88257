//! Packages as they are uploaded: base64 of a tar.gz, a tar, a zip or a JSON map from path to text. Nobody is
//! trusted: every size is bounded while unpacking, whatever the archive says of itself.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};

/// The most bytes of a package in base64.
pub(crate) const ENCODED_MOST: usize = 8 << 20;
/// The most files of a package.
const FILES_MOST: usize = 256;
/// The most bytes of one file.
const FILE_BYTES_MOST: u64 = 1 << 20;
/// The most bytes that a whole package may unpack to.
const UNPACKED_MOST: u64 = 8 << 20;
/// The longest path of a file, in bytes.
const PATH_BYTES_MOST: usize = 255;

/// The files of a package and its size as it was handed in.
#[derive(Debug, PartialEq)]
pub(crate) struct Unpacked {
    pub(crate) files: BTreeMap<String, String>,
    pub(crate) size_bytes: u64,
}

/// Unpacks a package.
///
/// # Errors
/// What is wrong with it, in words.
pub(crate) fn unpack(encoded: &str) -> Result<Unpacked, String> {
    let compact: Vec<u8> = encoded.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    let bytes = STANDARD.decode(compact).map_err(|_| "is not base64".to_owned())?;
    Ok(Unpacked { files: files_of(&bytes)?, size_bytes: bytes.len() as u64 })
}

/// The files of an archive of whichever form, by path.
///
/// # Errors
/// What is wrong with it, in words.
pub(super) fn files_of(bytes: &[u8]) -> Result<BTreeMap<String, String>, String> {
    let mut files = Files::default();
    match bytes {
        [0x1f, 0x8b, ..] => untar(flate2::read::GzDecoder::new(bytes), &mut files)?,
        [b'P', b'K', ..] => unzip(bytes, &mut files)?,
        _ if bytes.get(257..262) == Some(b"ustar") => untar(bytes, &mut files)?,
        _ => unmap(bytes, &mut files)?,
    }
    Ok(files.kept)
}

/// The files taken out so far, and how much they may still come to.
#[derive(Default)]
struct Files {
    kept: BTreeMap<String, String>,
    bytes: u64,
}

impl Files {
    /// Takes a file in, reading no more of it than is allowed.
    fn take(&mut self, path: &str, content: impl Read) -> Result<(), String> {
        let path = plain(path)?;
        let mut bytes = Vec::new();
        let read = content.take(FILE_BYTES_MOST + 1).read_to_end(&mut bytes);
        read.map_err(|error| format!("cannot be unpacked: {error}"))?;
        if bytes.len() as u64 > FILE_BYTES_MOST {
            return Err(format!("has a file of more than {FILE_BYTES_MOST} bytes: [{path}]"));
        }
        self.bytes += bytes.len() as u64;
        if self.bytes > UNPACKED_MOST {
            return Err(format!("unpacks to more than {UNPACKED_MOST} bytes"));
        }
        if is_debris(&path) {
            return Ok(());
        }
        let text = String::from_utf8(bytes).map_err(|_| format!("has a file that is not UTF-8: [{path}]"))?;
        if self.kept.len() >= FILES_MOST {
            return Err(format!("has more than {FILES_MOST} files"));
        }
        match self.kept.insert(path.clone(), text) {
            Some(_) => Err(format!("has a file twice: [{path}]")),
            None => Ok(()),
        }
    }
}

/// A path inside the package without `./` in front; none that leads out of it.
fn plain(path: &str) -> Result<String, String> {
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            "" | ".." => return Err(format!("has a file at a bad path: [{path}]")),
            part => parts.push(part),
        }
    }
    let plain = parts.join("/");
    if plain.is_empty() || plain.len() > PATH_BYTES_MOST || plain.contains(['\\', '\0']) {
        return Err(format!("has a file at a bad path: [{path}]"));
    }
    Ok(plain)
}

/// What desktops leave in archives and nobody asked for.
fn is_debris(path: &str) -> bool {
    path.starts_with("__MACOSX/") || path.split('/').any(|part| part.starts_with('.'))
}

/// A stream that ends in an error, not silently, once it has given more than a package may hold. What tar
/// adds to the files is at most a header and padding for each.
struct Bounded<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self
            .left
            .checked_sub(read as u64)
            .ok_or_else(|| io::Error::other(format!("more than {UNPACKED_MOST} bytes")))?;
        Ok(read)
    }
}

fn untar(stream: impl Read, files: &mut Files) -> Result<(), String> {
    let broken = |error: io::Error| format!("is not a whole tar archive: {error}");
    let left = UNPACKED_MOST + FILES_MOST as u64 * 4_096;
    let mut archive = tar::Archive::new(Bounded { inner: stream, left });
    let mut entries = 0_usize;
    for entry in archive.entries().map_err(broken)? {
        let entry = entry.map_err(broken)?;
        entries += 1;
        if entries > FILES_MOST * 4 {
            return Err(format!("has more than {} entries", FILES_MOST * 4));
        }
        let path = entry.path_bytes().into_owned();
        let path = String::from_utf8(path).map_err(|_| "has a path that is not UTF-8".to_owned())?;
        match entry.header().entry_type() {
            tar::EntryType::Regular | tar::EntryType::Continuous => files.take(&path, entry)?,
            tar::EntryType::Directory | tar::EntryType::XGlobalHeader => {}
            _ => return Err(format!("has something that is neither file nor folder: [{path}]")),
        }
    }
    Ok(())
}

fn unzip(bytes: &[u8], files: &mut Files) -> Result<(), String> {
    let broken = |error: zip::result::ZipError| format!("is not a whole zip archive: {error}");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > FILES_MOST * 4 {
        return Err(format!("has more than {} entries", FILES_MOST * 4));
    }
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(broken)?;
        if entry.is_dir() {
            continue;
        }
        if entry.is_symlink() {
            return Err(format!("has something that is neither file nor folder: [{}]", entry.name()));
        }
        let path = entry.name().to_owned();
        files.take(&path, entry)?;
    }
    Ok(())
}

fn unmap(bytes: &[u8], files: &mut Files) -> Result<(), String> {
    let map: BTreeMap<String, Value> = serde_json::from_slice(bytes)
        .map_err(|_| "is neither tar.gz nor zip nor a JSON map of files".to_owned())?;
    map.iter().try_for_each(|(path, content)| match content {
        Value::String(text) => files.take(path, text.as_bytes()),
        // A JSON file may stand in the map as it is.
        json => files.take(path, json.to_string().as_bytes()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn encoded(bytes: &[u8]) -> String {
        STANDARD.encode(bytes)
    }

    fn tar_of(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (path, content) in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(content.len() as u64);
            header.set_mode(0o644);
            // Set by hand: the builder itself refuses paths that lead out.
            header.as_mut_bytes()[..path.len()].copy_from_slice(path.as_bytes());
            header.set_cksum();
            builder.append(&header, *content).unwrap();
        }
        builder.into_inner().unwrap()
    }

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (path, content) in files {
            writer.start_file(*path, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn all_forms_hold_the_same_files() {
        let files: &[(&str, &[u8])] = &[("./config.json", b"{}"), ("locale/en.json", b"{\"a\":1}")];
        let as_json = unpack(&encoded(br#"{"config.json":{},"locale/en.json":{"a":1}}"#)).unwrap();
        let from_map = unpack(&encoded(br#"{"config.json":"{}","locale/en.json":"{\"a\":1}"}"#)).unwrap();
        assert_eq!(from_map.files, as_json.files);
        assert_eq!(from_map.files.len(), 2);
        for bytes in [tar_of(files), gz(&tar_of(files)), zip_of(&[("config.json", b"{}"), files[1]])] {
            let unpacked = unpack(&encoded(&bytes)).unwrap();
            assert_eq!(unpacked.files, from_map.files);
            assert_eq!(unpacked.size_bytes, bytes.len() as u64);
        }
    }

    #[test]
    fn debris_is_left_out() {
        let bytes = zip_of(&[("config.json", b"{}"), ("__MACOSX/._config.json", b"\xff\x00")]);
        assert_eq!(unpack(&encoded(&bytes)).unwrap().files.len(), 1);
    }

    #[test]
    fn bombs_do_not_go_off() {
        let large = vec![b'0'; FILE_BYTES_MOST as usize + 1];
        let many: Vec<String> = (0..=FILES_MOST).map(|n| format!("f{n}")).collect();
        let many: Vec<(&str, &[u8])> = many.iter().map(|name| (&**name, &b""[..])).collect();
        let half = vec![b'0'; FILE_BYTES_MOST as usize];
        let names: Vec<String> = (0..9).map(|n| format!("f{n}")).collect();
        let whole: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, &*half)).collect();
        let entries: Vec<(&str, &[u8])> = vec![("./", b""); FILES_MOST * 4 + 1];
        for files in [&[("a", &*large)][..], &many, &whole] {
            assert!(unpack(&encoded(&gz(&tar_of(files)))).is_err());
            assert!(unpack(&encoded(&zip_of(files))).is_err());
        }
        assert!(unpack(&encoded(&gz(&tar_of(&entries)))).is_err());
    }

    #[test]
    fn what_is_no_package_is_refused() {
        let link = {
            let mut header = tar::Header::new_gnu();
            header.set_entry_type(tar::EntryType::Symlink);
            header.set_size(0);
            let mut builder = tar::Builder::new(Vec::new());
            builder.append_link(&mut header, "config.json", "/etc/passwd").unwrap();
            builder.into_inner().unwrap()
        };
        let cut = gz(&tar_of(&[("config.json", &[b'x'; 2_000])]));
        for bytes in [
            b"hello".to_vec(),
            b"[]".to_vec(),
            b"PK\x03\x04".to_vec(),
            cut[..cut.len() / 2].to_vec(),
            tar_of(&[("../config.json", b"{}")]),
            tar_of(&[("/config.json", b"{}")]),
            tar_of(&[("config.json", b"{}"), ("./config.json", b"{}")]),
            tar_of(&[("config.json", b"\xff\xfe")]),
            link,
        ] {
            assert!(unpack(&encoded(&bytes)).is_err());
        }
        assert!(unpack("not base64!").is_err());
    }
}
