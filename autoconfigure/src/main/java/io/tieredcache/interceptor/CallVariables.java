package io.tieredcache.interceptor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.core.DefaultParameterNameDiscoverer;

/**
 * The variables that the expressions of one annotation may name.
 */
final class CallVariables {

    static final String RESULT = "result";

    /** Variables that SpEL itself knows. */
    private static final Set<String> BUILT_IN = Set.of("root", "this");

    private final int parameterCount;

    private final List<String> parameterNames;

    CallVariables(CacheAnnotation annotation) {
        String[] names = DefaultParameterNameDiscoverer.getSharedInstance().getParameterNames(annotation.namedBy());
        this.parameterCount = annotation.namedBy().getParameterCount();
        this.parameterNames = (names != null) ? Arrays.asList(names) : List.of();
    }

    boolean knows(String name) {
        return BUILT_IN.contains(name) || parameterIndex(name) >= 0;
    }

    boolean isWithoutNames() {
        return this.parameterNames.size() < this.parameterCount;
    }

    /**
     * Position of the parameter that a variable stands for.
     * @param name the variable's name
     * @return the position, {@code -1} for no parameter
     */
    int parameterIndex(String name) {
        for (int i = 0; i < this.parameterCount; i++) {
            if (name.equals("p" + i) || name.equals("a" + i)) {
                return i;
            }
        }
        return this.parameterNames.indexOf(name);
    }

    String describe(boolean seesResult) {
        List<String> names = new ArrayList<>(this.parameterNames);
        for (int i = 0; i < this.parameterCount; i++) {
            names.add("p" + i);
        }
        if (seesResult) {
            names.add(RESULT);
        }
        names.add("root");
        return names.stream().map((name) -> "#" + name).collect(Collectors.joining(", "));
    }

}
