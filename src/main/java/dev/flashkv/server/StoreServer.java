package dev.flashkv.server;

import akka.Done;
import akka.actor.ActorSystem;
import akka.actor.Cancellable;
import akka.stream.Materializer;
import com.typesafe.config.ConfigException;
import dev.flashkv.command.AclUsers;
import dev.flashkv.command.Client;
import dev.flashkv.command.ClientPause;
import dev.flashkv.command.CommandTable;
import dev.flashkv.command.ConfigOption;
import dev.flashkv.command.ConfigOptions;
import dev.flashkv.command.LimitOptions;
import dev.flashkv.command.Monitoring;
import dev.flashkv.command.OutputLimits;
import dev.flashkv.command.PubSub;
import dev.flashkv.command.Server;
import dev.flashkv.command.Setting;
import dev.flashkv.command.SettingException;
import dev.flashkv.command.Tracking;
import dev.flashkv.command.Traffic;
import dev.flashkv.keyspace.Clock;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import dev.flashkv.shard.Batch;
import dev.flashkv.shard.Pause;
import dev.flashkv.shard.Relay;
import dev.flashkv.shard.StoreContext;
import dev.flashkv.shard.Turns;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One store with its clients, whatever door they come through. Thread-safe. */
public final class StoreServer implements Server {
    private static final Logger LOG = LoggerFactory.getLogger(StoreServer.class);
    private static final int RUN_ID_BYTES = 20;
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

    private static final Reply.ErrorReply PROTECTED =
            Reply.error("DENIED This server is in protected mode: without a password it lets in only clients of its own"
                    + " machine. Set requirepass, or switch protected-mode off where the network is trusted.");

    /** How a connection is asked to end. */
    interface Exit {
        /** As soon as what it has sent is answered. */
        void whenAnswered();

        /** Now, unless a command of it is being carried out. */
        void ifIdle();
    }

    private record Connection(
            Client client, Exit exit, OutputLimit outputLimit, AuthenticationDeadline authenticationDeadline) {}

    private final Settings settings;
    private final StoreContext context;
    private final Turns turns;
    private final Relay relay;
    private final ConfigOptions config;
    private final long startMillis;
    private final String runId;
    private final AtomicLong lastClientId = new AtomicLong();
    private final ConcurrentSkipListMap<Long, Connection> connections = new ConcurrentSkipListMap<>();
    private final AtomicInteger connectionCount = new AtomicInteger();
    private final ConfigOption clientsMax;
    /** As many as the operating system lets in, however many the settings do. */
    private final long clientsMaxOfSystem = clientsMaxOfSystem();

    private final ConfigOption protectedMode;
    private final ConfigOption timeoutSeconds;
    private final ConfigOption authenticationSeconds;
    private final ConfigOption keepAliveSeconds;
    private final List<Integer> ports = new CopyOnWriteArrayList<>();
    private final ConfigOption queryBytesMax;
    private final TrafficCounters traffic;
    private final ClientMemory clientMemory;
    private final BufferPeaks peaks = new BufferPeaks();
    private final EndedSockets endedSockets;
    private final OutputLimits outputLimits;
    private final TlsSettings tls;
    private final AclUsers acl;
    private final CommandTable commands;
    private final Set<Materializer> materializers = new CopyOnWriteArraySet<>();
    private final List<Cancellable> checks = new CopyOnWriteArrayList<>();
    private volatile boolean draining;
    private volatile @Nullable Runnable processEnd;

    /**
     * A server without clients, in front of the shards that {@code outbox} reaches. Connections that have much to do take
     * {@code turns}.
     */
    public StoreServer(Settings settings, StoreContext context, Relay.Outbox outbox, Turns turns) {
        this.settings = settings;
        this.turns = turns;
        this.context = context;
        this.relay = Relay.outside(context, outbox);
        this.config = settings.options();
        LimitOptions.bind(config, context.limits());
        this.clientMemory = new ClientMemory(config, context.limits());
        this.traffic = new TrafficCounters(context, clientMemory, peaks);
        this.endedSockets = new EndedSockets(context.clock());
        this.queryBytesMax = config.get("client-query-buffer-limit");
        this.clientsMax = config.get("maxclients");
        this.protectedMode = config.get("protected-mode");
        this.timeoutSeconds = config.get("timeout");
        this.authenticationSeconds = config.get("authentication-timeout");
        this.keepAliveSeconds = config.get("tcp-keepalive");
        clientsMax.onChange(StoreServer::checkFileLimit);
        context.monitoring().bind(config);
        this.outputLimits = new OutputLimits(config);
        this.tls = new TlsSettings(config);
        this.commands = commands(settings);
        this.acl = UserSettings.users(settings, config);
        this.startMillis = context.clock().nowMillis();
        byte[] random = new byte[RUN_ID_BYTES];
        new SecureRandom().nextBytes(random);
        this.runId = HexFormat.of().formatHex(random);
    }

    /** The settings it was started with. */
    public Settings settings() {
        return settings;
    }

