//! Which crate of the workspace may build on which, read from their manifests.

use super::Finding;
use super::source::Source;

/// A crate's folder and the workspace crates it may depend on; `None` for those that assemble the others.
///
/// A dialect stands on `api` alone, which re-exports what it needs; no dialect knows another.
const LAYERS: [(&str, Option<&[&str]>); 14] = [
    ("catalogue", Some(&[])),
    ("store", Some(&[])),
    ("cloud", Some(&["squall-store"])),
    ("wire", Some(&[])),
    ("derive", Some(&[])),
    ("api", Some(&["squall-catalogue", "squall-cloud", "squall-store", "squall-wire", "squall-derive"])),
    ("qingcloud", Some(&["squall-api"])),
    ("huawei", Some(&["squall-api"])),
    ("tencent", Some(&["squall-api"])),
    ("recipes", None),
    ("simulate", None),
    ("bench", Some(&["squall-wire"])),
    ("squall", None),
    ("fuzz", None),
];

/// Dependencies that point the wrong way. What a crate uses in its tests alone is free.
pub(crate) fn check(source: &Source) -> Vec<Finding> {
    let Some(folder) =
        source.crate_folder().filter(|folder| source.path == format!("crates/{folder}/Cargo.toml"))
    else {
        return Vec::new();
    };
    let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == folder) else {
        return vec![(1, format!("the crate {folder} has no place among the layers that tidy knows"))];
    };
    let Some(allowed) = allowed else {
        return Vec::new();
    };
    dependencies(&source.text)
        .into_iter()
        .filter(|(_, name)| name.starts_with("squall") && !allowed.contains(&name.as_str()))
        .map(|(line, name)| (line, format!("{folder} may not depend on {name}")))
        .collect()
}

/// Line and name of every dependency that is built in, in whichever way the manifest writes it.
fn dependencies(manifest: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut inside = false;
    for (index, line) in manifest.lines().enumerate() {
        let line = line.trim();
        if let Some(section) = line.strip_prefix('[') {
            let section = section.trim_end_matches(']');
            let built = |name: &str| name.ends_with("dependencies") && !name.ends_with("dev-dependencies");
            inside = built(section);
            if let Some((table, name)) = section.rsplit_once('.').filter(|(table, _)| built(table)) {
                found.extend((!table.is_empty()).then(|| (index + 1, name.to_owned())));
            }
        } else if inside && !line.is_empty() && !line.starts_with('#') {
            let name = line.split(['.', '=', ' ']).next().unwrap_or_default();
            found.push((index + 1, name.trim_matches('"').to_owned()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(folder: &str, manifest: &str) -> Vec<Finding> {
        check(&Source::new(&format!("crates/{folder}/Cargo.toml"), manifest))
    }

    #[test]
    fn a_dependency_upwards_is_found() {
        let manifest = "[package]\nname = \"squall-cloud\"\n\n[dependencies]\nsquall-api.workspace = true\n";
        assert_eq!(said("cloud", manifest), [(5, "cloud may not depend on squall-api".to_owned())]);
        assert_eq!(said("cloud", "[dependencies.squall-wire]\nworkspace = true").len(), 1);
        assert_eq!(said("wire", "[target.'cfg(unix)'.dependencies]\nsquall-store = \"1\"").len(), 1);
        assert_eq!(said("qingcloud", "[build-dependencies]\nsquall-catalogue = \"1\"").len(), 1);
    }

    #[test]
    fn a_dependency_downwards_is_fine() {
        assert!(
            said("cloud", "[dependencies]\nsquall-store.workspace = true\ntime.workspace = true").is_empty()
        );
        assert!(said("squall", "[dependencies]\nsquall-qingcloud.workspace = true").is_empty());
        assert!(said("derive", "[dev-dependencies]\nsquall-wire.workspace = true").is_empty());
    }

    #[test]
    fn a_new_crate_must_be_given_a_place() {
        assert_eq!(said("misc", "[package]").len(), 1);
        assert!(check(&Source::new("Cargo.toml", "[dependencies]\nsquall = \"1\"")).is_empty());
    }
}
