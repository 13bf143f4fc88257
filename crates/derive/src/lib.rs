//! `#[derive(Params)]`: a struct of typed parameters decodes itself and tells what it takes.
//!
//! Field attributes, all optional: `#[param(name = "…", required, default = expr, range = a..=b, one_of = [..],
//! max_len = n, max_items = n, id = "kind", secret, invalid = code)]`. Without `name` the wire name is the field's.
//!
//! `#[param(flatten)]` puts the fields of a record among those of the struct, `#[param(flatten, only = ["a", "b"])]`
//! some of them: the others stay as if they had not been sent.

mod attribute;

use attribute::{Attribute, Group};
use proc_macro::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields, parse_macro_input};

/// Derives `Params` and, so that records can be fields of records, `Param`.
#[proc_macro_derive(Params, attributes(param))]
pub fn params(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

fn expand(input: &DeriveInput) -> syn::Result<proc_macro2::TokenStream> {
    let name = &input.ident;
    let Data::Struct(data) = &input.data else {
        return Err(syn::Error::new_spanned(name, "Params can only be derived for structs"));
    };
    let named = match &data.fields {
        Fields::Named(fields) => fields.named.iter().collect::<Vec<_>>(),
        Fields::Unit => Vec::new(),
        Fields::Unnamed(_) => return Err(syn::Error::new_spanned(name, "Params needs named fields")),
    };
    // Groups of fields, one behind the other, and how many of them lie before the field at hand.
    let mut declared = Vec::new();
    let mut before = quote! { 0 };
    let mut decoded = Vec::new();
    for field in named {
        let (ident, kind) = (&field.ident, &field.ty);
        let attribute = Attribute::of(field)?;
        if let Some(Group { fields, length, decoded: value }) = attribute.group(kind) {
            declared.push(fields);
            before = quote! { #before + #length };
            decoded.push(quote! { #ident: #value });
            continue;
        }
        let declaration = attribute.declaration(kind);
        declared.push(quote! { &[#declaration] });
        let default = attribute.default_tokens(kind);
        decoded.push(
            quote! { #ident: ::squall_api::param::field::<#kind>(tree, &Self::FIELDS[#before], #default)? },
        );
        before = quote! { #before + 1 };
    }
    let text = name.to_string();
    let about = attribute::documentation(&input.attrs);
    let value = if decoded.is_empty() {
        quote! { Self {} }
    } else {
        quote! { Self { #(#decoded),* } }
    };
    Ok(quote! {
        impl ::squall_api::param::Params for #name {
            const NAME: &'static str = #text;
            const ABOUT: &'static str = #about;
            const FIELDS: &'static [::squall_api::param::Field] = {
                const GROUPS_OF_FIELDS: &[&[::squall_api::param::Field]] = &[#(#declared),*];
                &::squall_api::param::join::<{ ::squall_api::param::count(GROUPS_OF_FIELDS) }>(GROUPS_OF_FIELDS)
            };
            fn decode(
                tree: &::squall_api::param::Tree<'_>,
            ) -> ::core::result::Result<Self, ::squall_api::param::Invalid> {
                let _ = tree;
                ::core::result::Result::Ok(#value)
            }
        }
        impl ::squall_api::param::Param for #name {
            const SHAPE: ::squall_api::param::Shape =
                ::squall_api::param::Shape::Record(<Self as ::squall_api::param::Params>::FIELDS);
            fn read(
                tree: &::squall_api::param::Tree<'_>,
                _rule: &::squall_api::param::Rule,
            ) -> ::core::result::Result<Self, ::squall_api::param::Invalid> {
                // A text has no fields: a record of optional ones would otherwise be read from it.
                if tree.text().is_some() {
                    return ::squall_api::param::form(tree, "a record", |_| ::core::option::Option::None);
                }
                <Self as ::squall_api::param::Params>::decode(tree)
            }
        }
    })
}
