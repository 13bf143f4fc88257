//! The template language of `cluster.json.mustache`: variables, sections over truth and lists, inverted
//! sections, comments. The vendor speaks of an improved mustache: its templates write `"name":
//! {{cluster.name}}` without quotation marks. So a variable stands for JSON where JSON is expected, and for
//! escaped text inside a JSON string. There are no partials and no change of delimiters.

use serde_json::Value;
use squall_api::wire::json;
use std::borrow::Cow;

/// The deepest nesting of sections.
const DEPTH_MOST: usize = 16;
/// The most steps of a template: pieces that are written, every turn of a list counted, and names that are looked for.
const STEPS_MOST: usize = 100_000;
/// The longest path of a variable, in bytes.
const PATH_BYTES_MOST: usize = 255;
/// The longest text that a template may yield, in bytes.
const RENDERED_MOST: usize = 1 << 20;

enum Piece<'t> {
    Text(&'t str),
    Variable { path: &'t str, raw: bool },
    Section { path: &'t str, inverted: bool, body: Vec<Piece<'t>> },
}

/// Completes a template with answers.
///
/// # Errors
/// What is wrong with the template, in words.
pub(crate) fn render(template: &str, answers: &Value) -> Result<String, String> {
    let mut rest = template;
    let pieces = parse(&mut rest, None, 0)?;
    let mut out = Rendering { text: String::with_capacity(template.len()), ..Rendering::default() };
    out.write_all(&pieces, &mut vec![answers])?;
    Ok(out.text)
}

/// The pieces up to the end of the template, or of the section that has been opened.
fn parse<'t>(rest: &mut &'t str, section: Option<&str>, depth: usize) -> Result<Vec<Piece<'t>>, String> {
    if depth > DEPTH_MOST {
        return Err(format!("sections are nested deeper than {DEPTH_MOST}"));
    }
    let mut pieces = Vec::new();
    while let Some((before, after)) = rest.split_once("{{") {
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        let close = if after.starts_with('{') { "}}}" } else { "}}" };
        let (tag, after) = after.split_once(close).ok_or("a tag is not closed")?;
        *rest = after;
        let name = tag.get(1..).unwrap_or("").trim();
        match tag.as_bytes().first() {
            Some(b'{' | b'&') => pieces.push(Piece::Variable { path: named(name)?, raw: true }),
            Some(b'!') => {}
            Some(sign @ (b'#' | b'^')) => {
                let (path, inverted) = (named(name)?, *sign == b'^');
                pieces.push(Piece::Section { path, inverted, body: parse(rest, Some(path), depth + 1)? });
            }
            Some(b'/') if section == Some(name) => return Ok(pieces),
            Some(b'/') => return Err(format!("section [{name}] is closed, but was not opened")),
            Some(b'>') => return Err(format!("partials are not supported: [{name}]")),
            Some(b'=') => return Err("delimiters cannot be changed".to_owned()),
            _ => pieces.push(Piece::Variable { path: named(tag.trim())?, raw: false }),
        }
    }
    if let Some(section) = section {
        return Err(format!("section [{section}] is not closed"));
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    Ok(pieces)
}

fn named(name: &str) -> Result<&str, String> {
    match name.len() {
        0 => Err("a tag has no name".to_owned()),
        1..=PATH_BYTES_MOST => Ok(name),
        _ => Err(format!("a tag's name is longer than {PATH_BYTES_MOST} bytes")),
    }
}

/// What has been written so far, and where in JSON its end is.
#[derive(Default)]
struct Rendering {
    text: String,
    in_string: bool,
    is_escaped: bool,
    steps: usize,
}

impl Rendering {
    fn write_all(&mut self, pieces: &[Piece<'_>], context: &mut Vec<&Value>) -> Result<(), String> {
        for piece in pieces {
            self.step()?;
            match piece {
                Piece::Text(text) => self.text(text),
                Piece::Variable { path, raw } => {
                    let found = self.find(path, context)?;
                    self.variable(found, *raw);
                }
                Piece::Section { path, inverted, body } => {
                    let found = self.find(path, context)?.filter(|value| holds(value));
                    match found {
                        None if *inverted => self.write_all(body, context)?,
                        Some(Value::Array(items)) if !inverted => {
                            items.iter().try_for_each(|item| self.section(body, item, context))?;
                        }
                        Some(value) if !inverted => self.section(body, value, context)?,
                        _ => {}
                    }
                }
            }
        }
        Ok(())
    }

    fn section<'v>(
        &mut self,
        body: &[Piece<'_>],
        value: &'v Value,
        context: &mut Vec<&'v Value>,
    ) -> Result<(), String> {
        self.step()?;
        context.push(value);
        let written = self.write_all(body, context);
        context.pop();
        written
    }

    fn step(&mut self) -> Result<(), String> {
        self.steps += 1;
        if self.steps > STEPS_MOST || self.text.len() > RENDERED_MOST {
            return Err("the template yields too much".to_owned());
        }
        Ok(())
    }

    /// The value of a path: the innermost context that knows its beginning decides.
    fn find<'v>(&mut self, path: &str, context: &[&'v Value]) -> Result<Option<&'v Value>, String> {
        if path == "." {
            return Ok(context.last().copied());
        }
        for value in context.iter().rev() {
            if let Some(found) = self.within(value, path)? {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// The value of a path inside another, if its beginning is known there. Keys may contain points themselves, so a
    /// path can be read in very many ways: each counts.
    fn within<'v>(&mut self, value: &'v Value, path: &str) -> Result<Option<Option<&'v Value>>, String> {
        self.step()?;
        let Some(fields) = value.as_object() else { return Ok(None) };
        if let Some(found) = fields.get(path) {
            return Ok(Some(Some(found)));
        }
        let points = path.match_indices('.').map(|(at, _)| at).rev();
        let mut is_known = None;
        for at in points {
            self.step()?;
            if let Some(inner) = fields.get(&path[..at]) {
                match self.within(inner, &path[at + 1..])? {
                    Some(Some(found)) => return Ok(Some(Some(found))),
                    _ => is_known = Some(None),
                }
            }
        }
        Ok(is_known)
    }

    fn text(&mut self, text: &str) {
        self.text.push_str(text);
        for byte in text.bytes() {
            if self.is_escaped {
                self.is_escaped = false;
            } else if byte == b'"' {
                self.in_string = !self.in_string;
            } else if byte == b'\\' {
                self.is_escaped = self.in_string;
            }
        }
    }

    fn variable(&mut self, value: Option<&Value>, raw: bool) {
        let Some(value) = value.filter(|value| !value.is_null()) else { return };
        if !raw && !self.in_string {
            self.text.push_str(&value.to_string());
            return;
        }
        let plain = match value {
            Value::String(text) => Cow::Borrowed(&**text),
            other => Cow::Owned(other.to_string()),
        };
        if raw {
            self.text(&plain);
        } else {
            let mut quoted = String::new();
            json::string(&plain, &mut quoted);
            self.text.push_str(&quoted[1..quoted.len() - 1]);
        }
    }
}

