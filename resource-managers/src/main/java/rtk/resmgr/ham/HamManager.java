package rtk.resmgr.ham;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.ProcessEvent;
import rtk.kernel.api.Program;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.Signal;
import rtk.kernel.api.ThreadAttr;
import rtk.kernel.api.WaitOption;
import rtk.resmgr.Attr;
import rtk.resmgr.ConnectFunctions;
import rtk.resmgr.Directory;
import rtk.resmgr.IoFunctions;
import rtk.resmgr.Mode;
import rtk.resmgr.Ocb;
import rtk.resmgr.Reply;
import rtk.resmgr.Request;
import rtk.resmgr.ResourceManager;
import rtk.resmgr.launcher.SyntaxException;

/// The program `ham`, the high availability manager: a watchdog that knows when processes die or fall silent, and does what it was told
/// for that case. Its words are explained at [rtk.resmgr.ham]; programs talk to it by [Ham].
///
/// In a car it is what keeps one crashed driver or app from being a dark display: QNX's HAM, systemd's restart rules, a supplier's health
/// monitor above a hardware watchdog. Left out: other nodes, global entities, HAM's verbosity and `hamctrl`, control of single conditions and
/// actions (enable, disable, change of flags), the flags for actions that are done now or do not wait, rights.
///
/// It starts a second process, `guardian`, that does nothing but wait for its death: then the guardian takes over what [HamMemory] holds
/// and starts a guardian of its own. If both die at once, nobody watches any more.
///
/// | path | read |
/// |---|---|
/// | `/proc/ham` | names of the entities |
/// | `/proc/ham/NAME` | entity, conditions, actions and what is being done, as [HamTree] writes them |
/// | `/proc/ham/.log` | what happened, the last 64 lines; a guardian that takes over begins a new one |
/// | `/proc/ham/.control` | takes requests by [#DCMD_REQUEST] |
///
/// It traces `ham-died-NAME`, `ham-restarted-NAME`, `ham-done-NAME` (a condition is worked off), each with the pid, `ham-failed-NAME` (an
/// action failed), `ham: TEXT` of the action `log`, and `ham-takeover` with the pid of a guardian that takes over.
///
/// Source: [D 120-125] High Availability Framework Developer's Guide, 6.5 to 8.0.
public final class HamManager implements Program {
    /// Shortest interval of heartbeats.
    public static final long INTERVAL_MIN_NS = Ns.ms(1);
    /// Data: a request, padded with zeros to [#REQUEST_MAX] bytes. Answer: status by the request; EINVAL, EEXIST, ENOENT, ESRCH, ENOSPC, ENOMEM.
    public static final int DCMD_REQUEST = 1;
    /// Ends manager and guardian.
    public static final int DCMD_STOP = 2;
    public static final int REQUEST_MAX = 1024;

    static final String PATH = "/proc/ham";
    static final String CONTROL = PATH + "/.control";
    private static final String GUARDIAN = "--guardian";
    private static final int READ_BY_ALL = 0444;
    private static final int CONTROLLED_BY_OWNER = 0600;
    /// Reading and carrying out a request; assumed.
    private static final long REQUEST_NS = Ns.us(5);
    /// Writing down what has changed; assumed.
    private static final long COMMIT_NS = Ns.us(2);

    private final List<String> initial;
    /// Processes that left a core file, and whose death has not been told yet.
    private final TreeSet<Integer> cores = new TreeSet<>();
    private final HamLog log = new HamLog();
    private KernelCalls k;
    private HamMemory memory;
    private HamTree tree;
    private Recovery recovery;
    private String committed;
    private int timer;
    private int guardian;

    /// Watches nobody at first.
    public HamManager() { this(List.of()); }

