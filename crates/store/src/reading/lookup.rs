//! Borrowed forms of keys: what a row may be looked up by, and what may stand for the first part of
//! a key.

use crate::key::{Key, encode_str};

/// Something a row with the key `K` can be looked up by without building a `K`: `(u8, &str)` for
/// `(u8, String)`.
///
/// It must append exactly the bytes that the equal `K` would.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name a row whose key is `{K}`",
    note = "a key type of your own needs `squall_store::lookup_by_self!(Type)` or `newtype_key!(Type)`"
)]
pub trait Lookup<K> {
    /// Appends the encoded key.
    fn encode_lookup(&self, out: &mut Vec<u8>);
}

/// The first whole components of a key `K`: `()` for all rows, `(a,)` or `(a, b)` for tuples, and
/// the bare first component of a tuple where that is a number, a string or a type of your own.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not made of the first components of the key `{K}`",
    note = "write `()` for all rows and `(first,)` for those that begin with one component"
)]
pub trait Prefix<K> {
    /// Appends the encoded components.
    fn encode_prefix(&self, out: &mut Vec<u8>);
}

impl<K, Q: Lookup<K> + ?Sized> Lookup<K> for &Q {
    fn encode_lookup(&self, out: &mut Vec<u8>) {
        (**self).encode_lookup(out);
    }
}

impl<K, Q: Prefix<K> + ?Sized> Prefix<K> for &Q {
    fn encode_prefix(&self, out: &mut Vec<u8>) {
        (**self).encode_prefix(out);
    }
}

impl<K: Key> Prefix<K> for () {
    fn encode_prefix(&self, _out: &mut Vec<u8>) {}
}

impl Lookup<()> for () {
    fn encode_lookup(&self, _out: &mut Vec<u8>) {}
}

impl Lookup<String> for str {
    fn encode_lookup(&self, out: &mut Vec<u8>) {
        encode_str(self, out);
    }
}

/// Lets rows be found by a key type that implements [`Key`] by hand, alone and as the first part of
/// a tuple.
#[macro_export]
macro_rules! lookup_by_self {
    ($name:ty) => {
        impl $crate::Lookup<$name> for $name {
            fn encode_lookup(&self, out: &mut Vec<u8>) {
                $crate::Key::encode(self, out);
            }
        }

        $crate::lookup_by_self!(prefix $name, $name);
    };
    (prefix $name:ty, $key:ty) => {
        $crate::lookup_by_self!(begin $name, $key, B);
        $crate::lookup_by_self!(begin $name, $key, B C);
        $crate::lookup_by_self!(begin $name, $key, B C D);
        $crate::lookup_by_self!(begin $name, $key, B C D E);
    };
    (begin $name:ty, $key:ty, $($part:ident)+) => {
        impl<$($part: $crate::Key),+> $crate::Prefix<($key, $($part),+)> for $name {
            fn encode_prefix(&self, out: &mut Vec<u8>) {
                $crate::Lookup::<$key>::encode_lookup(self, out);
            }
        }
    };
}

/// Makes a tuple struct of one public-to-its-module key field a key itself, with the same bytes.
///
/// ```
/// struct DiskId(String);
/// squall_store::newtype_key!(DiskId);
/// ```
#[macro_export]
macro_rules! newtype_key {
    ($name:ident) => {
        impl $crate::Key for $name {
            fn encode(&self, out: &mut Vec<u8>) {
                $crate::Key::encode(&self.0, out);
            }

            fn decode(bytes: &mut &[u8]) -> Option<Self> {
                $crate::Key::decode(bytes).map($name)
            }

            fn shape(out: &mut String) {
                // The field's type cannot be named here, only inferred.
                fn of<K: $crate::Key>(_: impl Fn(K) -> $name, out: &mut String) {
                    K::shape(out);
                }
                of($name, out);
            }
        }

        $crate::lookup_by_self!($name);
    };
}

