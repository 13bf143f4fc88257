//! Key pairs.

use crate::QingCloud;
use crate::figures::quotas::{self, Called};
use crate::forms::said;
use crate::listing::{self, Filter};
use crate::lookup;
use crate::texts::ssh::{self, PublicKey};
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Head, Instance, KeyPair, Kind, Refusal, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Raise, Reply};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<CreateKeyPair>(TRAITS.licensed(), &[]),
    Entry::of::<DescribeKeyPairs>(TRAITS.looking(), &[]).reading(),
    Entry::of::<DeleteKeyPairs>(TRAITS, &[RESOURCE_NOT_FOUND, DEPENDENCY_EXISTS]),
    Entry::of::<ModifyKeyPairAttributes>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

const TRAITS: Traits = Traits::of(Service::Compute);

/// Makes a key pair and hands out its private half once, or keeps a public key that the caller brings along.
#[derive(Params)]
pub(crate) struct CreateKeyPair {
    #[param(max_len = 255)]
    keypair_name: Option<String>,
    #[param(default = "system", one_of = ["system", "user"])]
    mode: String,
    /// What a pair made here is called; a public key of one's own says itself what it is.
    #[param(default = "ssh-rsa", one_of = ssh::METHODS)]
    encrypt_method: String,
    #[param(max_len = ssh::PUBLIC_KEY_BYTES)]
    public_key: Option<String>,
    #[param(id = "account")]
    target_user: Option<String>,
}

impl Action<QingCloud> for CreateKeyPair {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let name = self.keypair_name.as_deref().unwrap_or("");
        let imported = if self.mode == "user" { Some(self.imported()?) } else { None };
        let owner = lookup::new_owner(cx, self.target_user.as_deref())?;
        quotas::check_for(cx, &owner, cx.zone(), &[("keypair", 1)])?;
        let is_imported = imported.is_some();
        let (method, public, private) = match imported {
            Some(public) => (public.method.clone(), public, String::new()),
            None => {
                cx.tx.spend(ssh::WORK)?;
                let unmade = || Refusal::Invalid { what: "no key can be made of this seed".to_owned() };
                let (public, private) =
                    ssh::make(&self.encrypt_method, &cx.mint_secret(40)?, name).ok_or_else(unmade)?;
                (self.encrypt_method.clone(), public, private)
            }
        };
        let head = Head::new(cx.mint("kp-", 8)?, &owner, cx.zone(), name, cx.now)
            .in_state(State::Free)
            .counted([("keypair", 1)]);
        let key_pair = KeyPair { head, method, public_key: public.line(), is_imported };
        cx.insert(&key_pair)?;
        Ok(Reply::with(|reply| reply.text("keypair_id", &key_pair.head.id).text("private_key", &private)))
    }
}

impl CreateKeyPair {
    fn imported(&self) -> Outcome<PublicKey> {
        let required = || "parameter [public_key] is required".to_owned();
        let text = self.public_key.as_deref().or_raise(MALFORMED_REQUEST, required)?;
        PublicKey::read(text).or_raise(INVALID_REQUEST, || "public_key is not valid".to_owned())
    }
}

/// Lists the caller's key pairs, newest first.
#[derive(Params)]
pub(crate) struct DescribeKeyPairs {
    #[param(id = "key pair")]
    keypairs: Vec<String>,
    #[param(id = "instance")]
    instance_id: Option<String>,
    #[param(one_of = ssh::METHODS)]
    encrypt_method: Option<String>,
    #[param(flatten, only = ["search_word", "tags", "owner", "verbose", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeKeyPairs {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut key_pairs = self.filter.rows::<KeyPair>(cx, &self.keypairs)?;
        if let Some(id) = &self.instance_id {
            let instance = lookup::known::<Instance>(cx, id)?;
            let attached = instance.map_or(Vec::new(), |instance| instance.key_pairs.clone());
            key_pairs.retain(|key_pair| attached.contains(&key_pair.head.id));
        }
        let wanted = self.encrypt_method.as_ref();
        key_pairs.retain(|key_pair| wanted.is_none_or(|method| key_pair.method == *method));
        self.filter.page("keypair_set", key_pairs, |key_pair, object| {
            object
                .text("keypair_id", &key_pair.head.id)
                .text("keypair_name", &key_pair.head.name)
                .text("encrypt_method", &key_pair.method)
                // Clients put the method in front of it themselves.
                .text("pub_key", key_pair.public_key.split(' ').nth(1).unwrap_or(""));
            listing::stateless(&key_pair.head, object);
            let instances = cx.linked_ids(Kind::Instance, &key_pair.head.id)?;
            object.texts("resource_ids", &instances);
            if self.filter.is_verbose() {
                object.texts("instance_ids", &instances);
            }
            listing::tags(cx, &key_pair.head.id, object)
        })
    }
}

/// Deletes key pairs that no instance lets in, but such as are being terminated.
#[derive(Params)]
pub(crate) struct DeleteKeyPairs {
    #[param(required, id = "key pair")]
    keypairs: Vec<String>,
}

impl Action<QingCloud> for DeleteKeyPairs {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let key_pairs = lookup::each::<KeyPair>(cx, &self.keypairs, lookup::live)?;
        for key_pair in &key_pairs {
            let id = &key_pair.head.id;
            let (staying, leaving) = lookup::parted(cx, cx.linked_ids(Kind::Instance, id)?)?;
            lookup::must_be_unused(id, &staying)?;
            for mut instance in leaving {
                instance.key_pairs.retain(|other| other != id);
                cx.save(&instance)?;
            }
        }
        key_pairs.iter().try_for_each(|key_pair| cx.erase(key_pair))?;
        Ok(Reply::with_texts("keypairs", &self.keypairs))
    }
}

/// Gives a key pair another name or description.
#[derive(Params)]
pub(crate) struct ModifyKeyPairAttributes {
    #[param(id = "key pair")]
    keypair: String,
    #[param(max_len = 255)]
    keypair_name: Option<String>,
    description: Option<String>,
}

impl Action<QingCloud> for ModifyKeyPairAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut key_pair = lookup::live::<KeyPair>(cx, &self.keypair)?;
        key_pair.head.relabel(
            said(cx, "keypair_name", &self.keypair_name),
            said(cx, "description", &self.description),
        );
        cx.save(&key_pair)?;
        Ok(Reply::new())
    }
}
