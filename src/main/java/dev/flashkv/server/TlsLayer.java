package dev.flashkv.server;

import akka.NotUsed;
import akka.japi.pf.PFBuilder;
import akka.stream.TLSClosing;
import akka.stream.TLSProtocol;
import akka.stream.javadsl.BidiFlow;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.TLS;
import akka.util.ByteString;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Puts TLS between a connection's flow and its socket, as Akka's bindWithTls does, and a deadline for the handshake.
 */
final class TlsLayer {

    /*
     * Akka ends a TLS connection as soon as the client has said that it sends no more: it does not wait for replies
     * that are still to come, unlike without TLS. Clients of Redis read to the end before they close.
     */

    private TlsLayer() {}

    /** The flow that the socket gets in place of {@code plain}; each connection needs its own. */
    static Flow<ByteString, ByteString, NotUsed> around(
            Flow<ByteString, ByteString, NotUsed> plain, TlsContext context, Duration patience) {
        AtomicBoolean handshakeOver = new AtomicBoolean();
        BidiFlow<ByteString, TLSProtocol.SslTlsOutbound, TLSProtocol.SslTlsInbound, ByteString, NotUsed> bytes =
                BidiFlow.fromFlows(
                        Flow.of(ByteString.class).map(TlsLayer::toEncrypt),
                        Flow.of(TLSProtocol.SslTlsInbound.class)
                                .collect(new PFBuilder<TLSProtocol.SslTlsInbound, ByteString>()
                                        .match(TLSProtocol.SessionBytes.class, TLSProtocol.SessionBytes::bytes)
                                        .build()));
        BidiFlow<TLSProtocol.SslTlsOutbound, ByteString, ByteString, TLSProtocol.SslTlsInbound, NotUsed> tls =
                TLS.create(context::newEngine, session -> handshakeOver.set(true), TLSClosing.eagerClose());
        return Flow.fromGraph(new HandshakeDeadline(patience, handshakeOver))
                .via(bytes.atop(tls).reversed().join(plain));
    }

    private static TLSProtocol.SslTlsOutbound toEncrypt(ByteString plain) {
        return new TLSProtocol.SendBytes(plain);
    }
}
