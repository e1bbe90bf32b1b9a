package dev.flashkv.shard;

import dev.flashkv.command.Client;
import dev.flashkv.command.ClientTracking;
import dev.flashkv.command.Command;
import dev.flashkv.command.Handler;
import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Commands of one client, in order, and the replies so far. The batch itself is the message that goes from shard to
 * shard; whoever has received it is its only owner until passing it on.
 */
public final class Batch implements Shard.Message {
    private final Client client;
    private final ReplySink sink;
    private final Consumer<Batch> returned;
    private final List<Command> commands = new ArrayList<>();
    private int position;
    private int notCarriedOut;
    /** The position for which memory has been made already, so that it is tried once for a command. */
    private int roomMadeFor = -1;

    /** The commands before that position have been looked at. */
    private int lookedAheadTo;

    /** How many slices of making room the current command has waited for. */
    private int slices;

    private long beganNanos;

    private @Nullable HoldWalk holdWalk;
    private Handler.@Nullable Walk walk;
    private Handler.@Nullable Attempt attempt;

    /**
     * An empty batch.
     *
     * @param client whose commands they are
     * @param sink receives the replies
     * @param returned is called, on the thread of a shard, when the batch comes back: finished, or because the sink is
     *     full
     */
    public Batch(Client client, ReplySink sink, Consumer<Batch> returned) {
        this.client = client;
        this.sink = sink;
        this.returned = returned;
    }

    /** Adds a command after the others. Only before the batch is sent off. */
    public void add(Command command) {
        commands.add(command);
    }

    /** How many commands it has. */
    public int size() {
        return commands.size();
    }

    /** The name of its last command; there must be one. */
    public String lastCommandName() {
        return commands.get(commands.size() - 1).spec().name();
    }

    /** How many of its commands have been answered so far. */
    public int position() {
        return position;
    }

    /**
     * How many commands have been carried out: those answered but not the refused and queued ones, and those by EXEC.
     */
    public long carriedOut() {
        return (long) position - notCarriedOut;
    }

    /** Whose commands they are. */
    public Client client() {
        return client;
    }

    /** Whether nothing is left to do: all commands carried out, or the client is leaving. */
    public boolean isFinished() {
        return position == commands.size() || client.isClosing();
    }

    /** Empties the batch, to be filled anew. */
    public void clear() {
        client.chunkEnds();
        commands.clear();
        position = 0;
        lookedAheadTo = 0;
        notCarriedOut = 0;
        roomMadeFor = -1;
        slices = 0;
        holdWalk = null;
        walk = null;
        attempt = null;
    }

    boolean isToReturn() {
        return isFinished() || sink.isFull();
    }

    Command current() {
        return command(position);
    }

    Command command(int position) {
        return commands.get(position);
    }

    /** Whether enough commands are left, none of them looked at before its turn, for {@link Lookahead}. */
    boolean isToLookAhead() {
        return position >= lookedAheadTo && commands.size() - position >= Lookahead.KEYS_MIN;
    }

    /** The commands before that position have been looked at, or are not to be. */
    void lookedAheadTo(int position) {
        lookedAheadTo = position;
    }

    /** Answers the current command and moves on to the next. */
    void reply(Reply reply) {
        ClientTracking tracking = client.tracking();
        if (tracking != null) {
            tracking.answered(current(), client);
        }
        position++;
        slices = 0;
        walk = null;
        attempt = null;
        sink.accept(reply);
    }

    /** So many bytes more are kept for the reply to the present command: see {@link ReplySink#growing}. */
    boolean growing(long bytes) {
        return sink.growing(bytes);
    }

    /** Notes that the command answered last was not carried out. */
    void wasNotCarriedOut() {
        notCarriedOut++;
    }

    /** Notes that so many commands more were carried out that had been queued. */
    void alsoCarriedOut(int commands) {
        notCarriedOut -= commands;
    }

    /**
     * It is going to wait for something that may take any time: its client gets what is answered already, and messages
     * meanwhile. Nobody may answer a command of it until {@link #resumed()}.
     */
    void parked() {
        client.lastCommand(current().spec().name());
        sink.parked();
    }

    /** It goes on, with the caller as its owner. */
    void resumed() {
        client.lastCommand(lastCommandName());
        sink.resumed();
    }

    /** Hands the batch back to whoever sent it off. */
    public void giveBack() {
        returned.accept(this);
    }

    @Nullable
    HoldWalk holdWalk() {
        return holdWalk;
    }

    void holdWalk(@Nullable HoldWalk walk) {
        holdWalk = walk;
    }

    Handler.@Nullable Walk walk() {
        return walk;
    }

    void walk(Handler.Walk walk) {
        this.walk = walk;
    }

    Handler.@Nullable Attempt attempt() {
        return attempt;
    }

    void attempt(Handler.Attempt attempt) {
        this.attempt = attempt;
    }

    /**
     * When the current command began, or the last one ended, in nanoseconds of the store's clock: a command's time,
     * frozen while it runs.
     */
    public long beganNanos() {
        return beganNanos;
    }

    void beganNanos(long nanos) {
        beganNanos = nanos;
    }

    boolean isRoomMade() {
        return roomMadeFor == position;
    }

    void roomMade() {
        roomMadeFor = position;
    }

    /** Counts another slice of making room for the current command, and says how many there were. */
    int countSlice() {
        return ++slices;
    }
}
