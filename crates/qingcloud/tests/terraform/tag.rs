use crate::provider::Provider;

#[test]
fn tag_basic_and_import() {
    let provider = Provider::new();
    let id = provider.make("CreateTag", &[("tag_name", "test"), ("color", "#fff")], "/tag_id");
    let read = || provider.read("DescribeTags", "tags", &id, "tag_set");
    assert_eq!((read()["tag_name"].as_str(), read()["color"].as_str()), (Some("test"), Some("#fff")));
    provider.call(
        "ModifyTagAttributes",
        &[("tag", &id), ("tag_name", "test2"), ("description", "x"), ("color", "#000")],
    );
    assert_eq!((read()["tag_name"].as_str(), read()["description"].as_str()), (Some("test2"), Some("x")));
    provider.call("DeleteTags", &[("tags.1", &id)]);
    assert!(read().is_null());
}
