//! The authority by itself: what it may sign, and the files it is kept in.

use std::cell::RefCell;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use rustls::RootCertStore;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier as _;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use squall::assembly;
use squall::edge::{Authority, AuthorityError, AuthorityFiles, Names};

/// A directory of its own for each test, removed with it.
struct Dir(PathBuf);

impl Dir {
    fn new(name: &str) -> Dir {
        let path = std::env::temp_dir().join(format!("squall-edge-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Dir(path)
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

/// The authority in a directory, and what was said about it.
fn kept(dir: &Path, names: Names) -> Result<(Authority, Vec<String>), AuthorityError> {
    let said = RefCell::new(Vec::new());
    let authority = AuthorityFiles::read(dir)?
        .authority(names, |sentence| said.borrow_mut().push(sentence.to_owned()))?;
    Ok((authority, said.into_inner()))
}

/// Whether a client that trusts the certificate would believe whoever has the key, under this name.
fn is_believed(pem: &str, key: &str, name: &str) -> bool {
    let key = KeyPair::from_pem(key).unwrap();
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let issuer = Issuer::new(issuer(&key), key);
    let leaf = params.signed_by(&KeyPair::generate().unwrap(), &issuer).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(pem.as_bytes()).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
    let name = ServerName::try_from(name).unwrap();
    verifier.verify_server_cert(leaf.der(), &[], &name, &[], UnixTime::now()).is_ok()
}

/// An authority of a key as older versions made it: without limits.
fn issuer(key: &KeyPair) -> CertificateParams {
    let digest = ring::digest::digest(&ring::digest::SHA256, key.public_key_raw());
    let mark: String = digest.as_ref().iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let mut params = CertificateParams::default();
    params.distinguished_name.remove(DnType::CommonName);
    params.distinguished_name.push(DnType::CommonName, format!("squall local authority {mark}"));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

const SERVED: [&str; 7] = [
    "localhost",
    "7.w.localhost",
    "api.qingcloud.com",
    "iam.cn-east-3.myhuaweicloud.com",
    "127.0.0.1",
    "127.3.2.1",
    "::1",
];
const OTHERS: [&str; 7] =
    ["example.com", "api.ucloud.cn", "notqingcloud.com", "com", "10.0.0.5", "8.8.8.8", "2001:db8::1"];

#[test]
fn whoever_has_the_key_can_sign_for_what_is_served_and_for_nothing_else() {
    let dir = Dir::new("limits");
    let (authority, said) = kept(&dir.0, assembly::names()).unwrap();
    let key = fs::read_to_string(dir.0.join("ca.key")).unwrap();
    for name in SERVED {
        assert!(is_believed(authority.certificate_pem(), &key, name), "{name}");
    }
    for name in OTHERS {
        assert!(!is_believed(authority.certificate_pem(), &key, name), "{name}");
    }
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn an_authority_without_limits_gets_them_and_its_clients_stay() {
    let dir = Dir::new("unlimited");
    let key = KeyPair::generate().unwrap();
    let old = issuer(&key).self_signed(&key).unwrap().pem();
    fs::write(dir.0.join("ca.pem"), &old).unwrap();
    fs::write(dir.0.join("ca.key"), key.serialize_pem()).unwrap();
    let (authority, said) = kept(&dir.0, assembly::names()).unwrap();
    let pem = authority.certificate_pem();
    assert!(said.len() == 1 && said[0].contains("ca.pem was made anew, with the same key"), "{said:?}");
    assert_eq!(pem, fs::read_to_string(dir.0.join("ca.pem")).unwrap());
    let secret = fs::read_to_string(dir.0.join("ca.key")).unwrap();
    assert_eq!(secret, key.serialize_pem());
    for (served, other) in SERVED.into_iter().zip(OTHERS) {
        assert!(is_believed(&old, &secret, served) && is_believed(pem, &secret, served), "{served}");
        assert!(is_believed(&old, &secret, other) && !is_believed(pem, &secret, other), "{other}");
    }
    let (again, said) = kept(&dir.0, assembly::names()).unwrap();
    assert!(said.is_empty() && again.certificate_pem() == pem, "{said:?}");
}

#[test]
fn further_names_widen_the_certificate_and_fewer_leave_it_alone() {
    let dir = Dir::new("further");
    let (first, _) = kept(&dir.0, assembly::names()).unwrap();
    let mut names = assembly::names();
    names.add("build-7").unwrap();
    names.add("10.0.0.5").unwrap();
    let (wider, said) = kept(&dir.0, names).unwrap();
    assert_eq!(said.len(), 1);
    let key = fs::read_to_string(dir.0.join("ca.key")).unwrap();
    for name in ["build-7", "10.0.0.5", "localhost"] {
        assert!(is_believed(wider.certificate_pem(), &key, name), "{name}");
        assert_eq!(is_believed(first.certificate_pem(), &key, name), name == "localhost");
    }
    assert!(!is_believed(wider.certificate_pem(), &key, "10.0.0.6"));
    let (again, said) = kept(&dir.0, assembly::names()).unwrap();
    assert!(said.is_empty() && again.certificate_pem() == wider.certificate_pem());
}

#[test]
fn an_authority_is_made_once_and_loaded_again() {
    let dir = Dir::new("kept");
    let place = dir.0.join("made/on/the/way");
    let (first, _) = kept(&place, assembly::names()).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&place), mode(&place.join("ca.key"))), (0o700, 0o600));
    let (again, _) = kept(&place, assembly::names()).unwrap();
    assert_eq!(first.certificate_pem(), again.certificate_pem());
    assert_eq!(first.certificate_pem(), fs::read_to_string(place.join("ca.pem")).unwrap());
    assert_ne!(first.certificate_pem(), Authority::ephemeral(assembly::names()).unwrap().certificate_pem());

    fs::remove_file(place.join("ca.pem")).unwrap();
    kept(&place, assembly::names()).expect("a certificate is made again for the key");
}

#[test]
fn what_is_wrong_with_the_files_is_said() {
    let dir = Dir::new("wrong");
    let (pem, key) = (dir.0.join("ca.pem"), dir.0.join("ca.key"));
    let said = || kept(&dir.0, assembly::names()).err().unwrap().to_string();
    kept(&dir.0, assembly::names()).unwrap();

    let good = fs::read_to_string(&pem).unwrap();
    fs::write(&pem, Authority::ephemeral(assembly::names()).unwrap().certificate_pem()).unwrap();
    assert!(said().contains("ca.pem is not the certificate that belongs to ca.key"), "{}", said());
    fs::write(&pem, "nothing").unwrap();
    assert!(said().contains("ca.pem is not the certificate"), "{}", said());
    fs::write(&pem, good).unwrap();

    let secret = fs::read_to_string(&key).unwrap();
    fs::write(&key, "nothing").unwrap();
    assert!(said().contains("ca.key is not the private key"), "{}", said());
    fs::remove_file(&key).unwrap();
    assert!(said().contains("ca.key is missing"), "{}", said());
    assert!(!key.exists(), "and no other key is put in its place");
    fs::write(&key, secret).unwrap();
    kept(&dir.0, assembly::names()).unwrap();

    let file = kept(&pem, assembly::names()).err().unwrap().to_string();
    assert!(file.contains("ca.pem"), "{file}");
}
