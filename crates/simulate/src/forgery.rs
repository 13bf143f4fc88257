//! Requests whose credentials were tampered with: one part at a time, in every way in which a client could write it.

use crate::chance::Chance;
use crate::desk::Desk;
use crate::generate::Parameters;
use squall_api::catalogue::Code;
use squall_api::client::{Credentials, Prepared};
use squall_api::wire::percent;

/// A way of showing who calls.
pub struct Showing {
    /// What it is called.
    pub name: &'static str,
    /// Good credentials.
    pub credentials: Credentials,
    /// Another account's, shown in the same way; none where whoever bears them is that account.
    pub other: Option<Credentials>,
    /// Parameters that go along.
    pub parameters: Vec<(String, String)>,
    /// Where they stand in a request.
    pub parts: &'static [Part],
    /// Whether an action is called in this way.
    pub serves: fn(&str) -> bool,
}

/// A part of what a request shows of who calls.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Where it stands.
    pub place: Place,
    /// The code where it is not there, or empty.
    pub missing: Code,
    /// The code where it comes twice, or as something else than one text.
    pub misshapen: Code,
    /// The codes of any text that is another.
    pub wrong: &'static [Code],
}

/// Where a part stands in a request.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// A parameter of the query, or of a form.
    Parameter(&'static str),
    /// A header.
    Header(&'static str),
    /// What follows `name=` in a header whose pieces stand between commas, after a word.
    Piece(&'static str, &'static str),
}

/// What is done to a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// It is left out.
    Absent,
    /// It has no value.
    Empty,
    /// It comes twice.
    Doubled,
    /// It comes again, with another value.
    Contradicted,
    /// It is the one entry of a list.
    List,
    /// There is a list of its name as well.
    ListBeside,
    /// It is the one field of an object.
    Object,
    /// It is another text.
    Text(&'static str),
    /// It is what another account shows.
    Foreign,
    /// Its first byte is another.
    FirstByte,
    /// Its last byte is another.
    LastByte,
    /// Its last byte is missing.
    Cut,
    /// There is something behind it.
    Longer,
}

impl Change {
    /// All of them.
    pub const ALL: [Change; 22] = [
        Change::Absent,
        Change::Empty,
        Change::Doubled,
        Change::Contradicted,
        Change::List,
        Change::ListBeside,
        Change::Object,
        Change::Text("1"),
        Change::Text("0"),
        Change::Text("-1.5e3"),
        Change::Text("true"),
        Change::Text("null"),
        Change::Text("[]"),
        Change::Text("{}"),
        Change::Text("\"\""),
        Change::Text(" "),
        Change::Text("*"),
        Change::Foreign,
        Change::FirstByte,
        Change::LastByte,
        Change::Cut,
        Change::Longer,
    ];

    fn codes(self, part: &Part) -> Vec<Code> {
        match (self, part.place) {
            (Change::Absent | Change::Empty, _) => vec![part.missing],
            // A header's name cannot say that it is one of a list.
            (Change::List | Change::Object, Place::Header(_)) => part.wrong.to_vec(),
            (
                Change::Doubled | Change::Contradicted | Change::List | Change::ListBeside | Change::Object,
                _,
            ) => {
                vec![part.misshapen]
            }
            _ => part.wrong.to_vec(),
        }
    }

    /// A value as this change makes it; nothing where it is not about the value.
    fn rewrite(self, value: &str, foreign: Option<&str>) -> Option<String> {
        let flipped = |byte: u8| if byte == b'x' { 'y' } else { 'x' };
        let (first, last) = (*value.as_bytes().first()?, *value.as_bytes().last()?);
        match self {
            Change::Empty => Some(String::new()),
            Change::Text(text) => Some(text.to_owned()),
            Change::Foreign => foreign.map(str::to_owned),
            Change::FirstByte => Some(format!("{}{}", flipped(first), &value[1..])),
            Change::LastByte => Some(format!("{}{}", &value[..value.len() - 1], flipped(last))),
            Change::Cut => Some(value[..value.len() - 1].to_owned()).filter(|cut| !cut.is_empty()),
            Change::Longer => Some(format!("{value}x")),
            _ => None,
        }
    }
}

/// A request that shows something false.
pub struct Forged {
    /// The request.
    pub request: Prepared,
    /// What is false in it.
    pub what: String,
    /// The codes by which it must be refused.
    pub codes: Vec<Code>,
}

impl Showing {
    /// A call with some credentials, shown in this way. Of its parameters those are left out that would show who calls.
    pub fn prepare(
        &self,
        desk: &Desk,
        credentials: &Credentials,
        action: &str,
        parameters: &Parameters,
    ) -> Prepared {
        let shows = |name: &str| {
            let mut parts = self.parts.iter();
            parts.any(|part| matches!(part.place, Place::Parameter(known) if known == name))
        };
        let own = parameters.iter().filter(|(name, _)| !shows(name));
        let pairs = own.chain(&self.parameters).map(|(name, value)| (&**name, &**value));
        desk.prepare(credentials, action, &pairs.collect::<Vec<_>>(), None, None)
    }

    /// A good request with one of its parts changed; nothing where that would make no difference.
    pub fn change(
        &self,
        good: &Prepared,
        foreign: Option<&Prepared>,
        part: &Part,
        change: Change,
    ) -> Option<Forged> {
        let what = format!("{}: {:?} {change:?}", self.name, part.place);
        let request = part.place.change(good, foreign, change)?;
        Some(Forged { request, what, codes: change.codes(part) })
    }

    /// A good request without any of its parts.
    pub fn bare(&self, good: &Prepared) -> Prepared {
        self.without(good, usize::MAX)
    }

    /// A good request without the parts whose bits are set.
    pub fn without(&self, good: &Prepared, bits: usize) -> Prepared {
        let gone = self.parts.iter().enumerate().filter(|(at, _)| bits & (1 << at) != 0);
        let leave_out = |request: Prepared, part: &Part| {
            part.place.change(&request, None, Change::Absent).unwrap_or(request)
        };
        gone.fold(good.clone(), |request, (_, part)| leave_out(request, part))
    }

    /// A request with one of the parts in some form and no other one.
    pub fn alone(&self, good: &Prepared, part: usize, change: Change) -> Option<Prepared> {
        let others = !(1 << part) & ((1 << self.parts.len()) - 1);
        self.parts[part].place.change(&self.without(good, others), None, change)
    }

    /// Every code by which something false is refused.
    pub fn codes(&self) -> impl Iterator<Item = Code> + '_ {
        self.parts
            .iter()
            .flat_map(|part| [part.missing, part.misshapen].into_iter().chain(part.wrong.to_vec()))
    }

    /// A request with one of all changes, by chance, or without any part.
    pub fn any(&self, good: &Prepared, chance: &mut Chance) -> Prepared {
        let part = chance.below(self.parts.len() as u64) as usize;
        let change = chance.pick(&Change::ALL).copied().unwrap_or(Change::Absent);
        let changed = match chance.below(3) {
            0 => None,
            1 => self.alone(good, part, change),
            _ => self.parts[part].place.change(good, None, change),
        };
        changed.unwrap_or_else(|| self.bare(good))
    }
}

