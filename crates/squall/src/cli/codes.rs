//! `squall codes`

use super::output::{self, Tone, paint};
use super::{Ended, bare_universe, system};
use crate::catalogue;
use clap::Args;

const EXAMPLES: &str = "\
Examples:
  squall codes --json
  squall codes huawei-imetal";

/// List the catalogue of codes.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Codes {
    /// Only this system's.
    system: Option<String>,
    /// One JSON array of catalogue objects.
    #[arg(long)]
    json: bool,
}

impl Codes {
    pub(super) fn run(self) -> Ended {
        let wanted = self.system.as_deref().map(system).transpose()?;
        let codes =
            squall_catalogue::all().filter(|code| wanted.is_none_or(|system| code.system() == system));
        if self.json {
            let universe = bare_universe();
            let list: Vec<_> = codes.map(|code| catalogue::to_json(code, &universe.clouds)).collect();
            output::say(&serde_json::Value::Array(list).to_string());
            return Ok(());
        }
        for code in codes {
            let number = paint(Tone::Strong, &format!("{:<12}", code.number()));
            let name = format!("{:<14}{number}{:<34}", code.system().as_str(), code.name());
            output::say(&format!("{name}{}  {}", code.label_zh(), paint(Tone::Faint, code.gloss_en())));
        }
        Ok(())
    }
}
