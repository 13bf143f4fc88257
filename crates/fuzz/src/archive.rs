//! Packages as developers upload them: tar, tar.gz, zip, a JSON map.

use squall_qingcloud::package;

/// The most bytes that an archive may unpack to, whatever it says of itself.
const UNPACKED_MOST: usize = 8 << 20;

/// Unpacks whatever it is.
pub fn run(bytes: &[u8]) {
    if let Ok(files) = package::unpack(bytes) {
        assert!(files.values().map(String::len).sum::<usize>() <= UNPACKED_MOST);
        let leads_out = |path: &String| path.starts_with('/') || path.split('/').any(|part| part == "..");
        assert!(!files.keys().any(leads_out), "{:?}", files.keys());
    }
}
