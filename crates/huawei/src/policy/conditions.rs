//! The `Condition` of a statement: `{OPERATOR: {KEY: [VALUE, …]}}`. All operators and keys must hold, and of the values
//! of each one.
//!
//! There are the global keys that squall can judge, and the operators of the vendor's tables ("SCP语法介绍", whose
//! grammar is that of identity policies) with those of its examples for policies 1.1. Not taken are `StringLike`,
//! which is told of in two ways, what is for several values (`ForAnyValue:`), numbers, for which there is no key here,
//! and the keys of services. Every key has a value for every call, so `IfExists` changes nothing.

use squall_api::cloud::{Answer, Time};
use squall_api::policy::{Block, Comparison, Condition, Fact, Node, Order, Test};
use std::net::IpAddr;

/// The most operators, keys of one and values of one (IAM.1050, IAM.1054), and the longest value in bytes (IAM.1056).
const MOST: usize = 10;
const VALUE_BYTES: usize = 1_024;

/// What is known of a call.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'f> {
    /// When it came, by the world's time.
    pub now: Time,
    /// The client's address.
    pub address: IpAddr,
    /// Whether it came over TLS.
    pub is_secure: bool,
    /// The id of the account.
    pub domain_id: &'f str,
    /// The name of the account.
    pub domain_name: &'f str,
    /// The region of its project, which is also the project's name.
    pub region: &'f str,
    /// The user's id.
    pub user_id: &'f str,
    /// The user's name.
    pub user_name: &'f str,
}

/// The kind of value that a key has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Text,
    Time,
    Flag,
    Address,
}

const KEYS: [(&str, Kind); 10] = [
    ("g:CurrentTime", Kind::Time),
    ("g:DomainName", Kind::Text),
    ("g:MFAPresent", Kind::Flag),
    ("g:ProjectName", Kind::Text),
    ("g:RequestedRegion", Kind::Text),
    ("g:SecureTransport", Kind::Flag),
    ("g:ServiceName", Kind::Text),
    ("g:SourceIp", Kind::Address),
    ("g:UserId", Kind::Text),
    ("g:UserName", Kind::Text),
];

/// What an operator asks of a value.
#[derive(Clone, Copy)]
enum Operator {
    Text(Comparison, bool),
    Time(Order),
    Address(bool),
    Flag,
    Absent,
}

/// The operators, each with whether it is the negation of another.
const OPERATORS: [(&str, Operator); 18] = [
    ("StringEquals", Operator::Text(Comparison::Equal, false)),
    ("StringNotEquals", Operator::Text(Comparison::Equal, true)),
    ("StringEqualsIgnoreCase", Operator::Text(Comparison::EqualIgnoringCase, false)),
    ("StringNotEqualsIgnoreCase", Operator::Text(Comparison::EqualIgnoringCase, true)),
    ("StringMatch", Operator::Text(Comparison::Like, false)),
    ("StringNotMatch", Operator::Text(Comparison::Like, true)),
    ("StringStartWith", Operator::Text(Comparison::Begins, false)),
    ("StringNotStartWith", Operator::Text(Comparison::Begins, true)),
    ("StringEndWith", Operator::Text(Comparison::Ends, false)),
    ("StringNotEndWith", Operator::Text(Comparison::Ends, true)),
    ("DateLessThan", Operator::Time(Order::Before)),
    ("DateLessThanEquals", Operator::Time(Order::Until)),
    ("DateGreaterThan", Operator::Time(Order::After)),
    ("DateGreaterThanEquals", Operator::Time(Order::From)),
    ("IpAddress", Operator::Address(false)),
    ("NotIpAddress", Operator::Address(true)),
    ("Bool", Operator::Flag),
    ("Null", Operator::Absent),
];

impl<'f> Facts<'f> {
    /// The value of a key, for a call to a service. Nobody has a second factor here.
    pub(super) fn of(&self, key: &str, service: &'f str) -> Option<Fact<'f>> {
        Some(match key {
            "g:CurrentTime" => Fact::Time(self.now),
            "g:DomainName" => Fact::Text(self.domain_name),
            "g:MFAPresent" => Fact::Flag(false),
            "g:ProjectName" | "g:RequestedRegion" => Fact::Text(self.region),
            "g:SecureTransport" => Fact::Flag(self.is_secure),
            "g:ServiceName" => Fact::Text(service),
            "g:SourceIp" => Fact::Address(self.address),
            "g:UserId" => Fact::Text(self.user_id),
            "g:UserName" => Fact::Text(self.user_name),
            _ => return None,
        })
    }
}

/// Reads the conditions of a statement.
///
/// # Errors
/// `Invalid`, with the place of whatever is not understood.
pub(super) fn read(conditions: &Node<'_>) -> Answer<Vec<Condition>> {
    let mut read = Vec::new();
    for (name, keys) in conditions.entries(MOST)? {
        let bare = name.strip_suffix("IfExists").unwrap_or(name);
        let known = OPERATORS.iter().find(|(known, _)| *known == bare);
        let known = known.filter(|(_, operator)| bare == name || !matches!(operator, Operator::Absent));
        let Some((_, operator)) = known else {
            let known = OPERATORS.map(|(known, _)| known).join(", ");
            return Err(keys.refuse(&format!("is no operator that squall judges; there are: {known}")));
        };
        for (name, values) in keys.entries(MOST)? {
            let Some((key, kind)) = KEYS.iter().find(|(known, _)| *known == name) else {
                let known = KEYS.map(|(known, _)| known).join(", ");
                return Err(values.refuse(&format!("is no key that squall judges; there are: {known}")));
            };
            let test = test(*operator, *kind, &values)?;
            read.push(Condition { key, test, or_absent: bare != name });
        }
    }
    Ok(read)
}

fn test(operator: Operator, kind: Kind, values: &Node<'_>) -> Answer<Test> {
    let items = values.items(MOST)?;
    let texts = || items.iter().map(|item| item.text(VALUE_BYTES));
    match (operator, kind) {
        (Operator::Text(comparison, negated), Kind::Text) => {
            let values = texts().map(|text| text.map(str::to_owned)).collect::<Answer<_>>()?;
            Ok(Test::Text { comparison, values, negated })
        }
        (Operator::Time(order), Kind::Time) => {
            let instant = |item: &Node<'_>| {
                Time::parse(item.text(VALUE_BYTES)?).ok_or_else(|| item.refuse("must be an ISO 8601 time"))
            };
            Ok(Test::Time { order, values: items.iter().map(instant).collect::<Answer<_>>()? })
        }
        (Operator::Address(negated), Kind::Address) => {
            let block = |item: &Node<'_>| {
                let block = Block::parse(item.text(VALUE_BYTES)?);
                block.ok_or_else(|| item.refuse("must be an address, or a block such as 10.0.0.0/8"))
            };
            Ok(Test::Address { blocks: items.iter().map(block).collect::<Answer<_>>()?, negated })
        }
        (Operator::Flag, Kind::Flag) => Ok(Test::Flag(flag(values, &items)?)),
        (Operator::Absent, _) => Ok(Test::Absent(flag(values, &items)?)),
        _ => Err(values.refuse("does not go with this operator")),
    }
}

fn flag(values: &Node<'_>, items: &[Node<'_>]) -> Answer<bool> {
    match items {
        [item] if item.value() == "true" => Ok(true),
        [item] if item.value() == "false" => Ok(false),
        _ => Err(values.refuse("must be [\"true\"] or [\"false\"]")),
    }
}
