//! Tokens, handed out by IAM for a name and a password.

use crate::people::{self, DOMAIN, PASSWORD, PROJECT, REGION, USER_ID, USER_NAME};
use crate::say::{self, must};
use crate::token::Token;
use crate::traits::Service;
use crate::{Huawei, Reply, Traits, pace};
use squall_api::catalogue::huawei::UNAUTHORIZED;
use squall_api::cloud::{Account, Standing};
use squall_api::wire::Object;
use squall_api::{Action, Anyone, Cx, Entry, Fault, Outcome, Params};
use std::sync::Arc;

pub(crate) const ACTIONS: &[Entry<Huawei>] =
    &[Entry::open::<CreateToken>(Traits::post("/v3/auth/tokens", "").of(Service::Iam), &[]).reading()];

/// What IAM says of a name and password that do not belong together, whichever of them is wrong.
const WRONG: &str = "The username or password is wrong.";

/// A domain or project by id or name.
#[derive(Params)]
pub(crate) struct Named {
    id: Option<String>,
    name: Option<String>,
}

/// A user and its password.
#[derive(Params)]
pub(crate) struct User {
    #[param(required)]
    name: String,
    #[param(required, secret)]
    password: String,
    #[param(required)]
    domain: Named,
}

/// The proof by password.
#[derive(Params)]
pub(crate) struct Password {
    #[param(required)]
    user: User,
}

/// How the user is identified.
#[derive(Params)]
pub(crate) struct Identity {
    #[param(required)]
    methods: Vec<String>,
    #[param(required)]
    password: Password,
}

/// A project by id or name, and whose it is.
#[derive(Params)]
pub(crate) struct NamedProject {
    id: Option<String>,
    name: Option<String>,
    domain: Option<Named>,
}

/// What the token is to be for: a project, or else the whole domain.
#[derive(Params)]
pub(crate) struct Scope {
    project: Option<NamedProject>,
    domain: Option<Named>,
}

/// The request's one part.
#[derive(Params)]
pub(crate) struct Auth {
    #[param(required)]
    identity: Identity,
    scope: Option<Scope>,
}

/// Hands out a token for a project, or for a whole domain.
#[derive(Params)]
pub(crate) struct CreateToken {
    #[param(required)]
    auth: Auth,
}

impl Action<Huawei, Anyone> for CreateToken {
    fn perform(&self, cx: &Cx<'_, Anyone>) -> Outcome<Reply> {
        let Identity { methods, password } = &self.auth.identity;
        must(methods.iter().any(|method| method == "password"), || say::invalid("auth.identity.methods"))?;
        let user = Arc::new(self.user(cx, &password.user)?);
        let domain = people::domain(cx, &user)?;
        let region = domain.attribute(REGION);
        let project = match &self.auth.scope {
            None => "",
            Some(scope) => scope.within(&domain)?,
        };
        let token = Token {
            user: user.id.clone(),
            project: project.to_owned(),
            region: if project.is_empty() { String::new() } else { region.to_owned() },
            edition: people::edition(&user),
            issued_at: cx.now,
            expires_at: cx.now + pace::TOKEN,
        };
        let sealed = token.seal(cx)?;
        Ok(describe(&token, &user, &domain).status(201).with("x-subject-token", sealed))
    }
}

impl Scope {
    /// The project that the token is for, empty for the whole domain. Where both are named the project counts. What
    /// names nothing is no scope (400), and nobody gets a token for another's (401).
    fn within<'d>(&self, domain: &'d Account) -> Outcome<&'d str> {
        let is_own = |wanted: &Named| wanted.is(&domain.id, domain.attribute(DOMAIN));
        let nothing = || say::invalid("auth.scope");
        let absent = |what: &str| {
            Fault::coded(UNAUTHORIZED, format!("The {what} does not exist or is not that of the user."))
        };
        match (&self.project, &self.domain) {
            (Some(NamedProject { id, name, domain: of }), _) => {
                let wanted = Named { id: id.clone(), name: name.clone() };
                must(wanted.names_something(), nothing)?;
                must(of.as_ref().is_none_or(Named::names_something), nothing)?;
                let (own, region) = (domain.attribute(PROJECT), domain.attribute(REGION));
                must(wanted.is(own, region), || absent("project"))?;
                must(of.as_ref().is_none_or(is_own), || absent("domain of the project"))?;
                Ok(own)
            }
            (None, Some(wanted)) => {
                must(wanted.names_something(), nothing)?;
                must(is_own(wanted), || absent("domain"))?;
                Ok("")
            }
            (None, None) => Err(nothing()),
        }
    }
}

impl Named {
    fn names_something(&self) -> bool {
        self.id.is_some() || self.name.is_some()
    }

    /// Whether all that is said fits.
    fn is(&self, id: &str, name: &str) -> bool {
        self.id.as_deref().is_none_or(|it| it == id) && self.name.as_deref().is_none_or(|it| it == name)
    }
}

impl CreateToken {
    fn user(&self, cx: &Cx<'_, Anyone>, shown: &User) -> Outcome<Account> {
        let wrong = || Fault::coded(UNAUTHORIZED, WRONG);
        must(shown.domain.names_something(), || say::invalid("auth.identity.password.user"))?;
        let domain = match (&shown.domain.name, &shown.domain.id) {
            (Some(name), _) => name.clone(),
            (None, id) => {
                let account = cx.find_account(id.as_deref().unwrap_or_default())?;
                account.ok_or_else(wrong)?.attribute(DOMAIN).to_owned()
            }
        };
        let user = people::user_named(cx, &domain, &shown.name)?.ok_or_else(wrong)?;
        let own = people::domain(cx, &Arc::new(user.clone()))?;
        must(shown.domain.is(&own.id, own.attribute(DOMAIN)), wrong)?;
        let admitted = user.standing != Standing::Disabled && user.attribute(PASSWORD) == shown.password;
        must(admitted, wrong)?;
        Ok(user)
    }
}

fn describe(token: &Token, user: &Account, domain: &Account) -> Reply {
    let write_domain = |object: &mut Object| {
        object.text("id", &domain.id).text("name", domain.attribute(DOMAIN));
    };
    let mut reply = Object::new();
    reply.object("token", |object| {
        object.array("catalog", |_| ());
        object.text("expires_at", &micros(token.expires_at)).text("issued_at", &micros(token.issued_at));
        object.texts("methods", ["password"]);
        if token.project.is_empty() {
            object.object("domain", write_domain);
        } else {
            object.object("project", |project| {
                project.text("id", &token.project).text("name", domain.attribute(REGION));
                project.object("domain", write_domain);
            });
        }
        object.objects("roles", ["te_admin"], |name, role| {
            role.text("id", "0").text("name", name);
        });
        object.object("user", |shown| {
            shown.text("id", user.attribute(USER_ID)).text("name", user.attribute(USER_NAME));
            shown.object("domain", write_domain).text("password_expires_at", "");
        });
    });
    reply.into()
}

/// An instant as IAM writes it: with microseconds, always.
fn micros(at: squall_api::cloud::Time) -> String {
    let whole = squall_api::cloud::Time::from_seconds(at.seconds());
    let text = whole.to_string();
    format!("{}.{:06}Z", text.trim_end_matches('Z'), at.since(whole).0)
}
