package rtk.resmgr;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.Pulse;

/// Kernel calls for a server under test: hands it a list of messages and pulses and writes down what it answers. When the
/// list is empty, MsgReceive throws [EndOfScript].
final class ScriptedKernel {
    static final class EndOfScript extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private interface Arrival {
        int into(byte[] buffer, MsgInfo info);
    }

    final List<String> answers = new ArrayList<>();
    final KernelCalls calls = (KernelCalls) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{KernelCalls.class},
            (proxy, method, args) -> call(method.getName(), args));
    private final ArrayDeque<Arrival> arrivals = new ArrayDeque<>();
    private byte[] whole = {};
    private int lastRcvid;
    private int wantsOut;

    /// A message from connection `coid` of client `scoid`, whose pid is ten times that.
    ///
    /// @return its rcvid
    int message(int scoid, int coid, int room, byte[] message) {
        int rcvid = ++lastRcvid;
        arrivals.add((buffer, info) -> {
            int length = Math.min(buffer.length, message.length);
            System.arraycopy(message, 0, buffer, 0, length);
            whole = message;
            info.pid = 10 * scoid;
            info.scoid = scoid;
            info.coid = coid;
            info.msgLength = length;
            info.srcMsgLength = message.length;
            info.dstMsgLength = room;
            return rcvid;
        });
        return rcvid;
    }

    void pulse(int code, int value, int scoid) {
        arrivals.add((buffer, info) -> {
            new Pulse(code, value, scoid).into(buffer);
            return 0;
        });
    }

    /// The client of `rcvid` wants to be unblocked, which is told by a pulse.
    void unblock(int rcvid) {
        arrivals.add((buffer, info) -> {
            wantsOut = rcvid;
            new Pulse(Pulse.CODE_UNBLOCK, rcvid, 0).into(buffer);
            return 0;
        });
    }

    private Object call(String name, Object[] args) {
        return switch (name) {
            case "channelCreate", "connectAttach", "msgSend" -> 1;
            case "msgReceive" -> {
                if (arrivals.isEmpty()) throw new EndOfScript();
                yield arrivals.remove().into((byte[]) args[1], (MsgInfo) args[2]);
            }
            case "msgReply" -> {
                String data = args.length == 4 ? " " + Arrays.toString(Arrays.copyOf((byte[]) args[2], (int) args[3])) : "";
                answers.add(args[0] + ": " + args[1] + data);
                yield null;
            }
            case "msgError" -> {
                answers.add(args[0] + ": " + args[1]);
                yield null;
            }
            case "msgRead" -> {
                var into = (byte[]) args[1];
                int offset = (int) args[2];
                int length = Math.min(into.length, whole.length - offset);
                System.arraycopy(whole, offset, into, 0, length);
                yield length;
            }
            case "connectDetach" -> null;
            case "msgInfo" -> {
                if ((int) args[0] != wantsOut) throw new ErrnoException(Errno.ESRCH, "msgInfo");
                ((MsgInfo) args[1]).unblockRequested = true;
                yield null;
            }
            default -> throw new UnsupportedOperationException(name);
        };
    }
}
