package dev.flashkv.server;

import akka.Done;
import akka.NotUsed;
import akka.stream.Materializer;
import akka.stream.javadsl.BidiFlow;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Tcp;
import akka.util.ByteString;
import dev.flashkv.command.SettingException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The TCP door: accepts Redis clients at one address. Each connection is one materialised flow. */
public final class TcpServer {
    private static final Logger LOG = LoggerFactory.getLogger(TcpServer.class);
    private static final boolean HALF_CLOSE = true;

    private final StoreServer server;
    private final Tcp.ServerBinding binding;

    private TcpServer(StoreServer server, Tcp.ServerBinding binding) {
        this.server = server;
        this.binding = binding;
    }

    /**
     * Opens the door; completes once clients can connect.
     *
     * @param host the address to listen at
     * @param port its port; 0 picks a free one
     * @return fails with {@link akka.stream.BindFailedException} when the address can't be used
     */
    public static CompletionStage<TcpServer> bind(
            StoreServer server, String host, int port, Materializer materializer) {
        return bind(host, port, server, plain -> plain, materializer);
    }

    /**
     * Reads the certificates and keys that {@link #bindTls} needs, if that has not been done.
     *
     * @throws UsageException if they can't be used; the message names the directive
     */
    public static void readTls(StoreServer server) throws UsageException {
        try {
            server.tls().open();
        } catch (SettingException e) {
            throw new UsageException(e.reason());
        }
    }

    /**
     * As {@link #bind}, for clients that speak TLS. What the settings say of it at that time goes for those who connect then.
     *
     * @throws SettingException if TLS is not set up rightly
     */
    public static CompletionStage<TcpServer> bindTls(
            StoreServer server, String host, int port, Materializer materializer) {
        TlsSettings tls = server.tls();
        tls.open();
        return bind(
                host,
                port,
                server,
                plain -> BidiFlow.fromGraph(new TlsStage(
                                tls.current()::newEngine, server.settings().handshakePatience()))
                        .join(plain),
                materializer);
    }

    private static CompletionStage<TcpServer> bind(
            String host,
            int port,
            StoreServer server,
            UnaryOperator<Flow<ByteString, ByteString, NotUsed>> layer,
            Materializer materializer) {
        server.connectionsIn(materializer);
        AcceptedSockets sockets = new AcceptedSockets();
        return Tcp.get(materializer.system())
                .bind(
                        host,
                        port,
                        server.settings().backlog(),
                        List.of(new KeepAlive(server::keepAliveSeconds), sockets),
                        HALF_CLOSE,
                        Optional.empty())
                .via(new AcceptGate<>(OpenFiles::free, server.clock()))
                .to(Sink.foreach(connection -> serve(
                        connection,
                        () -> layer.apply(flow(server, connection, sockets.take(connection))),
                        materializer)))
                .run(materializer)
                .thenApply(binding -> {
                    server.listensAt(binding.localAddress().getPort());
                    return new TcpServer(server, binding);
                });
    }

    /** A connection that can't be served must not take the door along, as a failed sink would. */
    private static void serve(
            Tcp.IncomingConnection connection,
            Supplier<Flow<ByteString, ByteString, NotUsed>> flow,
            Materializer materializer) {
        try {
            connection.handleWith(flow.get(), materializer);
        } catch (RuntimeException e) {
            // Akka ends it when nobody has taken it over for a few seconds.
            LOG.error("The connection from {} can't be served", AddressText.of(connection.remoteAddress()), e);
        }
    }

    private static Flow<ByteString, ByteString, NotUsed> flow(
            StoreServer server, Tcp.IncomingConnection connection, @Nullable SocketChannel socket) {
        return Flow.fromGraph(new ConnectionStage(
                server, AddressText.of(connection.remoteAddress()), AddressText.of(connection.localAddress()), socket));
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return binding.localAddress();
    }

    /** Accepts no more connections; those there are stay. */
    public CompletionStage<Done> unbind() {
        return binding.unbind().thenApply(unit -> {
            server.listensNoMoreAt(address().getPort());
            return Done.getInstance();
        });
    }
}
