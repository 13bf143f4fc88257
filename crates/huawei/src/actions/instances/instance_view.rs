//! An instance as it is shown.

use crate::paging::Listed;
use crate::words;
use squall_api::cloud::{Metal, Port};
use squall_api::wire::Object;
use squall_api::{Cx, Outcome};
use std::net::Ipv4Addr;

/// An instance with its ports.
pub(crate) struct View {
    pub(crate) metal: Metal,
    ports: Vec<Port>,
}

impl View {
    pub(crate) fn of(cx: &Cx<'_>, metal: Metal) -> Outcome<View> {
        let ports = cx.ports_of(&metal.head.id)?;
        Ok(View { metal, ports })
    }
}

impl Listed for View {
    fn write(&self, object: &mut Object) {
        let (metal, head) = (&self.metal, &self.metal.head);
        object.text("id", &head.id).text("name", &head.name).text("vpc_id", &metal.vpc);
        object.objects("network_interfaces", &self.ports, |port, interface| {
            interface.text("subnet_id", &port.subnet).shown("ipv4_address", Ipv4Addr::from(port.address));
        });
        object.array("tags", |_| ());
        object.object("image", |image| {
            image.text("id", &metal.image).text("name", &metal.image_name).text("os_type", &metal.platform);
        });
        object.text("description", &head.about);
        object.text("state", words::instance(metal)).text("operation_state", &words::task(metal.task));
        object.object("metadata", |metadata| {
            for (key, value) in &metal.metadata {
                metadata.text(key, value);
            }
        });
        object.text("user_data", &metal.user_data).text("server_id", &metal.server);
        object.shown("created_at", head.created_at).shown("updated_at", metal.touched_at);
        match metal.launched_at {
            Some(at) => object.shown("launched_at", at),
            None => object.null("launched_at"),
        };
        write_trouble(metal, object);
    }
}

/// What went wrong last, where something did.
pub(crate) fn write_trouble(metal: &Metal, object: &mut Object) {
    if let (Some(trouble), Some(task)) = (metal.trouble, metal.task) {
        let (code, text) = words::trouble(trouble, &metal.server);
        object.object("error", |error| {
            error.text("error_code", code).text("error_msg", &text);
            error.text("error_type", words::trouble_type(task.verb));
        });
    }
}