    /// @param initial requests that are carried out first
    public HamManager(List<String> initial) { this.initial = List.copyOf(initial); }

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        if (args.size() == 2 && args.getFirst().equals(GUARDIAN)) guard(Integer.parseInt(args.get(1)));
        else
            if (!args.isEmpty())
                throw new IllegalArgumentException(k.processName() + ": found " + args.getFirst() + ", expected nothing");
        serve();
        return 0;
    }

    // The guardian.

    /// Returns when `manager` is dead. Deaths of others are the manager's business; that they left a core file may not have been dealt
    /// with when it dies.
    private void guard(int manager) {
        int chid = k.channelCreate();
        int self = k.connectAttach(0, chid, KernelCalls.SIDE_CHANNEL);
        for (ProcessEvent what : List.of(ProcessEvent.CORE, ProcessEvent.DEATH)) {
            k.procmgrEventNotify(what, new SigEvent.Pulse(self, SigEvent.CALLER, what.ordinal(), 0));
        }
        var buffer = new byte[Pulse.BYTES];
        while (isAlive(manager)) {
            k.msgReceive(chid, buffer, null);
            var pulse = Pulse.in(buffer);
            if (pulse.code() == ProcessEvent.CORE.ordinal()) remember((int) pulse.value());
            else if (pulse.value() == manager) break;
        }
        k.trace("ham-takeover", k.getpid());
        k.channelDestroy(chid);
        k.connectDetach(self);
    }

    private void remember(int pid) {
        cores.add(pid);
        if (cores.size() > HamTree.ENTITIES_MAX) cores.removeFirst();
    }

    private boolean isAlive(int pid) {
        try {
            return !k.processInfo(pid).zombie();
        } catch (ErrnoException e) {
            return false;
        }
    }

    // The manager.

    private void serve() {
        var manager = new ResourceManager(k);
        int priority = k.priority();
        k.procmgrEventNotify(ProcessEvent.CORE, manager.onPulse(priority, this::remember));
        k.procmgrEventNotify(ProcessEvent.DEATH, manager.onPulse(priority, this::died));
        k.procmgrEventNotify(ProcessEvent.CREATE, manager.onPulse(priority, pid -> changed(recovery::created)));
        timer = k.timerCreate(manager.onPulse(priority, value -> changed(() -> {})));
        memory = new HamMemory(k);
        adopt(memory.text());
        if (committed.isEmpty()) initial.forEach(this::applyInitial);
        manager.attach(new Attr(PATH, Mode.S_IFDIR | 0777), new Paths(), new Contents());
        watchNewGuardian();
        changed(this::lookForTheDead);
        manager.run();
    }

    /// Knows what `text` says, and nothing else.
    private void adopt(String text) {
        committed = text;
        tree = HamTree.of(text);
        recovery = new Recovery(k, tree, memory, log, this::commit);
    }

    private void applyInitial(String request) {
        try {
            new Requests(k, tree, memory, recovery).apply(request, k.getpid());
        } catch (SyntaxException | ErrnoException e) {
            throw new IllegalArgumentException(k.processName() + ": " + request + ": " + e.getMessage(), e);
        }
        if (!HamMemory.fits(tree.text()))
            throw new IllegalArgumentException(k.processName() + ": too much to watch at " + request);
    }

    private void watchNewGuardian() {
        guardian = k.spawn("guardian", new HamManager(), List.of(GUARDIAN, Integer.toString(k.getpid())), ThreadAttr.named(null));
    }

    /// Who died while nobody watched.
    private void lookForTheDead() {
        for (Entity entity : List.copyOf(tree.entities)) {
            int pid = entity.pid;
            if (pid != Entity.NOBODY && !isAlive(pid)) recovery.died(pid, cores.remove(pid));
        }
        recovery.created();
    }

    private void died(int pid) {
        bury(pid);
        boolean abnormally = cores.remove(pid);
        if (pid == guardian) watchNewGuardian();
        changed(() -> recovery.died(pid, abnormally));
    }

    /// If it was a child of this process.
    private void bury(int pid) {
        try {
            k.waitpid(pid, WaitOption.WNOHANG);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ECHILD) throw e;
        }
    }

    /// Something happens: writes it down, does what there is to do, and sees to it that the rest is done in time.
    private void changed(Runnable happening) {
        happening.run();
        commit();
        long nextNs = recovery.work();
        commit();
        k.timerSettime(timer, nextNs == Heartbeat.NEVER ? 0 : nextNs, 0, true);
    }

    private void commit() {
        String text = tree.text();
        if (text.equals(committed)) return;
        k.compute(COMMIT_NS);
        memory.setText(text);
        committed = text;
    }

    /// Carried out as a whole, or not at all.
    private Reply request(String request, int pid) {
        k.compute(REQUEST_NS);
        try {
            int result = new Requests(k, tree, memory, recovery).apply(request, pid);
            String text = tree.text();
            HamTree.of(text); // what the guardian could not read is refused
            if (HamMemory.fits(text)) {
                changed(() -> {});
                return new Reply.Count(result);
            }
            adopt(committed);
            return new Reply.Fail(Errno.ENOMEM);
        } catch (SyntaxException e) {
            adopt(committed);
            return new Reply.Fail(Errno.EINVAL);
        } catch (ErrnoException e) {
            adopt(committed);
            return new Reply.Fail(e.errno());
        }
    }

    private Reply stop() {
        memory.remove();
        k.kill(guardian, Signal.SIGKILL);
        k.exit(0);
        return Reply.DONE;
    }

    // Files.

    private final class Paths implements ConnectFunctions {
        @Override
        public Reply open(Request request, Ocb ocb) {
            String name = ocb.rest();
            if (name.isEmpty()) {
                var names = new ArrayList<String>();
                for (Entity entity : tree.entities) names.add(entity.name);
                ocb.setState(List.copyOf(names));
                return Reply.DONE;
            }
            var attr = new Attr(PATH + "/" + name, Mode.S_IFREG | (name.equals(".control") ? CONTROLLED_BY_OWNER : READ_BY_ALL));
            Entity entity = tree.entity(name);
            String text = switch (name) {
                case ".control" -> "";
                case ".log" -> log.text();
                default -> entity == null ? null : HamTree.text(entity);
            };
            if (text == null) return new Reply.Fail(Errno.ENOENT);
            if (ocb.access(attr) != Errno.EOK) return new Reply.Fail(Errno.EACCES);
            byte[] bytes = text.getBytes(UTF_8);
            attr.setSize(bytes.length);
            ocb.setAttr(attr);
            ocb.setState(bytes);
            return Reply.DONE;
        }
    }

    private final class Contents implements IoFunctions {
        @Override
        @SuppressWarnings("unchecked") // what Paths.open has put there
        public Reply read(Request request, Ocb ocb, int nbytes) {
            if (!(ocb.state() instanceof byte[] text)) return Directory.read(ocb, (List<String>) ocb.state(), nbytes);
            int from = (int) Math.min(ocb.offset(), text.length);
            int count = Math.min(nbytes, text.length - from);
            ocb.setOffset(ocb.offset() + count);
            return new Reply.Data(java.util.Arrays.copyOfRange(text, from, from + count));
        }

        @Override
        public Reply devctl(Request request, Ocb ocb, int dcmd, byte[] data) {
            return switch (dcmd) {
                case DCMD_REQUEST -> request(text(data), request.pid());
                case DCMD_STOP -> stop();
                default -> new Reply.Fail(Errno.ENOTTY);
            };
        }

        private static String text(byte[] padded) {
            int length = 0;
            while (length < padded.length && padded[length] != 0) length++;
            return new String(padded, 0, length, UTF_8);
        }
    }
}
