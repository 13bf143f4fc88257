//! Rust source with its comments and the insides of its literals blanked out, so that rules read code only.

/// One file's code, character for character as long as the file; blanked characters are spaces.
pub(crate) struct Mask {
    code: Vec<char>,
    literals: Vec<Literal>,
}

/// A string literal of the file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Literal {
    /// The line it begins on, from 1.
    pub(crate) line: usize,
    /// What stands between its quotes, escapes left as they are.
    pub(crate) text: String,
}

impl Mask {
    /// Reads a file. Unfinished literals and comments run to its end.
    pub(crate) fn of(source: &str) -> Self {
        let mut reader =
            Reader { all: source.chars().collect(), at: 0, line: 1, code: Vec::new(), literals: Vec::new() };
        reader.run();
        Self { code: reader.code, literals: reader.literals }
    }

    /// The code, line by line, numbered from 1.
    pub(crate) fn lines(&self) -> Vec<(usize, String)> {
        let code: String = self.code.iter().collect();
        code.lines().map(str::to_owned).enumerate().map(|(index, line)| (index + 1, line)).collect()
    }

    /// The code's characters; line ends included.
    pub(crate) fn code(&self) -> &[char] {
        &self.code
    }

    /// Every string literal, in order.
    pub(crate) fn literals(&self) -> &[Literal] {
        &self.literals
    }
}

struct Reader {
    all: Vec<char>,
    at: usize,
    line: usize,
    code: Vec<char>,
    literals: Vec<Literal>,
}

impl Reader {
    fn run(&mut self) {
        while let Some(here) = self.peek(0) {
            match here {
                '/' if self.peek(1) == Some('/') => self.line_comment(),
                '/' if self.peek(1) == Some('*') => self.block_comment(),
                '"' => self.string(),
                '\'' => self.quote(),
                letter if is_word(letter) => self.word(),
                _ => self.keep(),
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.all.get(self.at + ahead).copied()
    }

    fn keep(&mut self) {
        if let Some(letter) = self.peek(0) {
            self.advance(letter);
        }
    }

    fn blank(&mut self) {
        match self.peek(0) {
            Some('\n') => self.advance('\n'),
            Some(_) => self.advance(' '),
            None => {}
        }
    }

    fn advance(&mut self, written: char) {
        if self.peek(0) == Some('\n') {
            self.line += 1;
        }
        self.code.push(written);
        self.at += 1;
    }

    fn line_comment(&mut self) {
        while self.peek(0).is_some_and(|letter| letter != '\n') {
            self.blank();
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0usize;
        while self.peek(0).is_some() {
            let pair = (self.peek(0), self.peek(1));
            let step = match pair {
                (Some('/'), Some('*')) => {
                    depth += 1;
                    2
                }
                (Some('*'), Some('/')) => {
                    depth -= 1;
                    2
                }
                _ => 1,
            };
            (0..step).for_each(|_| self.blank());
            if depth == 0 {
                return;
            }
        }
    }

    /// An identifier or number; a prefix such as `r`, `b`, `br` or `c` in front of a quote opens a literal.
    fn word(&mut self) {
        let start = self.at;
        while self.peek(0).is_some_and(is_word) {
            self.keep();
        }
        let word: String = self.all.iter().skip(start).take(self.at - start).collect();
        let hashes = (0..).take_while(|ahead| self.peek(*ahead) == Some('#')).count();
        let raw = matches!(word.as_str(), "r" | "br" | "cr");
        if raw && self.peek(hashes) == Some('"') {
            self.raw_string(hashes);
        }
    }

    fn raw_string(&mut self, hashes: usize) {
        (0..=hashes).for_each(|_| self.keep());
        let (line, start) = (self.line, self.at);
        while self.peek(0).is_some() && !self.raw_ends(hashes) {
            self.blank();
        }
        self.note(line, start);
        (0..=hashes).for_each(|_| self.keep());
    }

    fn raw_ends(&self, hashes: usize) -> bool {
        self.peek(0) == Some('"') && (1..=hashes).all(|ahead| self.peek(ahead) == Some('#'))
    }

    fn string(&mut self) {
        self.keep();
        let (line, start) = (self.line, self.at);
        while self.peek(0).is_some_and(|letter| letter != '"') {
            if self.peek(0) == Some('\\') {
                self.blank();
            }
            self.blank();
        }
        self.note(line, start);
        self.keep();
    }

    fn note(&mut self, line: usize, start: usize) {
        let text = self.all.iter().skip(start).take(self.at - start).collect();
        self.literals.push(Literal { line, text });
    }

    /// A character literal, or the tick of a lifetime.
    fn quote(&mut self) {
        self.keep();
        let escaped = self.peek(0) == Some('\\');
        if !escaped && self.peek(1) != Some('\'') {
            return;
        }
        if escaped {
            self.blank();
        }
        self.blank();
        while self.peek(0).is_some_and(|letter| letter != '\'') {
            self.blank();
        }
        self.keep();
    }
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(source: &str) -> String {
        Mask::of(source).code().iter().collect()
    }

    #[test]
    fn comments_are_blank_and_code_is_not() {
        assert_eq!(masked("a // b\nc"), "a     \nc");
        assert_eq!(masked("a /* { /* } */ } */ b"), "a                   b");
    }

    #[test]
    fn literals_are_blank_between_their_quotes() {
        assert_eq!(masked(r#"f("{\"}", '{', '\'', b'}')"#), r#"f("    ", ' ', '  ', b' ')"#);
        assert_eq!(masked("r#\"a\"{\"#; x"), "r#\"   \"#; x");
        assert_eq!(masked("fn f<'a>(x: &'a str) {}"), "fn f<'a>(x: &'a str) {}");
    }

    #[test]
    fn literals_are_kept_with_their_lines() {
        let mask = Mask::of("a(\"1\\\"\");\nb(r#\"two\"#, br\"3\")");
        let texts: Vec<_> =
            mask.literals().iter().map(|literal| (literal.line, literal.text.as_str())).collect();
        assert_eq!(texts, [(1, "1\\\""), (2, "two"), (2, "3")]);
    }

    #[test]
    fn lines_stay_in_step_with_the_file() {
        let mask = Mask::of("let a = \"x\ny\";\n// }\nb");
        assert_eq!(mask.lines().len(), 4);
        assert_eq!(mask.lines().last(), Some(&(4, "b".to_owned())));
    }
}
