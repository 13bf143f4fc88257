//! A manual page for squall and each of its commands, and completions for three shells, from the command line itself;
//! and the ledger of what is covered, from the systems.

#[path = "coverage.rs"]
mod coverage;

use clap_complete::Shell;
use clap_mangen::Man;
use squall::cli::command;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

/// The folders of what is made; nothing else may be in them.
const FOLDERS: [&str; 2] = ["completions", "man"];
/// The shells.
const SHELLS: [Shell; 3] = [Shell::Bash, Shell::Fish, Shell::Zsh];

/// Every file: its path below the folder of documents, and its text.
pub(crate) fn made(folder: &Path) -> io::Result<Vec<(String, String)>> {
    let mut files = vec![("coverage.md".to_owned(), coverage::made(folder)?)];
    for shell in SHELLS {
        let mut text = Vec::new();
        clap_complete::generate(shell, &mut command(), "squall", &mut text);
        let name = clap_complete::Generator::file_name(&shell, "squall");
        files.push((format!("completions/{name}"), String::from_utf8_lossy(&text).into_owned()));
    }
    let mut whole = command();
    whole.build();
    let commands = whole.get_subcommands().filter(|one| one.get_name() != "help").cloned();
    let commands: Vec<_> = commands.map(|one| (format!("squall-{}", one.get_name()), one)).collect();
    for (name, one) in std::iter::once(("squall".to_owned(), whole)).chain(commands) {
        let mut text = Vec::new();
        Man::new(one.display_name(name.clone())).render(&mut text)?;
        files.push((format!("man/{name}.1"), String::from_utf8_lossy(&text).into_owned()));
    }
    Ok(files)
}

/// Files that differ from what would be made, and files that nothing makes any more.
pub(crate) fn stale(folder: &Path) -> io::Result<Vec<String>> {
    let made = made(folder)?;
    let mut stale: Vec<String> = made
        .iter()
        .filter(|(path, text)| fs::read_to_string(folder.join(path)).ok().as_ref() != Some(text))
        .map(|(path, _)| path.clone())
        .collect();
    let names: BTreeSet<&str> = made.iter().map(|(path, _)| path.as_str()).collect();
    for part in FOLDERS {
        let Ok(present) = fs::read_dir(folder.join(part)) else { continue };
        for file in present {
            let path = format!("{part}/{}", file?.file_name().to_string_lossy());
            stale.extend((!names.contains(path.as_str())).then_some(path));
        }
    }
    Ok(stale)
}

/// Makes the stale files anew and removes those that nothing makes any more. Answers which those were.
pub(crate) fn write(folder: &Path) -> io::Result<Vec<String>> {
    let (stale, made) = (stale(folder)?, made(folder)?);
    for part in FOLDERS {
        fs::create_dir_all(folder.join(part))?;
    }
    for path in &stale {
        match made.iter().find(|(known, _)| known == path) {
            Some((_, text)) => fs::write(folder.join(path), text)?,
            None => fs::remove_file(folder.join(path))?,
        }
    }
    Ok(stale)
}