/// Named values in the order in which they were written.
type Pairs = Vec<(String, String)>;

impl Place {
    fn change(self, good: &Prepared, foreign: Option<&Prepared>, change: Change) -> Option<Prepared> {
        let mut request = good.clone();
        match self {
            Place::Parameter(name) => {
                let mut pairs = parameters(good);
                let foreign = foreign.map(parameters);
                edit(&mut pairs, name, foreign.as_ref(), change)?;
                let text = pairs.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
                let text = text.collect::<Vec<_>>().join("&");
                match good.target.split_once('?') {
                    Some((path, _)) => request.target = format!("{path}?{text}"),
                    None => request.body = text,
                }
            }
            Place::Header(name) => {
                let present = good.headers.iter().find(|(known, _)| known == name)?.1.clone();
                match change {
                    // What another account shows in a whole header may well prove that it is that account.
                    Change::ListBeside | Change::Foreign => return None,
                    Change::List | Change::Object => {
                        let wrapped = serde_json::Value::from(present);
                        let wrapped = match change {
                            Change::List => serde_json::json!([wrapped]),
                            _ => serde_json::json!({"a": wrapped}),
                        };
                        let header = request.headers.iter_mut().find(|(known, _)| known == name)?;
                        header.1 = wrapped.to_string();
                    }
                    _ => edit(&mut request.headers, name, foreign.map(|foreign| &foreign.headers), change)?,
                }
            }
            Place::Piece(header, name) => {
                let (word, mut pairs) = pieces(good, header)?;
                let foreign = foreign.and_then(|foreign| pieces(foreign, header)).map(|(_, pairs)| pairs);
                edit(&mut pairs, name, foreign.as_ref(), change)?;
                let text = pairs.iter().map(|(name, value)| format!("{name}={value}"));
                let text = text.collect::<Vec<_>>().join(", ");
                request.headers.iter_mut().find(|(known, _)| known == header)?.1 = format!("{word} {text}");
            }
        }
        (request != *good).then_some(request)
    }
}

/// Changes the pair of a name; nothing where there is none, or nothing to do.
fn edit(pairs: &mut Pairs, name: &str, foreign: Option<&Pairs>, change: Change) -> Option<()> {
    let at = pairs.iter().position(|(known, _)| known == name)?;
    let value = pairs[at].1.clone();
    match change {
        Change::Absent => drop(pairs.remove(at)),
        Change::Doubled => pairs.push((name.to_owned(), value)),
        Change::Contradicted => pairs.push((name.to_owned(), "x".to_owned())),
        Change::List => pairs[at].0 = format!("{name}.1"),
        Change::ListBeside => pairs.push((format!("{name}.1"), "x".to_owned())),
        Change::Object => pairs[at].0 = format!("{name}.a"),
        other => {
            let foreign = foreign.and_then(|pairs| pairs.iter().find(|(known, _)| known == name));
            pairs[at].1 = other.rewrite(&value, foreign.map(|(_, value)| value.as_str()))?;
        }
    }
    Some(())
}

fn encoded(text: &str) -> String {
    let mut out = String::new();
    percent::encode(text, &mut out);
    out
}

fn parameters(request: &Prepared) -> Pairs {
    let text = request.target.split_once('?').map_or(&*request.body, |(_, query)| query);
    let decoded = |text: &str| percent::decode(text.as_bytes()).unwrap_or_default().into_owned();
    let pairs = text.split('&').filter_map(|piece| piece.split_once('='));
    pairs.map(|(name, value)| (decoded(name), decoded(value))).collect()
}

fn pieces(request: &Prepared, header: &str) -> Option<(String, Pairs)> {
    let (_, text) = request.headers.iter().find(|(known, _)| known == header)?;
    let (word, rest) = text.split_once(' ')?;
    let pairs = rest.split(", ").filter_map(|piece| piece.split_once('='));
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Some((word.to_owned(), pairs))
}
