//! A page belongs to a code of the catalogue and shows a way to meet it.

use squall_catalogue::page::Page;
use squall_catalogue::{System, find};

use super::Finding;
use super::source::Source;

/// Where the pages are: `<system>/<code>.md` below it.
const PAGES: &str = "crates/catalogue/pages/";

/// Pages without a code, and pages that lack a part, the recipe above all.
pub(crate) fn check(source: &Source) -> Vec<Finding> {
    let Some(name) = source.path.strip_prefix(PAGES) else {
        return Vec::new();
    };
    let code = name
        .strip_suffix(".md")
        .and_then(|name| name.split_once('/'))
        .and_then(|(system, number)| find(System::parse(system)?, number));
    let Some(code) = code else {
        return vec![(1, "an orphan: no code has this page".to_owned())];
    };
    match Page::parse(&source.text) {
        Err(error) => vec![(1, error.to_string())],
        Ok(page) if page.number != code.number() || page.name != code.name() => {
            vec![(1, format!("the title is not `# {} {}`", code.number(), code.name()))]
        }
        Ok(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# 1400 PERMISSION_DENIED\n## When it happens\na\n## What to do\nb\n## 何时出现\nc\n\
        ## 怎么办\nd\n## Recipe\n```recipe\n=> 1400\n```\n";

    fn said(path: &str, text: &str) -> Vec<String> {
        let path = format!("{PAGES}{path}");
        check(&Source::new(&path, text)).into_iter().map(|(_, what)| what).collect()
    }

    #[test]
    fn a_page_of_a_code_is_fine() {
        assert!(said("qingcloud/1400.md", PAGE).is_empty());
        assert!(check(&Source::new("docs/design.md", "text")).is_empty());
    }

    #[test]
    fn orphans_are_found() {
        assert_eq!(said("qingcloud/1401.md", PAGE), ["an orphan: no code has this page"]);
        assert_eq!(said("nobody/1400.md", PAGE).len(), 1);
        assert_eq!(said("1400.md", PAGE).len(), 1);
    }

    #[test]
    fn a_page_without_a_recipe_is_found() {
        assert_eq!(said("qingcloud/1400.md", &PAGE.replace("```recipe", "```")).len(), 1);
        assert_eq!(said("qingcloud/2100.md", PAGE), ["the title is not `# 2100 RESOURCE_NOT_FOUND`"]);
    }
}
