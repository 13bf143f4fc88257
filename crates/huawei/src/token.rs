//! Tokens: what they say, sealed so that nobody but IAM can have written it. Nothing is kept of them; whether one still
//! counts follows from its user.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use squall_api::cloud::{Answer, SEAL_BYTES, Time, World};
use squall_api::wire::hex;

/// The longest token, in bytes.
const BYTES: usize = 4_096;
/// What its seal is for.
const PURPOSE: &str = "token";

/// What a token says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Token {
    /// The engine's id of the user it was issued to.
    pub(crate) user: String,
    /// The project it is for; empty for one that is for the whole domain.
    pub(crate) project: String,
    /// The region of that project.
    pub(crate) region: String,
    /// The edition of the user that it is of.
    pub(crate) edition: u64,
    /// When it was issued.
    pub(crate) issued_at: Time,
    /// When it expires.
    pub(crate) expires_at: Time,
}

impl Token {
    /// The token as it is handed out.
    pub(crate) fn seal(&self, world: &World<'_>) -> Answer<String> {
        let (issued, expires) = (self.issued_at.0, self.expires_at.0);
        let text = format!(
            "{}\n{}\n{}\n{}\n{issued}\n{expires}",
            self.user, self.project, self.region, self.edition
        );
        let seal = hex::hex(&world.seal(PURPOSE, &text)?);
        Ok(format!("MII{}.{seal}", URL_SAFE_NO_PAD.encode(text)))
    }

    /// Reads a token; `None` for anything that IAM never handed out.
    pub(crate) fn open(world: &World<'_>, text: &str) -> Answer<Option<Token>> {
        if text.len() > BYTES {
            return Ok(None);
        }
        let Some((content, seal)) = text.strip_prefix("MII").and_then(|rest| rest.split_once('.')) else {
            return Ok(None);
        };
        let content = URL_SAFE_NO_PAD.decode(content).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let (Some(content), Some(seal)) = (content, hex::unhex::<SEAL_BYTES>(seal)) else { return Ok(None) };
        let genuine = world.is_sealed(PURPOSE, &content, &seal)?;
        Ok(genuine.then(|| Token::read(&content)).flatten())
    }

    fn read(content: &str) -> Option<Token> {
        let mut lines = content.lines().map(str::to_owned);
        let (user, project, region) = (lines.next()?, lines.next()?, lines.next()?);
        let edition = lines.next()?.parse().ok()?;
        let mut instant = || lines.next()?.parse().ok().map(Time);
        Some(Token { user, project, region, edition, issued_at: instant()?, expires_at: instant()? })
    }
}
