//! A reply as its receiver reads it.

use serde_json::Value;
use squall_api::catalogue::{self, Code};
use squall_api::{Cloud, Response};

/// A reply as its receiver reads it.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: http::HeaderMap,
    /// The body: JSON where it is that, null where there is none, else a text.
    pub body: Value,
    /// The code; `None` for success.
    pub code: Option<Code>,
}

impl Reply {
    /// Reads a reply. What the wire says must be what the page in its headers is about.
    pub(crate) fn read(response: &Response, cloud: &dyn Cloud) -> Reply {
        let text = String::from_utf8_lossy(response.body());
        let status = response.status().as_u16();
        let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
        let explained =
            header("x-squall-explain").and_then(|page| page.split_once('/')).map(|(_, code)| code);
        let told = cloud.client().code(status, &text);
        if let Some(told) = &told {
            assert_eq!(Some(told.as_str()), explained, "{text}");
        }
        let find = |number: &str| catalogue::find(cloud.system(), number);
        let code = explained.map(|number| find(number).unwrap_or_else(|| panic!("no such code: {text}")));
        let body = match &*text {
            "" => Value::Null,
            text => serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned())),
        };
        Reply { status, headers: response.headers().clone(), body, code }
    }

    /// The number of the code; empty for success.
    pub fn number(&self) -> &'static str {
        self.code.map_or("", Code::number)
    }

    /// A header's value; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}
