package io.blip2j.tools.cli;

import java.lang.reflect.Proxy;

/// Ctrl-C while a command talks with a person: it is heard, and the process goes on.
///
/// The JDK has no public way to hear a signal; `sun.misc.Signal`, which its module `jdk.unsupported` keeps open
/// for this use, is called by name. Where it is not there, Ctrl-C ends the process as usual.
public final class Interrupts implements AutoCloseable {
    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";

    private final Object signal;
    private final Object before;

    private Interrupts(Object signal, Object before) {
        this.signal = signal;
        this.before = before;
    }

    /// From now on Ctrl-C runs `heard`, on a thread of its own.
    public static Interrupts hear(Runnable heard) {
        try {
            Object interrupt =
                    Class.forName(SIGNAL).getConstructor(String.class).newInstance("INT");
            Class<?> type = Class.forName(HANDLER);
            Object handler = Proxy.newProxyInstance(
                    Interrupts.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                        if (method.getDeclaringClass() == Object.class) {
                            return switch (method.getName()) {
                                case "hashCode" -> System.identityHashCode(proxy);
                                case "equals" -> proxy == arguments[0];
                                default -> "Ctrl-C";
                            };
                        }
                        heard.run();
                        return null;
                    });
            return new Interrupts(interrupt, handle(interrupt, handler));
        } catch (ReflectiveOperationException | LinkageError | IllegalArgumentException _) {
            return new Interrupts(null, null); // a JVM without jdk.unsupported, or with -Xrs
        }
    }

    private static Object handle(Object signal, Object handler) throws ReflectiveOperationException {
        Class<?> type = Class.forName(HANDLER);
        return signal.getClass().getMethod("handle", signal.getClass(), type).invoke(null, signal, handler);
    }

    /// Ctrl-C does what it did before.
    @Override
    public void close() {
        try {
            if (signal != null) {
                handle(signal, before);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Ctrl-C could be taken over but not given back", e);
        }
    }
}
