//! Reading a policy's document: values that know where they stand, so that a refusal names the place.

use crate::setting::invalid;
use serde_json::{Map, Value};
use squall_cloud::{Answer, Refusal};

/// A value within a document.
#[derive(Clone, Debug)]
pub struct Node<'v> {
    value: &'v Value,
    place: String,
}

impl<'v> Node<'v> {
    /// A value at a place that a JSON path names, such as `role.policy`.
    pub fn at(place: impl Into<String>, value: &'v Value) -> Node<'v> {
        Node { value, place: place.into() }
    }

    /// The value itself.
    pub fn value(&self) -> &'v Value {
        self.value
    }

    /// A refusal that names the place: `` `role.policy.statement[0].effect` must be … ``.
    pub fn refuse(&self, why: &str) -> Refusal {
        invalid(&format!("`{}` {why}", self.place))
    }

    /// The value as an object.
    ///
    /// # Errors
    /// `Invalid` for anything else.
    pub fn object(&self) -> Answer<&'v Map<String, Value>> {
        self.value.as_object().ok_or_else(|| self.refuse("must be an object"))
    }

    /// The fields of an object, in the order of their names, each of which must be known.
    ///
    /// # Errors
    /// `Invalid`, naming the fields there are.
    pub fn fields(&self, known: &[&str]) -> Answer<()> {
        match self.object()?.keys().find(|name| !known.contains(&name.as_str())) {
            Some(name) => {
                let known = known.join(", ");
                Err(self.refuse(&format!("has the unknown field `{name}`; known are: {known}")))
            }
            None => Ok(()),
        }
    }

    /// The field of a name.
    pub fn field(&self, name: &str) -> Option<Node<'v>> {
        Some(Node::at(format!("{}.{name}", self.place), self.value.get(name)?))
    }

    /// The field of a name, which must be there.
    ///
    /// # Errors
    /// `Invalid` where it is not.
    pub fn must(&self, name: &str) -> Answer<Node<'v>> {
        self.field(name).ok_or_else(|| self.refuse(&format!("needs `{name}`")))
    }

    /// The names and values of an object that has at least one and at most so many.
    ///
    /// # Errors
    /// `Invalid` for any other number, and for what is no object.
    pub fn entries(&self, most: usize) -> Answer<Vec<(&'v str, Node<'v>)>> {
        let object = self.object()?;
        if object.is_empty() || object.len() > most {
            return Err(self.refuse(&format!("must have 1 to {most} fields")));
        }
        let entry = |(name, value): (&'v String, &'v Value)| {
            (name.as_str(), Node::at(format!("{}.{name}", self.place), value))
        };
        Ok(object.iter().map(entry).collect())
    }

    /// The items of a list that has at least one and at most so many.
    ///
    /// # Errors
    /// `Invalid` for any other number, and for what is no list.
    pub fn items(&self, most: usize) -> Answer<Vec<Node<'v>>> {
        let list = self.value.as_array().filter(|list| (1..=most).contains(&list.len()));
        let list = list.ok_or_else(|| self.refuse(&format!("must be a list of 1 to {most}")))?;
        let item = |(at, value)| Node::at(format!("{}[{at}]", self.place), value);
        Ok(list.iter().enumerate().map(item).collect())
    }

    /// The items of such a list, or the one value that stands in its place.
    ///
    /// # Errors
    /// As [`Node::items`].
    pub fn items_or_one(&self, most: usize) -> Answer<Vec<Node<'v>>> {
        if self.value.is_array() { self.items(most) } else { Ok(vec![self.clone()]) }
    }

    /// A text of 1 to so many bytes.
    ///
    /// # Errors
    /// `Invalid` for anything else.
    pub fn text(&self, most: usize) -> Answer<&'v str> {
        let text = self.value.as_str().filter(|text| (1..=most).contains(&text.len()));
        text.ok_or_else(|| self.refuse(&format!("must be a text of 1 to {most} bytes")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_refusal_names_the_place() {
        let value = json!({"list": [{"a": 1}, "x"], "empty": {}});
        let root = Node::at("role.policy", &value);
        let said = |refusal: Refusal| refusal.to_string();
        let item = &root.must("list").unwrap().items(2).unwrap()[0];
        assert!(said(item.must("b").unwrap_err()).contains("`role.policy.list[0]` needs `b`"));
        assert!(
            said(item.must("a").unwrap().text(9).unwrap_err())
                .contains("`role.policy.list[0].a` must be a text")
        );
        assert!(said(item.fields(&["b", "c"]).unwrap_err()).contains("unknown field `a`; known are: b, c"));
        assert!(
            said(root.must("list").unwrap().items(1).unwrap_err())
                .contains("`role.policy.list` must be a list of 1")
        );
        assert!(root.must("empty").unwrap().entries(9).is_err() && root.entries(2).is_ok());
        assert_eq!(root.must("list").unwrap().items_or_one(2).unwrap().len(), 2);
        assert_eq!(root.items_or_one(2).unwrap().len(), 1);
    }
}
