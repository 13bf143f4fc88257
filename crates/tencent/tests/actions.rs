//! Every action that writes, brought to success, each while its store fails at every operation once; and what its
//! replies say.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use serde_json::{Value, json};
use squall_api::cloud::Span;
use squall_simulate::{Desk, TencentCdn};

fn desk() -> Desk {
    let desk = Desk::of(&TencentCdn);
    desk.patch_world(&json!({"frequency": false}));
    desk
}

fn id_of(desk: &Desk, listing: &str) -> String {
    desk.call(listing, &[])["data"]["hosts"][0]["host_id"].to_string()
}

const CNAME: [(&str, &str); 4] =
    [("host", "a.example.com"), ("projectId", "0"), ("hostType", "cname"), ("origin", "1.2.3.4")];

#[test]
fn a_content_host_lives_from_its_first_deployment_to_its_deletion() {
    let desk = desk();
    assert_eq!(desk.ok("AddCdnHost", &CNAME), json!({"code": 0, "message": "", "codeDesc": "Success"}));
    let status = |desk: &Desk| desk.call("DescribeCdnHosts", &[])["data"]["hosts"][0]["status"].clone();
    assert_eq!(status(&desk), 3);
    let id = id_of(&desk, "DescribeCdnHosts");
    let host = [("hostId", id.as_str())];
    desk.fails(2004, "OfflineHost", &host);
    desk.advance(Span::seconds(300));
    assert_eq!(status(&desk), 5);
    desk.ok("UpdateCdnConfig", &[host[0], ("fullUrl", "off"), ("cache", "[[0,\"all\",60]]")]);
    assert_eq!(status(&desk), 4);
    desk.fails(1014, "UpdateCdnConfig", &[host[0], ("fullUrl", "on")]);
    desk.settle();
    desk.ok("UpdateCache", &[host[0], ("cache", "[[0,\"all\",90]]")]);
    desk.settle();
    desk.ok("UpdateCdnHost", &[host[0], ("host", "b.example.com"), ("origin", "1.2.3.5")]);
    desk.settle();
    desk.ok("UpdateCdnProject", &[host[0], ("projectId", "0")]);
    desk.ok("SetCdnHostSafetyChainKey", &[("host", "b.example.com"), ("key", "abcdef12")]);
    desk.settle();
    let key = desk.call("GetCdnHostSafetyChainKey", &host);
    assert_eq!(key["data"]["key"], "abcdef12");
    desk.fails(10105, "OnlineHost", &host);
    desk.fails(10105, "DeleteCdnHost", &host);
    desk.ok("OfflineHost", &host);
    desk.settle();
    assert_eq!(status(&desk), 6);
    desk.fails(2005, "OfflineHost", &host);
    desk.ok("OnlineHost", &host);
    desk.settle();
    desk.ok("OfflineHost", &[("hostIds.0", &id)]);
    desk.settle();
    assert_eq!(desk.ok("DeleteCdnHost", &host)["data"], json!([]));
    let gone = desk.ask(&desk.credentials, "UpdateCdnProject", &[host[0], ("projectId", "0")]);
    assert_eq!((gone.number(), &gone.body["code"]), ("2000", &json!(5000)));
    desk.ok("EAddCdnHost", &CNAME);
}

#[test]
fn a_certificate_is_deployed_and_forced_and_taken_away() {
    let desk = desk();
    desk.ok("AddCdnHost", &CNAME);
    desk.settle();
    let host = ("host", "a.example.com");
    desk.fails(2140, "SetHttpsInfo", &[host]);
    desk.fails(2140, "SetHttpsInfo", &[host, ("forceSwitch", "1")]);
    let answer = desk.ok("SetHttpsInfo", &[host, ("httpsType", "0")]);
    assert_eq!(
        (&answer["retcode"], &answer["errmsg"], &answer["data"]),
        (&json!(0), &json!("ok"), &json!([]))
    );
}

