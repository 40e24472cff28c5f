package io.tieredcache.key;

import java.lang.reflect.Field;

import org.springframework.cache.interceptor.SimpleKey;

/**
 * The parameters inside of Spring's {@link SimpleKey}, which shows them to nobody: not
 * even its {@code toString} tells {@code "1"} from {@code 1}.
 */
final class SimpleKeyParams {

    private static final Field PARAMS = paramsField();

    private SimpleKeyParams() {
    }

    static Object[] of(SimpleKey key) {
        try {
            return (Object[]) PARAMS.get(key);
        }
        catch (IllegalAccessException ex) {
            throw unreadable(ex);
        }
    }

    private static Field paramsField() {
        try {
            Field field = SimpleKey.class.getDeclaredField("params");
            field.setAccessible(true);
            return field;
        }
        catch (NoSuchFieldException ex) {
            throw unreadable(ex);
        }
    }

    private static IllegalStateException unreadable(ReflectiveOperationException cause) {
        return new IllegalStateException(
                "'SimpleKey' of this Spring version does not let its field 'params' be read. Use a key expression.",
                cause);
    }

}
