//! The table of one system's codes, as Markdown.

use std::fmt::Write;

use squall_catalogue::{Code, System, codes};

/// Where the pages are, seen from the tables.
const PAGES: &str = "../../crates/catalogue/pages";

/// The system's codes in the vendor's order.
pub(crate) fn render(system: System) -> String {
    let all = codes(system);
    let paged = all.iter().filter(|code| code.page().is_some()).count();
    let mut text =
        format!("# Error codes of {system}\n\n<!-- Written by `cargo xtask docs --write`. -->\n\n");
    let _ = writeln!(text, "{} codes, {paged} of them with a page.\n", all.len());
    text.push_str("| code | constant | kind | Chinese text | condition | retry | blame |\n");
    text.push_str("| --- | --- | --- | --- | --- | --- | --- |\n");
    for code in all {
        text.push_str(&row(*code));
    }
    text
}

fn row(code: Code) -> String {
    let number = match code.page() {
        Some(_) => format!("[{0}]({PAGES}/{1}/{0}.md)", code.number(), code.system()),
        None => code.number().to_owned(),
    };
    let number = match code.carrier() {
        Some(carrier) => format!("{number} (within {carrier})"),
        None => number,
    };
    format!(
        "| {number} | `{}` | {} | {} | {} | {} | {} |\n",
        code.name(),
        code.kind(),
        cell(code.label_zh()),
        cell(&condition(code)),
        code.retry(),
        code.blame(),
    )
}

/// The gloss; for a code that is never answered, why it is not.
fn condition(code: Code) -> String {
    let gloss = code.gloss_en();
    code.unanswered().map_or_else(|| gloss.to_owned(), |why| format!("{gloss} Never answered: {why}."))
}

/// Text that may stand in a cell: bars would end it, angle brackets would be taken for markup.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use squall_catalogue::{huawei, qingcloud, tencent_cdn};

    #[test]
    fn a_code_with_a_page_links_to_it() {
        let row = row(qingcloud::PERMISSION_DENIED);
        assert!(row.starts_with(
            "| [1400](../../crates/catalogue/pages/qingcloud/1400.md) | `PERMISSION_DENIED` | denied |"
        ));
        assert!(row.ends_with("| after_change | account |\n"));
    }

    #[test]
    fn a_code_that_is_never_answered_says_why() {
        let row = row(huawei::APP_FROZEN);
        assert!(row.starts_with("| APIGW.0502 | `APP_FROZEN` |"));
        assert!(row.contains(huawei::APP_FROZEN.unanswered().unwrap()));
    }

    #[test]
    fn a_carried_code_names_its_carrier() {
        let carried = tencent_cdn::CODES.iter().find(|code| code.carrier().is_some()).unwrap();
        assert!(row(*carried).contains(&format!("(within {})", carried.carrier().unwrap())));
    }

    #[test]
    fn every_code_has_one_row_of_seven_cells() {
        for system in System::ALL {
            let text = render(system);
            let rows: Vec<_> = text.lines().filter(|line| line.starts_with('|')).collect();
            assert_eq!(rows.len(), codes(system).len() + 2);
            assert!(rows.iter().all(|row| row.replace("\\|", "").matches('|').count() == 8), "{system}");
        }
    }
}