    /** Where batches begin. */
    public Relay relay() {
        return relay;
    }

    /**
     * A client that comes from {@code address}; empty for an embedded caller. {@code disconnect} ends its connection.
     */
    public Client newClient(String address, String localAddress, Runnable disconnect) {
        return new Client(lastClientId.incrementAndGet(), this, address, localAddress, disconnect);
    }

    /** A client without a connection. */
    public Client newEmbeddedClient() {
        return newClient("", "", () -> {});
    }

    /** A connection begins. Returns null, or what its client is to be told: then it ends. */
    Reply.@Nullable ErrorReply connected(Client client, Exit exit, OutputLimit outputLimit) {
        Reply.ErrorReply refusal = admit(client);
        if (refusal != null) {
            traffic.rejected();
            return refusal;
        }
        AuthenticationDeadline deadline = new AuthenticationDeadline(client, client.createdMillis());
        connections.put(client.id(), new Connection(client, exit, outputLimit, deadline));
        traffic.connected();
        if (draining) {
            exit.whenAnswered();
        }
        return null;
    }

    private Reply.@Nullable ErrorReply admit(Client client) {
        if (protectedMode.isYes() && !client.isLocal() && acl.isDefaultUserWithoutPassword()) {
            return PROTECTED;
        }
        // Who has gone, but has not taken its last replies, keeps its socket: for the operating system it is still
        // there.
        if (connectionCount.incrementAndGet() + endedSockets.lingering()
                > Math.min(clientsMax.number(), clientsMaxOfSystem)) {
            connectionCount.decrementAndGet();
            return Errors.TOO_MANY_CLIENTS;
        }
        return null;
    }

    /**
     * A connection has ended or has been refused, or an embedded caller needs its watches and subscriptions no more.
     */
    public void disconnected(Client client) {
        client.leave();
        relay.deliver();
        if (connections.remove(client.id()) != null) {
            connectionCount.decrementAndGet();
        }
    }

    /** How many clients the operating system lets in at most, or {@link Long#MAX_VALUE} where it doesn't say. */
    public static long clientsMaxOfSystem() {
        return OpenFiles.clientsMax();
    }

    private static void checkFileLimit(Setting clients) {
        if (clients.number() > clientsMaxOfSystem()) {
            throw new SettingException("The operating system is not able to handle the specified number of clients,"
                    + " try with " + clientsMaxOfSystem());
        }
    }

    /** After how many seconds of silence connections are probed that are accepted now; 0 for never. */
    int keepAliveSeconds() {
        return (int) keepAliveSeconds.number();
    }

    /** Ends the connections that the settings say are to be ended, as time goes by. O(connections). */
    void checkConnections() {
        connections.values().forEach(connection -> connection.outputLimit.dropsIfExceeded());
        clientMemory.check();
        peaks.sample(clients());
        disconnectIdle();
        disconnectStrangers();
        endedSockets.check();
    }

    /** Ends the connections of clients that take longer to authenticate than the settings allow. O(connections). */
    private void disconnectStrangers() {
        long nowMillis = context.clock().nowMillis();
        long patienceMillis = TimeUnit.SECONDS.toMillis(authenticationSeconds.number());
        List<Client> late = connections.values().stream()
                .filter(connection -> connection.authenticationDeadline.isOver(nowMillis, patienceMillis))
                .map(Connection::client)
                .toList();
        if (!late.isEmpty()) {
            // One line for all: strangers must not be able to fill the log.
            LOG.warn(
                    "{} clients are disconnected, the first from {}: not authenticated within {} seconds"
                            + " (authentication-timeout)",
                    late.size(),
                    late.get(0).address(),
                    authenticationSeconds.number());
            late.forEach(Client::disconnect);
        }
    }

    /**
     * Ends the connections whose clients have been idle for longer than the settings allow. Whoever is only there to be
     * told something is not idle. O(connections).
     */
    void disconnectIdle() {
        long seconds = timeoutSeconds.number();
        if (seconds == 0) {
            return;
        }
        long latestMillis = context.clock().nowMillis() - TimeUnit.SECONDS.toMillis(seconds);
        for (Connection connection : connections.values()) {
            Client client = connection.client;
            if (client.activeMillis() < latestMillis && !client.isSubscribed() && !client.isMonitoring()) {
                connection.exit.ifIdle();
            }
        }
    }

    /** Lets batches that wait for the end of a pause go on when it comes. To be called once. */
    public void endPausesWith(Pause.Timer timer) {
        context.pause().start(timer, batch -> {
            if (relay.begin(batch) == Relay.Outcome.RETURN) {
                batch.giveBack();
            }
        });
    }

    /** See {@link Turns#afterOthers}. */
    boolean afterOthers(Runnable task) {
        return turns.afterOthers(task);
    }

    /** A batch has come in, before it is sent off. */
    void received(Batch batch) {
        long nowMillis = context.clock().nowMillis();
        if (batch.size() > 0) {
            batch.client().active(batch.lastCommandName(), nowMillis);
        } else {
            batch.client().active(nowMillis);
        }
    }

