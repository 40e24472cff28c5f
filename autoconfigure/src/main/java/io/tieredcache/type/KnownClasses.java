package io.tieredcache.type;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Classes that may be stored without a declared type: those of the JDK list, the allowed
 * application classes and the classes of the types that were declared in this process.
 * The lock guards the one call of the supplier.
 */
final class KnownClasses {

    private final @Nullable ClassLoader classLoader;

    private final Supplier<Set<String>> allowedNames;

    private final ReentrantLock lock = new ReentrantLock();

    private volatile @Nullable Map<String, String> allowed;

    private final Map<String, Class<?>> loaded = new ConcurrentHashMap<>();

    KnownClasses(@Nullable ClassLoader classLoader, Supplier<Set<String>> allowedNames) {
        this.classLoader = classLoader;
        this.allowedNames = allowedNames;
    }

    void learn(Class<?> type) {
        this.loaded.putIfAbsent(type.getName(), type);
    }

    boolean contains(Class<?> type) {
        return JdkTypes.contains(type) || this.loaded.get(type.getName()) == type
                || allowed().containsKey(type.getName());
    }

    /** The class of a name from outside, which itself is only ever compared. */
    @Nullable Class<?> find(String name) {
        Class<?> found = JdkTypes.find(name);
        if (found == null) {
            found = this.loaded.get(name);
        }
        if (found == null) {
            String ownName = allowed().get(name);
            found = (ownName != null) ? load(ownName) : null;
        }
        return found;
    }

    private @Nullable Class<?> load(String ownName) {
        try {
            Class<?> type = Class.forName(ownName, false, this.classLoader);
            learn(type);
            return type;
        }
        catch (ClassNotFoundException | LinkageError ex) {
            return null;
        }
    }

    private Map<String, String> allowed() {
        Map<String, String> names = this.allowed;
        return (names != null) ? names : askOnce();
    }

    private Map<String, String> askOnce() {
        this.lock.lock();
        try {
            Map<String, String> names = this.allowed;
            if (names == null) {
                names = this.allowedNames.get()
                    .stream()
                    .collect(Collectors.toUnmodifiableMap(Function.identity(), Function.identity()));
                this.allowed = names;
            }
            return names;
        }
        finally {
            this.lock.unlock();
        }
    }

}
