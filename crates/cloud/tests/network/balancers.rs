//! Listeners with many forwardings and backends, whether these answer, and certificates.

use crate::platforms::{PRIVATE_CLOUD, SOON, change, head, platform, run};
use crate::rig::{OWNER, Rig};
use squall_cloud::{
    Answer, Backend, BackendReach as Reach, Balancer, Certificate, CertificatePurpose, Forwarding, Instance,
    Listener, Refusal, Span, State, Verb, World,
};

fn listener(world: &World<'_>, id: &str, port: u16, certificates: &[&str]) -> Answer<()> {
    let text = String::new;
    world.insert(&Listener {
        head: head(world, id),
        balancer: "lb".to_owned(),
        port,
        protocol: "https".to_owned(),
        backend_protocol: text(),
        balance_mode: text(),
        added_headers: 0,
        stickiness: text(),
        check_method: text(),
        check_option: text(),
        options: 0,
        scene: 0,
        timeout_s: 60,
        certificates: certificates.iter().map(|id| (*id).to_owned()).collect(),
    })
}

fn backend(world: &World<'_>, id: &str, listener: &str, machine: &str) -> Answer<()> {
    world.insert(&Backend {
        head: head(world, id),
        balancer: "lb".to_owned(),
        listener: listener.to_owned(),
        resource: machine.to_owned(),
        port: 80,
        weight: 1,
        policy: None,
        is_disabled: false,
    })
}

fn forwarding(world: &World<'_>, id: &str, domain: &str, path: &str, backends: &[&str]) -> Answer<()> {
    world.insert(&Forwarding {
        head: head(world, id),
        listener: "web".to_owned(),
        domain: domain.to_owned(),
        path: path.to_owned(),
        backends: backends.iter().map(|id| (*id).to_owned()).collect(),
        is_default: domain.is_empty() && path.is_empty(),
    })
}

/// A listener `web` with backends `r1` to `r3` on machines `vm1` to `vm3`.
fn rig() -> Rig {
    let rig = platform(&PRIVATE_CLOUD, "10.0.1.0/24");
    rig.act(|world| {
        world.insert(&Balancer {
            head: head(world, "lb").in_state(State::Active),
            balancer_type: 0,
            network: None,
            private_ip: String::new(),
            firewall: None,
            is_applied: true,
            mode: 0,
            http_header_kib: 0,
            nodes: Vec::new(),
        })?;
        let subnet = world.fetch("subnet")?;
        world.build_port(head(world, "lb-0"), &subnet, None, Some(("lb", 0)), Span::ZERO)?;
        listener(world, "web", 443, &[])?;
        for n in 1..=3 {
            run(world, &format!("vm{n}"))?;
            backend(world, &format!("r{n}"), "web", &format!("vm{n}"))?;
        }
        Ok(())
    });
    rig
}

fn reach(rig: &Rig) -> Reach {
    rig.act(|world| world.reach(&world.linked::<Backend>("web")?))
}

fn forwarded(rig: &Rig, domain: &str, path: &str) -> Vec<String> {
    let backends = rig.act(|world| world.forward("web", domain, path));
    backends.into_iter().map(|backend| backend.head.id).collect()
}

#[test]
fn whether_backends_answer_follows_from_their_machines() {
    let rig = rig();
    assert_eq!(reach(&rig), Reach::All);
    rig.act(|world| change(world, "vm1", Verb::Stop, State::Stopped));
    assert_eq!(reach(&rig), Reach::All, "a machine that is being stopped still runs");
    rig.pass(SOON);
    assert_eq!(reach(&rig), Reach::Part);
    rig.act(|world| world.save(&Backend { is_disabled: true, ..world.fetch("r2")? }));
    rig.act(|world| world.dissolve(world.fetch::<Instance>("vm3")?));
    assert_eq!(reach(&rig), Reach::None);
    assert_eq!(rig.act(|world| world.find::<Backend>("r3")), None);
    rig.act(|world| change(world, "vm1", Verb::Start, State::Active));
    rig.pass(SOON);
    assert_eq!(reach(&rig), Reach::Part);
    rig.act(|world| listener(world, "empty", 80, &[]));
    assert_eq!(rig.act(|world| world.reach(&world.linked("empty")?)), Reach::None);
}

#[test]
fn many_forwardings_share_many_backends() {
    let rig = rig();
    rig.act(|world| {
        forwarding(world, "default", "", "", &["r1", "r2", "r3"])?;
        forwarding(world, "api", "a.example", "/api", &["r1", "r2"])?;
        forwarding(world, "deep", "a.example", "/api/v2", &["r2", "r3"])?;
        forwarding(world, "any", "*.example", "", &["r3"])?;
        forwarding(world, "path", "", "/img", &["r1"])
    });
    for (domain, path, expected) in [
        ("a.example", "/api/v1", &["r1", "r2"][..]),
        ("a.example", "/api/v2/x", &["r2", "r3"]),
        ("b.example", "/api", &["r3"]),
        ("example", "/img/1", &["r1"]),
        ("elsewhere", "/", &["r1", "r2", "r3"]),
    ] {
        assert_eq!(forwarded(&rig, domain, path), expected, "{domain}{path}");
    }
    let twice = rig.attempt(|world| forwarding(world, "twice", "a.example", "/api", &[]));
    assert!(matches!(twice, Err(Refusal::Taken { .. })));
    rig.act(|world| change(world, "vm2", Verb::Stop, State::Stopped));
    rig.pass(SOON);
    assert_eq!(forwarded(&rig, "a.example", "/api"), ["r1"], "only to what answers");
    rig.act(|world| world.dissolve(world.fetch::<Instance>("vm1")?));
    assert_eq!(rig.row::<Forwarding>("api").backends, ["r2"]);
    let last = rig.act(|world| world.forwardings("web")).pop();
    assert_eq!(last.map(|row| row.head.id).as_deref(), Some("default"));
    rig.act(|world| world.dissolve(world.fetch::<Balancer>("lb")?));
    assert_eq!(rig.act(|world| Ok((world.count::<Forwarding>()?, world.count::<Backend>()?))), (0, 0));
}

#[test]
fn listeners_have_certificates_of_servers_and_authorities_that_expire() {
    let rig = rig();
    let until = rig.now() + Span::days(30);
    let certificate = |world: &World<'_>, id: &str, purpose| {
        let text = id.to_owned();
        let server = Certificate::of_server(head(world, id), text.clone(), String::new(), text);
        let validity = Some((world.now, until));
        Certificate { purpose, names: vec!["a.example".to_owned()], validity, ..server }
    };
    rig.act(|world| {
        world.insert(&certificate(world, "server", CertificatePurpose::Server))?;
        world.insert(&certificate(world, "authority", CertificatePurpose::Authority))?;
        listener(world, "tls", 8_443, &["server", "authority"])
    });
    assert_eq!(Certificate::key(OWNER, "server"), format!("{OWNER}|server"));
    let expired = |rig: &Rig| rig.row::<Certificate>("authority").has_expired(rig.now());
    assert!(!expired(&rig));
    rig.pass(Span::days(30));
    assert!(expired(&rig));
    let used = rig.act(|world| world.linked::<Listener>("authority"));
    assert_eq!(used[0].certificates, ["server", "authority"]);
    rig.act(|world| world.dissolve(world.fetch::<Certificate>("authority")?));
    assert_eq!(rig.row::<Listener>("tls").certificates, ["server"]);
}
