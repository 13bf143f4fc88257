//! The `codes!` macro: one line a code becomes a constant, its rustdoc and a place in the system's slice.

/// Declares a system's codes.
///
/// A line reads `"1400" PERMISSION_DENIED Denied "vendor text" "English gloss";` with these optional columns:
/// `http 400` and `via CONSTANT` (the code whose message carries this one) in front; behind, in this order,
/// `sends "template"` (the vendor's wire message), `also 502 Unavailable "template"` for each further row of the
/// same code, `blames Operator` (where the kind's own answer would mislead) and `unanswered "reason"` (a code that
/// is in the vendor's list and never comes from this system). A header `pages("folder")` requires
/// `pages/folder/<number>.md` for every line that is answered; `pages()` requires none.
macro_rules! codes {
    (
        $system:ident pages $pages:tt;
        $(
            $(http $status:literal)? $(via $carrier:ident)?
            $number:literal $name:ident $kind:ident $label:literal $gloss:literal
            $(sends $message:literal)? $(also $row_status:literal $row_kind:ident $row_message:literal)*
            $(blames $blame:ident)? $(unanswered $why:literal)? ;
        )+
    ) => {
        $(
            #[doc = $gloss]
            pub const $name: $crate::Code = $crate::Code(&$crate::Entry {
                system: $crate::System::$system,
                number: $number,
                name: stringify!($name),
                kind: $crate::Kind::$kind,
                blame: codes!(@or ($crate::Kind::$kind.blame()) $($crate::Blame::$blame)?),
                http_status: codes!(@option $($status)?),
                label_zh: $label,
                message: codes!(@option $($message)?),
                also: &[$($crate::Row {
                    http_status: Some($row_status),
                    message: Some($row_message),
                    kind: $crate::Kind::$row_kind,
                }),*],
                gloss_en: $gloss,
                carrier: codes!(@option $($carrier.number())?),
                page: codes!(@page $pages $number $($why)?),
                unanswered: codes!(@option $($why)?),
            });
        )+

        /// Every code of the system, in the vendor's order.
        pub static CODES: &[$crate::Code] = &[$($name),+];
    };
    (@or ($default:expr)) => { $default };
    (@or ($default:expr) $value:expr) => { $value };
    (@option) => { None };
    (@option $value:expr) => { Some($value) };
    (@page () $number:literal) => { None };
    (@page $pages:tt $number:literal $why:literal) => { None };
    (@page ($folder:literal) $number:literal) => {
        Some(include_str!(concat!("../pages/", $folder, "/", $number, ".md")))
    };
}

pub(crate) use codes;
