package io.tieredcache.key;

/**
 * Names of classes, without the characters of {@link Class#getName()} that a shell takes
 * for its own: {@code com.shop.Order+State} is nested, {@code int-array} an array.
 */
final class ClassText {

    private ClassText() {
    }

    static String of(Class<?> type) {
        Class<?> componentType = type.componentType();
        return (componentType != null) ? of(componentType) + "-array" : ofName(type.getName());
    }

    private static String ofName(String name) {
        StringBuilder out = new StringBuilder(name.length() + 8);
        EscapedText.append(out, name);
        return out.toString().replace("+", "%2B").replace("-", "%2D").replace("%24", "+");
    }

}
