//! Objects as programs print them: JSON, Python's dictionaries, JavaScript's, Ruby's and Go's structures, and the pairs
//! of a name and a value that logs are full of (`code=4000`, `errorCode: iMetal.0206`, `"ret_code" => 1400`).

use super::colour::uncoloured;
use super::field::Field;
use super::number::Module;
use super::record::Record;
use super::sighting::{Findings, Meaning};
use super::{exception, har, literal, pair};
use squall_catalogue::System;
use std::borrow::Cow;

/// Open braces that are followed; what is inside more of them belongs to the innermost.
const OPEN: usize = 64;
/// Texts within texts that are followed.
const NESTING: usize = 8;

/// What has been read of a line, and of the objects that are still open at its end.
pub(super) struct Walk<'f> {
    pub(super) findings: &'f mut Findings,
    /// The number of the line.
    pub(super) line: u64,
    /// The system whose host the line names.
    pub(super) site: Option<System>,
    open: Vec<Record>,
    too_deep: usize,
    /// What stands outside of all braces.
    loose: Record,
    /// The name of the object that is about to open.
    name: Option<Field>,
    /// The quotes that nothing closes any more in this text.
    dead: [bool; literal::QUOTES.len()],
    nested: usize,
}

impl<'f> Walk<'f> {
    pub(super) fn new(findings: &'f mut Findings) -> Walk<'f> {
        let (open, loose, dead) = (Vec::new(), Record::default(), [false; literal::QUOTES.len()]);
        Walk { findings, line: 0, site: None, open, too_deep: 0, loose, name: None, dead, nested: 0 }
    }

    /// Whether an object goes on in the next line.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Reads a line, its colours and exceptions already taken out.
    pub(super) fn read(&mut self, line: &str) {
        self.scan(line);
        self.end_loose();
    }

    /// Ends objects that nothing will close any more, as far as they came.
    pub(super) fn abandon(&mut self) {
        self.too_deep = 0;
        while self.is_open() {
            self.close();
        }
    }

    fn scan(&mut self, text: &str) {
        self.dead.fill(false);
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            at = match byte {
                b'{' => {
                    self.open();
                    at + 1
                }
                b'}' => {
                    self.close();
                    at + 1
                }
                b'"' | b'\'' | b'`' => self.quote(text, at),
                b'(' => self.parenthesis(text, at),
                b'0'..=b'9' => at + pair::word(bytes, at),
                b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                    let end = at + pair::word(bytes, at);
                    self.after_name(text, &text[at..end], end, false)
                }
                _ => at + 1,
            };
        }
    }

    /// A text in quotes, which may be the name of what follows it; where it goes on behind it.
    fn quote(&mut self, text: &str, at: usize) -> usize {
        let Some((said, end)) = self.said(text, at) else { return at + 1 };
        if Field::named(&said).is_some() {
            return self.after_name(text, &said, end, true);
        }
        self.value(&said);
        end
    }

    /// What a text in quotes says and where it ends, if it is one.
    fn said<'t>(&mut self, text: &'t str, at: usize) -> Option<(Cow<'t, str>, usize)> {
        let quote = text.as_bytes().get(at)?;
        let kind = literal::QUOTES.iter().position(|known| known == quote)?;
        if self.dead[kind] || !literal::opens(text.as_bytes(), at) {
            return None;
        }
        let said = literal::read(text, at);
        self.dead[kind] = said.is_none();
        said
    }

    /// A code of Tencent's modules in front of a sentence.
    fn parenthesis(&mut self, text: &str, at: usize) -> usize {
        let before = text[..at].chars().next_back();
        let is_first = before.is_none_or(|letter| !letter.is_ascii_alphanumeric());
        match Module::of(&text[at..]).filter(|module| is_first && module.is_certain) {
            Some(module) => {
                self.take_module(module);
                at + module.length
            }
            None => at + 1,
        }
    }

    /// Takes the value of a field that matters; where it goes on behind it.
    fn after_name(&mut self, text: &str, name: &str, end: usize, is_quoted: bool) -> usize {
        let last = name.rsplit('.').next().unwrap_or(name);
        let Some(field) = Field::named(last) else { return end };
        let Some(at) = pair::value_at(text, end, field) else { return end };
        if text[at..].starts_with('{') {
            self.name = Some(field);
            return at;
        }
        if let Some((said, end)) = self.said(text, at) {
            self.take(field, &said, is_quoted);
            self.value(&said);
            return end;
        }
        let Some((value, end)) = pair::bare(text, at) else { return at };
        self.take(field, value, is_quoted);
        end
    }

    /// A text that is a value: of a field, of something else, or of a list.
    fn value(&mut self, said: &str) {
        match Module::of(said) {
            Some(module) => {
                self.take_module(module);
                self.inside(&said[module.length..]);
            }
            None => self.inside(said),
        }
    }

    /// What a text within the text says. It has braces of its own.
    fn inside(&mut self, said: &str) {
        let can_hold_code = said.len() > 2 && said.bytes().any(|byte| byte.is_ascii_digit());
        if self.nested == NESTING || !can_hold_code {
            return;
        }
        let site = self.site();
        let loose = Record::beside(site);
        let around = (
            std::mem::take(&mut self.open),
            std::mem::take(&mut self.too_deep),
            std::mem::replace(&mut self.loose, loose),
            self.name.take(),
            self.dead,
        );
        self.nested += 1;
        self.scan(&uncoloured(said));
        self.abandon();
        self.end_loose();
        self.nested -= 1;
        (self.open, self.too_deep, self.loose, self.name, self.dead) = around;
    }

    fn take(&mut self, field: Field, value: &str, is_quoted: bool) {
        if self.top().is_second(field) {
            self.judge();
        }
        let line = self.line;
        let top = self.top();
        top.line = line;
        top.take(field, value, is_quoted);
        match field {
            Field::Url => top.site = har::site(value).or(top.site),
            Field::Text if har::may_be_base64(value) => top.text = Some(value.to_owned()),
            _ => {}
        }
    }

    fn take_module(&mut self, module: Module) {
        if self.top().has_module() {
            self.judge();
        }
        let line = self.line;
        let top = self.top();
        top.line = line;
        top.take_module(module);
    }

    fn top(&mut self) -> &mut Record {
        self.open.last_mut().unwrap_or(&mut self.loose)
    }

    /// The system of the nearest object that names one of its hosts, else that of the line.
    fn site(&self) -> Option<System> {
        self.open.iter().rev().find_map(|record| record.site).or(self.loose.site).or(self.site)
    }

    fn open(&mut self) {
        let name = self.name.take();
        if self.open.len() == OPEN {
            self.too_deep += 1;
            return;
        }
        let in_response = self.top().name == Some(Field::Response);
        if in_response && name == Some(Field::Error) {
            self.top().has_error = true;
        }
        self.open.push(Record::object(name, in_response));
    }

    fn close(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        if self.is_open() {
            self.judge();
        }
        let Some(record) = self.open.pop() else { return };
        let body = record.text.filter(|_| record.is_base64);
        if let Some(body) = body.as_deref().and_then(har::decoded) {
            let here = std::mem::replace(&mut self.line, record.line);
            let without = exception::take(&body, |number, meaning| self.found(number, meaning));
            self.inside(&without);
            self.line = here;
        }
        // Where a request went is where the response beside it comes from.
        if record.name == Some(Field::Request) {
            self.top().site = record.site;
        }
    }

    fn end_loose(&mut self) {
        let loose = std::mem::take(&mut self.loose);
        self.tell(&loose, loose.site.or(self.site));
    }

    /// Tells what the innermost record says.
    fn judge(&mut self) {
        let site = self.site();
        let record = std::mem::take(self.top());
        self.tell(&record, site);
        *self.top() = record;
        self.top().forget();
    }

    fn tell(&mut self, record: &Record, site: Option<System>) {
        for (number, meaning) in record.meanings(site) {
            self.findings.add(number, meaning, record.line);
        }
    }

    /// What an exception means that was taken out of the line.
    pub(super) fn found(&mut self, number: &str, meaning: Meaning) {
        self.findings.add(number, meaning, self.line);
    }
}