    /** A chunk has come in. */
    void countInput(long bytes) {
        traffic.received(bytes);
    }

    /** Replies are handed to the socket. */
    void countOutput(long bytes) {
        traffic.sent(bytes);
    }

    /** A batch has come back finished. */
    public void answered(Batch batch) {
        traffic.answered(batch.carriedOut(), batch.beganNanos());
    }

    /** The streams of connections will run in {@code materializer}, and no others. */
    void connectionsIn(Materializer materializer) {
        if (materializers.add(materializer)) {
            ActorSystem system = materializer.system();
            checks.add(system.scheduler()
                    .scheduleWithFixedDelay(
                            CHECK_INTERVAL, CHECK_INTERVAL, this::checkConnections, system.dispatcher()));
        }
    }

    /**
     * Asks all connections to end as soon as what they sent is answered, once no more are accepted; completes when
     * their sockets have taken the replies and are closed.
     */
    public CompletionStage<Done> drain() {
        draining = true;
        context.pause().end();
        context.blocked().disconnectAll();
        connections.values().forEach(connection -> connection.exit.whenAnswered());
        CompletableFuture<?>[] ends = materializers.stream()
                .map(materializer -> StreamWatch.allEnded(materializer).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(ends).thenApply(nothing -> Done.getInstance());
    }

    /** What the buffers of all clients take. */
    ClientMemory clientMemory() {
        return clientMemory;
    }

    /** The sockets of those who have gone. */
    EndedSockets endedSockets() {
        return endedSockets;
    }

    /** How much a client may have sent that is not carried out yet, in bytes. */
    long queryBytesMax() {
        return queryBytesMax.number();
    }

    /** The longest argument that clients may send, in bytes. */
    long bulkBytesMax() {
        return context.limits().bulkBytesMax();
    }

    /** Ends all connections at once. */
    public void disconnectAll() {
        checks.forEach(Cancellable::cancel);
        connections.values().forEach(connection -> connection.client.disconnect());
    }

    void listensAt(int port) {
        ports.add(port);
    }

    void listensNoMoreAt(int port) {
        ports.remove((Integer) port);
    }

    @Override
    public Clock clock() {
        return context.clock();
    }

    @Override
    public void pauseMillis(long millis) {
        // Blocking a thread that serves clients is what DEBUG SLEEP is for.
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public long startMillis() {
        return startMillis;
    }

    @Override
    public String version() {
        return Version.current();
    }

    @Override
    public String runId() {
        return runId;
    }

    @Override
    public int shardCount() {
        return context.map().shardCount();
    }

    @Override
    public List<Integer> ports() {
        return List.copyOf(ports);
    }

    @Override
    public Collection<Client> clients() {
        return connections.values().stream().map(Connection::client).toList();
    }

    @Override
    public ConfigOptions config() {
        return config;
    }

    @Override
    public @Nullable Client client(long id) {
        Connection connection = connections.get(id);
        return connection == null ? null : connection.client;
    }

    @Override
    public Tracking tracking() {
        return context.tracking();
    }

    private static CommandTable commands(Settings settings) {
        try {
            return CommandTable.standard().renamed(settings.renamedCommands());
        } catch (SettingException e) {
            throw new ConfigException.Generic(e.reason());
        }
    }

    @Override
    public CommandTable commands() {
        return commands;
    }

    @Override
    public AclUsers acl() {
        return acl;
    }

    @Override
    public PubSub pubSub() {
        return context.pubSub();
    }

    /** How clients connect that speak TLS. */
    TlsSettings tls() {
        return tls;
    }

    /** What may wait for a client. */
    OutputLimits outputLimits() {
        return outputLimits;
    }

    @Override
    public Traffic traffic() {
        return traffic;
    }

    @Override
    public void resetStatistics() {
        traffic.reset();
        context.statistics().reset();
    }

    @Override
    public @Nullable String rewriteConfig() {
        Path file = settings.confFile();
        if (file == null) {
            return "The server is running without a config file";
        }
        try {
            ConfRewrite.rewrite(file, config, acl.configurationLines());
            LOG.info("CONFIG REWRITE has written {}", file);
            return null;
        } catch (IOException e) {
            LOG.warn("CONFIG REWRITE could not write {}", file, e);
            return "Rewriting config file: " + e.getMessage();
        }
    }

    @Override
    public String configFile() {
        return settings.confFile() == null ? "" : settings.confFile().toString();
    }

    /** SHUTDOWN may end the process by running {@code end}, which must not wait for that. */
    public void endProcessBy(Runnable end) {
        processEnd = end;
    }

    @Override
    public boolean endProcess() {
        Runnable end = processEnd;
        if (end != null) {
            end.run();
        }
        return end != null;
    }

    @Override
    public Monitoring monitoring() {
        return context.monitoring();
    }

    @Override
    public ClientPause pause() {
        return context.pause();
    }

    @Override
    public long memoryPeakBytes() {
        return context.memory().peakBytes();
    }
}
