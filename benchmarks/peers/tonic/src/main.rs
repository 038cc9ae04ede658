//! The same service on tonic, on one thread.

use std::time::Duration;
use tokio_stream::Stream;
use tonic::{Request, Response, Status};

#[derive(Clone, PartialEq, prost::Message)]
pub struct HelloRequest {
    #[prost(string, tag = "1")]
    pub name: String,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct HelloReply {
    #[prost(string, tag = "1")]
    pub message: String,
}

mod generated {
    include!(concat!(env!("OUT_DIR"), "/helloworld.Greeter.rs"));
}

use generated::greeter_server::{Greeter, GreeterServer};

const REPLIES: usize = 1000;

struct Hello {
    delay: Option<Duration>,
}

fn reply(name: &str) -> HelloReply {
    HelloReply { message: ["Hello ", name].concat() }
}

#[tonic::async_trait]
impl Greeter for Hello {
    async fn say_hello(&self, request: Request<HelloRequest>) -> Result<Response<HelloReply>, Status> {
        if let Some(delay) = self.delay {
            tokio::time::sleep(delay).await;
        }
        Ok(Response::new(reply(&request.get_ref().name)))
    }

    type LotsOfRepliesStream = std::pin::Pin<Box<dyn Stream<Item = Result<HelloReply, Status>> + Send>>;

    async fn lots_of_replies(
        &self,
        request: Request<HelloRequest>,
    ) -> Result<Response<Self::LotsOfRepliesStream>, Status> {
        let name = request.into_inner().name;
        let replies = tokio_stream::iter((0..REPLIES).map(move |_| Ok(reply(&name))));
        Ok(Response::new(Box::pin(replies)))
    }
}

fn flag(name: &str) -> u64 {
    let mut arguments = std::env::args().skip_while(|argument| argument != name);
    arguments.nth(1).map_or(0, |value| value.parse().expect(name))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let delay = flag("--delay-ms");
    let size = flag("--max-message-size");
    let hello = Hello { delay: (delay > 0).then(|| Duration::from_millis(delay)) };
    let mut service = GreeterServer::new(hello);
    if size > 0 {
        service = service.max_decoding_message_size(size as usize);
    }
    let listener = tokio::net::TcpListener::bind(("0.0.0.0", flag("--port") as u16)).await?;
    println!("listening on {}", listener.local_addr()?);
    let incoming = tonic::transport::server::TcpIncoming::from(listener).with_nodelay(Some(true));
    tonic::transport::Server::builder()
        .initial_stream_window_size(1 << 20)
        .initial_connection_window_size(16 << 20)
        .add_service(service)
        .serve_with_incoming(incoming)
        .await?;
    Ok(())
}
