// The same service on grpc-go. A HelloRequest, a HelloReply and a StringValue
// have one form on the wire, so that no code has to be generated.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

const replies = 1000

type greeter struct{ delay time.Duration }

func (g *greeter) sayHello(_ any, _ context.Context, dec func(any) error, _ grpc.UnaryServerInterceptor) (any, error) {
	request := new(wrapperspb.StringValue)
	if err := dec(request); err != nil {
		return nil, err
	}
	if g.delay > 0 {
		time.Sleep(g.delay)
	}
	return reply(request), nil
}

func (g *greeter) lotsOfReplies(_ any, stream grpc.ServerStream) error {
	request := new(wrapperspb.StringValue)
	if err := stream.RecvMsg(request); err != nil {
		return err
	}
	for range replies {
		if err := stream.SendMsg(reply(request)); err != nil {
			return err
		}
	}
	return nil
}

func reply(request *wrapperspb.StringValue) *wrapperspb.StringValue {
	return &wrapperspb.StringValue{Value: "Hello " + request.Value}
}

func main() {
	port := flag.Int("port", 0, "port")
	delay := flag.Int("delay-ms", 0, "delay of SayHello in ms")
	maxSize := flag.Int("max-message-size", 4<<20, "largest request in bytes")
	flag.Parse()
	listener, err := net.Listen("tcp", fmt.Sprintf(":%d", *port))
	if err != nil {
		log.Fatal(err)
	}
	g := &greeter{time.Duration(*delay) * time.Millisecond}
	server := grpc.NewServer(
		grpc.InitialWindowSize(1<<20), grpc.InitialConnWindowSize(16<<20), grpc.MaxRecvMsgSize(*maxSize))
	server.RegisterService(&grpc.ServiceDesc{
		ServiceName: "helloworld.Greeter",
		HandlerType: (*any)(nil),
		Methods:     []grpc.MethodDesc{{MethodName: "SayHello", Handler: g.sayHello}},
		Streams:     []grpc.StreamDesc{{StreamName: "LotsOfReplies", Handler: g.lotsOfReplies, ServerStreams: true}},
	}, g)
	fmt.Printf("listening on 0.0.0.0:%d\n", listener.Addr().(*net.TCPAddr).Port)
	log.Fatal(server.Serve(listener))
}
