//! What hosts outside of the country delivered.

use super::overseas::OVERSEAS;
use super::statistics::{COUNTING, chosen, grain, numbers};
use crate::cdn::series::{self, STATUS_CODES, figures, points};
use crate::cdn::times::{Bounds, Window};
use crate::cdn::{TencentCdn, Traits};
use crate::protocol::Reply;
use squall_api::cloud::Span;
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(in crate::cdn::actions) const ACTIONS: &[Entry<TencentCdn>] = &[
    Entry::of::<GetCdnOverseaStat>(Traits::CDN, COUNTING).reading(),
    Entry::of::<GetCdnOverseaPv>(Traits::CDN, COUNTING).reading(),
    Entry::of::<GetCdnOverseaStatusCode>(Traits::CDN, COUNTING).reading(),
    Entry::of::<GetCdnHostsOverseaDetailStat>(Traits::CDN, COUNTING).reading(),
];

/// A metric of one host on a day, five minutes apart.
fn of_day(cx: &Cx<'_>, day: &str, host: &str, metrics: &[&str]) -> Outcome<Reply> {
    let window = Window::given(day, day, cx.now, Bounds { back: 30, span: 1 })?;
    let hosts = chosen(cx, OVERSEAS, &[], &[host.to_owned()])?;
    let points = points(&window, Span::minutes(5));
    let mut all = Vec::new();
    for metric in metrics {
        all.push((*metric, figures(cx, &hosts, metric, &points, Span::minutes(5))?));
    }
    Ok(Reply::data(|data| all.iter().for_each(|(metric, figures)| numbers(data, metric, figures))))
}

/// Shows the traffic of a host on a day.
#[derive(Params)]
struct GetCdnOverseaStat {
    #[param(required, max_len = 32, invalid = "9000")]
    date: String,
    #[param(required, id = "name", max_len = 1_024)]
    host: String,
}

impl Action<TencentCdn> for GetCdnOverseaStat {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        of_day(cx, &self.date, &self.host, &["flux", "bandwidth"])
    }
}

/// Shows the requests of a host on a day.
#[derive(Params)]
struct GetCdnOverseaPv {
    #[param(required, max_len = 32, invalid = "9000")]
    date: String,
    #[param(required, id = "name", max_len = 1_024)]
    host: String,
}

impl Action<TencentCdn> for GetCdnOverseaPv {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        of_day(cx, &self.date, &self.host, &["requests"])
    }
}

/// Shows how often a host answered each status on a day.
#[derive(Params)]
struct GetCdnOverseaStatusCode {
    #[param(required, max_len = 32, invalid = "9000")]
    date: String,
    #[param(required, id = "name", max_len = 1_024)]
    host: String,
}

impl Action<TencentCdn> for GetCdnOverseaStatusCode {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        of_day(cx, &self.date, &self.host, &STATUS_CODES)
    }
}

/// Shows a metric of hosts outside of the country.
#[derive(Params)]
struct GetCdnHostsOverseaDetailStat {
    #[param(name = "startDate", required, max_len = 32, invalid = "9000")]
    start: String,
    #[param(name = "endDate", required, max_len = 32, invalid = "9000")]
    end: String,
    #[param(name = "statType", required, max_len = 64, invalid = "9001")]
    metric: String,
    #[param(id = "name", max_items = 5)]
    hosts: Vec<String>,
}

impl Action<TencentCdn> for GetCdnHostsOverseaDetailStat {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let window = Window::given(&self.start, &self.end, cx.now, Bounds::days(90))?;
        let known = ["flux", "bandwidth", "requests", "hit_flux", "hit_requests", "status_code"];
        series::must_be_one_of(&self.metric, &known)?;
        let hosts = chosen(cx, OVERSEAS, &[], &self.hosts)?;
        let apart = grain(window.days(), false);
        let figures = figures(cx, &hosts, &self.metric, &points(&window, apart), apart)?;
        Ok(Reply::data(|data| {
            numbers(data, &self.metric, &figures);
            data.int("period", apart.whole_seconds() / 60);
        }))
    }
}
