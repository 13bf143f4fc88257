//! What stands in `#[param(…)]` on a field, and the declaration it makes.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute as Raw, Expr, ExprArray, ExprLit, ExprRange, Field, Lit, LitStr, RangeLimits, Type};

#[derive(Default)]
pub(crate) struct Attribute {
    name: String,
    required: bool,
    secret: bool,
    default: Option<Expr>,
    range: Option<ExprRange>,
    one_of: Option<Expr>,
    max_len: Option<Expr>,
    max_items: Option<Expr>,
    id: Option<LitStr>,
    invalid: Option<Expr>,
    flatten: bool,
    only: Option<Vec<LitStr>>,
}

impl Attribute {
    pub(crate) fn of(field: &Field) -> syn::Result<Attribute> {
        let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
        let name = name.strip_prefix("r#").unwrap_or(&name).to_owned();
        let mut found = Attribute { name, ..Attribute::default() };
        for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("param")) {
            attribute.parse_nested_meta(|meta| {
                let word = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
                match word.as_str() {
                    "required" => found.required = true,
                    "secret" => found.secret = true,
                    "name" => found.name = meta.value()?.parse::<LitStr>()?.value(),
                    "default" => found.default = Some(meta.value()?.parse()?),
                    "range" => found.range = Some(meta.value()?.parse()?),
                    "one_of" => found.one_of = Some(meta.value()?.parse()?),
                    "max_len" => found.max_len = Some(meta.value()?.parse()?),
                    "max_items" => found.max_items = Some(meta.value()?.parse()?),
                    "id" => found.id = Some(meta.value()?.parse()?),
                    "flatten" => found.flatten = true,
                    "only" => found.only = Some(texts(meta.value()?.parse()?)?),
                    "invalid" => found.invalid = Some(meta.value()?.parse()?),
                    _ => return Err(meta.error("unknown; see the documentation of squall-derive")),
                }
                Ok(())
            })?;
        }
        Ok(found)
    }

    /// The fields of a record that stand among those of the struct around it; `None` for a field of the struct's own.
    pub(crate) fn group(&self, kind: &Type) -> Option<Group> {
        let all = quote! { <#kind as ::squall_api::param::Params>::FIELDS };
        let decode = quote! { <#kind as ::squall_api::param::Params>::decode };
        match (self.flatten, &self.only) {
            (false, _) => None,
            (true, None) => Some(Group {
                fields: all.clone(),
                length: quote! { #all.len() },
                decoded: quote! { #decode(tree)? },
            }),
            (true, Some(names)) => {
                let length = names.len();
                Some(Group {
                    fields: quote! { &::squall_api::param::select::<#length>(#all, [#(#names),*]) },
                    length: quote! { #length },
                    decoded: quote! { #decode(&tree.only(&[#(#names),*]))? },
                })
            }
        }
    }

    /// The `Field` that is declared: a value must be there unless its type or a default can stand in for it.
    pub(crate) fn declaration(&self, kind: &Type) -> TokenStream {
        let name = &self.name;
        let required = self.required || !(self.default.is_some() || is_optional(kind));
        let mut rule = Vec::new();
        if let Some(range) = &self.range {
            if let Some(start) = &range.start {
                rule.push(quote! { min: #start });
            }
            match (&range.end, &range.limits) {
                (Some(end), RangeLimits::Closed(_)) => rule.push(quote! { max: #end }),
                (Some(end), RangeLimits::HalfOpen(_)) => rule.push(quote! { max: #end - 1 }),
                (None, _) => {}
            }
        }
        if let Some(texts) = &self.one_of {
            rule.push(quote! { one_of: &#texts });
        }
        if let Some(limit) = &self.max_len {
            rule.push(quote! { max_len: #limit });
        }
        if let Some(limit) = &self.max_items {
            rule.push(quote! { max_items: #limit });
        }
        if let Some(word) = &self.id {
            rule.push(quote! { id: ::core::option::Option::Some(#word) });
        }
        if let Some(code) = &self.invalid {
            rule.push(quote! { invalid: ::core::option::Option::Some(#code) });
        }
        if self.secret {
            rule.push(quote! { secret: true });
        }
        quote! {
            ::squall_api::param::Field {
                name: #name,
                shape: <#kind as ::squall_api::param::Param>::SHAPE,
                required: #required,
                rule: ::squall_api::param::Rule { #(#rule,)* ..::squall_api::param::Rule::ANY },
            }
        }
    }

    pub(crate) fn default_tokens(&self, kind: &Type) -> TokenStream {
        match &self.default {
            Some(value) if is_text(kind) => quote! { ::core::option::Option::Some((#value).to_owned()) },
            Some(value) => quote! { ::core::option::Option::Some(#value) },
            None => quote! { ::core::option::Option::None },
        }
    }
}

/// How the fields of a flattened record are declared, counted and read.
pub(crate) struct Group {
    pub(crate) fields: TokenStream,
    pub(crate) length: TokenStream,
    pub(crate) decoded: TokenStream,
}

fn texts(list: ExprArray) -> syn::Result<Vec<LitStr>> {
    let text = |item: Expr| match item {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Ok(text),
        other => Err(syn::Error::new_spanned(other, "the name of a field")),
    };
    list.elems.into_iter().map(text).collect()
}

fn last_word(kind: &Type) -> String {
    match kind {
        Type::Path(path) => path.path.segments.last().map(|part| part.ident.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}

fn is_optional(kind: &Type) -> bool {
    matches!(last_word(kind).as_str(), "Option" | "Vec" | "BTreeMap")
}

fn is_text(kind: &Type) -> bool {
    last_word(kind) == "String"
}

/// The text of doc comments, one line a comment line.
pub(crate) fn documentation(attributes: &[Raw]) -> String {
    let lines =
        attributes.iter().filter(|attribute| attribute.path().is_ident("doc")).filter_map(|attribute| {
            match &attribute.meta {
                syn::Meta::NameValue(pair) => match &pair.value {
                    Expr::Lit(literal) => match &literal.lit {
                        Lit::Str(text) => Some(text.value().trim().to_owned()),
                        _ => None,
                    },
                    _ => None,
                },
                _ => None,
            }
        });
    lines.collect::<Vec<_>>().join("\n")
}
