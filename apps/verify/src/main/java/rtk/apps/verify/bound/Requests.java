package rtk.apps.verify.bound;

import java.util.ArrayList;
import java.util.List;

/// Synchronous messages with priority inheritance: clients that send to servers and wait for the reply.
///
/// A server works at the priority of the client that it serves, raised to that of whoever waits for it. So a request is to its client
/// what a critical section is: the server's time is the client's own, the server is the mutex that goes to the next client when it
/// replies, and a more urgent client waits for one request at most of each less urgent one, and for one at a server each time that it
/// sends to it. A server that sends on has the second server's section inside its own.
///
/// So [Blocking] bounds it. Not covered: servers that reply early, or that do work of their own at a priority above.
///
/// Source: the correspondence is that of Sha, Rajkumar, Lehoczky, IEEE TC 39, 1990, section I, to remote procedures at the caller's
/// priority; QNX System Architecture, "Interprocess communication", "Priority inheritance and messages".
public final class Requests {
    /// A request.
    ///
    /// @param server index
    /// @param serviceNs what the server takes, further requests left out
    /// @param further what it sends on while it serves
    public record Request(int server, long serviceNs, List<Request> further) {
        long totalNs() {
            long ns = serviceNs;
            for (Request request : further) ns = Math.addExact(ns, request.totalNs());
            return ns;
        }
    }

    /// A client.
    ///
    /// @param own load, without the servers' time
    /// @param requests of each job, one after another
    public record Client(Load own, List<Request> requests) {
        /// With the servers' time.
        Load charged() {
            long ns = own.wcetNs();
            for (Request request : requests) ns = Math.addExact(ns, request.totalNs());
            return own.wcetNs(ns);
        }
    }

    private Requests() {}

    /// The worst case of each client, in their order. Servers that send to each other in a circle can deadlock: unbounded.
    ///
    /// @param servers how many there are
    public static List<Response> responses(List<Client> clients, int servers) {
        var mutexes = new ArrayList<Blocking.Mutex>();
        for (int i = 0; i < servers; i++) mutexes.add(new Blocking.Mutex("server " + i, Blocking.Protocol.INHERIT, 0));
        var tasks = new ArrayList<Blocking.Task>();
        for (Client client : clients) {
            var sections = new ArrayList<Blocking.Section>();
            long at = 0;
            for (Request request : client.requests()) at = add(sections, request, at);
            tasks.add(new Blocking.Task(client.own().priority(), sections));
        }
        var blocking = new Blocking(tasks, mutexes);
        var loads = clients.stream().map(Client::charged).toList();
        var responses = new ArrayList<Response>();
        for (int i = 0; i < clients.size(); i++) responses.add(response(i, loads, blocking));
        return responses;
    }

    private static long add(List<Blocking.Section> sections, Request request, long at) {
        sections.add(new Blocking.Section(request.server(), at, request.totalNs()));
        long inner = at;
        for (Request further : request.further()) inner = add(sections, further, inner);
        return at + request.totalNs();
    }

    private static Response response(int index, List<Load> loads, Blocking blocking) {
        Load own = loads.get(index);
        var above = new ArrayList<Load>();
        var equal = new ArrayList<Load>();
        for (int i = 0; i < loads.size(); i++) {
            if (i == index || loads.get(i).priority() < own.priority()) continue;
            (loads.get(i).priority() > own.priority() || blocking.mayWait(index) ? above : equal).add(loads.get(i));
        }
        return blocking.response(index, loads, own, above, equal).response();
    }
}
