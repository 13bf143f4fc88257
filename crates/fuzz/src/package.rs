//! The files of a package and a user's answers to its form: `config.json`, template and answers, a zero byte between.

use squall_qingcloud::package;

/// What stands between the three files.
const BETWEEN: u8 = 0;

/// Takes them through everything that comes before a world is looked at.
pub fn run(bytes: &[u8]) {
    let mut files = bytes.splitn(3, |byte| *byte == BETWEEN).map(std::str::from_utf8);
    let mut next = || files.next().unwrap_or(Ok("{}"));
    if let (Ok(config), Ok(template), Ok(answers)) = (next(), next(), next())
        && let Err(fault) = package::examine(config, template, answers)
    {
        assert!(fault.code().is_some(), "{}", fault.note());
    }
}
