//! A code as JSON, with what only the running systems know: who raises it and what it takes to reach it.

use serde_json::{Value, json};
use squall_api::Cloud;
use squall_catalogue::page::Page;
use squall_catalogue::{Code, Row};
use squall_recipes::{Reach, Recipe};

/// The catalogue's object for a code.
pub fn to_json(code: Code, clouds: &[Box<dyn Cloud>]) -> Value {
    let page = code.page().and_then(|page| Page::parse(page).ok());
    let rows: Vec<_> = code.rows().map(row).collect();
    json!({
        "system": code.system().as_str(),
        "code": code.number(),
        "name": code.name(),
        "kind": code.kind().as_str(),
        "http_status": code.http_status(),
        "label_zh": code.label_zh(),
        "message": code.message(),
        "rows": (rows.len() > 1).then_some(rows),
        "gloss_en": code.gloss_en(),
        "retry": code.retry().as_str(),
        "blame": code.blame().as_str(),
        "reach": recipes(code).iter().map(Recipe::reach).max().map(Reach::as_str),
        "carrier": code.carrier(),
        "raised_by": raised_by(code, clouds),
        "unanswered": code.unanswered(),
        "page": page.map(|page| json!({
            "en": format!("{}\n\n{}", page.when_en, page.todo_en),
            "zh": format!("{}\n\n{}", page.when_zh, page.todo_zh),
        })),
    })
}

/// One status and message of a code that has several.
fn row(row: Row) -> Value {
    json!({"http_status": row.http_status, "message": row.message, "retry": row.kind.retry().as_str()})
}

/// The recipes of a code's page: one for each of its rows.
pub fn recipes(code: Code) -> Vec<Recipe> {
    let page = code.page().and_then(|page| Page::parse(page).ok());
    page.map_or_else(Vec::new, |page| page.recipes.iter().filter_map(|text| text.parse().ok()).collect())
}

/// The actions that raise a code, in order of name: those that declare it, or all of them where any can.
pub fn raised_by(code: Code, clouds: &[Box<dyn Cloud>]) -> Vec<&'static str> {
    let Some(cloud) = clouds.iter().find(|cloud| cloud.system() == code.system()) else { return Vec::new() };
    let by_all = cloud.common_codes().contains(&code);
    let actions = cloud.actions().into_iter().filter(|action| by_all || action.raises.contains(&code));
    actions.map(|action| action.name).collect()
}
