//! The explanatory page of a code: five fixed headings, so that tools can take it apart.

use std::fmt;

/// A page taken apart. Every part is trimmed and not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<'a> {
    /// The code in the title.
    pub number: &'a str,
    /// The constant in the title.
    pub name: &'a str,
    /// English: the conditions, their limits and the order of checks. Markdown.
    pub when_en: &'a str,
    /// English: how to get past it. Markdown.
    pub todo_en: &'a str,
    /// Chinese counterpart of `when_en`.
    pub when_zh: &'a str,
    /// Chinese counterpart of `todo_en`.
    pub todo_zh: &'a str,
    /// One recipe for each row of the code, in the order of the rows. A recipe is the steps that end in the code, one
    /// a line, without the fence; its last line is `=> NUMBER`, or `=> NUMBER STATUS` where the code has several rows.
    pub recipes: Vec<&'a str>,
}

/// Why a text is not a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageError {
    /// The first line is not `# NUMBER CONSTANT`.
    Title,
    /// The section with this heading is missing or empty.
    Section(&'static str),
    /// The recipe section holds no `recipe` block, or one that is empty or not closed.
    Recipe,
}

const WHEN_EN: &str = "When it happens";
const TODO_EN: &str = "What to do";
const WHEN_ZH: &str = "何时出现";
const TODO_ZH: &str = "怎么办";
const RECIPE: &str = "Recipe";

const FENCE: &str = "```";
const RECIPE_FENCE: &str = "```recipe";

impl<'a> Page<'a> {
    /// Takes a page apart.
    ///
    /// # Errors
    /// Names the first part that is missing, empty or malformed.
    pub fn parse(markdown: &'a str) -> Result<Self, PageError> {
        let title =
            markdown.lines().next().and_then(|line| line.strip_prefix("# ")).ok_or(PageError::Title)?;
        let (number, name) = title.split_once(' ').ok_or(PageError::Title)?;
        let part = |heading| section(markdown, heading).ok_or(PageError::Section(heading));
        let page = Self {
            number,
            name,
            when_en: part(WHEN_EN)?,
            todo_en: part(TODO_EN)?,
            when_zh: part(WHEN_ZH)?,
            todo_zh: part(TODO_ZH)?,
            recipes: recipes(markdown),
        };
        if page.recipes.is_empty() { Err(PageError::Recipe) } else { Ok(page) }
    }
}

/// The text under the heading `## heading`, up to the next one; `None` where it is missing or empty.
pub fn section<'a>(markdown: &'a str, heading: &str) -> Option<&'a str> {
    let mut start = None;
    let mut end = markdown.len();
    for (offset, title) in headings(markdown) {
        if start.is_some() {
            end = offset;
            break;
        }
        if title.trim() == heading {
            start = Some(offset + "## ".len() + title.len());
        }
    }
    let text = markdown.get(start?..end)?.trim();
    (!text.is_empty()).then_some(text)
}

/// The page's recipes, one `recipe` block each; none where one of them is empty or not closed.
pub fn recipes(markdown: &str) -> Vec<&str> {
    let Some(text) = section(markdown, RECIPE) else {
        return Vec::new();
    };
    let blocks = text.split(RECIPE_FENCE).skip(1).map(|block| {
        let (steps, _) = block.split_once(FENCE)?;
        Some(steps.trim()).filter(|steps| !steps.is_empty())
    });
    blocks.collect::<Option<_>>().unwrap_or_default()
}

/// The offsets and titles of second-level headings; lines of fenced blocks are not headings.
fn headings(markdown: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut offset = 0;
    let mut fenced = false;
    markdown.split_inclusive('\n').filter_map(move |line| {
        let here = offset;
        offset += line.len();
        if line.starts_with(FENCE) {
            fenced = !fenced;
        }
        let title = line.strip_prefix("## ").filter(|_| !fenced)?;
        Some((here, title.trim_end_matches(['\r', '\n'])))
    })
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Title => f.write_str("the first line is not `# NUMBER CONSTANT`"),
            Self::Section(heading) => write!(f, "the section `{heading}` is missing or empty"),
            Self::Recipe => {
                f.write_str("the recipe section holds no recipe block, or one that is empty or not closed")
            }
        }
    }
}

impl std::error::Error for PageError {}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "# 7 SEVEN\n\n## When it happens\n\nOnce.\n\n## What to do\nRest.\n\n\
        ## 何时出现\n一次。\n## 怎么办\n休息。\n## Recipe\nWords.\n```recipe\n## no heading\nDo a=b\n=> 7\n```\n";

    #[test]
    fn a_whole_page_comes_apart() {
        let page = Page::parse(WHOLE).unwrap();
        assert_eq!((page.number, page.name), ("7", "SEVEN"));
        assert_eq!((page.when_en, page.todo_en), ("Once.", "Rest."));
        assert_eq!((page.when_zh, page.todo_zh), ("一次。", "休息。"));
        assert_eq!(page.recipes, ["## no heading\nDo a=b\n=> 7"]);
    }

    #[test]
    fn a_page_may_have_a_recipe_for_each_row() {
        let two = WHOLE.replace("=> 7\n```", "=> 7 400\n```\nMore words.\n```recipe\nUndo\n=> 7 413\n```");
        let page = Page::parse(&two).unwrap();
        assert_eq!(page.recipes, ["## no heading\nDo a=b\n=> 7 400", "Undo\n=> 7 413"]);
        assert_eq!(recipes(&two.replace("Undo\n=> 7 413\n", "")), [""; 0]);
    }

    #[test]
    fn what_is_missing_is_named() {
        let broken = |from: &str, to: &str| Page::parse(&WHOLE.replace(from, to)).map(|_| ()).unwrap_err();
        assert_eq!(broken("# 7 SEVEN", "# 7"), PageError::Title);
        assert_eq!(broken("Once.", ""), PageError::Section("When it happens"));
        assert_eq!(broken("## 怎么办", "### 怎么办"), PageError::Section("怎么办"));
        assert_eq!(broken("```recipe", "```"), PageError::Recipe);
        assert_eq!(broken("=> 7\n```", "=> 7"), PageError::Recipe);
        assert_eq!(broken("Words.", "```recipe\n```"), PageError::Recipe);
        assert_eq!(broken("## no heading\nDo a=b\n=> 7\n", ""), PageError::Recipe);
    }
}
