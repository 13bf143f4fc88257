//! Signing schemes, one a file. Each builds the text that is signed and computes the signature; whether it
//! is right is for a dialect to judge.

pub mod huawei;
pub mod qingcloud;
pub mod tencent;
