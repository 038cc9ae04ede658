//! Makes the server of `helloworld.Greeter`; the messages are written by hand.

use tonic_build::manual::{Builder, Method, Service};

fn method(name: &str, route: &str) -> tonic_build::manual::MethodBuilder {
    Method::builder()
        .name(name)
        .route_name(route)
        .input_type("crate::HelloRequest")
        .output_type("crate::HelloReply")
        .codec_path("tonic_prost::ProstCodec")
}

fn main() {
    let greeter = Service::builder()
        .name("Greeter")
        .package("helloworld")
        .method(method("say_hello", "SayHello").build())
        .method(method("lots_of_replies", "LotsOfReplies").server_streaming().build())
        .build();
    Builder::new().build_client(false).compile(&[greeter]);
}
