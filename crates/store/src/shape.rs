//! The shape of a row type, as its own decoding tells it: the type is decoded from made-up values, and
//! what it asks for is written down.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::de::value::U32Deserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, Visitor};

/// How deep a type may nest.
const DEPTH: u32 = 64;
/// How often a type is decoded at most, to see every variant of every enum in it.
const PASSES: u32 = 10_000;

/// One line for the type itself, one for each struct and one for each variant of each enum in it.
/// A type that cannot be told has a line that says so.
pub(crate) fn lines<V: DeserializeOwned>() -> BTreeSet<String> {
    let mut book = Book::default();
    let mut row = "row ".to_string();
    for pass in 0..PASSES {
        let mut said = "row ".to_string();
        if let Err(Unfit(why)) = V::deserialize(Probe { book: &mut book, said: &mut said, depth: 0 }) {
            book.lines.insert(format!("untold {why}"));
            break;
        }
        if pass == 0 {
            row = said;
        }
        if book.met.iter().all(|((_, variants), times)| *times >= variants.len() as u32) {
            break;
        }
    }
    book.lines.insert(row);
    book.lines
}

#[derive(Default)]
struct Book {
    lines: BTreeSet<String>,
    /// How often each enum was met; each time it shows its next variant.
    met: BTreeMap<(&'static str, &'static [&'static str]), u32>,
}

/// Answers one question for a value and writes down what was asked for.
struct Probe<'a> {
    book: &'a mut Book,
    said: &'a mut String,
    depth: u32,
}

#[derive(Debug)]
struct Unfit(String);

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unfit {}

impl de::Error for Unfit {
    fn custom<T: fmt::Display>(why: T) -> Self {
        Unfit(why.to_string())
    }
}

impl<'a> Probe<'a> {
    fn inner<'b>(&'b mut self, said: &'b mut String) -> Probe<'b> {
        Probe { book: self.book, said, depth: self.depth + 1 }
    }

    /// Parts one after the other, each with its name in front.
    fn parts<'de, V: Visitor<'de>>(
        &mut self,
        names: &[&str],
        count: usize,
        visitor: V,
    ) -> Result<(V::Value, String), Unfit> {
        let mut said = String::new();
        let parts = Parts { probe: self.inner(&mut said), names, next: 0, count };
        let value = visitor.visit_seq(parts)?;
        Ok((value, said))
    }
}

struct Parts<'a, 'n> {
    probe: Probe<'a>,
    names: &'n [&'n str],
    next: usize,
    count: usize,
}

impl<'de> de::SeqAccess<'de> for Parts<'_, '_> {
    type Error = Unfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unfit> {
        if self.next == self.count {
            return Ok(None);
        }
        if let Some(name) = self.names.get(self.next) {
            self.probe.said.push_str(&format!(" {name}:"));
        } else if self.next > 0 {
            self.probe.said.push(',');
        }
        self.next += 1;
        let Probe { book, said, depth } = &mut self.probe;
        seed.deserialize(Probe { book, said, depth: *depth }).map(Some)
    }
}

impl<'de> de::MapAccess<'de> for Parts<'_, '_> {
    type Error = Unfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unfit> {
        de::SeqAccess::next_element_seed(self, seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unfit> {
        self.probe.said.push_str("=>");
        let Probe { book, said, depth } = &mut self.probe;
        seed.deserialize(Probe { book, said, depth: *depth })
    }
}

/// The variant that an enum shows this time.
struct Variant<'a> {
    probe: Probe<'a>,
    index: u32,
    head: String,
}

impl Variant<'_> {
    fn tell(&mut self, payload: &str) {
        let line = format!("{}{payload}", self.head);
        self.probe.book.lines.insert(line);
    }
}

impl<'de> de::EnumAccess<'de> for Variant<'_> {
    type Error = Unfit;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Unfit> {
        let index: U32Deserializer<Unfit> = self.index.into_deserializer();
        Ok((seed.deserialize(index)?, self))
    }
}

impl<'de> de::VariantAccess<'de> for Variant<'_> {
    type Error = Unfit;

    fn unit_variant(mut self) -> Result<(), Unfit> {
        self.tell("");
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(mut self, seed: T) -> Result<T::Value, Unfit> {
        let mut said = " ".to_string();
        let value = seed.deserialize(self.probe.inner(&mut said))?;
        self.tell(&said);
        Ok(value)
    }

    fn tuple_variant<V: Visitor<'de>>(mut self, count: usize, visitor: V) -> Result<V::Value, Unfit> {
        let (value, said) = self.probe.parts(&[], count, visitor)?;
        self.tell(&format!(" ({said})"));
        Ok(value)
    }

    fn struct_variant<V: Visitor<'de>>(
        mut self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        let (value, said) = self.probe.parts(fields, fields.len(), visitor)?;
        self.tell(&said);
        Ok(value)
    }
}

