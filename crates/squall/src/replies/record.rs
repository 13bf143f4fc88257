//! The fields between two braces, or on one line outside of all braces, and what they say together.

use super::edition;
use super::field::Field;
use super::number::{Module, huawei_likeness, number};
use super::sighting::{Likeness, Meaning};
use squall_catalogue::{Code, System, codes, find};

/// The longest value that can be a code.
const VALUE_BYTES: usize = 64;
/// Tencent's two systems answer in the same envelope.
const TENCENTS: [System; 2] = [System::Tencent, System::TencentCdn];
/// Systems with numbers for codes, in the order in which they are told.
const NUMBERED: [System; 4] = [System::QingCloud, System::UCloudStack, System::Tencent, System::TencentCdn];
/// Below this, a number beside a word that anybody uses is rather an HTTP status than one of UCloudStack's codes.
const BARE_NUMBER: u32 = 1_000;

/// What was gathered of the fields that matter.
#[derive(Clone, Default, Debug)]
pub(super) struct Record {
    /// The name of the field whose value it is, where that matters.
    pub(super) name: Option<Field>,
    /// Whether it stands in braces.
    pub(super) is_object: bool,
    /// The system whose host was named beside it.
    pub(super) site: Option<System>,
    /// The body of a recorded response, and whether it is in base64.
    pub(super) text: Option<String>,
    pub(super) is_base64: bool,
    /// Whether it stands in an envelope of 2017, and whether that has an error in it.
    pub(super) in_response: bool,
    pub(super) has_error: bool,
    /// The line in which the code stood.
    pub(super) line: u64,
    number: Option<(String, &'static [System])>,
    code: Option<String>,
    error_code: Option<String>,
    described: Option<String>,
    module: Option<Module>,
    has_message: bool,
    has_title: bool,
    has_request: bool,
}

impl Record {
    /// What stands outside of all braces, where the site is known.
    pub(super) fn beside(site: Option<System>) -> Record {
        Record { site, ..Record::default() }
    }

    /// An object that opens, with the field whose value it is.
    pub(super) fn object(name: Option<Field>, in_response: bool) -> Record {
        Record { name, is_object: true, in_response, ..Record::default() }
    }

    /// Whether a field's value would be the second code of its kind: then the record must be judged first.
    pub(super) fn is_second(&self, field: Field) -> bool {
        match field {
            Field::Number(_) => self.number.is_some(),
            Field::Code => self.code.is_some(),
            Field::ErrorCode => self.error_code.is_some(),
            _ => false,
        }
    }

    /// Takes a field's value. `is_quoted` tells whether its name was: a struct's fields are printed without quotes.
    pub(super) fn take(&mut self, field: Field, value: &str, is_quoted: bool) {
        let short = || Some(value.trim()).filter(|value| !value.is_empty() && value.len() <= VALUE_BYTES);
        match field {
            Field::Number(systems) => {
                let systems = if is_quoted { &systems[..1] } else { systems };
                self.number = number(value).map(|number| (number.to_owned(), systems));
            }
            // Outside of braces a word after `code` is anything.
            Field::Code => {
                let code = if self.is_object { short() } else { number(value) };
                self.code = code.map(str::to_owned);
            }
            Field::ErrorCode => self.error_code = short().map(str::to_owned),
            Field::CodeDesc => self.described = short().map(str::to_owned),
            Field::Message => self.has_message = true,
            Field::Title => self.has_title = true,
            Field::RequestId => self.has_request = true,
            Field::Encoding => self.is_base64 = value.eq_ignore_ascii_case("base64"),
            Field::System => self.site = System::parse(value).or(self.site),
            Field::Response | Field::Error | Field::Request | Field::Url | Field::Text => {}
        }
    }

    /// Takes the module code that some text beside the other fields begins with.
    pub(super) fn take_module(&mut self, module: Module) {
        self.module = Some(module);
    }

    /// Whether it has such a code already.
    pub(super) fn has_module(&self) -> bool {
        self.module.is_some()
    }

    /// Forgets the codes, once they are judged.
    pub(super) fn forget(&mut self) {
        (self.number, self.code, self.error_code) = (None, None, None);
        (self.described, self.module) = (None, None);
        (self.has_message, self.has_title, self.has_request) = (false, false, false);
    }

    /// What its codes mean, if they came from `site`, where that is known.
    pub(super) fn meanings(&self, site: Option<System>) -> Vec<(&str, Meaning)> {
        let of_number = self.number.as_ref().map(|(number, systems)| of_number(number, systems, site));
        let of_error = self.error_code.as_deref().and_then(|code| of_error_code(code, site));
        let of_envelope = (self.name == Some(Field::Response) && self.has_request && !self.has_error)
            .then(|| ("Response", Meaning::Success(vec![System::Tencent])));
        let found = [of_number, of_error, self.of_code(site), of_envelope];
        found.into_iter().flatten().collect()
    }

