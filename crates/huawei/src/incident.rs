//! What CloudDC says of what happened to a server, in both of its languages. The vendor publishes neither the numbers
//! nor the sentences: they are ours.

use squall_api::cloud::{Health, Incident, Verb};

/// A sentence in Chinese and in English.
pub(crate) struct Bilingual {
    pub(crate) chinese: String,
    pub(crate) english: String,
}

/// What is known of an incident.
pub(crate) struct Account {
    /// Its number.
    pub(crate) code: String,
    /// 1 critical, 2 major, 3 minor, 4 for information.
    pub(crate) level: u8,
    pub(crate) name: Bilingual,
    pub(crate) effect: Bilingual,
    pub(crate) suggestion: Bilingual,
    pub(crate) reason: Bilingual,
}

/// The words for the levels of events, the gravest first.
pub(crate) const LEVELS: [&str; 4] = ["critical", "major", "minor", "info"];

/// What can end, and its number and name in both languages.
const ENDINGS: [(Verb, u8, &str, &str); 8] = [
    (Verb::Start, 0x01, "上电", "Power-on"),
    (Verb::Stop, 0x02, "下电", "Power-off"),
    (Verb::Restart, 0x03, "重启", "Restart"),
    (Verb::Create, 0x11, "安装操作系统", "OS installation"),
    (Verb::Reset, 0x12, "重装操作系统", "OS reinstallation"),
    (Verb::Replace, 0x13, "切换操作系统", "OS change"),
    (Verb::Update, 0x14, "修改IP地址", "IP address change"),
    (Verb::Delete, 0x15, "卸载操作系统", "OS removal"),
];

const HEALTHS: [Health; 4] = [Health::Good, Health::Warning, Health::Critical, Health::Unknown];

/// Every incident that can be reported.
pub(crate) fn all() -> impl Iterator<Item = Incident> {
    let endings = ENDINGS
        .iter()
        .flat_map(|(verb, ..)| [true, false].map(|succeeded| Incident::Ended { verb: *verb, succeeded }));
    let healths = HEALTHS.into_iter().map(Incident::Health);
    [Incident::FanAtLimit].into_iter().chain(healths).chain(endings)
}

/// The word of a level.
pub(crate) fn level(level: u8) -> &'static str {
    LEVELS.get(usize::from(level).saturating_sub(1)).copied().unwrap_or("info")
}

/// How grave an event is in Cloud Eye's words for its state.
pub(crate) fn status(level: u8) -> &'static str {
    match level {
        1 | 2 => "incident",
        3 => "warning",
        _ => "normal",
    }
}

fn both(chinese: impl Into<String>, english: impl Into<String>) -> Bilingual {
    Bilingual { chinese: chinese.into(), english: english.into() }
}

/// What is said of an incident.
pub(crate) fn account(incident: Incident) -> Account {
    match incident {
        Incident::FanAtLimit => Account {
            code: "0x0400000F".to_owned(),
            level: 3,
            name: both("风扇以最高转速运行", "A fan runs at its limit."),
            effect: both("噪音和功耗上升。", "Noise and power consumption rise."),
            suggestion: both("检查进风温度和风道。", "Check the inlet temperature and the air duct."),
            reason: both("进风温度过高或风道受阻。", "The inlet air is too warm, or the duct is blocked."),
        },
        Incident::Health(health) => of_health(health),
        Incident::Ended { verb, succeeded } => of_ending(verb, succeeded),
    }
}

fn of_health(health: Health) -> Account {
    let (code, level, name) = match health {
        Health::Good => ("0x01000000", 4, both("服务器健康状态恢复正常", "The server is healthy again.")),
        Health::Warning => ("0x01000001", 2, both("服务器健康状态告警", "A part of the server degrades.")),
        Health::Critical => ("0x01000002", 1, both("服务器健康状态严重异常", "A part of the server failed.")),
        Health::Unknown => ("0x01000003", 3, both("服务器健康状态未知", "The server's health is unknown.")),
    };
    let (effect, suggestion, reason) = match health {
        Health::Good => (
            both("无。", "None."),
            both("无需处理。", "Nothing needs to be done."),
            both("故障已消除。", "The fault was removed."),
        ),
        _ => (
            both("业务可能中断。", "Services on the server may be interrupted."),
            both(
                "查看硬件属性中的异常部件并报修。",
                "Find the part in the hardware attributes and have it repaired.",
            ),
            both("部件状态发生变化。", "The state of a part changed."),
        ),
    };
    Account { code: code.to_owned(), level, name, effect, suggestion, reason }
}

fn of_ending(verb: Verb, succeeded: bool) -> Account {
    let known = ENDINGS.iter().find(|(known, ..)| *known == verb);
    let (number, chinese, english) = known
        .map_or((0, "操作", "An operation"), |(_, number, chinese, english)| (*number, *chinese, *english));
    let code = format!("0x02{number:02X}000{}", u8::from(!succeeded));
    if succeeded {
        return Account {
            code,
            level: 4,
            name: both(format!("{chinese}成功"), format!("{english} succeeded.")),
            effect: both("无。", "None."),
            suggestion: both("无需处理。", "Nothing needs to be done."),
            reason: both("用户发起的操作已完成。", "What a user asked for was done."),
        };
    }
    Account {
        code,
        level: 2,
        name: both(format!("{chinese}失败"), format!("{english} failed.")),
        effect: both("服务器或实例未达到目标状态。", "The server or instance is not in the state asked for."),
        suggestion: both(
            "检查BMC和网络端口后重试。",
            "Check the BMC and the network's ports, then try again.",
        ),
        reason: both("BMC不可用，或端口被占用。", "The BMC could not be used, or a port was held."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_incident_has_a_number_of_its_own() {
        let codes: BTreeSet<String> = all().map(|incident| account(incident).code).collect();
        assert_eq!(codes.len(), all().count());
    }
}