macro_rules! plain {
    ($($ask:ident $visit:ident $word:literal $value:expr,)*) => {$(
        fn $ask<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
            self.said.push_str($word);
            visitor.$visit($value)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Probe<'_> {
    type Error = Unfit;

    plain! {
        deserialize_bool visit_bool "bool" false,
        deserialize_i8 visit_i8 "i8" 0,
        deserialize_i16 visit_i16 "i16" 0,
        deserialize_i32 visit_i32 "i32" 0,
        deserialize_i64 visit_i64 "i64" 0,
        deserialize_i128 visit_i128 "i128" 0,
        deserialize_u8 visit_u8 "u8" 0,
        deserialize_u16 visit_u16 "u16" 0,
        deserialize_u32 visit_u32 "u32" 0,
        deserialize_u64 visit_u64 "u64" 0,
        deserialize_u128 visit_u128 "u128" 0,
        deserialize_f32 visit_f32 "f32" 0.0,
        deserialize_f64 visit_f64 "f64" 0.0,
        deserialize_char visit_char "char" '0',
        deserialize_str visit_str "string" "",
        deserialize_string visit_str "string" "",
        deserialize_bytes visit_bytes "bytes" &[],
        deserialize_byte_buf visit_bytes "bytes" &[],
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        self.said.push_str("()");
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        self.said.push('?');
        if self.depth >= DEPTH {
            return visitor.visit_none();
        }
        visitor.visit_some(Probe { depth: self.depth + 1, ..self })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        // Its bytes are those of what it wraps, so the name stays out of what holds it.
        let _ = name;
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Unfit> {
        let count = usize::from(self.depth < DEPTH);
        let (value, said) = self.parts(&[], count, visitor)?;
        self.said.push_str(&format!("[{said}]"));
        Ok(value)
    }

    fn deserialize_map<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Unfit> {
        let (mut said, count) = (String::new(), usize::from(self.depth < DEPTH));
        let parts = Parts { probe: self.inner(&mut said), names: &[], next: 0, count };
        let value = visitor.visit_map(parts)?;
        self.said.push_str(&format!("{{{said}}}"));
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(mut self, count: usize, visitor: V) -> Result<V::Value, Unfit> {
        let (value, said) = self.parts(&[], count, visitor)?;
        self.said.push_str(&format!("({said})"));
        Ok(value)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        count: usize,
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        self.deserialize_tuple(count, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        mut self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        if self.depth >= DEPTH {
            return Err(de::Error::custom(format_args!("{name} holds itself")));
        }
        let (value, said) = self.parts(fields, fields.len(), visitor)?;
        self.book.lines.insert(format!("struct {name}{said}"));
        self.said.push_str(name);
        Ok(value)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        mut self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        let times = self.book.met.entry((name, variants)).or_default();
        let index = *times % (variants.len() as u32).max(1);
        *times += 1;
        if self.depth >= DEPTH {
            return Err(de::Error::custom(format_args!("{name} holds itself")));
        }
        let shown = variants.get(index as usize).copied().unwrap_or_default();
        let head = format!("enum {name} {index} {shown}");
        let value = visitor.visit_enum(Variant { probe: self.inner(&mut String::new()), index, head })?;
        self.said.push_str(name);
        Ok(value)
    }

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Unfit> {
        Err(de::Error::custom("a value that tells its type itself"))
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_any(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_any(visitor)
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::net::IpAddr;

    use serde::{Deserialize, Serialize};

    use super::lines;

    #[derive(Serialize, Deserialize)]
    struct Size(u64);

    #[derive(Serialize, Deserialize)]
    enum State {
        Up,
        Down { since: i64, why: Why },
        Both(u8, bool),
    }

    #[derive(Serialize, Deserialize)]
    enum Why {
        Asked(String),
        Broken,
    }

    #[derive(Serialize, Deserialize)]
    struct Disk {
        size: Size,
        state: State,
        parts: Vec<(u8, Option<String>)>,
        tags: BTreeMap<String, Why>,
        address: Option<IpAddr>,
    }

    #[test]
    fn a_shape_tells_every_field_and_variant() {
        let told: Vec<String> = lines::<Disk>().into_iter().collect();
        let octets = |count: usize| vec!["u8"; count].join(",");
        assert_eq!(
            told,
            [
                format!("enum IpAddr 0 V4 ({})", octets(4)),
                format!("enum IpAddr 1 V6 ({})", octets(16)),
                "enum State 0 Up".to_string(),
                "enum State 1 Down since:i64 why:Why".to_string(),
                "enum State 2 Both (u8,bool)".to_string(),
                "enum Why 0 Asked string".to_string(),
                "enum Why 1 Broken".to_string(),
                "row Disk".to_string(),
                "struct Disk size:u64 state:State parts:[(u8,?string)] tags:{string=>Why} address:?IpAddr"
                    .to_string(),
            ]
        );
    }

    #[test]
    fn what_cannot_be_told_says_so() {
        #[derive(Serialize, Deserialize)]
        struct Endless(Box<Chain>);
        #[derive(Serialize, Deserialize)]
        struct Chain {
            next: Endless,
        }
        assert!(lines::<Endless>().iter().any(|line| line.contains("holds itself")));
        assert!(lines::<Vec<Box<u8>>>().contains("row [u8]"));
    }
}