    fn of_code(&self, site: Option<System>) -> Option<(&str, Meaning)> {
        let module = self.module.filter(|module| module.is_certain || self.code.is_some());
        let described = self.described.as_deref().and_then(number);
        let described = described.and_then(|number| find(System::TencentCdn, number));
        let module = module.map(|module| module.code).or(described.filter(|code| code.carrier().is_some()));
        if let Some(code) = module.filter(|_| site != Some(System::Tencent)) {
            return Some((code.number(), Meaning::Codes(vec![code])));
        }
        let code = self.code.as_deref()?;
        let Some(number) = number(code) else { return self.of_word(code) };
        let is_reply = self.is_object || self.described.is_some();
        if is_zero(number) {
            let is_success = is_reply && (self.has_message || self.described.is_some());
            return is_success.then(|| (code, Meaning::Success(narrowed(TENCENTS.to_vec(), site))));
        }
        let of_site = site.and_then(|site| find(site, number));
        let mut ways = [
            of_site.into_iter().collect(),
            if is_reply { listed(number, &TENCENTS) } else { anybodys(number) },
            listed(number, &[System::QingCloud]),
        ];
        if let Some(codes) = ways.iter_mut().find(|codes| !codes.is_empty()) {
            return Some((code, Meaning::Codes(std::mem::take(codes))));
        }
        let likeness = match (self.has_title, &self.described) {
            (true, _) => Likeness::HuaweiService,
            (false, Some(_)) => Likeness::Unlisted(System::Tencent),
            (false, None) => return None,
        };
        Some((code, Meaning::Unplaced(likeness)))
    }

    /// A code that is no number: Huawei's, or that of an envelope of 2017.
    fn of_word<'a>(&'a self, code: &'a str) -> Option<(&'a str, Meaning)> {
        if let Some(likeness) = huawei_likeness(code) {
            return Some((code, Meaning::Unplaced(likeness)));
        }
        let is_enveloped = self.name == Some(Field::Error) && self.in_response;
        is_enveloped.then(|| (code, edition::meaning(code)))
    }
}

fn of_number<'a>(number: &'a str, systems: &[System], site: Option<System>) -> (&'a str, Meaning) {
    if is_zero(number) {
        return (number, Meaning::Success(systems[..1].to_vec()));
    }
    let codes = listed(number, systems);
    let meaning = match codes.is_empty() {
        true => Meaning::Unplaced(Likeness::Unlisted(systems[0])),
        false => Meaning::Codes(narrowed_codes(codes, site)),
    };
    (number, meaning)
}

fn of_error_code(code: &str, site: Option<System>) -> Option<(&str, Meaning)> {
    if let Some(likeness) = huawei_likeness(code) {
        return Some((code, Meaning::Unplaced(likeness)));
    }
    let number = number(code)?;
    let codes = match number.parse() == Ok(http::StatusCode::TOO_MANY_REQUESTS.as_u16()) {
        // Huawei's SDK for Python loses the code of a request that it gave up repeating.
        true => codes(System::Huawei).iter().copied().filter(is_throttle).collect(),
        false => narrowed_codes(anybodys(number), site),
    };
    (!codes.is_empty()).then_some((code, Meaning::Codes(codes)))
}

fn is_throttle(code: &Code) -> bool {
    code.unanswered().is_none()
        && code.rows().any(|row| row.http_status == Some(http::StatusCode::TOO_MANY_REQUESTS.as_u16()))
}

/// The codes of a number that stands by itself in a reply of these systems.
fn listed(number: &str, systems: &[System]) -> Vec<Code> {
    let found = systems.iter().filter_map(|system| find(*system, number));
    found.filter(|code| code.carrier().is_none()).collect()
}

/// The codes of a number beside a word that any program may use.
pub(super) fn anybodys(number: &str) -> Vec<Code> {
    let is_large = number.parse::<u32>().is_ok_and(|number| number >= BARE_NUMBER);
    if is_large { listed(number, &NUMBERED) } else { Vec::new() }
}

/// Only those of the site, if there are any.
fn narrowed_codes(mut codes: Vec<Code>, site: Option<System>) -> Vec<Code> {
    if codes.iter().any(|code| Some(code.system()) == site) {
        codes.retain(|code| Some(code.system()) == site);
    }
    codes
}

fn narrowed(systems: Vec<System>, site: Option<System>) -> Vec<System> {
    match site.filter(|site| systems.contains(site)) {
        Some(site) => vec![site],
        None => systems,
    }
}

fn is_zero(number: &str) -> bool {
    number.bytes().all(|digit| digit == b'0')
}