lookup_by_self!(u8);
lookup_by_self!(u16);
lookup_by_self!(u32);
lookup_by_self!(u64);
lookup_by_self!(i64);
lookup_by_self!(bool);
lookup_by_self!(String);
lookup_by_self!(prefix str, String);

macro_rules! tuple {
    ($($key:ident $query:ident $name:ident),+) => {
        impl<$($key,)+ $($query: Lookup<$key>),+> Lookup<($($key,)+)> for ($($query,)+) {
            fn encode_lookup(&self, out: &mut Vec<u8>) {
                let ($($name,)+) = self;
                $($name.encode_lookup(out);)+
            }
        }
    };
}

tuple!(A QA a);
tuple!(A QA a, B QB b);
tuple!(A QA a, B QB b, C QC c);
tuple!(A QA a, B QB b, C QC c, D QD d);
tuple!(A QA a, B QB b, C QC c, D QD d, E QE e);

macro_rules! leading {
    ($($key:ident $query:ident $name:ident),+; $($rest:ident),*) => {
        impl<$($key,)+ $($rest,)* $($query),+> Prefix<($($key,)+ $($rest,)*)> for ($($query,)+)
        where
            $($query: Lookup<$key>),+
        {
            fn encode_prefix(&self, out: &mut Vec<u8>) {
                let ($($name,)+) = self;
                $($name.encode_lookup(out);)+
            }
        }
    };
}

leading!(A QA a;);
leading!(A QA a; B);
leading!(A QA a; B, C);
leading!(A QA a; B, C, D);
leading!(A QA a; B, C, D, E);
leading!(A QA a, B QB b;);
leading!(A QA a, B QB b; C);
leading!(A QA a, B QB b; C, D);
leading!(A QA a, B QB b; C, D, E);
leading!(A QA a, B QB b, C QC c;);
leading!(A QA a, B QB b, C QC c; D);
leading!(A QA a, B QB b, C QC c; D, E);
leading!(A QA a, B QB b, C QC c, D QD d;);
leading!(A QA a, B QB b, C QC c, D QD d; E);
leading!(A QA a, B QB b, C QC c, D QD d, E QE e;);

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    struct Id(String);
    newtype_key!(Id);

    fn found<K>(query: &(impl Lookup<K> + ?Sized)) -> Vec<u8> {
        let mut out = Vec::new();
        query.encode_lookup(&mut out);
        out
    }

    fn begun<K>(query: &(impl Prefix<K> + ?Sized)) -> Vec<u8> {
        let mut out = Vec::new();
        query.encode_prefix(&mut out);
        out
    }

    #[test]
    fn borrowed_forms_encode_like_the_key() {
        let mut whole = Vec::new();
        let key = (7u8, "a\0b".to_string(), Id("x".into()));
        key.encode(&mut whole);
        assert_eq!(found::<(u8, String, Id)>(&key), whole);
        assert_eq!(found::<(u8, String, Id)>(&(7, "a\0b", &key.2)), whole);
        assert_eq!(found::<(u8, String, Id)>(&(&7, &&*key.1, key.2.clone())), whole);
        assert_eq!(found::<String>("q"), found::<String>(&"q".to_string()));
    }

    #[test]
    fn prefixes_are_the_first_components() {
        type K = (String, u8, Id);
        let whole = found::<K>(&("a", 3, Id("x".into())));
        assert_eq!(begun::<K>(&()), b"");
        assert_eq!(begun::<K>("a"), begun::<K>(&("a",)));
        assert_eq!(begun::<K>(&"a".to_string()), b"a\0\0");
        assert_eq!(begun::<K>(&("a", 3)), b"a\0\0\x03");
        assert_eq!(begun::<K>(&("a", 3, &Id("x".into()))), whole);
        assert_eq!(begun::<(Id, u8)>(&Id("x".into())), b"x\0\0");
    }
}
