use crate::provider::Provider;

pub(crate) const PUBLIC_KEY: &str =
    "    ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f root@centos1    ";

pub(crate) fn keypair(provider: &Provider) -> String {
    provider.make("CreateKeyPair", &[("mode", "user"), ("public_key", PUBLIC_KEY)], "/keypair_id")
}

/// How the provider deletes one: what lets it in is told first, and then it goes.
pub(crate) fn delete(provider: &Provider, id: &str) {
    let shown = provider.read("DescribeKeyPairs", "keypairs", id, "keypair_set");
    for instance in shown["instance_ids"].as_array().unwrap() {
        let call = [("keypairs.1", id), ("instances.1", instance.as_str().unwrap())];
        provider.call("DetachKeyPairs", &call);
    }
    provider.call("DeleteKeyPairs", &[("keypairs.1", id)]);
    provider.is_destroyed("DescribeKeyPairs", "keypairs", id, "keypair_set");
}

#[test]
fn keypair_basic_and_import() {
    let provider = Provider::new();
    let id = keypair(&provider);
    let read = || provider.read("DescribeKeyPairs", "keypairs", &id, "keypair_set");
    // It puts the two together and compares them with what was written.
    let key =
        format!("{} {}", read()["encrypt_method"].as_str().unwrap(), read()["pub_key"].as_str().unwrap());
    assert_eq!(key, PUBLIC_KEY.split_whitespace().take(2).collect::<Vec<_>>().join(" "));
    provider.call(
        "ModifyKeyPairAttributes",
        &[("keypair", &id), ("keypair_name", "k1"), ("description", "test")],
    );
    assert_eq!((read()["keypair_name"].as_str(), read()["description"].as_str()), (Some("k1"), Some("test")));
    delete(&provider, &id);
}

#[test]
fn keypair_tag() {
    let provider = Provider::new();
    let id = keypair(&provider);
    let read = |provider: &Provider| provider.read("DescribeKeyPairs", "keypairs", &id, "keypair_set");
    provider.tags_come_and_go("keypair", &id, read);
}
