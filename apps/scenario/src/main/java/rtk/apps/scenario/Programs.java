package rtk.apps.scenario;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import rtk.kernel.api.Program;
import rtk.kernel.api.ProgramStore;

/// Finds programs by name: Java classes on the class path, and short names for the shipped ones.
final class Programs {
    /// What processes of a simulation can start by name.
    static final ProgramStore STORE = new ProgramStore() {
        @Override
        public Program find(String name) { return fault(name) == null ? create(name) : null; }

        @Override
        public List<String> names() { return shipped(); }
    };

    private static final Map<String, String> SHIPPED = new TreeMap<>(Map.ofEntries(
            Map.entry("dev-can", "rtk.resmgr.dev.CanManager"),
            Map.entry("dev-gpio", "rtk.resmgr.dev.GpioManager"),
            Map.entry("dev-null", "rtk.resmgr.dev.NullManager"),
            Map.entry("devc-ser", "rtk.resmgr.dev.SerialManager"),
            Map.entry("fs-host", "rtk.resmgr.fs.HostFolder"),
            Map.entry("fs-ram", "rtk.resmgr.fs.RamFileSystem"),
            Map.entry("mqueue", "rtk.resmgr.ipc.MqueueManager"),
            Map.entry("pipe", "rtk.resmgr.ipc.PipeManager"),
            Map.entry("pps", "rtk.resmgr.ipc.PpsManager"),
            Map.entry("proc", "rtk.resmgr.sys.ProcManager"),
            Map.entry("slogger2", "rtk.resmgr.sys.SlogManager"),
            Map.entry("gateway", "rtk.apps.infotainment.VehicleGateway"),
            Map.entry("cluster", "rtk.apps.infotainment.InstrumentCluster"),
            Map.entry("navigation", "rtk.apps.infotainment.Navigation")));

    private Programs() {}

    /// Short names of the shipped programs, by name.
    static List<String> shipped() { return new ArrayList<>(SHIPPED.keySet()); }

    /// What is wrong with `name` as a program.
    ///
    /// @return null if it can be started
    static String fault(String name) {
        try {
            Class<?> type = find(name);
            if (!Program.class.isAssignableFrom(type)) return "the class " + name + ", which does not implement Program";
            if (Modifier.isAbstract(type.getModifiers())) return "the class " + name + ", which is abstract";
            boolean isPublic = Modifier.isPublic(type.getModifiers() & type.getConstructor().getModifiers());
            return isPublic ? null : "the class " + name + ", which is not public";
        } catch (ClassNotFoundException | LinkageError e) {
            return "the unknown program " + name;
        } catch (NoSuchMethodException e) {
            return "the class " + name + " without a public constructor without arguments";
        }
    }

    /// A new program; one per process.
    ///
    /// @throws IllegalArgumentException if [#fault] finds something, or its constructor throws
    static Program create(String name) {
        String fault = fault(name);
        if (fault != null) throw new IllegalArgumentException("found " + fault);
        try {
            return find(name).asSubclass(Program.class).getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("the constructor of " + name + " throws " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Class<?> find(String name) throws ClassNotFoundException {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        if (loader == null) loader = Programs.class.getClassLoader();
        return Class.forName(SHIPPED.getOrDefault(name, name), false, loader);
    }
}