/// Whether a section over a value is shown. 0 and the empty text are not, as in the vendor's Python.
fn holds(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn rendered(template: &str) -> String {
        let answers = json!({
            "cluster": {"name": "it's \"my\" <zoo>", "node": {"cpu": 4, "count": 0}, "empty": "", "on": true},
            "list": [{"n": 1}, {"n": 2}], "words": ["a", "b"], "env": {"a.b": 7}, "none": null,
        });
        render(template, &answers).unwrap()
    }

    #[test]
    fn variables_become_json_or_text_as_their_place_wants() {
        assert_eq!(rendered(r#"{"n": {{cluster.name}}}"#), r#"{"n": "it's \"my\" <zoo>"}"#);
        assert_eq!(rendered(r#"{"n": "x-{{cluster.name}}"}"#), r#"{"n": "x-it's \"my\" <zoo>"}"#);
        assert_eq!(rendered("{{{cluster.name}}} {{&cluster.name}}"), "it's \"my\" <zoo> it's \"my\" <zoo>");
        assert_eq!(
            rendered(r#"{{cluster.node}} "{{list}}""#),
            r#"{"count":0,"cpu":4} "[{\"n\":1},{\"n\":2}]""#
        );
        assert_eq!(rendered(r#""\"{{cluster.name}}""#), r#""\"it's \"my\" <zoo>""#);
        assert_eq!(rendered("{{ env.a.b }}{{none}}{{cluster.missing}}{{! a note }}|"), "7|");
    }

    #[test]
    fn sections_follow_truth_and_lists() {
        assert_eq!(rendered("{{#cluster.on}}yes{{/cluster.on}}{{^cluster.on}}no{{/cluster.on}}"), "yes");
        assert_eq!(rendered("{{#cluster.node.count}}some{{/cluster.node.count}}"), "");
        assert_eq!(rendered("{{^cluster.empty}}none{{/cluster.empty}}{{^nope}}!{{/nope}}"), "none!");
        assert_eq!(rendered("{{#list}}{{n}},{{/list}}{{#words}}{{{.}}}{{/words}}"), "1,2,ab");
        assert_eq!(rendered("{{#cluster}}{{#node}}{{cpu}}{{/node}}{{on}}{{/cluster}}"), "4true");
        // The inner context knows `cluster` not at all, so the outer one answers.
        assert_eq!(rendered("{{#list}}{{cluster.node.cpu}}{{/list}}"), "44");
    }

    #[test]
    fn bad_templates_are_refused() {
        for template in
            ["{{a", "{{#a}}", "{{/a}}", "{{#a}}{{/b}}", "{{}}", "{{> x}}", "{{=<% %>=}}", "{{{a}}"]
        {
            assert!(render(template, &json!({})).is_err(), "{template}");
        }
        let deep = "{{#a}}".repeat(DEPTH_MOST + 1) + &"{{/a}}".repeat(DEPTH_MOST + 1);
        assert!(render(&deep, &json!({"a": 1})).is_err());
    }

    #[test]
    fn nested_lists_cannot_run_forever() {
        let list: Vec<u8> = vec![1; 1_000];
        let template = "{{#a}}{{#a}}{{#a}}{{/a}}{{/a}}{{/a}}";
        assert!(render(template, &json!({"a": list})).is_err());
        let long = "x".repeat(RENDERED_MOST / 4);
        assert!(render("{{#a}}{{b}}{{/a}}", &json!({"a": list, "b": long})).is_err());
    }

    #[test]
    fn names_that_can_be_read_in_many_ways_cannot_run_forever() {
        // Every way of parting `a.a.a…` is known at each of four levels, and none leads to the end.
        let mut nested = json!(1);
        for _ in 0..4 {
            let ways = (1..=20).map(|parts| (vec!["a"; parts].join("."), nested.clone()));
            nested = Value::Object(ways.collect());
        }
        let list: Vec<u8> = vec![1; 200];
        let answers = json!({"list": list, "a": nested});
        let path = vec!["a"; 120].join(".");
        let template = format!("{{{{#list}}}}{{{{{path}}}}}{{{{/list}}}}");
        assert_eq!(render(&template, &answers).err().as_deref(), Some("the template yields too much"));
        assert!(render(&format!("{{{{{}}}}}", "a".repeat(PATH_BYTES_MOST + 1)), &answers).is_err());
    }
}