#[test]
fn addresses_are_purged_preheated_banned_and_compared() {
    let desk = desk();
    desk.ok("AddCdnHost", &CNAME);
    desk.settle();
    let url = ("urls.0", "http://a.example.com/x");
    let purge = desk.ok("RefreshCdnUrl", &[url]);
    assert_eq!(purge["data"]["count"], 1);
    let task = purge["data"]["task_id"].as_str().unwrap();
    assert_eq!(task.len(), 19);
    let log = |status: u64| {
        let logs = desk.call("GetCdnRefreshLog", &[("taskId", task)]);
        assert_eq!(logs["data"]["logs"][0]["status"], status, "{logs}");
    };
    log(0);
    desk.settle();
    log(1);
    desk.ok("RefreshCdnDir", &[("dirs.0", "http://a.example.com/d/")]);
    assert_eq!(desk.ok("CdnUrlPusher", &[url])["data"]["task_id"].as_str().unwrap().len(), 16);
    desk.ok("CdnPusherV2", &[url]);
    desk.ok("ForbidBadUrl", &[url]);
    desk.fails(1014, "ReleaseForbidUrl", &[url]);
    desk.advance(Span::minutes(15));
    desk.ok("ReleaseForbidUrl", &[url]);
    let bans = desk.call("GetForbidUrlInfo", &[]);
    assert_eq!(bans["data"]["data"][0]["deal_status"], "release");
    let check = desk.ok("Md5Check", &[("url", "http://a.example.com/x")]);
    let check = [("taskId", check["data"]["taskId"].as_str().unwrap())];
    assert_eq!(desk.call("GetConsistencyResult", &check)["data"]["status"], "process");
    desk.settle();
    assert_eq!(desk.call("GetConsistencyResult", &check)["data"]["status"], "done");
    let overall = [("command", "flush"), ("type", "url"), url, ("mainland", "1")];
    desk.ok("FlushOrPushOverall", &overall);
    let both = desk.call("FlushOrPushOverall", &[&overall[..], &[("oversea", "1")]].concat());
    assert_eq!((&both["code"], &both["detail"]["mainland"]["code"]), (&json!(5400), &json!(0)));
}

#[test]
fn an_overseas_host_has_words_of_its_own() {
    let desk = desk();
    let more = [("serviceType", "web"), ("fwdHost", "o.example.com")];
    let ordered = desk.ok("AddCdnOvHost", &[&CNAME[..], &more].concat());
    assert_eq!(ordered["data"], Value::Null);
    desk.settle();
    let id = id_of(&desk, "DescribeOverseaCdnHosts");
    let host = [("hostId", id.as_str())];
    let shown = desk.ok("UpdateCdnOverseaConfig", &[host[0], ("middle", "on")]);
    assert_eq!(shown["data"]["cdn_status"], "progress");
    desk.settle();
    desk.ok("RefreshCdnOverSeaUrl", &[("urls.0", "http://a.example.com/")]);
    desk.ok("RefreshCdnOverSeaDir", &[("dirs.0", "http://a.example.com/")]);
    desk.ok("CdnOverseaPushser", &[("urls.0", "http://a.example.com/")]);
    let quota = desk.call("GetFlushQuota", &[]);
    assert_eq!(quota["data"]["ov_dir_flush"], json!({"batch": 20, "total": 100, "available": 99}));
    desk.ok("OfflineOvHost", &host);
    desk.settle();
    desk.ok("OnlineOvHost", &host);
    desk.settle();
    desk.ok("OfflineOvHost", &host);
    desk.settle();
    desk.ok("DeleteCdnOvHost", &host);
}

