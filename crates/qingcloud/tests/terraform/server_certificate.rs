use crate::provider::Provider;

const CONTENT: &str = "-----BEGIN CERTIFICATE-----\nMAYwADAAAwA=\n-----END CERTIFICATE-----\n";
const KEY: &str = "-----BEGIN PRIVATE KEY-----\nMAMCAQE=\n-----END PRIVATE KEY-----\n";

pub(crate) fn certificate(provider: &Provider) -> String {
    let call = [("certificate_content", CONTENT), ("private_key", KEY)];
    provider.make("CreateServerCertificate", &call, "/server_certificate_id")
}

#[test]
fn server_certificate_basic_and_import() {
    let provider = Provider::new();
    let id = certificate(&provider);
    let read =
        || provider.read("DescribeServerCertificates", "server_certificates", &id, "server_certificate_set");
    let changed =
        [("server_certificate", &*id), ("server_certificate_name", "test"), ("description", "test1")];
    provider.call("ModifyServerCertificateAttributes", &changed);
    assert_eq!(
        (read()["server_certificate_name"].as_str(), read()["description"].as_str()),
        (Some("test"), Some("test1"))
    );
    provider.call("DeleteServerCertificates", &[("server_certificates.1", &id)]);
    assert!(read().is_null());
}
