//! Replies: one JSON object with the common code, whatever came of the call, and HTTP status 200. With `Version` in the
//! call the same stands in the newer envelope.

use bytes::Bytes;
use http::{HeaderValue, header};
use squall_api::catalogue::Code;
use squall_api::wire::hex;
use squall_api::wire::{Array, Object, json};
use squall_api::{Fault, Outcome, Replied, Response};

/// What an action answers: fields beside the code, and a code of its own where what was done is kept all the same.
#[derive(Debug, Default)]
pub struct Reply {
    refused: Option<(Code, String, Option<u16>)>,
    fields: Object,
}

impl Replied for Reply {
    fn code(&self) -> Option<Code> {
        self.refused.as_ref().map(|(code, ..)| *code)
    }
}

impl Reply {
    /// Nothing but success.
    pub(crate) fn empty() -> Reply {
        Reply::default()
    }

    /// `data` with some fields.
    pub(crate) fn data(write: impl FnOnce(&mut Object)) -> Reply {
        let mut reply = Reply::default();
        reply.fields.object("data", write);
        reply
    }

    /// `data` that is a list.
    pub(crate) fn list(write: impl FnOnce(&mut Array<'_>)) -> Reply {
        Reply::raw(&json::list(write))
    }

    /// `data` that is JSON already.
    pub(crate) fn raw(data: &str) -> Reply {
        let mut reply = Reply::default();
        reply.fields.raw("data", data);
        reply
    }

    /// A field more beside the code.
    pub(crate) fn with(mut self, write: impl FnOnce(&mut Object)) -> Reply {
        write(&mut self.fields);
        self
    }

    /// The reply of a call that is refused although what it did is kept.
    pub(crate) fn refused(fault: &Fault, internal: Code) -> Reply {
        let code = fault.code().unwrap_or(internal);
        Reply { refused: Some((code, fault.text().into_owned(), fault.status())), fields: Object::new() }
    }

    /// A batch: what came of each item, by its id. `codes` are those of a whole failure and of part of one.
    pub(crate) fn batch(items: &[(String, Outcome<()>)], codes: (Code, Code), internal: Code) -> Reply {
        let failed = items.iter().filter(|(_, outcome)| outcome.is_err()).count();
        let code = match failed {
            0 => None,
            _ if failed == items.len() => Some(codes.0),
            _ => Some(codes.1),
        };
        let mut reply = Reply {
            refused: code.map(|code| (code, code.label_zh().to_owned(), None)),
            fields: Object::new(),
        };
        reply.fields.object("detail", |detail| {
            for (id, outcome) in items {
                detail.object(id, |item| match outcome {
                    Ok(()) => {
                        item.int("code", 0).text("message", "").text("requestId", id);
                    }
                    Err(fault) => {
                        let told = told(fault.code().unwrap_or(internal), &fault.text(), fault.status());
                        item.raw("code", &told.outer).text("message", &told.message).text("requestId", id);
                    }
                });
            }
        });
        reply
    }
}

/// A code as it is told: the common code, and the module's inside the message.
pub(crate) struct Told {
    /// The number of the common code.
    pub(crate) outer: String,
    /// The sentence.
    pub(crate) message: String,
}

/// How a code is told. `outer` stands for its usual carrier, where there is another reason to name.
pub(crate) fn told(code: Code, text: &str, outer: Option<u16>) -> Told {
    match code.carrier() {
        None => Told { outer: code.number().to_owned(), message: text.to_owned() },
        Some(carrier) => Told {
            outer: outer.map_or_else(|| carrier.to_owned(), |outer| outer.to_string()),
            message: format!("({}){text}", code.number()),
        },
    }
}

/// The whole reply. `describe` gives the word for a code in the older envelope and in the newer one.
pub(crate) fn render(
    id: u64,
    has_version: bool,
    outcome: Result<Reply, (Code, &str, Option<u16>)>,
    describe: impl Fn(Code, &str) -> (&'static str, &'static str),
) -> Response {
    let (refused, fields) = match outcome {
        Ok(reply) => (reply.refused, reply.fields),
        Err((code, text, outer)) => (Some((code, text.to_owned(), outer)), Object::new()),
    };
    let refused = refused.map(|(code, text, outer)| {
        let told = told(code, &text, outer);
        let words = describe(code, &told.outer);
        (told, words)
    });
    let mut body = Object::new();
    if has_version {
        body.object("Response", |inner| newer(inner, id, refused.as_ref(), &fields));
    } else {
        match &refused {
            None => body.int("code", 0).text("message", "").text("codeDesc", "Success"),
            Some((told, (word, _))) => {
                body.raw("code", &told.outer).text("message", &told.message).text("codeDesc", word)
            }
        };
        body.append(&fields);
    }
    let mut response = Response::new(Bytes::from(body.finish()));
    let json = HeaderValue::from_static("application/json; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

fn newer(
    inner: &mut Object,
    id: u64,
    refused: Option<&(Told, (&'static str, &'static str))>,
    fields: &Object,
) {
    if let Some((told, (_, word))) = refused {
        inner.object("Error", |error| {
            error.text("Code", word).text("Message", &told.message);
        });
    }
    inner.append(fields);
    inner.text("RequestId", &request_id(id));
}

/// The id that a reply carries, from the number of its request, in the form of a UUID.
fn request_id(number: u64) -> String {
    // Two odd constants spread consecutive numbers over all digits.
    let high = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let low = (high ^ number).rotate_left(32).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let text = hex::hex(&(u128::from(high) << 64 | u128::from(low)).to_be_bytes());
    [&text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..]].join("-")
}