#[test]
fn a_dynamic_host_is_online_at_once_and_listed_after_its_deletion() {
    let desk = desk();
    let made = desk.ok("CreateDsaHost", &[("host", "d.example.com"), ("origin", "1.2.3.4;5.6.7.8:80")]);
    assert_eq!((&made["data"]["status"], &made["data"]["progress"]), (&json!("online"), &json!(1)));
    let id = made["data"]["host_id"].to_string();
    let host = [("hostId", id.as_str())];
    desk.settle();
    desk.ok("UpdateDsaHostInfo", &[host[0], ("rspHeader", "{\"Content-Language\":\"zh\"}")]);
    desk.settle();
    let urls = ("urlList", "[\"http://d.example.com/x\"]");
    desk.ok("FlushCache", &[urls, ("flushType", "0")]);
    desk.ok("OfflineDsaHost", &host);
    desk.settle();
    desk.ok("OnlineDsaHost", &host);
    desk.settle();
    desk.ok("OfflineDsaHost", &host);
    desk.settle();
    desk.ok("DeleteDsaHost", &host);
    assert_eq!(desk.call("GetDsaHostList", &[])["data"]["total"], 0);
    let all = desk.call("GetDsaHostList", &[("includeDeleted", "1")]);
    assert_eq!(all["data"]["hosts"][0]["deleted"], 1);
    assert_eq!(desk.call("CreateDsaHost", &[("host", "d.example.com"), ("origin", "1.2.3.4")])["code"], 0);
}

#[test]
fn a_configuration_token_is_used_up_even_by_a_call_that_fails() {
    let desk = desk();
    let set = |token: &str, action: &str, data: &Value| {
        let config = json!({"Version": "1.0", "Action": action, "Token": token, "Data": data}).to_string();
        desk.call("SetDsaConfig", &[("config", &config)])
    };
    let token = || desk.call("GetDsaConfigToken", &[])["data"]["token"].as_str().unwrap().to_owned();
    desk.ok("GetDsaConfigToken", &[]);
    let ready = json!([{"host": "f.example.com", "origin": ["1.2.3.4"]}]);
    let config = json!({"Version": "1.0", "Action": "add", "Token": token(), "Data": ready}).to_string();
    desk.ok("SetDsaConfig", &[("config", &config)]);
    let first = token();
    assert_eq!(
        (first.len(), set(&first, "add", &json!([]))["message"].to_string().contains("10100")),
        (32, true)
    );
    assert!(set(&first, "add", &json!([]))["message"].to_string().contains("10103"), "it was used up");
    let host = json!({"host": "d.example.com", "origin": ["1.2.3.4"]});
    let other = json!({"host": "e.example.com", "origin": ["1.2.3.4"]});
    assert_eq!(set(&token(), "add", &json!([host]))["code"], 0);
    let both = set(&token(), "add", &json!([host, other]));
    assert_eq!((&both["code"], &both["detail"]["e.example.com"]["code"]), (&json!(5400), &json!(0)));
    assert_eq!(set(&token(), "add", &json!([host, other]))["code"], 5100);
    let late = token();
    desk.advance(Span::seconds(601));
    assert!(set(&late, "add", &json!([host]))["message"].to_string().contains("10103"));
}

#[test]
fn packages_are_ordered_and_paid_for() {
    let desk = desk();
    desk.ok("OrderPackage", &[("packageId", "1TB")]);
    let order = desk.call("OrderPackage", &[("packageId", "100GB"), ("num", "2")]);
    let order = [("orderId", order["data"]["orderId"].as_str().unwrap())];
    desk.ok("PayPackageOrder", &order);
    desk.fails(5100, "PayPackageOrder", &order);
    let balance = desk.look(|world| {
        let id = world.account_named("demo")?.unwrap();
        Ok(world.account(&id)?.balance_at(world.now).to_string())
    });
    assert_eq!(balance, "9956.00");
}

#[test]
fn services_are_opened_and_paid_for() {
    let desk = desk();
    desk.patch_account("demo", &json!({"opened": {"cdn": false, "dsa": false}}));
    desk.fails(1100, "DescribeCdnHosts", &[]);
    desk.ok("StartCdnService", &[("payType", "flux")]);
    desk.ok("RegisterDsaUser", &[("billingType", "day"), ("payType", "request")]);
    desk.ok("UpdateDsaUserInfo", &[("payType", "flux")]);
    desk.ok("UpdatePayType", &[("payType", "bandwidth")]);
    assert_eq!(desk.call("GetPayType", &[])["data"]["pay_type"], "bandwidth");
}
